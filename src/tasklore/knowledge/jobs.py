"""What the worker does for documents: reads them, indexes them, and keeps both in line with the rows.

    document row written ──► settle ──► deleted?      out of the index
                                        another file? read it: text and passages as rows, then settle again
                                        not indexed?  passages to the index, then `ready`

Rows first, index second: whatever happens between, the next settling finds what is missing.
"""

import datetime as dt
import time
from functools import partial
from typing import Any, Final, cast

import structlog

from tasklore.changes.actor import Actor
from tasklore.changes.change_set import ChangeSet
from tasklore.platform.ids import new_id
from tasklore.platform.index.models import index_state
from tasklore.platform.index.port import IndexPoint, IndexUnavailable
from tasklore.platform.jobs.queue import enqueue
from tasklore.platform.jobs.worker import counts
from tasklore.platform.unit import Record, Unit

from . import store
from .embedding.errors import EmbeddingUnavailable
from .entities import SETTLE, STATE_ENTITY
from .models import document, document_state, document_text, passage
from .parsing.errors import ParseError
from .parsing.parser import parse_file
from .parts import UNFILLED, Knowledge, KnowledgeServices
from .passages import Passage, cut
from .weights import sparse_vector

log = structlog.get_logger(__name__)

REBUILD: Final = "knowledge.rebuild"
CHECK: Final = "knowledge.check"
PURGE: Final = "knowledge.purge"

_AGAIN: Final = dt.timedelta(seconds=5)
_STUCK_AFTER: Final = dt.timedelta(minutes=5)
_TRASH: Final = dt.timedelta(days=30)
_INDEX_BATCH: Final = 128
# A job has four and a half minutes; a local model embeds some ten passages a second.
_INDEX_S: Final = 60.0
_REBUILD_BATCH: Final = 20
_FIRST: Final = -1


async def settle(unit: Unit, payload: dict[str, Any]) -> None:
    """Brings one document's text, passages and index in line with its row; doing it twice does nothing."""
    row = await unit.fetch_one(store.FOR_JOB, id=payload["document_id"])
    if row is None:
        return
    try:
        if row["deleted_at"] is not None:
            await (await _parts(unit).index()).delete(row["owner_id"], [row["id"]])
            return
        text = await unit.fetch_one(store.TEXT_OF, id=row["id"])
        state = await unit.fetch_one(store.STATE, id=row["id"])
        failed = state is not None and state["status"] == "failed" and state["sha256"] == row["sha256"]
        if failed:
            return
        if text is None or text["sha256"] != row["sha256"]:
            await _read(unit, row, state)
        else:
            await _index(unit, row, state, payload)
    except (IndexUnavailable, EmbeddingUnavailable) as error:
        # Not a failure of the job: it comes back until the engine does, and full text answers meanwhile.
        log.warning("document_waits", document_id=row["id"], reason=str(error))
        enqueue(unit, SETTLE, payload, run_at=unit.now + _AGAIN)


async def rebuild(unit: Unit, payload: dict[str, Any]) -> None:
    """Settles every document again, a few at a time, going on after `payload["after"]` when it was interrupted."""
    rows = await unit.fetch_all(store.AFTER, after=payload.get("after", ""), most=_REBUILD_BATCH)
    for row in rows:
        enqueue(unit, SETTLE, {"document_id": row["id"]})
    if len(rows) == _REBUILD_BATCH:
        enqueue(unit, REBUILD, {"after": rows[-1]["id"]})


async def check(unit: Unit, payload: dict[str, Any]) -> None:
    """Opens the index for writing, fills it when it is new, and takes up documents that were left behind."""
    parts = _parts(unit)
    try:
        await (await parts.index()).open_for_writing()
        await parts.index()
    except IndexUnavailable as error:
        log.warning("index_waits", reason=str(error))
        return
    if await unit.fetch_one(store.UNFILLED_NOTE, engine=UNFILLED):
        enqueue(unit, REBUILD, {"after": ""}, job_id="knowledge.rebuild")
        unit.delete(index_state, {"engine": UNFILLED})
    for row in await unit.fetch_all(store.STUCK, before=unit.now - _STUCK_AFTER):
        enqueue(unit, SETTLE, {"document_id": row["id"]}, job_id=f"knowledge.stuck:{row['id']}")


async def purge(unit: Unit, payload: dict[str, Any]) -> None:
    """Removes for good what has been in the trash for 30 days, its file too when nobody else has the same."""
    parts = _parts(unit)
    index = await parts.index()
    for row in await unit.fetch_all(store.PURGEABLE, before=unit.now - _TRASH):
        await index.delete(row["owner_id"], [row["id"]])
        for table in (passage, document_text):
            unit.delete(table, {"document_id": row["id"]})
        unit.delete(document_state, {"id": row["id"]})
        unit.delete(document, {"id": row["id"]})
        others = await unit.fetch_one(store.OTHER_USES, sha256=row["sha256"], id=row["id"])
        if others is not None and others["count_1"] == 0:
            unit.after_commit(partial(parts.files.remove, row["sha256"]))


async def waiting(unit: Unit) -> int:
    """How many jobs of documents are due or will be."""
    ours = (SETTLE, REBUILD)
    return sum(row["count"] for row in await counts(unit) if row["name"] in ours and row["state"] == "ready")


async def documents(unit: Unit) -> int:
    """How many documents there are, everybody's together."""
    return sum(int(count) for _, count in await unit.fetch_rows(store.STATES))


async def _read(unit: Unit, row: Record, state: Record | None) -> None:
    """Reads the file, and stages its text and passages in place of what was there."""
    parts = _parts(unit)
    content = await parts.files.read(row["sha256"])
    try:
        async with parts.reading:
            parsed = await parse_file(content, row["name"], parts.limits)
    except ParseError as error:
        log.info("document_unreadable", document_id=row["id"], code=error.code)
        await (await parts.index()).delete(row["owner_id"], [row["id"]])
        _clear(unit, row["id"])
        _note(unit, row, state, {"status": "failed", "reason_code": error.code, "reason": str(error), "passages": 0})
        return
    passages = cut(parsed)
    _clear(unit, row["id"])
    unit.insert(
        document_text,
        {"document_id": row["id"], "owner_id": row["owner_id"], "sha256": row["sha256"], "text": parsed.text},
    )
    for piece in passages:
        unit.insert(passage, _passage_row(row, piece))
    found = {
        "status": "pending",
        "reason_code": None,
        "reason": None,
        "language": parsed.language,
        "pages": parsed.pages,
        "characters": len(parsed.text),
        "passages": len(passages),
    }
    _note(unit, row, state, found)
    # What the index holds of the file before goes first.
    enqueue(unit, SETTLE, {"document_id": row["id"], "clear": True})
    log.info("document_read", document_id=row["id"], passages=len(passages))


async def _index(unit: Unit, row: Record, state: Record | None, payload: dict[str, Any]) -> None:
    """Puts the passages into the index, as many as fit into a minute; the rest is another job's."""
    if payload.get("sha256", row["sha256"]) != row["sha256"]:
        return  # the rest of a file that has been replaced since
    try:
        after = await _fill(unit, row, payload)
    except (IndexUnavailable, EmbeddingUnavailable) as error:
        if state is not None and state["status"] == "pending":
            _note(unit, row, state, {"reason_code": "index_pending", "reason": f"Indexing waits. {error}"})
        raise
    if after is not None:
        enqueue(unit, SETTLE, {"document_id": row["id"], "sha256": row["sha256"], "after": after})
        return
    _note(unit, row, state, {"status": "ready", "reason_code": None, "reason": None})
    log.info("document_indexed", document_id=row["id"])


async def _fill(unit: Unit, row: Record, payload: dict[str, Any]) -> int | None:
    """Gives back the number of the last passage when time is up, None when all are in.

    Goes on whatever is away, so that full text has all of it, and raises then.
    """
    parts = _parts(unit)
    index = await parts.index()
    until = time.monotonic() + _INDEX_S
    missed: IndexUnavailable | EmbeddingUnavailable | None = None
    if payload.get("clear"):
        try:
            await index.delete(row["owner_id"], [row["id"]])
        except IndexUnavailable as error:
            missed = error
    after: int = payload.get("after", _FIRST)
    while batch := await unit.fetch_all(store.PASSAGES_TO_INDEX, id=row["id"], after=after, most=_INDEX_BATCH):
        after = batch[-1]["number"]
        vectors: list[list[float]] | None = None
        try:
            if parts.embedder is not None:
                vectors = await parts.embedder.embed([f"{row['title']}\n{piece['text']}" for piece in batch])
        except EmbeddingUnavailable as error:
            missed = error
        points = [
            IndexPoint(
                id=piece["id"],
                owner_id=row["owner_id"],
                document_id=row["id"],
                terms=sparse_vector(piece["text"], (row["title"], *piece["headings"]), piece["language"]),
                vector=vectors[i] if vectors is not None else None,
            )
            for i, piece in enumerate(batch)
        ]
        try:
            await index.upsert(points)
        except IndexUnavailable as error:
            missed = error
        if missed is None and time.monotonic() > until:
            return after
    if missed is not None:
        raise missed
    return None


def _clear(unit: Unit, document_id: str) -> None:
    for table in (passage, document_text):
        unit.delete(table, {"document_id": document_id})


def _passage_row(row: Record, piece: Passage) -> Record:
    return {
        "id": new_id(),
        "owner_id": row["owner_id"],
        "document_id": row["id"],
        "number": piece.number,
        "start": piece.start,
        "end": piece.end,
        "page": piece.page,
        "headings": list(piece.headings),
        "language": piece.language,
        "digest": piece.digest,
        "text": piece.text,
    }


def _note(unit: Unit, row: Record, state: Record | None, values: dict[str, Any]) -> None:
    """Stages what is known of a document, so that its owner's open pages hear of it."""
    changes = ChangeSet(unit, Actor(row["owner_id"], "job", {"job": SETTLE}))
    values = {"title": row["title"], "sha256": row["sha256"], **values}
    changes.title = f"{_VERBS[values.get('status', 'pending')]} “{row['title'][:80]}”"
    if state is None:
        blank = dict.fromkeys(("reason_code", "reason", "language", "pages", "characters", "passages"))
        changes.create(
            STATE_ENTITY, {"id": row["id"], "owner_id": row["owner_id"], **blank, **values}, (row["owner_id"],)
        )
    else:
        changes.update(STATE_ENTITY, state, values, (row["owner_id"],))


_VERBS: Final = {"pending": "Read", "ready": "Indexed", "failed": "Could not read"}


def _parts(unit: Unit) -> Knowledge:
    return cast(KnowledgeServices, unit.services).knowledge
