"""Sections over HTTP, below their project."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from tasklore.changes.route import ChangeRoute, RequestChanges
from tasklore.platform.paging import MOST
from tasklore.platform.text import Id
from tasklore.platform.unit import Record
from tasklore.platform.web.conditional import require_match
from tasklore.platform.web.route import RequestUnit

from ...answers import answer
from ...parameters import Cursor, Limit
from .schemas import SectionCreate, SectionPage, SectionPatch, SectionRead
from .service import SectionService

router = APIRouter(route_class=ChangeRoute)


async def service_of(unit: RequestUnit, changes: RequestChanges) -> SectionService:
    return SectionService(unit, changes)


Sections = Annotated[SectionService, Depends(service_of)]


def _answer(row: Record, status: int = 200) -> Response:
    return answer(SectionRead(**row), row["version"], status)


@router.get("", summary="List a project's sections")
async def list_sections(sections: Sections, project_id: Id, cursor: Cursor = None, limit: Limit = MOST) -> SectionPage:
    """By position."""
    return await sections.page(project_id, cursor, limit)


@router.post("", response_model=SectionRead, status_code=201, summary="Add a section")
async def create_section(sections: Sections, project_id: Id, body: SectionCreate) -> Response:
    """At the end, unless a position is given."""
    return _answer(await sections.create(project_id, body.name, body.position), 201)


@router.get("/{section_id}", response_model=SectionRead, summary="One section")
async def get_section(sections: Sections, project_id: Id, section_id: Id) -> Response:
    """With its version as ETag."""
    return _answer(await sections.get(project_id, section_id))


@router.patch("/{section_id}", response_model=SectionRead, summary="Change a section")
async def patch_section(
    request: Request, sections: Sections, project_id: Id, section_id: Id, body: SectionPatch
) -> Response:
    """A merge patch. With `If-Match`, only if nobody has changed it since; else 412."""
    row = await sections.get(project_id, section_id)
    require_match(request.headers, row["version"])
    return _answer(await sections.patch(project_id, section_id, body.given()))


@router.delete("/{section_id}", status_code=204, summary="Delete a section")
async def delete_section(request: Request, sections: Sections, project_id: Id, section_id: Id) -> Response:
    """Its tasks stay in the project, without a section; undo puts them back."""
    row = await sections.get(project_id, section_id)
    require_match(request.headers, row["version"])
    await sections.delete(project_id, section_id)
    return Response(status_code=204)
