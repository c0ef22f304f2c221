"""Documents, search and answers over HTTP."""

import json
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Message

from tasklore.auth.principal import CurrentUser
from tasklore.auth.route import SignedInRoute
from tasklore.changes.route import ChangeRoute, RequestChanges, actor_of
from tasklore.platform.errors import Invalid, UnsupportedMedia
from tasklore.platform.paging import DEFAULT, MOST
from tasklore.platform.text import Id, Name
from tasklore.platform.web.conditional import require_match, version_tag
from tasklore.platform.web.route import RequestUnit

from .chat import AnswerService
from .schemas import (
    AnswerRead,
    Ask,
    DocumentGiven,
    DocumentPage,
    DocumentPatch,
    DocumentRead,
    DocumentText,
    Found,
    FoundPassage,
    NearestRead,
    PassagePage,
    PassageRead,
    ProposedTask,
    ProposedTasks,
    SourceRead,
    TakenTask,
    TakenTasks,
    TakeTasks,
    TaskSource,
)
from .search import SearchService, highlights
from .service import DocumentService, Upload
from .taking import TakingService


class DocumentRoute(ChangeRoute):
    """Keys need `documents:read`, `documents:write` or `documents:delete`."""

    area = "documents"


class AskRoute(SignedInRoute):
    """A question changes nothing: keys need `documents:read`, whatever the method."""

    area = "documents"

    def scope_for(self, method: str) -> str:
        return f"{self.area}:read"


documents = APIRouter(route_class=DocumentRoute, tags=["documents"])
knowledge = APIRouter(route_class=AskRoute, tags=["knowledge"])
chat = APIRouter(route_class=AskRoute, tags=["knowledge"])

Limit = Annotated[int, Query(ge=1, le=MOST)]
Cursor = Annotated[str | None, Query(max_length=500)]

_FILE: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "title": {"type": "string"},
                        "labels": {"type": "string", "description": "Comma separated."},
                    },
                }
            },
            "application/json": {"schema": DocumentGiven.model_json_schema()},
        },
    }
}
_MOST_FIELDS: Final = 10
_MARKDOWN_NAME: Final = "text.md"


async def service_of(unit: RequestUnit, changes: RequestChanges) -> DocumentService:
    return DocumentService(unit, changes)


Documents = Annotated[DocumentService, Depends(service_of)]


async def uploaded(request: Request) -> Upload:
    """The document in the body: a form with a file, or JSON with the text.

    The body is read here, not by the framework, so that a request that is tried again can read it again.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if kind == "application/json":
        given = _parsed(body)
        return Upload(given.text.encode(), _MARKDOWN_NAME, given.title, tuple(given.labels))
    if kind != "multipart/form-data":
        raise UnsupportedMedia(
            "Send a form with a file, or JSON with title and text.", hint="curl -F file=@report.pdf …"
        )

    async def replay() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async with Request(request.scope, replay).form(max_files=1, max_fields=_MOST_FIELDS) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Invalid("The form has no file in its field 'file'.", hint="curl -F file=@report.pdf …")
        title, labels = form.get("title"), form.get("labels")
        return Upload(
            await file.read(),
            file.filename or "",
            title.strip() or None if isinstance(title, str) else None,
            tuple(labels.split(",")) if isinstance(labels, str) else (),
        )


def _parsed(body: bytes) -> DocumentGiven:
    from fastapi.exceptions import RequestValidationError
    from pydantic import ValidationError

    try:
        return DocumentGiven.model_validate_json(body)
    except ValidationError as error:
        raise RequestValidationError([{**e, "loc": ("body", *e["loc"])} for e in error.errors()]) from error


Given = Annotated[Upload, Depends(uploaded)]


def _read(row: dict[str, Any]) -> DocumentRead:
    return DocumentRead.model_validate(row)


@documents.post(
    "",
    response_model=DocumentRead,
    status_code=201,
    summary="Add a document",
    openapi_extra=_FILE,
    responses={200: {"model": DocumentRead, "description": "It is there already"}},
)
async def create_document(service: Documents, upload: Given) -> Response:
    """Stored at once and read in the background: `status` goes from `pending` to `ready` or `failed`.

    PDF, DOCX, Markdown, HTML, text, code and e-mail, told by content. The same file under the same title answers 200
    with the document that is there already."""
    row, is_new = await service.create(upload)
    headers = {"location": f"/api/v1/documents/{row['id']}", "etag": version_tag(row["version"])}
    return JSONResponse(_read(row).model_dump(mode="json"), 201 if is_new else 200, headers)


@documents.get("", summary="List documents")
async def list_documents(service: Documents, cursor: Cursor = None, limit: Limit = DEFAULT) -> DocumentPage:
    """Newest first."""
    page = await service.page(cursor, limit)
    return DocumentPage(items=[_read(row) for row in page.items], next_cursor=page.next_cursor)


@documents.get("/{document_id}", response_model=DocumentRead, summary="One document")
async def get_document(service: Documents, document_id: Id) -> Response:
    """With what became of it."""
    row = await service.get(document_id)
    # The tag is the version, for If-Match; the state moves without it, so there is no 304.
    headers = {"etag": version_tag(row["version"]), "cache-control": "private, no-store"}
    return JSONResponse(_read(row).model_dump(mode="json"), headers=headers)


@documents.put("/{document_id}", response_model=DocumentRead, summary="Replace the file", openapi_extra=_FILE)
async def replace_document(request: Request, service: Documents, document_id: Id, upload: Given) -> DocumentRead:
    """Another file for the same document; undo brings the old one back."""
    _require_match(request, await service.get(document_id))
    return _read(await service.replace(document_id, upload))


@documents.patch("/{document_id}", summary="Change title or labels")
async def patch_document(request: Request, service: Documents, document_id: Id, body: DocumentPatch) -> DocumentRead:
    """A merge patch."""
    _require_match(request, await service.get(document_id))
    values = {name: value for name, value in body.model_dump(exclude_unset=True).items() if value is not None}
    return _read(await service.patch(document_id, values))


@documents.delete("/{document_id}", status_code=204, summary="Delete a document")
async def delete_document(request: Request, service: Documents, document_id: Id) -> Response:
    """To the trash for 30 days, out of search at once; `X-Change-Set` names what to undo."""
    _require_match(request, await service.get(document_id))
    await service.delete(document_id)
    return Response(status_code=204)


@documents.post("/{document_id}/restore", summary="Take out of the trash")
async def restore_document(service: Documents, document_id: Id) -> DocumentRead:
    """It is found again once it has been indexed again."""
    return _read(await service.restore(document_id))


@documents.get("/{document_id}/text", summary="The text of a document")
async def get_text(service: Documents, document_id: Id) -> DocumentText:
    """As it was read: what `start` and `end` of passages and sources point into, in characters."""
    return DocumentText(document_id=document_id, text=await service.text(document_id))


@documents.get("/{document_id}/passages", summary="The passages of a document")
async def list_passages(
    service: Documents, document_id: Id, cursor: Cursor = None, limit: Limit = DEFAULT
) -> PassagePage:
    """In the order of the text."""
    page = await service.passages(document_id, cursor, limit)
    return PassagePage(items=[PassageRead.model_validate(row) for row in page.items], next_cursor=page.next_cursor)


@documents.get(
    "/{document_id}/file",
    response_class=Response,
    summary="Download the file",
    responses={200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def download(service: Documents, document_id: Id) -> Response:
    """The file as it came, always as a download: nothing in it runs here."""
    row, content = await service.file(document_id)
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(row['name'], safe='')}",
        "content-security-policy": "sandbox; default-src 'none'",
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-store",
    }
    return Response(content, headers=headers, media_type="application/octet-stream")


@documents.post("/{document_id}/tasks", status_code=202, summary="Take tasks out of a document")
async def take_tasks(request: Request, unit: RequestUnit, document_id: Id, body: TakeTasks) -> ProposedTasks:
    """Proposes what the document asks for: boxes to tick, "TODO:", "Action:", next steps, requests with a date.

    Nothing is added before you approve it under `/api/v1/proposals`; asking again proposes only what was not taken yet."""
    proposed = await TakingService(unit, actor_of(request)).propose(document_id, body.project_id)
    items = [
        ProposedTask(
            change_set_id=each.change_set_id,
            title=each.task["title"],
            due_date=each.task["due_date"],
            source=TaskSource.model_validate(each.source),
        )
        for each in proposed
    ]
    return ProposedTasks(items=items)


@documents.get("/{document_id}/tasks", summary="The tasks that came from a document")
async def list_taken_tasks(request: Request, unit: RequestUnit, document_id: Id) -> TakenTasks:
    """Those that you may see, oldest first."""
    rows = await TakingService(unit, actor_of(request)).taken(document_id)
    return TakenTasks(items=[TakenTask.model_validate(row) for row in rows])


@knowledge.get("/search", summary="Search the documents")
async def search(
    unit: RequestUnit,
    user: CurrentUser,
    q: Annotated[str, Query(min_length=1, max_length=1_000)],
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
    document_id: Annotated[list[Id] | None, Query(max_length=100)] = None,
    label: Name | None = None,
) -> Found:
    """Passages of your documents, best first."""
    results = await SearchService(unit).search(user.user_id, q, most=limit, document_ids=document_id, label=label)
    items = [
        FoundPassage(
            document_id=item.candidate.document_id,
            passage_id=item.candidate.passage_id,
            title=item.candidate.title,
            headings=list(item.candidate.headings),
            page=item.candidate.page,
            start=item.candidate.start,
            end=item.candidate.end,
            text=item.candidate.text,
            score=round(item.score, 4),
            highlights=highlights(results.question, item.candidate),
        )
        for item in results.ranked[:limit]
    ]
    return Found(items=items, engine=results.engine, degraded=results.degraded)


@chat.post(
    "/chat",
    response_model=AnswerRead,
    summary="Ask the documents",
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def ask(request: Request, unit: RequestUnit, user: CurrentUser, body: Ask) -> Response:
    """An answer in which every sentence is cited, or a refusal that names the nearest documents.

    With `stream`, or `Accept: text/event-stream`, as server-sent events: `source`, `text`, then `done` with the whole."""
    started = time.perf_counter()
    answer, results = await AnswerService(unit).ask(
        user.user_id, body.message, document_ids=body.document_ids, label=body.label
    )
    read = AnswerRead(
        response=answer.response,
        sources=[SourceRead.model_validate(source) for source in answer.sources],
        processing_time_ms=round((time.perf_counter() - started) * 1000, 1),
        grounded=answer.grounded,
        refusal_reason=answer.refusal_reason.value if answer.refusal_reason else None,
        nearest=[NearestRead.model_validate(near) for near in answer.nearest],
        answered_by="model" if answer.by_model else "documents",
        degraded=results.degraded,
    )
    if body.stream or "text/event-stream" in request.headers.get("accept", ""):
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(_events(read), headers=headers, media_type="text/event-stream")
    return JSONResponse(read.model_dump(mode="json"), headers={"cache-control": "private, no-store"})


async def _events(answer: AnswerRead) -> AsyncIterator[str]:
    # A model's answer is checked before its first word goes out: what is withheld has not been shown.
    for source in answer.sources:
        yield _event("source", source.model_dump(mode="json"))
    for paragraph in answer.response.split("\n\n"):
        yield _event("text", {"text": paragraph})
    yield _event("done", answer.model_dump(mode="json"))


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _require_match(request: Request, row: dict[str, Any]) -> None:
    require_match(request.headers, row["version"])
