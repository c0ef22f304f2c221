"""History, undo, proposals and live events over HTTP."""

from typing import Annotated, cast

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response, StreamingResponse

from tasklore.auth.principal import CurrentUser
from tasklore.platform.paging import DEFAULT, MOST
from tasklore.platform.text import Id
from tasklore.platform.web.route import RequestUnit, services_of

from .route import ChangeRoute, RequestChanges
from .schemas import ChangePage, ChangeSetRead, ProposalList
from .service import ChangeService
from .store import revision_of
from .stream import RevisionWatch, events

router = APIRouter(prefix="/api/v1", route_class=ChangeRoute, tags=["changes"])

Limit = Annotated[int, Query(ge=1, le=MOST)]
Cursor = Annotated[str | None, Query(max_length=500)]


@router.get("/changes", summary="What changed")
async def list_changes(
    unit: RequestUnit,
    user: CurrentUser,
    since: Annotated[int | None, Query(ge=0, le=2**62, description="Only what came after this revision.")] = None,
    cursor: Cursor = None,
    limit: Limit = DEFAULT,
) -> ChangePage:
    """With `since`, what came after that revision, oldest first. Without, your history, latest first."""
    service = ChangeService(unit)
    if since is not None:
        return await service.since(user.user_id, since, limit)
    return await service.history(user.user_id, cursor, limit)


@router.get("/changes/{change_set_id}", summary="One change set")
async def get_change_set(unit: RequestUnit, user: CurrentUser, change_set_id: Id) -> ChangeSetRead:
    """Each thing it changed, with before and after of each field."""
    return await ChangeService(unit).get(user.user_id, change_set_id)


@router.post("/changes/{change_set_id}/undo", summary="Undo", status_code=204)
async def undo(unit: RequestUnit, changes: RequestChanges, change_set_id: Id) -> Response:
    """Takes a change set back in one step. 409 names what has changed since, and nothing is undone then.

    The undo is a change set itself (`X-Change-Set`), and can be undone."""
    await ChangeService(unit).undo(changes, change_set_id)
    return Response(status_code=204)


@router.get("/proposals", summary="Proposals that wait for you")
async def list_proposals(unit: RequestUnit, user: CurrentUser) -> ProposalList:
    """Latest first. Make one by sending any write with `Prefer: propose`."""
    return ProposalList(items=list(await ChangeService(unit).proposals(user.user_id)))


@router.get("/proposals/{change_set_id}", summary="One proposal")
async def get_proposal(unit: RequestUnit, user: CurrentUser, change_set_id: Id) -> ChangeSetRead:
    """Its concrete effect: before and after of each field."""
    return await ChangeService(unit).proposal(user.user_id, change_set_id)


@router.post("/proposals/{change_set_id}/approve", summary="Approve a proposal", status_code=204)
async def approve(unit: RequestUnit, changes: RequestChanges, change_set_id: Id) -> Response:
    """Carries it out exactly as shown, once. 409 when what it changes has changed since."""
    await ChangeService(unit).approve(changes, change_set_id)
    return Response(status_code=204)


@router.post("/proposals/{change_set_id}/reject", summary="Reject a proposal", status_code=204)
async def reject(unit: RequestUnit, user: CurrentUser, change_set_id: Id) -> Response:
    """Turns it down; nothing changes."""
    await ChangeService(unit).reject(user.user_id, change_set_id)
    return Response(status_code=204)


@router.get(
    "/events",
    summary="Live events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def stream_events(
    request: Request,
    unit: RequestUnit,
    user: CurrentUser,
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
) -> StreamingResponse:
    """Server-sent events of everything you may see. Resumes after `Last-Event-ID`."""
    after = int(last_event_id) if last_event_id and last_event_id.isdecimal() and len(last_event_id) < 19 else None
    watch = cast(RevisionWatch, request.app.state.services.watch)
    current = await revision_of(unit, user.user_id)
    return StreamingResponse(
        events(services_of(request), watch, user, after, current),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )
