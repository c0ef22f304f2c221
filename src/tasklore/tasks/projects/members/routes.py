"""Members of a project over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from tasklore.changes.route import ChangeRoute, RequestChanges
from tasklore.platform.paging import DEFAULT
from tasklore.platform.text import Id
from tasklore.platform.web.route import RequestUnit

from ...answers import answer
from ...parameters import Cursor, Limit
from .invitations import InvitationService
from .schemas import InvitationCreate, InvitationPage, InvitationRead, MemberPage, MemberPatch, ReceivedPage
from .service import MemberService

members = APIRouter(route_class=ChangeRoute)
invitations = APIRouter(route_class=ChangeRoute)
received = APIRouter(route_class=ChangeRoute)


async def members_of(unit: RequestUnit, changes: RequestChanges) -> MemberService:
    return MemberService(unit, changes)


async def invitations_of(unit: RequestUnit, changes: RequestChanges) -> InvitationService:
    return InvitationService(unit, changes)


Members = Annotated[MemberService, Depends(members_of)]
Invitations = Annotated[InvitationService, Depends(invitations_of)]


@members.get("", summary="List a project's members")
async def list_members(members: Members, project_id: Id) -> MemberPage:
    """The owner first."""
    return await members.page(project_id)


@members.post("", response_model=InvitationRead, status_code=201, summary="Invite somebody")
async def invite(invitations: Invitations, project_id: Id, body: InvitationCreate) -> Response:
    """By address or by id. They become a member when they accept; the answer is the same whoever they are."""
    row = await invitations.invite(project_id, body)
    return answer(InvitationRead(**row), row["version"], 201)


@members.patch("/{user_id}", status_code=204, summary="Change a member's role")
async def change_role(members: Members, project_id: Id, user_id: Id, body: MemberPatch) -> Response:
    """For admins of the project."""
    await members.change_role(project_id, user_id, body.role)
    return Response(status_code=204)


@members.delete("/{user_id}", status_code=204, summary="Remove a member, or leave")
async def remove_member(members: Members, project_id: Id, user_id: Id) -> Response:
    """With your own id: leave. What was assigned to them in the project is nobody's then."""
    await members.remove(project_id, user_id)
    return Response(status_code=204)


@invitations.get("", summary="List a project's invitations")
async def list_invitations(
    invitations: Invitations, project_id: Id, cursor: Cursor = None, limit: Limit = DEFAULT
) -> InvitationPage:
    """Those that have not been answered, oldest first. For admins of the project."""
    return await invitations.page(project_id, cursor, limit)


@invitations.delete("/{invitation_id}", status_code=204, summary="Withdraw an invitation")
async def withdraw(invitations: Invitations, project_id: Id, invitation_id: Id) -> Response:
    """For admins of the project."""
    await invitations.withdraw(project_id, invitation_id)
    return Response(status_code=204)


@received.get("", summary="Invitations for you")
async def list_received(invitations: Invitations, cursor: Cursor = None, limit: Limit = DEFAULT) -> ReceivedPage:
    """Projects that you have been asked to join, by your id or your address."""
    return await invitations.received(cursor, limit)


@received.post("/{invitation_id}/accept", status_code=204, summary="Accept an invitation")
async def accept(invitations: Invitations, invitation_id: Id) -> Response:
    """You see the project from now on."""
    await invitations.accept(invitation_id)
    return Response(status_code=204)


@received.post("/{invitation_id}/decline", status_code=204, summary="Decline an invitation")
async def decline(invitations: Invitations, invitation_id: Id) -> Response:
    """It is gone; nobody is told more than that."""
    await invitations.decline(invitation_id)
    return Response(status_code=204)
