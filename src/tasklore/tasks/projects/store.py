"""Queries of projects. The person who asks comes first in each of them."""

from sqlalchemy import case, func, null, select

from tasklore.platform.db.query import Query, among

from ..access import OWNER, ROLE, reachable
from ..listing import Listing
from ..models import project, section, task

_LIVE = project.c.deleted_at.is_(None)

_parent = case((project.c.owner_id == OWNER, project.c.parent_id), else_=null()).label("parent_id")
_columns = [_parent if column is project.c.parent_id else column for column in project.columns]
_open = (
    select(func.count())
    .where(task.c.project_id == project.c.id, task.c.status == "open", task.c.deleted_at.is_(None))
    .correlate(project)
    .scalar_subquery()
    .label("open_tasks")
)
LIST = Listing(
    reachable(select(*_columns, ROLE, _open).select_from(project)).where(_LIVE),
    project.c.position,
    project.c.id,
    "project.list",
)

_tree = select(project.c.id).where(among(project.c.parent_id, "roots"), project.c.owner_id == OWNER, _LIVE)
_below = _tree.cte("below", recursive=True)
_below = _below.union(
    select(project.c.id).join(_below, project.c.parent_id == _below.c.id).where(project.c.owner_id == OWNER, _LIVE)
)
BELOW = Query(
    select(project).where(project.c.id.in_(select(_below.c.id)), project.c.owner_id == OWNER, _LIVE), "project.below"
)

SECTIONS = Query(
    reachable(select(section).select_from(section.join(project, project.c.id == section.c.project_id)))
    .where(among(section.c.project_id, "projects"), section.c.deleted_at.is_(None))
    .order_by(section.c.position, section.c.id),
    "section.of_projects",
)
