"""What the change log knows of this feature's tables: who may undo what, who sees it, what hangs on what."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from sqlalchemy import Select, Table, select, union_all
from sqlalchemy import literal as constant

from tasklore.changes.change_set import ChangeSet
from tasklore.changes.entity import Dependent, Dependents, Entity, Loaded, RestsOn, entity
from tasklore.changes.errors import PlaceGone
from tasklore.platform.db.query import Query, among
from tasklore.platform.errors import NotFound
from tasklore.platform.unit import Record, Unit

from .access import OWNER, RANK, ROLE, Access, Role, project_access, reachable
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
from .projects.home import inbox_id
from .reminders import ask_for_plan
from .schemas import task_json


def _loading(table: Table) -> Query:
    """Rows of a project's table by id, with the project's members and the role; deleted rows included.

    What hangs on a task is reached through it, so that it follows its task to another project."""
    columns = (*table.columns, project.c.member_ids.label("audience"), ROLE)
    if table is project:
        source = select(*columns).select_from(project)
    elif "task_id" in table.c:
        by_task = table.join(task, task.c.id == table.c.task_id).join(project, project.c.id == task.c.project_id)
        source = select(*columns).select_from(by_task)
    else:
        source = select(*columns).select_from(table.join(project, project.c.id == table.c.project_id))
    return Query(reachable(source).where(among(table.c.id, "ids")), f"{table.name}.load")


def _living(table: Table) -> Query:
    return Query(
        select(table.c.id).where(among(table.c.id, "ids"), table.c.deleted_at.is_(None)), f"{table.name}.living"
    )


_LIVING: Final = {table.name: _living(table) for table in (project, section, task)}


async def project_within(changes: ChangeSet, project_id: str, role: Role = "viewer") -> Access:
    """The project as the actor sees it, as the set has it so far. At most one query.

    Raises:
        NotFound: not there, or not theirs.
        Forbidden: theirs, but their role does not reach `role`.
    """
    staged = changes.current(PROJECT_ENTITY, project_id)
    if staged is not None:
        if staged["deleted_at"] is not None:
            raise NotFound("Project")
        if staged["owner_id"] == changes.actor.user_id:
            return Access(staged, "owner")
    found = await project_access(changes.unit, changes.actor.user_id, project_id, role)
    return found if staged is None else Access(staged, found.role)


async def _require_living(changes: ChangeSet, rows: Sequence[Record], column: str, name: str) -> None:
    """Raises PlaceGone for a row whose `column` names a row of the table `name` that is deleted."""
    asked = []
    for row in rows:
        if row[column] is None:
            continue
        staged = changes.current(entity(name), row[column])
        if staged is None:
            asked.append(row)
        elif staged["deleted_at"] is not None:
            raise PlaceGone(name.capitalize(), row, column)
    if asked:
        found = await changes.unit.fetch_rows(_LIVING[name], ids=sorted({row[column] for row in asked}))
        living = {row[0] for row in found}
        for row in asked:
            if row[column] not in living:
                raise PlaceGone(name.capitalize(), row, column)


class _ProjectRows:
    """Loads and admits rows that belong to a project, for undo and proposals."""

    def __init__(self, table: Table, role: Role, **hangs_on: str) -> None:
        self._query = _loading(table)
        self._role: Role = role
        self._hangs_on = hangs_on

    async def load(self, unit: Unit, owner: str, ids: Iterable[str]) -> dict[str, Loaded]:
        found = {}
        for row in await unit.fetch_all(self._query, owner=owner, ids=list(ids)):
            audience, role = tuple(row.pop("audience")), row.pop("role")
            if RANK[role] >= RANK[self._role]:
                found[row["id"]] = Loaded(row, audience)
        return found

    async def admit(self, changes: ChangeSet, rows: Sequence[Record]) -> list[tuple[str, ...]]:
        audiences: dict[str, tuple[str, ...]] = {}
        for row in rows:
            project_id = row["project_id"]
            if project_id not in audiences:
                try:
                    audiences[project_id] = (await project_within(changes, project_id, self._role)).audience
                except NotFound as error:
                    raise PlaceGone("Project", row, "project_id") from error
        for column, name in self._hangs_on.items():
            await _require_living(changes, rows, column, name)
        return [audiences[row["project_id"]] for row in rows]


async def _admit_projects(changes: ChangeSet, rows: Sequence[Record]) -> list[tuple[str, ...]]:
    for row in rows:
        if row["owner_id"] != changes.actor.user_id:
            raise PlaceGone("Project", row, "owner_id")
    await _require_living(changes, rows, "parent_id", "project")
    return [tuple(row["member_ids"]) for row in rows]


class _OwnRows:
    """Loads and admits rows that are one person's own."""

    def __init__(self, table: Table) -> None:
        self._query = Query(
            select(table).where(table.c.owner_id == OWNER, among(table.c.id, "ids")), f"{table.name}.load"
        )

    async def load(self, unit: Unit, owner: str, ids: Iterable[str]) -> dict[str, Loaded]:
        rows = await unit.fetch_all(self._query, owner=owner, ids=list(ids))
        return {row["id"]: Loaded(row, (owner,)) for row in rows}

    async def admit(self, changes: ChangeSet, rows: Sequence[Record]) -> list[tuple[str, ...]]:
        owner = changes.actor.user_id
        for row in rows:
            if row["owner_id"] != owner:
                raise PlaceGone("Owner", row, "owner_id")
        return [(owner,)] * len(rows)


_NAMED: Final = {project: "name", section: "name", task: "title"}
_IN_PROJECT: Final = ((task, "project_id"), (section, "project_id"), (project, "parent_id"))
_IN_SECTION: Final = ((task, "section_id"),)
_BELOW_TASK: Final = ((task, "parent_id"),)


def _dependents(hanging: Sequence[tuple[Table, str]]) -> Dependents:
    """The live rows of these tables whose column names one of the ids."""

    def of(table: Table, column: str) -> Select[tuple[str, str, str, str]]:
        shown = (table.c[column], constant(table.name), table.c.id, table.c[_NAMED[table]])
        return select(*shown).where(among(table.c[column], "ids"), table.c.deleted_at.is_(None))

    query = Query(union_all(*(of(*one).subquery().select() for one in hanging)), "dependents")

    async def dependents(unit: Unit, ids: Iterable[str]) -> Sequence[Dependent]:
        return [Dependent(*row) for row in await unit.fetch_rows(query, ids=list(ids))]

    return dependents


def _resting(columns: dict[str, Table]) -> RestsOn:
    """The rows that these columns name. An Inbox is never deleted, so that the commonest write needs no look at it."""

    def rests_on(row: Record, written: Collection[str]) -> Iterable[tuple[Table, str]]:
        for column, table in columns.items():
            named = row[column]
            if (
                column in written
                and named is not None
                and not (column == "project_id" and named == inbox_id(row.get("owner_id", "")))
            ):
                yield table, named

    return rests_on


_projects, _members = _ProjectRows(project, "admin"), _ProjectRows(project_member, "admin")
_invitations = _ProjectRows(invitation, "admin")
_sections, _tasks = (
    _ProjectRows(section, "editor"),
    _ProjectRows(task, "editor", section_id="section", parent_id="task"),
)
_comments = _ProjectRows(comment, "editor", task_id="task")
_attachments = _ProjectRows(attachment, "editor", task_id="task")
_relations = _ProjectRows(relation, "editor", task_id="task", other_id="task")
_labels, _filters, _notices = _OwnRows(label), _OwnRows(saved_filter), _OwnRows(notice)

PROJECT_ENTITY: Final = Entity(
    "project",
    project,
    load=_projects.load,
    admit=_admit_projects,
    scope="id",
    label="name",
    readers="member_ids",
    dependents=_dependents(_IN_PROJECT),
    hanging=_IN_PROJECT,
    rests_on=_resting({"parent_id": project}),
)
MEMBER_ENTITY: Final = Entity(
    "member", project_member, load=_members.load, admit=_members.admit, scope="project_id", label="user_id"
)
INVITATION_ENTITY: Final = Entity(
    "invitation", invitation, load=_invitations.load, admit=_invitations.admit, scope="project_id", label="email"
)
SECTION_ENTITY: Final = Entity(
    "section",
    section,
    load=_sections.load,
    admit=_sections.admit,
    scope="project_id",
    label="name",
    dependents=_dependents(_IN_SECTION),
    hanging=_IN_SECTION,
    rests_on=_resting({"project_id": project}),
)
TASK_ENTITY: Final = Entity(
    "task",
    task,
    load=_tasks.load,
    admit=_tasks.admit,
    scope="project_id",
    dependents=_dependents(_BELOW_TASK),
    hanging=_BELOW_TASK,
    rests_on=_resting({"project_id": project, "section_id": section, "parent_id": task}),
    written=ask_for_plan,
    render=task_json,
)
COMMENT_ENTITY: Final = Entity(
    "comment", comment, load=_comments.load, admit=_comments.admit, scope="project_id", label="text"
)
ATTACHMENT_ENTITY: Final = Entity(
    "attachment", attachment, load=_attachments.load, admit=_attachments.admit, scope="project_id", label="name"
)
RELATION_ENTITY: Final = Entity(
    "relation", relation, load=_relations.load, admit=_relations.admit, scope="project_id", label="kind"
)
LABEL_ENTITY: Final = Entity("label", label, load=_labels.load, admit=_labels.admit, label="name")
FILTER_ENTITY: Final = Entity("filter", saved_filter, load=_filters.load, admit=_filters.admit, label="name")
NOTICE_ENTITY: Final = Entity("notice", notice, load=_notices.load, admit=_notices.admit)
