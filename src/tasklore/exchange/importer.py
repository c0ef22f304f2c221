"""A bundle becomes rows of one change set, owned by whoever imports it.

Every row gets a new id. A key that a part refers to and that the bundle does not hold never reaches the database, so a
file cannot touch, or learn of, what is there already.
"""

import asyncio
import contextlib
from collections import Counter
from datetime import datetime
from typing import Final, Protocol
from zipfile import BadZipFile

from tasklore.changes.change_set import ChangeSet
from tasklore.platform.errors import TooLarge
from tasklore.platform.ids import new_id
from tasklore.platform.unit import Record, Unit
from tasklore.tasks.access import Access
from tasklore.tasks.attachments.service import AttachmentService
from tasklore.tasks.entities import (
    COMMENT_ENTITY,
    SECTION_ENTITY,
    TASK_ENTITY,
)
from tasklore.tasks.errors import Misplaced
from tasklore.tasks.filters import FilterError
from tasklore.tasks.labels.errors import LabelExists
from tasklore.tasks.labels.service import LabelService
from tasklore.tasks.projects.home import inbox_access
from tasklore.tasks.projects.service import ProjectService
from tasklore.tasks.recurrence import InvalidRecurrence
from tasklore.tasks.relations.errors import RelationExists, TooManyRelations
from tasklore.tasks.relations.service import RelationService
from tasklore.tasks.saved_filters.service import SavedFilterService, TooManyFilters
from tasklore.tasks.service import Found, TaskService

from .bundle import Bundle, ProjectDraft, TaskDraft
from .formats.archive import Contents
from .graph import acyclic

DEEPEST: Final = 40
"""Levels of tasks below tasks; the service refuses 50."""

_AT_ONCE: Final = 200
"""Rows after which other requests get their turn."""


class Importer:
    """Writes one bundle. Afterwards `made` counts what is new, and `ids` says which key became which id."""

    def __init__(self, unit: Unit, changes: ChangeSet, bundle: Bundle, contents: Contents, *, keep_files: bool) -> None:
        self.unit = unit
        self.changes = changes
        self.bundle = bundle
        self.contents = contents
        self.keep_files = keep_files
        self.owner = changes.actor.user_id
        self.projects = ProjectService(unit, changes)
        self.tasks = TaskService(unit, changes)
        self.ids: dict[str, str] = {}
        self.made: Counter[str] = Counter()
        self._homes: dict[str, Access] = {}
        self._start = unit.now.timestamp()

    async def write(self) -> None:
        """Stages all of it: projects first, parents before their children."""
        for project in list(self.bundle.projects.values()):
            await self._project(project)
        await self._nest_projects()
        self._sections()
        await self._tasks()
        await self._comments()
        await self._relations()
        await self._attachments()
        await self._labels()
        await self._filters()

    def _position(self, given: float | None, kind: str) -> float:
        """The position in the file, or after everything made before."""
        return given if given is not None else self._start + self.made[kind] * 0.001

    async def _project(self, draft: ProjectDraft) -> None:
        if draft.is_inbox:
            access = await inbox_access(self.unit, self.changes)
            self.bundle.change(draft.line, draft.name, "Its tasks go to your own Inbox.")
        else:
            values: Record = {
                "name": draft.name,
                "color": draft.color,
                "view": draft.view,
                "position": self._position(draft.position, "projects"),
            }
            access = await self.projects.create(_dated(values, draft))
            self.made["projects"] += 1
        self._homes[draft.key] = access
        self.ids[draft.key] = access.project["id"]

    async def _nest_projects(self) -> None:
        for draft in self.bundle.projects.values():
            if draft.parent is None or draft.is_inbox:
                continue
            above = self._homes.get(draft.parent)
            try:
                if above is None:
                    raise Misplaced("The project it was below is not in the file.")
                home = self._homes[draft.key]
                place = {"parent_id": above.project["id"]}
                self._homes[draft.key] = await self.projects.patch(home.project["id"], place, found=home)
            except Misplaced as error:
                self.bundle.change(draft.line, draft.name, f"It is at the top now. {error.message}")

    def _sections(self) -> None:
        for draft in self.bundle.sections.values():
            home = self._homes.get(draft.project)
            if home is None:
                self.bundle.lose(draft.line, draft.name, "The project of this section is not in the file.")
                continue
            row: Record = {
                "id": new_id(),
                "project_id": home.project["id"],
                "name": draft.name,
                "position": self._position(draft.position, "sections"),
            }
            self.ids[draft.key] = self.changes.create(SECTION_ENTITY, _dated(row, draft), home.audience)["id"]
            self.made["sections"] += 1

    async def _tasks(self) -> None:
        drafts = self._parents_first()
        self.ids.update({draft.key: new_id() for draft in drafts})
        for draft in drafts:
            home = self._homes.get(draft.project)
            if home is None:
                home = self._homes[draft.project] = await inbox_access(self.unit, self.changes)
                self.bundle.change(draft.line, draft.title, "Its project is not in the file; it is in your Inbox.")
            await self._task(draft, home)
            if self.made["tasks"] % _AT_ONCE == 0:
                await asyncio.sleep(0)

    async def _task(self, draft: TaskDraft, home: Access) -> None:
        values: Record = {
            **draft.values,
            "id": self.ids[draft.key],
            "title": draft.title,
            "section_id": self.ids.get(draft.section) if draft.section else None,
            "parent_id": self.ids.get(draft.parent) if draft.parent else None,
            "series_id": self.ids.get(draft.series) if draft.series else None,
            "assignee_id": self.owner if draft.is_mine else None,
            "position": self._position(draft.values.get("position"), "tasks"),
        }
        try:
            await self.tasks.create(values, access=home)
        except InvalidRecurrence as error:
            self.bundle.lose(draft.line, draft.title, f"It does not repeat: {error}")
            await self.tasks.create({**values, "rrule": None, "repeat_from": None, "repeat_anchor": None}, access=home)
        self.made["tasks"] += 1

    def _parents_first(self) -> list[TaskDraft]:
        """The tasks in the order of the file, each after its parent; places that cannot be are mended."""
        ordered: dict[str, int] = {}
        tasks = self.bundle.tasks
        for draft in tasks.values():
            self._mend(draft)
        for first in tasks.values():
            line: list[TaskDraft] = []
            met: dict[str, int] = {}
            above: TaskDraft | None = first
            while above is not None and above.key not in ordered:
                if above.key in met:
                    self.bundle.change(above.line, above.title, "It was below itself; it is at the top now.")
                    above.parent = None
                    del line[met[above.key] + 1 :]
                    break
                met[above.key] = len(line)
                line.append(above)
                above = tasks.get(above.parent) if above.parent else None
            for draft in reversed(line):
                depth = ordered[draft.parent] + 1 if draft.parent else 0
                if depth >= DEEPEST:
                    assert draft.parent is not None
                    draft.parent, depth = tasks[draft.parent].parent, DEEPEST - 1
                    self.bundle.change(
                        draft.line, draft.title, f"It was more than {DEEPEST} levels deep; it is higher now."
                    )
                ordered[draft.key] = depth
        self.depths = ordered
        return [tasks[key] for key in ordered]

    def _mend(self, draft: TaskDraft) -> None:
        if draft.parent is not None:
            parent = self.bundle.tasks.get(draft.parent)
            if parent is None or parent.project != draft.project:
                draft.parent = None
                self.bundle.change(
                    draft.line, draft.title, "The task it was below is not in its project; it is at the top now."
                )
        if draft.section is not None:
            section = self.bundle.sections.get(draft.section)
            if section is None or section.project != draft.project or draft.section not in self.ids:
                draft.section = None
                self.bundle.change(draft.line, draft.title, "Its section is not in its project; it has none now.")

    async def _comments(self) -> None:
        for number, draft in enumerate(self.bundle.comments):
            task = self.bundle.tasks.get(draft.task)
            if task is None:
                self.bundle.lose(draft.line, draft.text[:80], "The task of this comment is not in the file.")
                continue
            home = self._homes[task.project]
            row: Record = {
                "id": new_id(),
                "task_id": self.ids[task.key],
                "project_id": home.project["id"],
                "author_id": self.owner,
                "text": draft.text,
            }
            self.changes.create(COMMENT_ENTITY, _dated(row, draft), home.audience)
            self.made["comments"] += 1
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)

    async def _relations(self) -> None:
        service = RelationService(self.unit, self.changes)
        blocking = acyclic((draft.task, draft.other) for draft in self.bundle.relations if draft.kind == "blocks")
        for draft in self.bundle.relations:
            task, other = self.bundle.tasks.get(draft.task), self.bundle.tasks.get(draft.other)
            if task is None or other is None or task is other:
                self.bundle.lose(None, f"{draft.kind} {draft.other}", "One of the two tasks is not in the file.")
                continue
            if draft.kind == "blocks" and (draft.task, draft.other) not in blocking:
                self.bundle.lose(None, task.title, f"It does not block “{other.title}”: it would wait for itself.")
                continue
            try:
                await service.create(self.ids[task.key], draft.kind, self.ids[other.key])
            except (RelationExists, TooManyRelations) as error:
                self.bundle.lose(None, task.title, f"{draft.kind} “{other.title}”: {error.message}")
                continue
            self.made["relations"] += 1

    async def _attachments(self) -> None:
        service = AttachmentService(self.unit, self.changes)
        for draft in self.bundle.attachments:
            task = self.bundle.tasks.get(draft.task)
            if task is None or draft.content not in self.contents:
                self.bundle.lose(
                    None, draft.name, "The file itself is not in what was imported; import the zip instead."
                )
                continue
            self.made["attachments"] += 1
            if not self.keep_files:
                continue
            home = self._homes[task.project]
            row = self.changes.current(TASK_ENTITY, self.ids[task.key])
            assert row is not None
            try:
                kept = await service.keep(draft.name, self.contents.chunks(draft.content))
            except (TooLarge, BadZipFile) as error:
                self.made["attachments"] -= 1
                self.bundle.lose(None, draft.name, f"The file could not be taken over: {error}")
            else:
                service.add(Found(row, home.audience, "owner"), kept)

    async def _labels(self) -> None:
        service = LabelService(self.unit, self.changes)
        for draft in self.bundle.labels:
            position = self._position(draft.position, "labels")
            # One that is there already keeps its colour and its place.
            with contextlib.suppress(LabelExists):
                await service.create(_dated({"name": draft.name, "color": draft.color, "position": position}, draft))
                self.made["labels"] += 1

    async def _filters(self) -> None:
        service = SavedFilterService(self.unit, self.changes)
        for draft in self.bundle.filters:
            position = self._position(draft.position, "filters")
            values = {"name": draft.name, "query": draft.query, "color": draft.color, "position": position}
            try:
                await service.create(_dated(values, draft))
            except (FilterError, TooManyFilters) as error:
                self.bundle.lose(None, draft.name, f"The filter was not taken over: {error.message}")
            else:
                self.made["filters"] += 1


class _Dated(Protocol):
    created_at: datetime | None


def _dated(row: Record, draft: _Dated) -> Record:
    """The row with the moment it was made at, where the file says it; the import's own otherwise."""
    return row if draft.created_at is None else {**row, "created_at": draft.created_at}
