"""Attachments over HTTP, below their task."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, Response

from tasklore.changes.route import ChangeRoute, RequestChanges
from tasklore.platform.errors import Invalid, UnsupportedMedia
from tasklore.platform.paging import DEFAULT
from tasklore.platform.text import Id
from tasklore.platform.unit import Record
from tasklore.platform.web.route import RequestUnit

from ..answers import answer
from ..parameters import Cursor, Limit
from .names import disposition
from .schemas import AttachmentPage, AttachmentRead
from .service import AttachmentService, Kept

router = APIRouter(route_class=ChangeRoute)

_CHUNK: Final = 256 * 1024
_INERT: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"
_FORM: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


async def service_of(unit: RequestUnit, changes: RequestChanges) -> AttachmentService:
    return AttachmentService(unit, changes)


Attachments = Annotated[AttachmentService, Depends(service_of)]


def _answer(row: Record, status: int = 200) -> Response:
    return answer(AttachmentRead(**row), row["version"], status)


@router.get("", summary="List a task's files")
async def list_attachments(
    attachments: Attachments, task_id: Id, cursor: Cursor = None, limit: Limit = DEFAULT
) -> AttachmentPage:
    """Oldest first."""
    return await attachments.page(task_id, cursor, limit)


@router.post("", response_model=AttachmentRead, status_code=201, summary="Put a file on a task", openapi_extra=_FORM)
async def upload(request: Request, attachments: Attachments, task_id: Id) -> Response:
    """One file of up to 25 MB, as `file` of a form. The body is read once the task is known to be yours to change."""
    found = await attachments.admit(task_id)
    kept: Kept | None = getattr(request.state, "kept", None)
    if kept is None:  # a unit that lost a race is worked out again, and a body is read only once
        kept = request.state.kept = await _read(request, attachments)
    return _answer(attachments.add(found, kept), 201)


async def _read(request: Request, attachments: AttachmentService) -> Kept:
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise UnsupportedMedia("Send a form.", hint="Use multipart/form-data with the file as 'file'.")
    async with request.form(max_files=1, max_fields=4, max_part_size=10_000) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Invalid("The form has no file called 'file'.", hint="Send the file as the part 'file'.")
        return await attachments.keep(file.filename, _chunks(file))


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    await file.seek(0)
    while chunk := await file.read(_CHUNK):
        yield chunk


@router.get("/{attachment_id}", response_model=AttachmentRead, summary="What is known of a file")
async def get_attachment(attachments: Attachments, task_id: Id, attachment_id: Id) -> Response:
    """Name, type by content, size and digest."""
    return _answer(await attachments.get(task_id, attachment_id))


@router.get(
    "/{attachment_id}/content",
    response_class=FileResponse,
    summary="Download a file",
    responses={200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def download(attachments: Attachments, task_id: Id, attachment_id: Id) -> FileResponse:
    """Always as a download, in a sandbox, whatever it is."""
    row, path = await attachments.path(task_id, attachment_id)
    return FileResponse(
        path,
        media_type=row["media_type"],
        headers={
            "content-disposition": disposition(row["name"]),
            "content-security-policy": _INERT,
            "x-content-type-options": "nosniff",
            "cross-origin-resource-policy": "same-origin",
            "cache-control": "private, no-cache",
        },
    )


@router.delete("/{attachment_id}", status_code=204, summary="Delete a file")
async def delete_attachment(attachments: Attachments, task_id: Id, attachment_id: Id) -> Response:
    """Undo puts it back for as long as the task is kept."""
    await attachments.delete(task_id, attachment_id)
    return Response(status_code=204)
