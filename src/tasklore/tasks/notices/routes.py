"""Notices over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from tasklore.changes.route import ChangeRoute, RequestChanges
from tasklore.platform.paging import DEFAULT
from tasklore.platform.text import Id
from tasklore.platform.web.route import RequestUnit

from ..answers import answer
from ..parameters import Cursor, Limit
from .schemas import NoticePage, NoticePatch, NoticeRead
from .service import NoticeService

router = APIRouter(route_class=ChangeRoute)


async def service_of(unit: RequestUnit, changes: RequestChanges) -> NoticeService:
    return NoticeService(unit, changes)


Notices = Annotated[NoticeService, Depends(service_of)]


@router.get("", summary="List notices")
async def list_notices(
    notices: Notices,
    unread: Annotated[bool, Query(description="Only those that have not been read.")] = False,
    cursor: Cursor = None,
    limit: Limit = DEFAULT,
) -> NoticePage:
    """Reminders that rang, latest first."""
    return await notices.page(cursor, limit, unread=unread)


@router.post("/read", status_code=204, summary="Mark all notices as read")
async def mark_all_notices(notices: Notices) -> Response:
    """In one change set."""
    await notices.mark_all()
    return Response(status_code=204)


@router.patch("/{notice_id}", response_model=NoticeRead, summary="Mark a notice")
async def mark_notice(notices: Notices, notice_id: Id, body: NoticePatch) -> Response:
    """As read, or as not read."""
    row = await notices.mark(notice_id, read=body.read)
    return answer(NoticeRead(**row), row["version"])
