"""Tasks out of documents: what a document asks for, proposed one by one, each with the words it came from."""

from typing import NamedTuple

from tasklore.accounts.preferences import preferences_of
from tasklore.changes.actor import Actor
from tasklore.changes.change_set import ChangeSet
from tasklore.platform.unit import Record, Unit
from tasklore.tasks.quick.service import columns
from tasklore.tasks.quickadd import Parsed, parse
from tasklore.tasks.service import TaskService
from tasklore.tasks.sources import taken_from

from . import store
from .findings import Finding, find
from .parsing.document import Block
from .service import DocumentService

_WHOLE = 1_000_000
"""More passages than a document has."""


class Proposed(NamedTuple):
    """A task that waits for approval."""

    change_set_id: str
    task: Record
    source: Record


class TakingService:
    """Takes tasks out of one person's documents."""

    def __init__(self, unit: Unit, actor: Actor) -> None:
        self.unit = unit
        self.actor = actor
        # The documents are only read; whatever is proposed gets a set of its own.
        self._documents = DocumentService(unit, ChangeSet(unit, actor))

    async def propose(self, document_id: str, project_id: str | None = None) -> list[Proposed]:
        """Proposes each task that the document asks for and that has not been taken out of it yet.

        Only dates are read out of the words: a document names no project, label or person of its reader's.

        Raises:
            NotFound: the document or the project is not there or not theirs.
            NotReady: the document has not been read yet.
        """
        row = await self._documents.get(document_id)
        text = await self._documents.text(document_id)
        owner = self.actor.user_id
        preferences = await preferences_of(self.unit, owner)
        passages = await self.unit.fetch_all(store.PASSAGES, owner=owner, id=document_id, after=-1, most=_WHOLE)
        taken = {
            (task["source"].get("start"), task["source"].get("quote"))
            for task in await taken_from(self.unit, owner, document_id)
        }

        def understood(line: str) -> Parsed | None:
            read = parse(line, now=self.unit.now, timezone=preferences.timezone, locale=preferences.locale)
            return read[0] if read else None

        def has_date(line: str) -> bool:
            read = understood(line)
            return read is not None and (read.due is not None or read.deadline is not None)

        proposed = []
        for finding in find(text, _blocks(passages), has_date):
            source = _source(row, text, finding, passages)
            if (source["start"], source["quote"]) in taken:
                continue
            changes = ChangeSet(self.unit, self.actor, propose=True)
            values = _dates(understood(finding.task), preferences.timezone)
            task = await TaskService(self.unit, changes).create(
                {"title": finding.task, "project_id": project_id, "source": source, **values}
            )
            proposed.append(Proposed(changes.id, task, source))
        return proposed

    async def taken(self, document_id: str) -> list[Record]:
        """The tasks that came from a document."""
        await self._documents.get(document_id)
        return await taken_from(self.unit, self.actor.user_id, document_id)


def _blocks(passages: list[Record]) -> list[Block]:
    """Where the document's words stand under which headings: its passages, without what they share with the next."""
    blocks: list[Block] = []
    for row in passages:
        start = max(row["start"], blocks[-1].end) if blocks else row["start"]
        if start < row["end"]:
            blocks.append(Block(start, row["end"], tuple(row["headings"]), row["page"]))
    return blocks


def _source(row: Record, text: str, finding: Finding, passages: list[Record]) -> Record:
    page = next((p["page"] for p in passages if p["start"] <= finding.start < p["end"]), None)
    return {
        "kind": "document",
        "document_id": row["id"],
        "title": row["title"],
        "page": page,
        "start": finding.start,
        "end": finding.end,
        "quote": text[finding.start : finding.end],
    }


def _dates(read: Parsed | None, timezone: str) -> Record:
    if read is None or not read.title:
        return {}
    known = columns(read, timezone)
    dates = {
        name: value
        for name, value in known.items()
        if name.startswith(("due_", "start_", "deadline", "rrule", "repeat_"))
    }
    return {"title": read.title, **dates}
