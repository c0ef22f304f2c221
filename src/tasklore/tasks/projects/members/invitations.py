"""Invitations to a project: asked by an admin, answered by the one who is asked.

By an address it reaches whoever has that address here now or later; where this server can send mail, only once
they have shown that it is theirs. By an id it reaches that account. The answer to the admin is the same each time.
"""

from typing import Protocol, cast

from tasklore.accounts.config import AccountsConfig
from tasklore.accounts.service import AccountService, canonical
from tasklore.changes.change_set import ChangeSet
from tasklore.platform.errors import NotFound
from tasklore.platform.ids import new_id
from tasklore.platform.paging import MOST
from tasklore.platform.unit import Record, Services, Unit

from ...access import Access
from ...entities import INVITATION_ENTITY
from ...errors import InboxStays
from ..service import ProjectService
from . import store
from .errors import AlreadyMember
from .schemas import InvitationCreate, InvitationPage, InvitationRead, InvitationReceived, ReceivedPage
from .service import MemberService


class AccountSettings(Protocol):
    @property
    def accounts(self) -> AccountsConfig: ...


class MailServices(Services, Protocol):
    """What the wiring provides beyond the platform's own services."""

    @property
    def settings(self) -> AccountSettings: ...


class InvitationService:
    """Invitations that `changes.actor` has made or received."""

    def __init__(self, unit: Unit, changes: ChangeSet) -> None:
        self.unit = unit
        self.changes = changes
        self.owner = changes.actor.user_id
        self._projects = ProjectService(unit, changes)

    async def page(self, project_id: str, cursor: str | None, most: int) -> InvitationPage:
        """Who has been asked to join the project and has not answered; for admins."""
        await self._administered(project_id)
        rows, following = await store.INVITATIONS.page(self.unit, cursor, most, project_id=project_id)
        return InvitationPage(items=[InvitationRead(**row) for row in rows], next_cursor=following)

    async def invite(self, project_id: str, asked: InvitationCreate) -> Record:
        """Asks somebody to join. Asking the same person again changes the role that is offered.

        Raises:
            AlreadyMember: an admin sees the addresses of members anyway.
        """
        access = await self._administered(project_id)
        if access.project["is_inbox"]:
            raise InboxStays
        people = await AccountService(self.unit).many(access.audience)
        if asked.user_id in access.audience or any(
            person.email == asked.email for person in people.values() if asked.email is not None
        ):
            raise AlreadyMember
        waiting, _ = await store.INVITATIONS.page(self.unit, None, MOST, project_id=project_id)
        for row in waiting:
            if (row["email"], row["user_id"]) == (asked.email, asked.user_id):
                return self.changes.update(INVITATION_ENTITY, row, {"role": asked.role}, access.audience)
        invited: Record = {
            "id": new_id(),
            "project_id": project_id,
            "email": asked.email,
            "user_id": asked.user_id,
            "role": asked.role,
            "invited_by": self.owner,
        }
        return self.changes.create(INVITATION_ENTITY, invited, access.audience)

    async def withdraw(self, project_id: str, invitation_id: str) -> None:
        """Takes an invitation back."""
        access = await self._administered(project_id)
        row = await self.unit.fetch_one(store.INVITATION, project_id=project_id, id=invitation_id)
        if row is None:
            raise NotFound("Invitation")
        self.changes.delete(INVITATION_ENTITY, row, access.audience)

    async def received(self, cursor: str | None, most: int) -> ReceivedPage:
        """What the actor has been asked to join."""
        rows, following = await store.RECEIVED.page(
            self.unit, cursor, most, owner=self.owner, email=await self._address()
        )
        return ReceivedPage(items=[InvitationReceived(**row) for row in rows], next_cursor=following)

    async def accept(self, invitation_id: str) -> str:
        """The actor becomes a member; gives back the project's id."""
        row, project = await self._received(invitation_id)
        if self.owner not in project["member_ids"]:
            await MemberService(self.unit, self.changes).join(project, self.owner, row["role"])
        self.changes.delete(INVITATION_ENTITY, row, (*project["member_ids"], self.owner))
        project_id: str = project["id"]
        return project_id

    async def decline(self, invitation_id: str) -> None:
        """The actor does not want to."""
        row, project = await self._received(invitation_id)
        self.changes.delete(INVITATION_ENTITY, row, (*project["member_ids"], self.owner))

    async def _administered(self, project_id: str) -> Access:
        access = await self._projects.get(project_id)
        access.require("admin")
        return access

    async def _received(self, invitation_id: str) -> tuple[Record, Record]:
        row = await self.unit.fetch_one(
            store.RECEIVED_ONE, owner=self.owner, email=await self._address(), id=invitation_id
        )
        if row is None:
            raise NotFound("Invitation")
        del row["project_name"]
        project = await self.unit.fetch_one(store.PROJECT, id=row["project_id"])
        if project is None:
            raise NotFound("Invitation")
        return row, project

    async def _address(self) -> str | None:
        """The actor's address, where it counts."""
        person = await AccountService(self.unit).get(self.owner)
        if person is None:
            return None
        can_be_shown = cast(MailServices, self.unit.services).settings.accounts.smtp_url is not None
        return None if can_be_shown and not person.email_verified else canonical(person.email)
