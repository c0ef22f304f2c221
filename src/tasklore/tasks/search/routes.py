"""Searching over HTTP."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from tasklore.changes.route import ChangeRoute, RequestChanges
from tasklore.platform.paging import DEFAULT
from tasklore.platform.web.route import RequestUnit

from ..filters import MAX_LENGTH as MAX_FILTER
from ..parameters import Cursor, Limit
from ..schemas import Zone
from .schemas import SearchPage
from .service import SearchService
from .words import MAX_LENGTH

router = APIRouter(route_class=ChangeRoute)

_encode = msgspec.json.Encoder().encode


@router.get("", response_model=SearchPage, summary="Search tasks and comments")
async def search(
    unit: RequestUnit,
    changes: RequestChanges,
    q: Annotated[
        str,
        Query(
            max_length=MAX_LENGTH,
            description='All of these words; `"oat milk"` in this order, `brea*` for what starts so, `-shop` without.',
            examples=["oat milk"],
        ),
    ],
    filter: Annotated[str | None, Query(max_length=MAX_FILTER, description="And belonging to this filter.")] = None,
    timezone: Annotated[Zone | None, Query(description="For the days of the filter; yours if not given.")] = None,
    cursor: Cursor = None,
    limit: Limit = DEFAULT,
) -> Response:
    """Titles first, then notes and comments; newest first in both. Each comes with where it has the words."""
    service = SearchService(unit, changes.actor.user_id)
    found = await service.page(q, filter or None, timezone, cursor, limit)
    return Response(_encode(found), headers={"cache-control": "private, no-store"}, media_type="application/json")
