"""Saved filters over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from tasklore.changes.route import ChangeRoute, RequestChanges
from tasklore.platform.paging import DEFAULT
from tasklore.platform.text import Id
from tasklore.platform.unit import Record
from tasklore.platform.web.conditional import require_match
from tasklore.platform.web.route import RequestUnit

from ..answers import answer
from ..parameters import Cursor, Limit
from ..routes import Tasks
from ..schemas import TaskPage, Zone
from ..service import ListQuery
from ..store import ListShape, Sort
from .schemas import ExplainRequest, Explanation, FilterCreate, FilterList, FilterPatch, FilterRead
from .service import SavedFilterService

router = APIRouter(route_class=ChangeRoute)


async def service_of(unit: RequestUnit, changes: RequestChanges) -> SavedFilterService:
    return SavedFilterService(unit, changes)


Filters = Annotated[SavedFilterService, Depends(service_of)]


def _answer(row: Record, status: int = 200) -> Response:
    return answer(FilterRead(**row), row["version"], status)


@router.get("", summary="List saved filters")
async def list_filters(filters: Filters) -> FilterList:
    """Yours, by position."""
    return FilterList(items=[FilterRead(**row) for row in await filters.all()])


@router.post("", response_model=FilterRead, status_code=201, summary="Save a filter")
async def create_filter(filters: Filters, body: FilterCreate) -> Response:
    """422 `invalid_filter` with position and suggestion when it cannot be read."""
    return _answer(await filters.create(body.model_dump()), 201)


@router.post("/explain", summary="Explain a filter")
async def explain_filter(filters: Filters, body: ExplainRequest) -> Explanation:
    """What it lists, in words, and its canonical spelling; or where it goes wrong. Nothing is saved."""
    return await filters.explain(body.query, body.locale)


@router.get("/{filter_id}", response_model=FilterRead, summary="One saved filter")
async def get_filter(filters: Filters, filter_id: Id) -> Response:
    """With its version as ETag."""
    return _answer(await filters.get(filter_id))


@router.patch("/{filter_id}", response_model=FilterRead, summary="Change a saved filter")
async def patch_filter(request: Request, filters: Filters, filter_id: Id, body: FilterPatch) -> Response:
    """A merge patch. With `If-Match`, only if nobody has changed it since; else 412."""
    row = await filters.get(filter_id)
    require_match(request.headers, row["version"])
    return _answer(await filters.patch(filter_id, body.given()))


@router.delete("/{filter_id}", status_code=204, summary="Delete a saved filter")
async def delete_filter(request: Request, filters: Filters, filter_id: Id) -> Response:
    """The tasks stay; undo puts it back."""
    row = await filters.get(filter_id)
    require_match(request.headers, row["version"])
    await filters.delete(filter_id)
    return Response(status_code=204)


@router.get("/{filter_id}/tasks", response_model=TaskPage, summary="Tasks of a saved filter")
async def tasks_of_filter(
    filters: Filters,
    tasks: Tasks,
    filter_id: Id,
    sort: Sort = "created",
    timezone: Annotated[Zone | None, Query(description="For its days; yours if not given.")] = None,
    cursor: Cursor = None,
    limit: Limit = DEFAULT,
) -> Response:
    """A page of them. What today means moves with the clock, so nothing of it is to be kept."""
    row = await filters.get(filter_id)
    content, _ = await tasks.page(ListQuery(ListShape(sort), {}, cursor, limit, row["query"], timezone))
    return Response(content, headers={"cache-control": "private, no-store"}, media_type="application/json")
