"""Import and export, whichever door they come through."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any, Final, NamedTuple

from tasklore.accounts.preferences import preferences_of
from tasklore.changes.actor import Actor
from tasklore.changes.change_set import ChangeSet
from tasklore.platform.unit import Record, Unit
from tasklore.tasks.archive import TaskArchive
from tasklore.tasks.attachments.service import files_of
from tasklore.tasks.entities import TASK_ENTITY

from .bundle import Bundle, folded
from .catalogue import Written, reader
from .formats import archive
from .formats.archive import Contents
from .importer import Importer
from .phrases import Phrases
from .schemas import ImportedItem, ImportRemark, ImportReport

MOST_BYTES: Final = 50_000_000
"""Largest file to import."""

MOST_ITEMS: Final = 1_000
"""Most things, and most remarks, that a report lists."""

_SUFFIX: Final = re.compile(r"(\s*\[\d+\])?\.[A-Za-z]{2,5}$")


class Upload(NamedTuple):
    """A file to import. `name` is what its owner called it; a project may be named after it."""

    format: str
    name: str
    data: bytes


def importing(actor: Actor, upload_format: str) -> Actor:
    """The same actor, coming through the door of imports."""
    return Actor(actor.user_id, "import", {**actor.detail, "through": actor.door, "format": upload_format})


class ImportService:
    """Imports of `changes.actor`."""

    def __init__(self, unit: Unit, changes: ChangeSet) -> None:
        self.unit = unit
        self.changes = changes

    async def preview(self, upload: Upload) -> ImportReport:
        """What `run` would do. Nothing is kept: it is worked out in a unit that is never committed."""
        scratch = Unit(self.unit.services)
        return await ImportService(scratch, ChangeSet(scratch, self.changes.actor))._import(upload, preview=True)

    async def run(self, upload: Upload) -> ImportReport:
        """Stages everything in the file as one change set, which one undo takes back.

        Raises:
            UnknownFormat: nothing is imported from it.
            UnreadableFile: not a file of that format.
            TooLarge: more than one change set holds.
        """
        return await self._import(upload, preview=False)

    async def _import(self, upload: Upload, *, preview: bool) -> ImportReport:
        read = reader(upload.format)
        likes = await preferences_of(self.unit, self.changes.actor.user_id)
        phrases = Phrases(self.unit.now, likes.timezone, likes.locale)
        bundle = await asyncio.to_thread(read, upload.data, project_name(upload.name), phrases)
        importer = Importer(self.unit, self.changes, bundle, Contents(upload.data), keep_files=not preview)
        await importer.write()
        self.changes.title = f"Imported {folded(upload.name)[:80]}: {importer.made['tasks']} tasks"
        return self._report(upload, importer, preview=preview)

    def _report(self, upload: Upload, importer: Importer, *, preview: bool) -> ImportReport:
        bundle = importer.bundle
        items = self._items(bundle, importer, preview=preview)
        remarks = bundle.told()
        return ImportReport(
            format=upload.format,
            preview=preview,
            change_set_id=None if preview or not len(self.changes) else self.changes.id,
            made=dict(importer.made),
            items=items[:MOST_ITEMS],
            items_left_out=max(0, len(items) - MOST_ITEMS),
            remarks=[ImportRemark.model_validate(remark._asdict()) for remark in remarks[:MOST_ITEMS]],
            remarks_left_out=max(0, len(remarks) - MOST_ITEMS),
        )

    def _items(self, bundle: Bundle, importer: Importer, *, preview: bool) -> list[ImportedItem]:
        """Projects, their sections and tasks, in the order that the file shows them."""

        def place(kind: Any, draft: Any, title: str) -> ImportedItem:
            return ImportedItem(
                line=draft.line,
                kind=kind,
                id=None if preview else importer.ids[draft.key],
                title=title,
                depth=0,
                phrase="",
            )

        comments = Counter(draft.task for draft in bundle.comments)
        by_section: dict[tuple[str, str | None], list[ImportedItem]] = {}
        for draft in bundle.tasks.values():
            row = self.changes.current(TASK_ENTITY, importer.ids[draft.key])
            assert row is not None
            item = place("task", draft, draft.title)
            item.depth, item.phrase, item.comments = importer.depths[draft.key], draft.phrase, comments[draft.key]
            _fill(item, row)
            by_section.setdefault((draft.project, draft.section), []).append(item)
        items = []
        for project in bundle.projects.values():
            items.append(place("project", project, project.name))
            items.extend(by_section.pop((project.key, None), ()))
            for section in bundle.sections.values():
                if section.project == project.key:
                    items.append(place("section", section, section.name))
                    items.extend(by_section.pop((project.key, section.key), ()))
        return [*items, *(item for left in by_section.values() for item in left)]


def _fill(item: ImportedItem, row: Record) -> None:
    if row["due_date"] is not None:
        item.due = {"date": row["due_date"], "time": row["due_time"], "timezone": row["due_zone"]}
    if row["rrule"] is not None:
        item.recurrence = {"rrule": row["rrule"], "from": row["repeat_from"]}
    item.deadline, item.duration_minutes = row["deadline"], row["duration_minutes"]
    item.priority, item.labels, item.completed = row["priority"], row["labels"], row["status"] == "done"


def project_name(file_name: str) -> str:
    """What a project made from this file is called: `Kitchen [2331].csv` → `Kitchen`."""
    return _SUFFIX.sub("", folded(file_name).replace("\\", "/").rpartition("/")[2])[:120] or "Imported"


class ExportService:
    """Everything that `owner` sees, in the formats that we write."""

    def __init__(self, unit: Unit, owner: str) -> None:
        self.unit = unit
        self.owner = owner

    def written(self, form: Written) -> AsyncIterator[bytes]:
        """Everything in this form, in chunks."""
        whole, now = TaskArchive(self.unit, self.owner), self.unit.now
        match form:
            case "json":
                return archive.write(whole, self.owner, now)
            case "zip":
                return archive.write_zip(whole, self.owner, now, files_of(self.unit))
            case "ical":
                from .formats import icalendar

                return icalendar.write(whole, now)
            case "todo-txt":
                from .formats import todotxt

                return todotxt.write(whole)
            case "csv":
                from .formats import spreadsheet

                return spreadsheet.write(whole)
