"""Queries of relations. The person who asks comes first in each of them."""

from sqlalchemy import Text, and_, bindparam, case, or_, select

from tasklore.platform.db.query import Query

from ..access import reachable
from ..models import project, relation, task

MOST = 200

_LIVE = relation.c.deleted_at.is_(None)
_TASK_ID = bindparam("task_id", type_=Text)

_other_id = case((relation.c.task_id == _TASK_ID, relation.c.other_id), else_=relation.c.task_id)
_shown = (
    *relation.columns,
    task.c.id.label("end_id"),
    task.c.title.label("end_title"),
    task.c.status.label("end_status"),
    task.c.project_id.label("end_project_id"),
    project.c.member_ids.label("end_members"),
)
_from_both_sides = reachable(
    select(*_shown).select_from(
        relation.join(task, task.c.id == _other_id).join(project, project.c.id == task.c.project_id)
    )
).where(or_(relation.c.task_id == _TASK_ID, relation.c.other_id == _TASK_ID), task.c.deleted_at.is_(None), _LIVE)

OF_TASK = Query(_from_both_sides.order_by(relation.c.created_at, relation.c.id).limit(MOST), "relation.of_task")
GET = Query(_from_both_sides.where(relation.c.id == bindparam("id")), "relation.get")
ANY = Query(select(relation).where(relation.c.id == bindparam("id")), "relation.any")

_blocked = (
    select(relation.c.other_id.label("id"))
    .where(relation.c.task_id == bindparam("start", type_=Text), relation.c.kind == "blocks", _LIVE)
    .cte("blocked", recursive=True)
)
_blocked = _blocked.union(
    select(relation.c.other_id)
    .join(_blocked, relation.c.task_id == _blocked.c.id)
    .where(relation.c.kind == "blocks", _LIVE)
)
WAITS_FOR = Query(select(_blocked.c.id).where(_blocked.c.id == bindparam("end", type_=Text)), "relation.waits_for")
"""A row when the task `end` waits, by whatever way, for the task `start`."""

_end = task.alias("end")
WITHIN = Query(
    reachable(
        select(relation).select_from(
            relation.join(task, task.c.id == relation.c.task_id)
            .join(_end, _end.c.id == relation.c.other_id)
            .join(project, project.c.id == task.c.project_id)
        )
    ).where(
        and_(task.c.project_id == bindparam("project_id"), _end.c.project_id == task.c.project_id),
        task.c.deleted_at.is_(None),
        _end.c.deleted_at.is_(None),
        _LIVE,
    ),
    "relation.within",
)
