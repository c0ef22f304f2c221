"""The dates of repeating tasks over HTTP."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from tasklore.changes.route import ChangeRoute
from tasklore.platform.text import Id
from tasklore.platform.web.conditional import require_match, version_tag

from ..routes import Tasks
from ..schemas import TaskRead, When, task_json
from ..values import Due
from .schemas import Occurrences, Reschedule, RuleExplained, RuleGiven
from .service import SeriesService

of_task = APIRouter(route_class=ChangeRoute)
of_rule = APIRouter(route_class=ChangeRoute)


def _due(when: When) -> Due:
    return Due(when.date, dt.time.fromisoformat(when.time) if when.time else None, when.timezone)


@of_task.post("/{task_id}/reschedule", response_model=TaskRead, summary="Put on another date")
async def reschedule_task(request: Request, tasks: Tasks, task_id: Id, body: Reschedule) -> Response:
    """A repeating task moves this once, and its schedule stays; with `following`, its rule goes along."""
    found = await tasks.find(task_id)
    require_match(request.headers, found.row["version"])
    row = await SeriesService(tasks).reschedule(found, _due(body.due), body.following)
    headers = {"etag": version_tag(row["version"])}
    return Response(task_json(row), headers=headers, media_type="application/json")


@of_task.get("/{task_id}/occurrences", summary="Dates of a repeating task")
async def list_occurrences(
    tasks: Tasks,
    task_id: Id,
    limit: Annotated[int, Query(ge=1, le=100, description="Most dates.")] = 10,
    locale: Annotated[str | None, Query(max_length=20, description="For the words; yours if not given.")] = None,
) -> Occurrences:
    """Its rule in words, and its dates from the present one on."""
    return await SeriesService(tasks).occurrences(task_id, limit, locale)


@of_rule.post("/explain", summary="Explain a rule")
async def explain_rule(tasks: Tasks, body: RuleGiven) -> RuleExplained:
    """An RRULE in words and its first dates, or what is wrong with it. Nothing is saved."""
    start = _due(body.start) if body.start else None
    return await SeriesService(tasks).explain(body.rrule, body.basis, start, body.timezone, body.locale, body.limit)
