"""Quick add over HTTP."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from tasklore.changes.route import ChangeRoute, changes_of

from ..quickadd import Parsed
from ..schemas import encode
from .schemas import ParsedRead, QuickAdd, QuickAdded, QuickParse
from .service import Asked, QuickService

parsing = APIRouter(route_class=ChangeRoute)
adding = APIRouter(route_class=ChangeRoute)


def _asked(body: QuickParse) -> Asked:
    ignore = [(span.start, span.end) for span in body.ignore]
    return Asked(body.text, body.now, body.timezone, body.locale, body.dialect, ignore)


@parsing.post("/parse", summary="Understand a text", response_model=ParsedRead | list[ParsedRead])
async def parse_text(request: Request, body: QuickParse) -> Response:
    """Nothing is saved. One line gives one task, several lines a list. Send a span back in `ignore` to refuse it."""
    parsed: list[Parsed] = await QuickService(request.state.unit, await changes_of(request)).parse(_asked(body))
    single = len(parsed) == 1 or not parsed
    content = encode((parsed or [Parsed(title="")])[0] if single else parsed)
    return Response(content, media_type="application/json")


@adding.post("/quick", summary="Add by a text", response_model=QuickAdded, status_code=201)
async def add_text(request: Request, body: QuickAdd) -> Response:
    """Each line becomes a task, indented lines sub-tasks. A project that is named and not there yet is made."""
    service = QuickService(request.state.unit, await changes_of(request))
    saved = await service.save(_asked(body), body.project_id)
    return Response(saved.json, 201, media_type="application/json")
