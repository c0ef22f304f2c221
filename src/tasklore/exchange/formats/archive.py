"""Our own format: everything, lossless. One JSON document, alone or in a zip beside the attached files.

    {"format": "tasklore", "version": 1, "exported_at": …, "owner_id": …,
     "projects": […], "sections": […], "tasks": […], "comments": […], "relations": […], "attachments": […],
     "labels": […], "filters": […]}

In the zip the document is `tasklore.json` and each file lies at `files/<sha256>`. What the trash holds and the history
of changes are not part of it.
"""

import asyncio
import datetime as dt
import io
import tempfile
import zipfile
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any, Final, Literal, TypeVar

import msgspec
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from tasklore.platform.errors import TooLarge
from tasklore.platform.files import FileStore
from tasklore.platform.unit import Record
from tasklore.tasks.archive import TaskArchive
from tasklore.tasks.projects.schemas import Color
from tasklore.tasks.recurrence import InvalidRecurrence, Recurrence
from tasklore.tasks.schemas import Priority, Reminder, Status, TimeOfDay, Zone

from ..bundle import (
    AttachmentDraft,
    Bundle,
    CommentDraft,
    FilterDraft,
    LabelDraft,
    ProjectDraft,
    RelationDraft,
    RelationKind,
    SectionDraft,
    TaskDraft,
)
from ..errors import UnreadableFile
from ..phrases import Phrases

NAME: Final = "tasklore"
VERSION: Final = 1
DOCUMENT: Final = "tasklore.json"
FILES: Final = "files/"
UNPACKED_MOST: Final = 100_000_000
"""Bytes of the document inside a zip."""

_CHUNK: Final = 256 * 1024
_HIDDEN: Final = frozenset({"owner_id", "deleted_at", "version", "updated_at"})
"""Columns that belong to the place a row was in."""

_UNDATED: Final = frozenset({"relations", "attachments"})
"""Lists whose rows are as old as the import that brings them back."""


async def write(archive: TaskArchive, owner: str, now: dt.datetime) -> AsyncIterator[bytes]:
    """The document in chunks; holds one page of rows at a time."""
    head = {"format": NAME, "version": VERSION, "exported_at": now, "owner_id": owner}
    yield msgspec.json.encode(head)[:-1]
    lists = {
        "projects": archive.projects,
        "sections": archive.sections,
        "tasks": archive.tasks,
        "comments": archive.comments,
        "relations": archive.relations,
        "attachments": archive.attachments,
        "labels": archive.labels,
        "filters": archive.filters,
    }
    for name, rows in lists.items():
        yield f',\n"{name}":['.encode()
        separator = b"\n"
        hidden = _HIDDEN | {"created_at"} if name in _UNDATED else _HIDDEN
        async for row in rows():
            yield separator + msgspec.json.encode({key: value for key, value in row.items() if key not in hidden})
            separator = b",\n"
        yield b"]"
    yield b"}\n"


async def write_zip(archive: TaskArchive, owner: str, now: dt.datetime, files: FileStore) -> AsyncIterator[bytes]:
    """The document and the attached files, as a zip in chunks. It is put together on disk, not in memory."""
    with tempfile.TemporaryFile() as spool:
        with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
            with target.open(DOCUMENT, "w") as document:
                async for chunk in write(archive, owner, now):
                    document.write(chunk)
            kept: set[str] = set()
            async for row in archive.attachments():
                path = files.path(row["sha256"])
                if row["sha256"] not in kept and path.is_file():
                    kept.add(row["sha256"])
                    await asyncio.to_thread(target.write, path, f"{FILES}{row['sha256']}", zipfile.ZIP_STORED)
        spool.seek(0)
        while chunk := await asyncio.to_thread(spool.read, _CHUNK):
            yield chunk


class Contents:
    """The files inside an uploaded zip; none at all where the upload is no zip."""

    def __init__(self, data: bytes) -> None:
        stream = io.BytesIO(data)
        self._archive = zipfile.ZipFile(stream) if zipfile.is_zipfile(stream) else None
        self._names = frozenset(self._archive.namelist()) if self._archive else frozenset()

    def __contains__(self, name: str) -> bool:
        return name in self._names

    async def chunks(self, name: str) -> AsyncIterator[bytes]:
        """The file of that name, unpacked piece by piece, so that whoever reads may stop at a limit.

        Raises:
            BadZipFile: it is damaged.
        """
        assert self._archive is not None
        with self._archive.open(name) as member:
            while chunk := await asyncio.to_thread(member.read, _CHUNK):
                yield chunk


class _Part(BaseModel):
    """A row of the document. Columns that this release does not know are ignored."""

    model_config = ConfigDict(extra="ignore", str_max_length=200_000)


_Place = Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]
_Moment = Annotated[
    AwareDatetime, Field(ge=dt.datetime(1970, 1, 1, tzinfo=dt.UTC), le=dt.datetime(2200, 1, 1, tzinfo=dt.UTC))
]


class _Project(_Part):
    id: str
    name: str
    parent_id: str | None = None
    color: Color | None = None
    view: Literal["list", "board", "calendar"] = "list"
    position: _Place | None = None
    is_inbox: bool = False
    created_at: _Moment | None = None
    role: str = "owner"


class _Section(_Part):
    id: str
    project_id: str
    name: str
    position: _Place | None = None
    created_at: _Moment | None = None


class _When(_Part):
    due_date: dt.date | None = None
    due_time: TimeOfDay | None = None
    due_zone: Zone | None = None


class _Task(_When):
    id: str
    project_id: str
    section_id: str | None = None
    parent_id: str | None = None
    series_id: str | None = None
    title: str
    notes: str = ""
    status: Status = "open"
    priority: Priority = 4
    start_date: dt.date | None = None
    start_time: TimeOfDay | None = None
    start_zone: Zone | None = None
    deadline: dt.date | None = None
    duration_minutes: Annotated[int, Field(ge=1, le=525_600)] | None = None
    rrule: Annotated[str, Field(max_length=500)] | None = None
    repeat_from: Literal["schedule", "completion"] | None = None
    repeat_anchor: _When | None = None
    position: _Place | None = None
    assignee_id: str | None = None
    labels: list[str] = Field(default_factory=list)
    reminders: list[Reminder] = Field(default_factory=list, max_length=20)
    source: dict[str, Any] | None = None
    created_by: str | None = None
    created_at: _Moment | None = None
    completed_at: _Moment | None = None


class _Comment(_Part):
    task_id: str
    text: str
    author_id: str | None = None
    created_at: _Moment | None = None


class _Relation(_Part):
    task_id: str
    other_id: str
    kind: RelationKind


class _Attachment(_Part):
    task_id: str
    name: str
    media_type: Annotated[str, Field(max_length=200)] = "application/octet-stream"
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class _Label(_Part):
    name: str
    created_at: _Moment | None = None
    color: Color | None = None
    position: _Place | None = None


class _Filter(_Part):
    name: str
    created_at: _Moment | None = None
    query: Annotated[str, Field(max_length=2000)]
    color: Color | None = None
    position: _Place | None = None


P = TypeVar("P", bound=_Part)


def read(data: bytes, name: str, phrases: Phrases) -> Bundle:
    """Everything in the document, or in the zip that holds it.

    Raises:
        UnreadableFile: not a document of ours, or made by a newer release.
    """
    if zipfile.is_zipfile(io.BytesIO(data)):
        data = _member(data)
    return _Reader(_document(data)).bundle


def _member(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(DOCUMENT) as member:
            document = member.read(UNPACKED_MOST + 1)
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(
            f"The zip holds no readable {DOCUMENT!r}.", hint="Use a file that Tasklore exported."
        ) from error
    if len(document) > UNPACKED_MOST:
        raise TooLarge(f"{DOCUMENT!r} is larger than {UNPACKED_MOST:,} bytes unpacked.")
    return document


def _document(data: bytes) -> dict[str, Any]:
    try:
        document = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise UnreadableFile("The file is not valid JSON.", hint="Use a file that Tasklore exported.") from error
    if not isinstance(document, dict) or document.get("format") != NAME:
        raise UnreadableFile(
            "This JSON was not exported by Tasklore.", hint="Other programs' JSON has formats of its own."
        )
    if document.get("version") != VERSION:
        raise UnreadableFile(
            f"The file has version {str(document.get('version'))[:20]!r}; this release reads {VERSION}.",
            hint="Import it with the release that made it, or a newer one.",
        )
    return document


class _Reader:
    """Turns the document's rows into drafts, those that cannot be read into remarks."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.bundle = Bundle()
        self._document = document
        self._me = document.get("owner_id")
        self._projects()
        self._sections()
        self._tasks()
        self._comments()
        self._relations()
        self._attachments()
        self._labels()
        self._filters()

    def _rows(self, name: str, model: type[P]) -> Iterator[P]:
        rows = self._document.get(name, [])
        if not isinstance(rows, list):
            self.bundle.lose(None, name, "Not a list; left out.")
            return
        for index, row in enumerate(rows):
            try:
                yield model.model_validate(row)
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join([f"{name}[{index}]", *(str(part) for part in first["loc"])])
                self.bundle.lose(None, where, f"Left out: {first['msg']}.")

    def _projects(self) -> None:
        for row in self._rows("projects", _Project):
            self.bundle.add_project(
                ProjectDraft(
                    row.id,
                    row.name,
                    is_inbox=row.is_inbox and row.role == "owner",
                    parent=row.parent_id,
                    color=row.color,
                    view=row.view,
                    position=row.position,
                    created_at=row.created_at,
                )
            )
            if row.role != "owner":
                self.bundle.change(None, row.name, "It was shared with you by somebody else; this copy is your own.")

    def _sections(self) -> None:
        for row in self._rows("sections", _Section):
            self.bundle.add_section(
                SectionDraft(row.id, row.project_id, row.name, position=row.position, created_at=row.created_at)
            )

    def _tasks(self) -> None:
        for row in self._rows("tasks", _Task):
            draft = TaskDraft(
                row.id, row.project_id, row.title, section=row.section_id, parent=row.parent_id, series=row.series_id
            )
            draft.values = self._values(row)
            draft.is_mine = row.assignee_id is not None and row.assignee_id == self._me
            self.bundle.add_task(draft)
            if row.assignee_id is not None and not draft.is_mine:
                self.bundle.lose(None, draft.title, "It was assigned to somebody else; nobody is assigned now.")

    def _values(self, row: _Task) -> Record:
        values: Record = {
            name: getattr(row, name)
            for name in (
                "notes",
                "status",
                "priority",
                "duration_minutes",
                "position",
                "labels",
                "source",
                "created_at",
            )
        }
        values["completed_at"] = row.completed_at if row.status == "done" else None
        values["deadline"] = row.deadline.isoformat() if row.deadline else None
        values["reminders"] = [reminder.model_dump(mode="json", exclude_none=True) for reminder in row.reminders]
        values.update(_moment("start", row.start_date, row.start_time, row.start_zone))
        values.update(_moment("due", row.due_date, row.due_time, row.due_zone))
        if row.rrule is not None:
            try:
                Recurrence.parse(row.rrule)
            except InvalidRecurrence as error:
                self.bundle.lose(None, row.title, f"It does not repeat any more: {error}")
            else:
                values.update(rrule=row.rrule, repeat_from=row.repeat_from or "schedule")
                anchor = row.repeat_anchor
                if anchor is not None and anchor.due_date is not None:
                    values["repeat_anchor"] = _moment("due", anchor.due_date, anchor.due_time, anchor.due_zone)
        return values

    def _comments(self) -> None:
        for row in self._rows("comments", _Comment):
            if row.author_id not in (None, self._me):
                self.bundle.change(None, row.text[:80], "Somebody else wrote this comment; it is yours now.")
            self.bundle.add_comment(CommentDraft(row.task_id, row.text, created_at=row.created_at))

    def _relations(self) -> None:
        for row in self._rows("relations", _Relation):
            self.bundle.relations.append(RelationDraft(row.task_id, row.other_id, row.kind))

    def _attachments(self) -> None:
        for row in self._rows("attachments", _Attachment):
            self.bundle.attachments.append(
                AttachmentDraft(row.task_id, row.name, row.media_type, f"{FILES}{row.sha256}", row.sha256)
            )

    def _labels(self) -> None:
        for row in self._rows("labels", _Label):
            self.bundle.add_label(LabelDraft(row.name, row.color, row.position, row.created_at))

    def _filters(self) -> None:
        for row in self._rows("filters", _Filter):
            self.bundle.add_filter(FilterDraft(row.name, row.query, row.color, row.position, row.created_at))


def _moment(prefix: str, day: dt.date | None, time: str | None, zone: str | None) -> Record:
    """The three columns of a date; a zone without a time, and a time without a day, are left out."""
    time = time if day else None
    return {
        f"{prefix}_date": day.isoformat() if day else None,
        f"{prefix}_time": time,
        f"{prefix}_zone": zone if time else None,
    }
