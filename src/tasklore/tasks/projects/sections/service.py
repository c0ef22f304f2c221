"""Sections: what can be done with them, whichever door it comes through."""

from typing import Any

from tasklore.changes.change_set import ChangeSet
from tasklore.platform.errors import NotFound
from tasklore.platform.ids import new_id
from tasklore.platform.unit import Record, Unit

from ... import store as task_store
from ...entities import SECTION_ENTITY, TASK_ENTITY
from ..service import ProjectService
from . import store
from .schemas import SectionPage, SectionRead


class SectionService:
    """Sections of the projects that `changes.actor` sees."""

    def __init__(self, unit: Unit, changes: ChangeSet) -> None:
        self.unit = unit
        self.changes = changes
        self.owner = changes.actor.user_id
        self._projects = ProjectService(unit, changes)

    async def page(self, project_id: str, cursor: str | None, most: int) -> SectionPage:
        """The project's sections, by position. Two queries."""
        await self._projects.get(project_id)
        rows, following = await store.LIST.page(self.unit, cursor, most, owner=self.owner, project_id=project_id)
        return SectionPage(items=[SectionRead(**row) for row in rows], next_cursor=following)

    async def get(self, project_id: str, section_id: str) -> Record:
        """The section.

        Raises:
            NotFound: not there, not in that project, or not theirs.
        """
        row = await self.unit.fetch_one(store.GET, owner=self.owner, project_id=project_id, id=section_id)
        if row is None:
            raise NotFound("Section")
        current = self.changes.current(SECTION_ENTITY, section_id) or row
        if current["deleted_at"] is not None:
            raise NotFound("Section")
        return current

    async def project_of(self, section_id: str) -> str:
        """The project that a section is in."""
        row = await self.unit.fetch_one(store.PROJECT_OF, owner=self.owner, id=section_id)
        if row is None:
            raise NotFound("Section")
        return str(row["project_id"])

    async def create(self, project_id: str, name: str, position: float | None = None) -> Record:
        """Adds a section at the end, or at `position`."""
        access = await self._projects.find(project_id, "editor")
        place = self.unit.now.timestamp() if position is None else position
        row: Record = {"id": new_id(), "project_id": access.project["id"], "name": name, "position": place}
        return self.changes.create(SECTION_ENTITY, row, access.audience)

    async def patch(self, project_id: str, section_id: str, values: dict[str, Any]) -> Record:
        """Sets the given columns."""
        row = await self.get(project_id, section_id)
        access = await self._projects.find(project_id, "editor")
        return self.changes.update(SECTION_ENTITY, row, values, access.audience)

    async def delete(self, project_id: str, section_id: str) -> None:
        """Takes the heading away; its tasks stay in the project, without a section."""
        row = await self.get(project_id, section_id)
        access = await self._projects.find(project_id, "editor")
        self.changes.delete(SECTION_ENTITY, row, access.audience)
        for found in await self.unit.fetch_all(task_store.OF_SECTION, owner=self.owner, section_id=section_id):
            del found["audience"], found["role"]
            self.changes.update(TASK_ENTITY, found, {"section_id": None}, access.audience)
