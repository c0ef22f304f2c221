"""Queries of labels. The person who asks comes first in each of them."""

from sqlalchemy import case, func, literal, select

from tasklore.platform.db.query import Query, among, each_text

from ..access import OWNER
from ..models import label, project, task

_LIVE = label.c.deleted_at.is_(None)

ALL = Query(select(label).where(label.c.owner_id == OWNER, _LIVE).order_by(label.c.position, label.c.id), "label.all")

_names = each_text(task.c.labels)
USED = Query(
    select(_names.c.value, func.sum(case((task.c.status == "open", 1), else_=0)))
    .select_from(task.join(_names, literal(True)))
    .where(task.c.owner_id == OWNER, task.c.deleted_at.is_(None))
    .group_by(_names.c.value)
    .order_by(_names.c.value),
    "label.used",
)

_carried = each_text(task.c.labels)
CARRYING = Query(
    select(task, project.c.member_ids.label("audience"))
    .select_from(task.join(project, project.c.id == task.c.project_id).join(_carried, literal(True)))
    .where(
        task.c.owner_id == OWNER,
        task.c.deleted_at.is_(None),
        among(_carried.c.value, "names"),
    ),
    "task.carrying",
)
