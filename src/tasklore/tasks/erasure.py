"""What becomes of somebody's tasks when their account goes.

leave    they leave the projects of others, and others lose theirs: change sets, so that everyone's views follow
erase    then their own rows go for good, attachments' files with the next sweep
"""

from typing import Any, Final

from sqlalchemy import Table, delete, or_, select, update

from tasklore.changes.actor import Actor
from tasklore.changes.change_set import ChangeSet
from tasklore.platform.db.query import Query
from tasklore.platform.jobs.queue import enqueue
from tasklore.platform.unit import Unit

from .access import OWNER
from .entities import MEMBER_ENTITY, PROJECT_ENTITY
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
from .projects.members.service import MemberService

ERASE: Final = "tasks.erase"

_JOINED = Query(
    select(project_member.c.project_id)
    .join_from(project_member, project, project.c.id == project_member.c.project_id)
    .where(project_member.c.user_id == OWNER, project_member.c.deleted_at.is_(None), project.c.deleted_at.is_(None)),
    "project.joined_by",
)
_SHARED = Query(
    select(project_member)
    .join_from(project_member, project, project.c.id == project_member.c.project_id)
    .where(project.c.owner_id == OWNER, project_member.c.deleted_at.is_(None)),
    "member.of_owner",
)
_OWN = Query(select(project).where(project.c.owner_id == OWNER), "project.own")

_own_projects = select(project.c.id).where(project.c.owner_id == OWNER)
_own_tasks = select(task.c.id).where(task.c.owner_id == OWNER)


def _of(table: Table, column: str) -> Query:
    ids = _own_tasks if column in ("task_id", "other_id") else _own_projects
    return Query(delete(table).where(table.c[column].in_(ids)), f"{table.name}.erase")


def _by(table: Table) -> Query:
    return Query(delete(table).where(table.c.owner_id == OWNER), f"{table.name}.erase")


_STEPS: Final = (
    *(_of(table, "task_id") for table in (comment, attachment, relation, notice)),
    _of(relation, "other_id"),
    Query(update(task).values(parent_id=None).where(task.c.owner_id == OWNER), "task.cut_from_erased"),
    _by(task),
    *(_of(table, "project_id") for table in (section, project_member, invitation)),
    Query(update(project).values(parent_id=None).where(project.c.owner_id == OWNER), "project.cut_from_erased"),
    _by(project),
    *(_by(table) for table in (label, saved_filter, notice)),
    Query(
        delete(invitation).where(or_(invitation.c.user_id == OWNER, invitation.c.invited_by == OWNER)),
        "invitation.erase",
    ),
    Query(delete(project_member).where(project_member.c.user_id == OWNER), "member.erase"),
)


async def leave(unit: Unit, payload: dict[str, Any]) -> None:
    """Takes somebody out of the projects of others, and others out of theirs; asks for `erase`."""
    user_id = payload["user_id"]
    changes = ChangeSet(unit, Actor(user_id, "job", {"job": "user.deleted"}))
    changes.title = "Left: the account was deleted"
    members = MemberService(unit, changes)
    for (project_id,) in await unit.fetch_rows(_JOINED, owner=user_id):
        await members.remove(project_id, user_id)
    own = {row["id"]: row for row in await unit.fetch_all(_OWN, owner=user_id)}
    for row in await unit.fetch_all(_SHARED, owner=user_id):
        changes.delete(MEMBER_ENTITY, row, own[row["project_id"]]["member_ids"])
    for row in own.values():
        changes.update(PROJECT_ENTITY, row, {"member_ids": [user_id]}, row["member_ids"])
    enqueue(unit, ERASE, payload, job_id=f"{ERASE}:{user_id}")


async def erase(unit: Unit, payload: dict[str, Any]) -> None:
    """Removes somebody's own projects and all that is in them, labels, filters and notices."""
    for query in _STEPS:
        unit.execute(query, owner=payload["user_id"])
