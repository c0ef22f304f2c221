"""Import and export over HTTP."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response, StreamingResponse
from starlette.types import Message

from tasklore.auth.principal import CurrentUser
from tasklore.changes.route import ChangeRoute, RequestChanges
from tasklore.platform.errors import Invalid, UnsupportedMedia
from tasklore.platform.web.route import RequestUnit

from .catalogue import WRITTEN, Readable, Written
from .schemas import ImportReport
from .service import ExportService, ImportService, Upload, importing

router = APIRouter(prefix="/api/v1", route_class=ChangeRoute, tags=["exchange"])

_FILE: Final = {
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


async def uploaded(request: Request, format: Readable) -> Upload:
    """The field `file` of the form. The body is read here, not by the framework, so that a repeated try can read it again."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise UnsupportedMedia("Send the file as multipart/form-data.", hint="curl -F file=@export.csv …")
    body = await request.body()

    async def replay() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async with Request(request.scope, replay).form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Invalid("The form has no file in its field 'file'.", hint="curl -F file=@export.csv …")
        return Upload(format, file.filename or "import", await file.read())


@router.post("/import/{format}", summary="Import a file", openapi_extra=_FILE)
async def import_file(
    changes: RequestChanges,
    upload: Annotated[Upload, Depends(uploaded)],
    preview: Annotated[bool, Query(description="Only say what would happen.")] = False,
) -> ImportReport:
    """Everything in the file arrives as one change set, which one undo takes back. The report says what was lost or changed.

    Formats: `todoist-csv`, `json` (Tasklore's own export, also as zip), `ical`, `todo-txt`,
    `vikunja` (zip or JSON), `ticktick` (CSV), `taskwarrior` (JSON)."""
    changes.actor = importing(changes.actor, upload.format)
    service = ImportService(changes.unit, changes)
    return await service.preview(upload) if preview else await service.run(upload)


@router.get(
    "/export",
    summary="Export everything",
    response_class=StreamingResponse,
    responses={200: {"content": {form.media_type: {} for form in WRITTEN.values()}}},
)
async def export(
    unit: RequestUnit,
    user: CurrentUser,
    format: Annotated[Written, Query(description="`zip` holds the attached files as well.")] = "json",
) -> Response:
    """Every project, task and comment that you see. `json` and `zip` are lossless: importing them again gives the same."""
    name = f"tasklore-{unit.now:%Y-%m-%d}.{WRITTEN[format].suffix}"
    return StreamingResponse(
        ExportService(unit, user.user_id).written(format),
        media_type=WRITTEN[format].media_type,
        headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"},
    )
