"""Projects over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from tasklore.changes.route import ChangeRoute, RequestChanges
from tasklore.changes.schemas import ChangePage
from tasklore.platform.paging import DEFAULT, MOST
from tasklore.platform.text import Id
from tasklore.platform.web.conditional import is_current, require_match, version_tag
from tasklore.platform.web.route import RequestUnit

from ..access import Access
from ..answers import answer
from ..parameters import Cursor, Limit
from .duplicate import duplicate
from .schemas import ProjectCreate, ProjectDuplicate, ProjectPage, ProjectPatch, ProjectRead
from .service import ProjectService, read

router = APIRouter(route_class=ChangeRoute)


async def service_of(unit: RequestUnit, changes: RequestChanges) -> ProjectService:
    return ProjectService(unit, changes)


Projects = Annotated[ProjectService, Depends(service_of)]


def _answer(access: Access, status: int = 200) -> Response:
    return answer(read(access), access.project["version"], status)


@router.get("", summary="List projects")
async def list_projects(projects: Projects, cursor: Cursor = None, limit: Limit = MOST) -> ProjectPage:
    """Your own and those shared with you, by position, each with the number of its open tasks."""
    return await projects.page(cursor, limit)


@router.post("", response_model=ProjectRead, status_code=201, summary="Add a project")
async def create_project(projects: Projects, body: ProjectCreate) -> Response:
    """Yours alone until you invite somebody."""
    return _answer(await projects.create(body.given()), 201)


@router.get("/{project_id}", response_model=ProjectRead, summary="One project")
async def get_project(request: Request, projects: Projects, project_id: Id) -> Response:
    """With its version as ETag."""
    access = await projects.get(project_id)
    tag = version_tag(access.project["version"])
    if is_current(request.headers, tag):
        return Response(status_code=304, headers={"etag": tag})
    return _answer(access)


@router.patch("/{project_id}", response_model=ProjectRead, summary="Change a project")
async def patch_project(request: Request, projects: Projects, project_id: Id, body: ProjectPatch) -> Response:
    """A merge patch. `parent_id` and `position` are the owner's to set. With `If-Match`, only if nobody has changed it."""
    access = await projects.find(project_id)
    require_match(request.headers, access.project["version"])
    return _answer(await projects.patch(project_id, body.given(), found=access))


@router.delete("/{project_id}", status_code=204, summary="Delete a project")
async def delete_project(request: Request, projects: Projects, project_id: Id) -> Response:
    """With the projects below it, their sections and tasks. `X-Change-Set` names what brings all of it back."""
    access = await projects.find(project_id)
    require_match(request.headers, access.project["version"])
    await projects.delete(project_id, found=access)
    return Response(status_code=204)


@router.post("/{project_id}/duplicate", response_model=ProjectRead, status_code=201, summary="Copy a project")
async def duplicate_project(projects: Projects, project_id: Id, body: ProjectDuplicate | None = None) -> Response:
    """Its sections and open tasks, into a new project of your own; no comments, attachments or members."""
    return _answer(await duplicate(projects, project_id, body.name if body else None), 201)


@router.get("/{project_id}/history", summary="History of a project")
async def project_history(
    projects: Projects, project_id: Id, cursor: Cursor = None, limit: Limit = DEFAULT
) -> ChangePage:
    """Every change set that touched it or something in it, latest first."""
    return await projects.history(project_id, cursor, limit)
