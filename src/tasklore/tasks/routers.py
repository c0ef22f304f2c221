"""Every router of this feature, with its place under /api/v1."""

from typing import Final

from fastapi import APIRouter

from .attachments.routes import router as attachments
from .bulk.routes import router as bulk
from .comments.routes import router as comments
from .labels.routes import router as labels
from .notices.routes import router as notices
from .preferences import router as preferences
from .projects.members.routes import invitations, members, received
from .projects.routes import router as projects
from .projects.sections.routes import router as sections
from .quick.routes import adding, parsing
from .relations.routes import router as relations
from .routes import router as tasks
from .saved_filters.routes import router as filters
from .search.routes import router as search


def _at(prefix: str, router: APIRouter, *, tag: str, in_schema: bool = True) -> APIRouter:
    outer = APIRouter()
    outer.include_router(router, prefix=f"/api/v1/{prefix}", tags=[tag], include_in_schema=in_schema)
    return outer


routers: Final = [
    _at("quick", parsing, tag="quick add"),
    _at("tasks", adding, tag="quick add"),
    _at("tasks", tasks, tag="tasks"),
    _at("tasks/{task_id}/comments", comments, tag="comments"),
    _at("tasks/{task_id}/attachments", attachments, tag="attachments"),
    _at("tasks/{task_id}/relations", relations, tag="relations"),
    _at("todos", tasks, tag="tasks", in_schema=False),
    _at("projects", projects, tag="projects"),
    _at("projects/{project_id}/sections", sections, tag="sections"),
    _at("projects/{project_id}/members", members, tag="members"),
    _at("projects/{project_id}/invitations", invitations, tag="members"),
    _at("invitations", received, tag="members"),
    _at("labels", labels, tag="labels"),
    _at("filters", filters, tag="filters"),
    _at("search", search, tag="search"),
    _at("notices", notices, tag="notices"),
    _at("bulk", bulk, tag="bulk"),
    _at("preferences", preferences, tag="preferences"),
]
