"""Projects: what can be done with them, whichever door it comes through."""

from typing import Any, Final

from tasklore.changes.change_set import ChangeSet
from tasklore.changes.schemas import ChangePage
from tasklore.changes.service import ChangeService
from tasklore.platform.errors import NotFound
from tasklore.platform.ids import new_id
from tasklore.platform.unit import Record, Unit

from .. import store as task_store
from ..access import Access, Role
from ..entities import PROJECT_ENTITY, SECTION_ENTITY, TASK_ENTITY, project_within
from ..errors import InboxStays, Misplaced
from . import store
from .home import inbox_id, inbox_row, inbox_to_change
from .schemas import ProjectListed, ProjectPage, ProjectRead

DEEPEST: Final = 20
"""Levels of projects below projects."""

_OWNERS_OWN: Final = frozenset({"parent_id", "position"})
"""Columns that arrange the owner's list, and that nobody else sets."""


class ProjectService:
    """Projects as `changes.actor` sees and changes them."""

    def __init__(self, unit: Unit, changes: ChangeSet) -> None:
        self.unit = unit
        self.changes = changes
        self.owner = changes.actor.user_id

    async def page(self, cursor: str | None, most: int) -> ProjectPage:
        """Their own projects and those they are a member of, by position. Two queries, three before the first task."""
        rows, following = await store.LIST.page(self.unit, cursor, most, owner=self.owner)
        home = inbox_id(self.owner)
        if cursor is None and all(row["id"] != home for row in rows):
            inbox = await self._read_inbox()
            rows.insert(0, {**inbox.project, "role": inbox.role, "open_tasks": 0})
        return ProjectPage(items=[ProjectListed(**row) for row in rows], next_cursor=following)

    async def get(self, project_id: str) -> Access:
        """The project.

        Raises:
            NotFound: not there, or not theirs.
        """
        if project_id == inbox_id(self.owner):
            return await self._read_inbox()
        return await project_within(self.changes, project_id)

    async def find(self, project_id: str, role: Role = "viewer") -> Access:
        """The project, to be changed; the Inbox is made where it was not there yet."""
        if project_id == inbox_id(self.owner):
            return await inbox_to_change(self.unit, self.changes)
        return await project_within(self.changes, project_id, role)

    async def history(self, project_id: str, cursor: str | None, most: int) -> ChangePage:
        """Every change set that touched the project or something in it, latest first."""
        await self.get(project_id)
        return await ChangeService(self.unit).history(self.owner, cursor, most, scope_id=project_id)

    async def create(self, values: dict[str, Any]) -> Access:
        """Adds a project of the actor's own; `values` are columns, `name` among them.

        Raises:
            NotFound: the parent is not there or not theirs.
        """
        row: Record = {
            "id": new_id(),
            "owner_id": self.owner,
            "parent_id": None,
            "color": None,
            "view": "list",
            "is_inbox": False,
            "member_ids": [self.owner],
            **values,
        }
        if row.get("position") is None:
            row["position"] = self.unit.now.timestamp()
        await self._check_parent(row)
        return Access(self.changes.create(PROJECT_ENTITY, row, (self.owner,)), "owner")

    async def patch(self, project_id: str, values: dict[str, Any], *, found: Access | None = None) -> Access:
        """Sets the given columns.

        Raises:
            Forbidden: the actor is no admin, or not the owner where the place in their list is set.
        """
        access = found or await self.find(project_id)
        access.require("owner" if values.keys() & _OWNERS_OWN else "admin")
        if values.get("parent_id") is not None:
            if access.project["is_inbox"]:
                raise InboxStays
            await self._check_parent({**access.project, **values})
        return Access(self.changes.update(PROJECT_ENTITY, access.project, values, access.audience), access.role)

    async def delete(self, project_id: str, *, found: Access | None = None) -> None:
        """Moves it to the trash with the projects below it, their sections and tasks; undo brings all of it back.

        Raises:
            Forbidden: only its owner deletes a project.
            InboxStays: it is the Inbox.
        """
        access = found or await self.find(project_id)
        access.require("owner")
        if access.project["is_inbox"]:
            raise InboxStays
        below = await self.unit.fetch_all(store.BELOW, owner=self.owner, roots=[project_id])
        audiences = {row["id"]: tuple(row["member_ids"]) for row in (access.project, *below)}
        for row in (access.project, *below):
            self.changes.delete(PROJECT_ENTITY, row, audiences[row["id"]])
        for row in await self.unit.fetch_all(store.SECTIONS, owner=self.owner, projects=list(audiences)):
            self.changes.delete(SECTION_ENTITY, row, audiences[row["project_id"]])
        for row in await self.unit.fetch_all(task_store.OF_PROJECTS, owner=self.owner, projects=list(audiences)):
            audience = tuple(row.pop("audience"))
            row.pop("role")
            self.changes.delete(TASK_ENTITY, row, audience)

    async def _read_inbox(self) -> Access:
        """The Inbox as it is, or as it will be once something is put there."""
        try:
            return await project_within(self.changes, inbox_id(self.owner))
        except NotFound:
            now = self.unit.now
            return Access({**inbox_row(self.owner), "created_at": now, "updated_at": now, "version": 1}, "owner")

    async def _check_parent(self, row: Record) -> None:
        parent_id, seen = row["parent_id"], {row["id"]}
        while parent_id is not None:
            if parent_id in seen or len(seen) > DEEPEST:
                raise Misplaced(f"A project cannot be below itself, nor more than {DEEPEST} levels deep.")
            seen.add(parent_id)
            parent = await project_within(self.changes, parent_id)
            if parent.role != "owner" or parent.project["is_inbox"]:
                raise Misplaced("A project can only be below another one of your own, and not below the Inbox.")
            parent_id = parent.project["parent_id"]


def read(access: Access) -> ProjectRead:
    """The project as its reader is shown it."""
    shown = dict(access.project)
    if access.role != "owner":
        shown["parent_id"] = None
    return ProjectRead(**shown, role=access.role)
