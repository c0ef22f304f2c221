"""Everything that somebody sees, read whole: for export, without the trash.

Rows come in the order of their ids, so parents may come after their children; many come page by page.
"""

from collections.abc import AsyncIterator
from typing import Any, Final

from sqlalchemy import Column, Select, Table, Text, and_, bindparam, select

from tasklore.platform.db.query import Query
from tasklore.platform.unit import Record, Unit

from .access import OWNER, ROLE, reachable
from .models import attachment, comment, label, project, relation, saved_filter, section, task

PAGE: Final = 1000


def _paged(statement: Select[Any], table: Table) -> Query:
    following = statement.where(table.c.id > bindparam("after", type_=Text)).order_by(table.c.id)
    return Query(following.limit(bindparam("most")), f"{table.name}.whole")


def _whole(table: Table) -> list[Column[Any]]:
    """Every column but those that are made from others."""
    return [column for column in table.columns if column.name not in ("rendered", "due_at", "member_ids")]


def _of_projects(table: Table) -> Query:
    join = table.join(project, project.c.id == table.c.project_id)
    live = and_(table.c.deleted_at.is_(None), project.c.deleted_at.is_(None))
    if "task_id" in table.c:
        join = join.join(task, task.c.id == table.c.task_id)
        live = and_(live, task.c.deleted_at.is_(None))
    return _paged(reachable(select(*_whole(table)).select_from(join)).where(live), table)


def _own(table: Table) -> Query:
    return _paged(select(*_whole(table)).where(table.c.owner_id == OWNER, table.c.deleted_at.is_(None)), table)


_PROJECTS: Final = _paged(
    reachable(select(*_whole(project), ROLE).select_from(project)).where(project.c.deleted_at.is_(None)), project
)
_SECTIONS: Final = _of_projects(section)
_TASKS: Final = _of_projects(task)
_COMMENTS: Final = _of_projects(comment)
_RELATIONS: Final = _of_projects(relation)
_ATTACHMENTS: Final = _of_projects(attachment)
_LABELS: Final = _own(label)
_FILTERS: Final = _own(saved_filter)


class TaskArchive:
    """What `owner` sees: their own projects and those they are a member of."""

    def __init__(self, unit: Unit, owner: str) -> None:
        self._unit = unit
        self._owner = owner

    def projects(self) -> AsyncIterator[Record]:
        """With the owner's `role` in each."""
        return self._rows(_PROJECTS)

    def sections(self) -> AsyncIterator[Record]:
        return self._rows(_SECTIONS)

    def tasks(self) -> AsyncIterator[Record]:
        return self._rows(_TASKS)

    def comments(self) -> AsyncIterator[Record]:
        return self._rows(_COMMENTS)

    def relations(self) -> AsyncIterator[Record]:
        return self._rows(_RELATIONS)

    def attachments(self) -> AsyncIterator[Record]:
        return self._rows(_ATTACHMENTS)

    def labels(self) -> AsyncIterator[Record]:
        return self._rows(_LABELS)

    def filters(self) -> AsyncIterator[Record]:
        return self._rows(_FILTERS)

    async def _rows(self, query: Query) -> AsyncIterator[Record]:
        after = ""
        while True:
            page = await self._unit.fetch_all(query, owner=self._owner, after=after, most=PAGE)
            for row in page:
                yield row
            if len(page) < PAGE:
                return
            after = page[-1]["id"]
