"""Comments over HTTP, below their task."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from tasklore.changes.route import ChangeRoute, RequestChanges
from tasklore.platform.paging import DEFAULT
from tasklore.platform.text import Id
from tasklore.platform.unit import Record
from tasklore.platform.web.conditional import require_match
from tasklore.platform.web.route import RequestUnit

from ..answers import answer
from ..parameters import Cursor, Limit
from .schemas import CommentCreate, CommentPage, CommentPatch, CommentRead
from .service import CommentService

router = APIRouter(route_class=ChangeRoute)


async def service_of(unit: RequestUnit, changes: RequestChanges) -> CommentService:
    return CommentService(unit, changes)


Comments = Annotated[CommentService, Depends(service_of)]


def _answer(row: Record, status: int = 200) -> Response:
    return answer(CommentRead(**row), row["version"], status)


@router.get("", summary="List a task's comments")
async def list_comments(comments: Comments, task_id: Id, cursor: Cursor = None, limit: Limit = DEFAULT) -> CommentPage:
    """Oldest first."""
    return await comments.page(task_id, cursor, limit)


@router.post("", response_model=CommentRead, status_code=201, summary="Comment on a task")
async def create_comment(comments: Comments, task_id: Id, body: CommentCreate) -> Response:
    """Everyone who sees the task sees it."""
    return _answer(await comments.create(task_id, body.text), 201)


@router.get("/{comment_id}", response_model=CommentRead, summary="One comment")
async def get_comment(comments: Comments, task_id: Id, comment_id: Id) -> Response:
    """With its version as ETag."""
    return _answer(await comments.get(task_id, comment_id))


@router.patch("/{comment_id}", response_model=CommentRead, summary="Change a comment")
async def patch_comment(
    request: Request, comments: Comments, task_id: Id, comment_id: Id, body: CommentPatch
) -> Response:
    """For its author. With `If-Match`, only if nobody has changed it since; else 412."""
    row = await comments.get(task_id, comment_id)
    require_match(request.headers, row["version"])
    return _answer(await comments.patch(task_id, comment_id, body.text))


@router.delete("/{comment_id}", status_code=204, summary="Delete a comment")
async def delete_comment(request: Request, comments: Comments, task_id: Id, comment_id: Id) -> Response:
    """For its author, and for admins of the project."""
    row = await comments.get(task_id, comment_id)
    require_match(request.headers, row["version"])
    await comments.delete(task_id, comment_id)
    return Response(status_code=204)
