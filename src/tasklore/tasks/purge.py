"""Emptying the trash: what has been there for 30 days goes for good.

References inside the trash are cut before rows go, so that the order in which they went there does not matter.
The history keeps what it says; undoing something that was purged is refused.
"""

import datetime as dt
from typing import Any, Final

from sqlalchemy import Table, bindparam, delete, exists, select, update

from tasklore.platform.db.query import Query, among
from tasklore.platform.db.types import Instant
from tasklore.platform.unit import Unit

from .models import (
    attachment,
    comment,
    invitation,
    label,
    notice,
    project,
    project_member,
    relation,
    saved_filter,
    section,
    task,
)

KEPT_FOR: Final = dt.timedelta(days=30)
_AT_ONCE: Final = 5000
_BEFORE: Final = bindparam("before", type_=Instant)

_TASKS = Query(select(task.c.id).where(task.c.deleted_at < _BEFORE).limit(_AT_ONCE), "task.purgeable")
_BELOW = Query(update(task).values(parent_id=None).where(among(task.c.parent_id, "ids")), "task.cut_from_purged")
_PROJECTS = Query(
    select(project.c.id)
    .where(
        project.c.deleted_at < _BEFORE,
        *(~exists().where(table.c.project_id == project.c.id) for table in (task, comment, attachment, relation)),
    )
    .limit(_AT_ONCE),
    "project.purgeable",
)
_SUB_PROJECTS = Query(
    update(project).values(parent_id=None).where(among(project.c.parent_id, "ids")), "project.cut_from_purged"
)
_OUT_OF_SECTIONS = Query(
    update(task)
    .values(section_id=None)
    .where(task.c.section_id.in_(select(section.c.id).where(section.c.deleted_at < _BEFORE))),
    "task.out_of_purged_sections",
)


def _naming(table: Table, column: str) -> Query:
    return Query(delete(table).where(among(table.c[column], "ids")), f"{table.name}.purge")


_OF_TASKS: Final = (
    *(_naming(table, "task_id") for table in (comment, attachment, relation, notice)),
    _naming(relation, "other_id"),
    _BELOW,
    _naming(task, "id"),
)
_OF_PROJECTS: Final = (
    *(_naming(table, "project_id") for table in (section, project_member, invitation)),
    _SUB_PROJECTS,
    _naming(project, "id"),
)
_BY_THEMSELVES: Final = (
    _OUT_OF_SECTIONS,
    *(
        Query(delete(table).where(table.c.deleted_at < _BEFORE), f"{table.name}.purge")
        for table in (
            comment,
            attachment,
            relation,
            section,
            project_member,
            invitation,
            label,
            saved_filter,
            notice,
        )
    ),
)


async def purge(unit: Unit, payload: dict[str, Any]) -> None:
    """Removes what has been in the trash for 30 days. A project goes once nothing is left in it."""
    before = unit.now - KEPT_FOR
    for found, removals in ((_TASKS, _OF_TASKS), (_PROJECTS, _OF_PROJECTS)):
        ids = [row[0] for row in await unit.fetch_rows(found, before=before)]
        if ids:
            for query in removals:
                unit.execute(query, ids=ids)
    for query in _BY_THEMSELVES:
        unit.execute(query, before=before)
