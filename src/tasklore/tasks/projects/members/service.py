"""Members of a project, whichever door they are changed through."""

from typing import Any

from tasklore.accounts.service import AccountService
from tasklore.changes.change_set import ChangeSet
from tasklore.platform.errors import NotFound
from tasklore.platform.unit import Record, Unit

from ...access import Access
from ...entities import MEMBER_ENTITY, PROJECT_ENTITY, TASK_ENTITY
from ..service import ProjectService
from . import store
from .errors import OwnerStays
from .schemas import MemberPage, MemberRead


class MemberService:
    """Members of the projects that `changes.actor` sees."""

    def __init__(self, unit: Unit, changes: ChangeSet) -> None:
        self.unit = unit
        self.changes = changes
        self.owner = changes.actor.user_id
        self._projects = ProjectService(unit, changes)

    async def page(self, project_id: str) -> MemberPage:
        """Everyone who sees the project, the owner first. Three queries."""
        access = await self._projects.get(project_id)
        rows = await self.unit.fetch_all(store.MEMBERS, project_id=project_id)
        project = access.project
        first = {
            "user_id": project["owner_id"],
            "role": "owner",
            "created_at": project["created_at"],
            "version": project["version"],
        }
        people = await AccountService(self.unit).many([first["user_id"], *(row["user_id"] for row in rows)])
        shown = []
        for row in (first, *rows):
            person = people.get(row["user_id"])
            shown.append(
                MemberRead(
                    user_id=row["user_id"],
                    role=row["role"],
                    name=person.name if person else None,
                    image=person.image if person else None,
                    email=person.email if person and access.role in ("owner", "admin") else None,
                    since=row["created_at"],
                    version=row["version"],
                )
            )
        return MemberPage(items=shown)

    async def change_role(self, project_id: str, user_id: str, role: str) -> None:
        """Gives a member another role.

        Raises:
            Forbidden: the actor is no admin.
            OwnerStays: it is the owner.
        """
        access, row = await self._member(project_id, user_id)
        access.require("admin")
        self.changes.update(MEMBER_ENTITY, row, {"role": role}, access.audience)

    async def remove(self, project_id: str, user_id: str) -> None:
        """Takes a member out, or leaves; what was assigned to them there is nobody's then.

        Raises:
            Forbidden: the actor is no admin, and it is not themselves.
            OwnerStays: it is the owner.
        """
        access, row = await self._member(project_id, user_id)
        if user_id != self.owner:
            access.require("admin")
        project = access.project
        staying = [member for member in project["member_ids"] if member != user_id]
        self.changes.delete(MEMBER_ENTITY, row, access.audience)
        self.changes.update(PROJECT_ENTITY, project, {"member_ids": staying}, access.audience)
        for task in await self.unit.fetch_all(store.ASSIGNED, project_id=project_id, assignee=user_id):
            self.changes.update(TASK_ENTITY, task, {"assignee_id": None}, access.audience)

    async def join(self, project: Record, user_id: str, role: str) -> None:
        """Makes somebody a member; whoever calls has seen that they were asked and agree."""
        audience = (*project["member_ids"], user_id)
        member_id = f"{project['id']}.{user_id}"
        before = await self.unit.fetch_one(store.MEMBER, id=member_id)
        if before is None:
            row: Record = {"id": member_id, "project_id": project["id"], "user_id": user_id, "role": role}
            self.changes.create(MEMBER_ENTITY, row, audience)
        else:
            self.changes.update(MEMBER_ENTITY, before, {"role": role, "deleted_at": None}, audience)
        members: dict[str, Any] = {"member_ids": list(dict.fromkeys(audience))}
        self.changes.update(PROJECT_ENTITY, project, members, audience)

    async def _member(self, project_id: str, user_id: str) -> tuple[Access, Record]:
        access = await self._projects.get(project_id)
        if user_id == access.project["owner_id"]:
            raise OwnerStays
        row = await self.unit.fetch_one(store.MEMBER, id=f"{project_id}.{user_id}")
        if row is None or row["deleted_at"] is not None:
            raise NotFound("Member")
        return access, row
