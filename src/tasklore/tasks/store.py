"""Queries of tasks. The person who asks comes first in each of them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    bindparam,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
    union_all,
)

from tasklore.changes.store import OWN_REVISION
from tasklore.platform.db.query import Query, among, each_text
from tasklore.platform.unit import Unit

from .access import OWNER, ROLE, reachable
from .entities import ATTACHMENT_ENTITY, COMMENT_ENTITY, RELATION_ENTITY
from .filters import Filter
from .filters.sql import where
from .listing import Listing
from .models import notice, project, project_member, section, task
from .search.sql import in_search

Sort = Literal["created", "position", "due", "priority", "completed"]
Looking = Literal["any", "title", "rest"] | None
"""Where a search is to be found: anywhere, in the title, or anywhere but there."""
_LIVE = task.c.deleted_at.is_(None)
_SHOWN = [task.c.id, task.c.rendered]

_WITH_ACCESS = reachable(
    select(task, project.c.member_ids.label("audience"), ROLE).select_from(
        task.join(project, project.c.id == task.c.project_id)
    )
)
GET = Query(_WITH_ACCESS.where(task.c.id == bindparam("id"), _LIVE), "task.get")
GET_MANY = Query(_WITH_ACCESS.where(among(task.c.id, "ids"), _LIVE), "task.get_many")
GET_ANY = Query(_WITH_ACCESS.where(task.c.id == bindparam("id")), "task.get_any")

_tree = select(task.c.id).where(among(task.c.parent_id, "roots"), _LIVE).cte("tree", recursive=True)
_tree = _tree.union(select(task.c.id).join(_tree, task.c.parent_id == _tree.c.id).where(_LIVE))
BELOW = Query(_WITH_ACCESS.where(task.c.id.in_(select(_tree.c.id)), _LIVE), "task.below")

_deleted_tree = select(task.c.id).where(among(task.c.parent_id, "roots")).cte("deleted_tree", recursive=True)
_deleted_tree = _deleted_tree.union(select(task.c.id).join(_deleted_tree, task.c.parent_id == _deleted_tree.c.id))
DELETED_WITH = Query(
    _WITH_ACCESS.where(
        task.c.id.in_(select(_deleted_tree.c.id)), task.c.deleted_at == bindparam("at", type_=task.c.deleted_at.type)
    ),
    "task.deleted_with",
)

OF_PROJECTS = Query(_WITH_ACCESS.where(among(task.c.project_id, "projects"), _LIVE), "task.of_projects")
OF_SECTION = Query(_WITH_ACCESS.where(task.c.section_id == bindparam("section_id"), _LIVE), "task.of_section")

SECTION = Query(
    select(section.c.id, section.c.project_id).where(
        section.c.id == bindparam("id"), section.c.project_id == bindparam("project_id"), section.c.deleted_at.is_(None)
    ),
    "section.in_project",
)

SECTIONS_OF = Query(
    select(section.c.id).where(section.c.project_id == bindparam("project_id"), section.c.deleted_at.is_(None)),
    "section.ids",
)

TRASH = Listing(
    reachable(
        select(*_SHOWN, task.c.deleted_at).select_from(task.join(project, project.c.id == task.c.project_id))
    ).where(task.c.deleted_at.is_not(None)),
    task.c.deleted_at,
    task.c.id,
    "task.trash",
    latest_first=True,
)

HANGING: Final = tuple(
    (entity, Query(select(entity.table).where(among(entity.table.c.task_id, "tasks")), f"{entity.name}.of_tasks"))
    for entity in (COMMENT_ENTITY, ATTACHMENT_ENTITY, RELATION_ENTITY)
)
"""What belongs to tasks, deleted or not, and goes with them to another project."""

GONE_ON = Query(
    select(task.c.id)
    .where(
        task.c.series_id == bindparam("series_id", type_=Text),
        task.c.id != bindparam("id", type_=Text),
        task.c.status == "open",
        task.c.rrule.is_not(None),
        _LIVE,
    )
    .limit(1),
    "task.gone_on",
)
"""Whether a series has another open task. Whose it is does not matter: all of them came from one."""

FOR_REMINDER = Query(
    select(task, project.c.member_ids.label("audience"))
    .join_from(task, project, project.c.id == task.c.project_id)
    .where(task.c.id == bindparam("id"), _LIVE),
    "task.for_reminder",
)
NOTICE = Query(select(notice).where(notice.c.owner_id == OWNER, notice.c.id == bindparam("id")), "notice.get")


class Key(NamedTuple):
    """What a list is sorted by: an expression, its direction, and how a row's value goes into a cursor."""

    expression: ColumnElement[Any]
    descending: bool
    column: str
    kind: type


_due = func.coalesce(task.c.due_date, "9999-12-31").op("||")("T").op("||")(func.coalesce(task.c.due_time, "99"))
KEYS: Final[dict[Sort, Key]] = {
    "created": Key(task.c.created_at, True, "created_at", str),
    "completed": Key(task.c.completed_at, True, "completed_at", str),
    "position": Key(task.c.position, False, "position", float),
    "due": Key(_due, False, "due", str),
    "priority": Key(task.c.priority, False, "priority", int),
}


class ListShape(NamedTuple):
    """Which conditions a list has; the values are bound at the call."""

    sort: Sort = "created"
    after: bool = False
    status: bool = False
    project: bool = False
    section: bool = False
    parent: bool = False
    label: bool = False
    assignee: bool = False
    due_from: bool = False
    due_to: bool = False
    filter: Filter | None = None
    search: Looking = None


@lru_cache(maxsize=512)
def list_query(shape: ListShape) -> Query:
    """One statement for a page of tasks.

    Tasks of one's own projects come from one index; those of projects shared with one from another; both are
    cut to a page before they are merged, so that neither the number of tasks nor of projects matters.
    """
    return Query(_page(shape), f"task.list.{shape.sort}")


def _page(shape: ListShape) -> Select[Any]:
    conditions = [_LIVE, *_conditions(shape)]
    if shape.project:
        within = reachable(
            select(*_SHOWN, _sort_label(shape), OWN_REVISION).select_from(
                task.join(project, project.c.id == task.c.project_id)
            )
        )
        return _ordered(within.where(task.c.project_id == bindparam("project_id"), *conditions), shape)
    if shape.search is not None:
        return _ordered(select(*_SHOWN, _sort_label(shape), OWN_REVISION).where(_visible(), *conditions), shape)
    own = select(*_SHOWN, _sort_label(shape)).where(task.c.owner_id == OWNER, *conditions)
    shared = (
        select(*_SHOWN, _sort_label(shape))
        .join(project_member, project_member.c.project_id == task.c.project_id)
        .where(
            project_member.c.user_id == OWNER,
            project_member.c.deleted_at.is_(None),
            task.c.owner_id != OWNER,
            *conditions,
        )
    )
    both = union_all(_ordered(own, shape).subquery("own").select(), _ordered(shared, shape).subquery("shared").select())
    merged = both.subquery("visible")
    key = KEYS[shape.sort]
    order = (merged.c.sort_key.desc(), merged.c.id.desc()) if key.descending else (merged.c.sort_key, merged.c.id)
    return select(merged, OWN_REVISION).order_by(*order).limit(bindparam("most"))


def _visible() -> ColumnElement[bool]:
    """Whether the reader sees the task; written so that no index can answer it, since a search has its own."""
    shared = select(project_member.c.project_id).where(
        project_member.c.user_id == OWNER, project_member.c.deleted_at.is_(None)
    )
    return or_(func.coalesce(task.c.owner_id, "") == OWNER, func.coalesce(task.c.project_id, "").in_(shared))


def _sort_label(shape: ListShape) -> ColumnElement[Any]:
    return KEYS[shape.sort].expression.label("sort_key")


def _ordered(statement: Select[Any], shape: ListShape) -> Select[Any]:
    key = KEYS[shape.sort]
    expression, last = key.expression, task.c.id
    if shape.after:
        bound = tuple_(bindparam("after_key", type_=expression.type), bindparam("after_id", type_=Text))
        place = tuple_(expression, last)
        statement = statement.where(place < bound if key.descending else place > bound)
    order = (expression.desc(), last.desc()) if key.descending else (expression, last)
    return statement.order_by(*order).limit(bindparam("most"))


def _conditions(shape: ListShape) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if shape.sort == "completed":
        conditions.append(task.c.completed_at.is_not(None))
    if shape.status:
        conditions.append(task.c.status == bindparam("status"))
    if shape.section:
        conditions.append(task.c.section_id == bindparam("section_id"))
    if shape.parent:
        conditions.append(task.c.parent_id == bindparam("parent_id"))
    if shape.label:
        conditions.append(has_label(bindparam("label", type_=Text)))
    if shape.assignee:
        conditions.append(task.c.assignee_id == bindparam("assignee_id"))
    if shape.due_from:
        conditions.append(task.c.due_date >= bindparam("due_from", type_=Text))
    if shape.due_to:
        conditions.append(task.c.due_date <= bindparam("due_to", type_=Text))
    if shape.filter is not None:
        conditions.append(where(shape.filter, any_status=shape.status).clause)
    if shape.search is not None:
        conditions.append(in_search("title" if shape.search == "title" else "any"))
    if shape.search == "rest":
        conditions.append(not_(in_search("title")))
    return conditions


def has_label(name: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the task carries the label of that name, whatever its case."""
    names = each_text(task.c.labels)
    return exists(select(literal(1)).select_from(names).where(func.lower(names.c.value) == func.lower(name)))


async def rows(unit: Unit, owner: str, shape: ListShape, most: int, **values: Any) -> Sequence[Any]:
    """One page and one row more, each as id, rendered, sort key and the reader's revision."""
    return await unit.fetch_rows(list_query(shape), owner=owner, most=most + 1, **values)
