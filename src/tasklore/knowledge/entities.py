"""What the change log knows of documents: who may undo what, and that a document written has to be settled."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Text, bindparam, select

from tasklore.changes.change_set import ChangeSet
from tasklore.changes.entity import Entity, Loaded
from tasklore.changes.errors import PlaceGone
from tasklore.platform.db.query import Query, among
from tasklore.platform.jobs.queue import enqueue
from tasklore.platform.unit import Record, Unit

from .models import document, document_state

SETTLE: Final = "knowledge.settle"
"""The job that brings a document's text, passages and index in line with its row."""

_LOAD: Final = Query(
    select(document).where(document.c.owner_id == bindparam("owner", type_=Text), among(document.c.id, "ids")),
    "document.load",
)


async def _load(unit: Unit, owner: str, ids: Iterable[str]) -> dict[str, Loaded]:
    rows = await unit.fetch_all(_LOAD, owner=owner, ids=list(ids))
    return {row["id"]: Loaded(row, (owner,)) for row in rows}


async def _admit(changes: ChangeSet, rows: Sequence[Record]) -> list[tuple[str, ...]]:
    owner = changes.actor.user_id
    for row in rows:
        if row["owner_id"] != owner:
            raise PlaceGone("Owner", row, "owner_id")
    return [(owner,)] * len(rows)


async def _load_nothing(unit: Unit, owner: str, ids: Iterable[str]) -> dict[str, Loaded]:
    """What the worker found out is nobody's to undo."""
    return {}


def _settle(unit: Unit, row: Record) -> None:
    enqueue(unit, SETTLE, {"document_id": row["id"]})


DOCUMENT_ENTITY: Final = Entity("document", document, load=_load, admit=_admit, written=_settle)
STATE_ENTITY: Final = Entity("document_state", document_state, load=_load_nothing, admit=_admit)
