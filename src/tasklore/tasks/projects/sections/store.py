"""Queries of sections. The person who asks comes first in each of them."""

from sqlalchemy import bindparam, select

from tasklore.platform.db.query import Query

from ...access import reachable
from ...listing import Listing
from ...models import project, section

_of_project = reachable(select(section).select_from(section.join(project, project.c.id == section.c.project_id))).where(
    section.c.project_id == bindparam("project_id"), section.c.deleted_at.is_(None), project.c.deleted_at.is_(None)
)
LIST = Listing(_of_project, section.c.position, section.c.id, "section.list")
_any = reachable(
    select(section.c.project_id).select_from(section.join(project, project.c.id == section.c.project_id))
).where(section.c.id == bindparam("id"), section.c.deleted_at.is_(None), project.c.deleted_at.is_(None))
PROJECT_OF = Query(_any, "section.project_of")
GET = Query(_of_project.where(section.c.id == bindparam("id")), "section.get")
