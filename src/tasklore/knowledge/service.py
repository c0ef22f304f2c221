"""Documents: what can be done with them, whichever door it comes through."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from typing import Any, Final, NamedTuple, cast

from tasklore.changes.change_set import ChangeSet
from tasklore.changes.store import revision_of
from tasklore.platform.errors import Invalid, NotFound, TooLarge
from tasklore.platform.ids import new_id
from tasklore.platform.paging import decode_cursor, encode_cursor
from tasklore.platform.unit import Record, Unit

from . import store
from .entities import DOCUMENT_ENTITY
from .errors import EmptyDocument, NotReady, UnsupportedDocument
from .parsing.document import clean
from .parsing.errors import NoText, Unsupported
from .parsing.kinds import MARKDOWN, kind_of
from .parsing.markdown import parse_markdown
from .parsing.parser import SHORT_BYTES
from .parts import KnowledgeServices

_LATEST: Final = "~"
"""Sorts after every id."""
_TITLE_CHARS: Final = 300
_NAME_CHARS: Final = 255
_LABEL_CHARS: Final = 120
_MOST_LABELS: Final = 50
_UNTITLED: Final = "Untitled"


class Upload(NamedTuple):
    """A file as a client sent it. The name is only shown, never a path."""

    content: bytes
    name: str
    title: str | None = None
    labels: tuple[str, ...] = ()
    origin: str | None = None


class Page(NamedTuple):
    """Rows, and the cursor of the next page."""

    items: list[Record]
    next_cursor: str | None


class DocumentService:
    """Documents as `changes.actor` sees and changes them."""

    def __init__(self, unit: Unit, changes: ChangeSet) -> None:
        self.unit = unit
        self.changes = changes
        self.owner = changes.actor.user_id
        self._parts = cast(KnowledgeServices, unit.services).knowledge

    # --- reading -----------------------------------------------------------------------------------------

    async def get(self, document_id: str) -> Record:
        """The document with its state. One query.

        Raises:
            NotFound: not there, in the trash, or not theirs.
        """
        row = await self.unit.fetch_one(store.GET, owner=self.owner, id=document_id)
        if row is None:
            raise NotFound("Document")
        return row

    async def page(self, cursor: str | None, most: int) -> Page:
        """Documents, newest first. One query."""
        before = decode_cursor(cursor, str)[0] if cursor else _LATEST
        rows = await self.unit.fetch_all(store.PAGE, owner=self.owner, before=before, most=most + 1)
        return Page(rows[:most], encode_cursor(rows[most - 1]["id"]) if len(rows) > most else None)

    async def passages(self, document_id: str, cursor: str | None, most: int) -> Page:
        """The passages of a document in the order of its text."""
        await self.get(document_id)
        after = decode_cursor(cursor, int)[0] if cursor else -1
        rows = await self.unit.fetch_all(store.PASSAGES, owner=self.owner, id=document_id, after=after, most=most + 1)
        return Page(rows[:most], encode_cursor(rows[most - 1]["number"]) if len(rows) > most else None)

    async def text(self, document_id: str) -> str:
        """The whole text, which offsets of passages and quotes point into.

        Raises:
            NotReady: it has not been read yet, or cannot be.
        """
        row = await self.get(document_id)
        found = await self.unit.fetch_one(store.TEXT, owner=self.owner, id=document_id)
        if found is None:
            raise NotReady(row["reason"] or "The document has not been read yet.", hint="Ask again in a moment.")
        return str(found["text"])

    async def file(self, document_id: str) -> tuple[Record, bytes]:
        """The document and the file it was made from."""
        row = await self.get(document_id)
        return row, await self._parts.files.read(row["sha256"])

    async def imported_from(self, origin: str) -> list[Record]:
        """The documents that an import brought from under a place."""
        return await self.unit.fetch_all(store.FROM_ORIGIN, owner=self.owner, origin=origin)

    async def revision(self) -> int:
        """The reader's revision; it moves with everything they may see."""
        return await revision_of(self.unit, self.owner)

    # --- changing ----------------------------------------------------------------------------------------

    async def create(self, upload: Upload) -> tuple[Record, bool]:
        """Adds a document, to be read in the background; gives back whether it is new.

        The same file under the same title is the document that is there already.

        Raises:
            UnsupportedDocument: no kind of file that is read.
            EmptyDocument: nothing in it.
            TooLarge: larger than DOCUMENT_MAX_MB.
        """
        stored = await self._store(upload)
        title = await asyncio.to_thread(_title, upload, stored["media_type"])
        same = await self.unit.fetch_one(store.SAME, owner=self.owner, sha256=stored["sha256"], title=title)
        if same is not None:
            return same, False
        row = self.changes.create(
            DOCUMENT_ENTITY,
            {
                "id": new_id(),
                "owner_id": self.owner,
                "title": title,
                "name": _file_name(upload.name),
                "labels": _sorted(upload.labels),
                "origin": upload.origin,
                **stored,
            },
            (self.owner,),
        )
        return _pending(row), True

    async def replace(self, document_id: str, upload: Upload) -> Record:
        """Gives a document another file; title and labels stay unless they are given."""
        row = await self._plain(document_id)
        values: dict[str, Any] = {**await self._store(upload), "name": _file_name(upload.name)}
        if upload.title is not None:
            values["title"] = _line(upload.title)
        if upload.labels:
            values["labels"] = _sorted(upload.labels)
        return _pending(self.changes.update(DOCUMENT_ENTITY, row, values, (self.owner,)))

    async def patch(self, document_id: str, values: dict[str, Any]) -> Record:
        """Changes title or labels."""
        row = await self.get(document_id)
        if "labels" in values:
            values["labels"] = _sorted(values["labels"])
        changed = self.changes.update(DOCUMENT_ENTITY, _columns(row), values, (self.owner,))
        return {**row, **changed}

    async def delete(self, document_id: str) -> None:
        """To the trash; out of search at once."""
        self.changes.delete(DOCUMENT_ENTITY, await self._plain(document_id), (self.owner,))

    async def restore(self, document_id: str) -> Record:
        """Out of the trash, and read again; one that is not in it stays as it is."""
        row = await self.unit.fetch_one(store.GET_DELETED, owner=self.owner, id=document_id)
        if row is None:
            return await self.get(document_id)
        return _pending(self.changes.update(DOCUMENT_ENTITY, row, {"deleted_at": None}, (self.owner,)))

    async def _plain(self, document_id: str) -> Record:
        return _columns(await self.get(document_id))

    async def _store(self, upload: Upload) -> dict[str, Any]:
        most = self._parts.config.document_max_mb * 1_000_000
        if len(upload.content) > most:
            raise TooLarge(f"The document is larger than {self._parts.config.document_max_mb} MB.")
        try:
            # Looking into a large archive takes a while.
            media_type = await asyncio.to_thread(kind_of, upload.content, upload.name)
        except NoText as error:
            raise EmptyDocument(str(error)) from error
        except Unsupported as error:
            raise UnsupportedDocument(str(error)) from error
        stored = await self._parts.files.put(_once(upload.content), most)
        return {"media_type": media_type, "sha256": stored.sha256, "size_bytes": stored.size_bytes}


def _pending(row: Record) -> Record:
    """A row that has just been staged, with the state that a read would show."""
    return {
        **row,
        "status": "pending",
        **dict.fromkeys(("reason_code", "reason", "language", "pages", "characters", "passages")),
    }


def _columns(row: Record) -> Record:
    return {name: row[name] for name in DOCUMENT_ENTITY.table.columns.keys()}  # noqa: SIM118


def _title(upload: Upload, media_type: str) -> str:
    """The title that was given, the one that a short page gives itself, or the file's name."""
    if upload.title:
        return _line(upload.title)
    if media_type == MARKDOWN and len(upload.content) <= SHORT_BYTES:
        own = parse_markdown(upload.content, len(upload.content)).title
        if own:
            return _line(own)
    return _line(re.sub(r"\.[A-Za-z0-9]{1,8}$", "", _file_name(upload.name)))


def _line(text: str) -> str:
    return " ".join(clean(text).split())[:_TITLE_CHARS] or _UNTITLED


def _file_name(name: str) -> str:
    """The last part of what the client called the file, printable and short."""
    last = re.split(r"[\\/]", name)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip(" .")[:_NAME_CHARS] or _UNTITLED


def _sorted(labels: Iterable[str]) -> list[str]:
    named = {" ".join(clean(label).split()).removeprefix("@")[:_LABEL_CHARS] for label in labels}
    if len(named) > _MOST_LABELS:
        raise Invalid(f"A document may have at most {_MOST_LABELS} labels.")
    return sorted(named - {""})


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
