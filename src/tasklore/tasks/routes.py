"""Tasks over HTTP, under the product's own word and under `todos`."""

from typing import Annotated, Any, Protocol, cast

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from tasklore.changes.route import ChangeRoute, changes_of
from tasklore.changes.schemas import ChangePage
from tasklore.changes.service import ChangeService
from tasklore.platform.cache import Page, PageCache
from tasklore.platform.paging import DEFAULT, MOST
from tasklore.platform.text import Id, Name
from tasklore.platform.unit import Record, Services
from tasklore.platform.web.conditional import is_current, require_match, version_tag
from tasklore.platform.web.query import documented, query_of
from tasklore.platform.web.route import services_of

from .filters import MAX_LENGTH
from .schemas import Day, Status, TaskCreate, TaskPage, TaskPatch, TaskRead, Zone, task_json
from .service import Found, ListQuery, TaskService
from .store import ListShape, Sort

router = APIRouter(route_class=ChangeRoute)

Limit = Annotated[int, Query(ge=1, le=MOST)]
Cursor = Annotated[str | None, Query(max_length=500)]


async def service_of(request: Request) -> TaskService:
    return TaskService(request.state.unit, await changes_of(request))


Tasks = Annotated[TaskService, Depends(service_of)]


def _answer(row: Record, status: int = 200) -> Response:
    return Response(task_json(row), status, {"etag": version_tag(row["version"])}, media_type="application/json")


async def _matching(request: Request, tasks: TaskService, task_id: str) -> Found:
    """The task, if `If-Match` does not ask for another version; else 412."""
    found = await tasks.find(task_id)
    require_match(request.headers, found.row["version"])
    return found


class PageServices(Services, Protocol):
    """What the wiring provides beyond the platform's own services."""

    @property
    def pages(self) -> PageCache: ...


class ListParams(BaseModel):
    """What a list of tasks may be narrowed by."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    status: Status | None = None
    project_id: Id | None = None
    section_id: Id | None = None
    parent_id: Id | None = None
    label: Name | None = None
    assignee_id: Id | None = None
    due_from: Day | None = None
    due_to: Day | None = None
    filter: str | None = Field(
        None,
        max_length=MAX_LENGTH,
        description="A filter, such as `(today | overdue) & p1`; open tasks only, unless it speaks of done ones.",
        examples=["(today | overdue) & p1"],
    )
    timezone: Zone | None = Field(None, description="For the days of the filter; yours if not given.")
    q: str | None = Field(
        None,
        max_length=300,
        description='Words in titles, notes and comments: `milk bread`, `"oat milk"`, `brea*`, `-shop`.',
        examples=["oat milk"],
    )
    sort: Sort = "created"
    cursor: str | None = Field(None, max_length=500)
    limit: int = Field(DEFAULT, ge=1, le=MOST)

    def query(self) -> ListQuery:
        given: dict[str, Any] = {
            "status": self.status,
            "project_id": self.project_id,
            "section_id": self.section_id,
            "parent_id": self.parent_id,
            "label": self.label.removeprefix("@") if self.label else None,
            "assignee_id": self.assignee_id,
            "due_from": self.due_from.isoformat() if self.due_from else None,
            "due_to": self.due_to.isoformat() if self.due_to else None,
        }
        values = {name: value for name, value in given.items() if value is not None}
        asked: dict[str, Any] = {name.removesuffix("_id"): True for name in values}
        shape = ListShape(self.sort, **asked)
        return ListQuery(shape, values, self.cursor, self.limit, self.filter or None, self.timezone, self.q or None)


Listed = Annotated[ListParams, Depends(query_of(ListParams))]


@router.get("", response_model=TaskPage, summary="List tasks", openapi_extra=documented(ListParams))
async def list_tasks(request: Request, tasks: Tasks, params: Listed) -> Response:
    """A page of what you may see, newest first. Send the ETag back as `If-None-Match`: 304 while nothing changed."""
    if params.filter:
        # What a filter means moves with the clock, so its pages are never kept.
        content, _ = await tasks.page(params.query())
        return Response(content, headers={"cache-control": "private, no-store"}, media_type="application/json")
    pages = cast(PageServices, services_of(request)).pages
    key = (tasks.owner, request.scope["query_string"])
    kept = pages.get(key)
    if kept is not None or "if-none-match" in request.headers:
        revision = await tasks.revision()
        headers = _page_headers(revision)
        if is_current(request.headers, headers["etag"]):
            return Response(status_code=304, headers=headers)
        if kept is not None and kept.revision == revision:
            return Response(kept.content, headers=headers, media_type="application/json")
    content, revision = await tasks.page(params.query())
    pages.put(key, Page(revision, content))
    return Response(content, headers=_page_headers(revision), media_type="application/json")


def _page_headers(revision: int) -> dict[str, str]:
    return {
        "etag": f'W/"{revision}"',
        "cache-control": "private, no-cache",
        "vary": "authorization, cookie",
    }


@router.post("", response_model=TaskRead, status_code=201, summary="Add a task")
async def create_task(tasks: Tasks, body: TaskCreate) -> Response:
    """Goes to the Inbox unless a project is given."""
    return _answer(await tasks.create({**body.given(), "title": body.title}), 201)


@router.get("/trash", response_model=TaskPage, summary="Deleted tasks")
async def list_trash(tasks: Tasks, cursor: Cursor = None, limit: Limit = DEFAULT) -> Response:
    """Latest first; kept for 30 days."""
    return Response(await tasks.trash(cursor, limit), media_type="application/json")


@router.get("/{task_id}", response_model=TaskRead, summary="One task")
async def get_task(request: Request, tasks: Tasks, task_id: Id) -> Response:
    """With its version as ETag."""
    row = await tasks.get(task_id)
    tag = version_tag(row["version"])
    if is_current(request.headers, tag):
        return Response(status_code=304, headers={"etag": tag})
    return _answer(row)


@router.patch("/{task_id}", response_model=TaskRead, summary="Change a task")
async def patch_task(request: Request, tasks: Tasks, task_id: Id, body: TaskPatch) -> Response:
    """A merge patch. With `If-Match`, only if nobody has changed it since; else 412."""
    found = await _matching(request, tasks, task_id)
    return _answer(await tasks.patch(task_id, body.given(), found=found))


@router.delete("/{task_id}", status_code=204, summary="Delete a task")
async def delete_task(request: Request, tasks: Tasks, task_id: Id) -> Response:
    """To the trash, with its sub-tasks; `X-Change-Set` names what to undo."""
    found = await _matching(request, tasks, task_id)
    await tasks.delete(task_id, found=found)
    return Response(status_code=204)


@router.post("/{task_id}/complete", response_model=TaskRead, summary="Complete")
async def complete_task(request: Request, tasks: Tasks, task_id: Id) -> Response:
    """With its open sub-tasks. A repeating task stays done, and the next one is created."""
    found = await _matching(request, tasks, task_id)
    return _answer(await tasks.patch(task_id, {"status": "done"}, found=found))


@router.post("/{task_id}/reopen", response_model=TaskRead, summary="Reopen")
async def reopen_task(request: Request, tasks: Tasks, task_id: Id) -> Response:
    """A task of a series that has gone on comes back as a task of its own."""
    found = await _matching(request, tasks, task_id)
    return _answer(await tasks.patch(task_id, {"status": "open"}, found=found))


@router.post("/{task_id}/skip", response_model=TaskRead, summary="Skip this date")
async def skip_task(request: Request, tasks: Tasks, task_id: Id) -> Response:
    """A repeating task goes to its next date without being done."""
    found = await _matching(request, tasks, task_id)
    return _answer(await tasks.skip(task_id, found=found))


@router.post("/{task_id}/restore", response_model=TaskRead, summary="Take out of the trash")
async def restore_task(tasks: Tasks, task_id: Id) -> Response:
    return _answer(await tasks.restore(task_id))


@router.get("/{task_id}/history", summary="History of a task")
async def task_history(tasks: Tasks, task_id: Id, cursor: Cursor = None, limit: Limit = DEFAULT) -> ChangePage:
    """Every change set that touched it, latest first."""
    await tasks.get(task_id)
    return await ChangeService(tasks.unit).history(tasks.owner, cursor, limit, entity_id=task_id)
