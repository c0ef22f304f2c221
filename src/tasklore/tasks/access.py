"""Who may do what in a project, and what the change log needs to know of this feature's tables.

    owner, admin   everything, members included        viewer   read
    editor         tasks, sections, comments           nobody   404, as if it never was

Every query takes the owner first: the person who asks.
"""

from collections.abc import Iterable
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import Select, Table, Text, and_, bindparam, case, or_, select

from tasklore.changes.entity import Entity, Loaded
from tasklore.platform.db.query import Query, among
from tasklore.platform.errors import Forbidden, NotFound
from tasklore.platform.unit import Record, Unit

from .models import attachment, comment, label, notice, project, project_member, relation, saved_filter, section, task

Role = Literal["owner", "admin", "editor", "viewer"]
RANK: Final[dict[str, int]] = {"viewer": 1, "editor": 2, "admin": 3, "owner": 4}

OWNER = bindparam("owner", type_=Text)
ROLE = case((project.c.owner_id == OWNER, "owner"), else_=project_member.c.role).label("role")


class Access(NamedTuple):
    """A project as somebody sees it."""

    project: Record
    role: Role

    @property
    def audience(self) -> tuple[str, ...]:
        return tuple(self.project["member_ids"])

    def require(self, role: Role) -> None:
        """Raises Forbidden when the role does not reach that far."""
        if RANK[self.role] < RANK[role]:
            raise Forbidden(
                f"You are {self.role} of this project; this needs {role}.",
                code="role_too_low",
                hint="Ask an admin of the project to change your role.",
            )


def reachable(statement: Select[Any]) -> Select[Any]:
    """Narrows a select from `project` to what the person who asks may see; adds nothing to its columns."""
    membership = and_(
        project_member.c.project_id == project.c.id,
        project_member.c.user_id == OWNER,
        project_member.c.deleted_at.is_(None),
    )
    return statement.outerjoin(project_member, membership).where(
        or_(project.c.owner_id == OWNER, project_member.c.id.is_not(None))
    )


PROJECT = Query(
    reachable(select(project, ROLE).select_from(project)).where(
        project.c.id == bindparam("id"), project.c.deleted_at.is_(None)
    ),
    "project.access",
)


async def project_access(unit: Unit, owner: str, project_id: str, role: Role = "viewer") -> Access:
    """The project as `owner` sees it. One query.

    Raises:
        NotFound: not there, or not theirs.
        Forbidden: theirs, but their role does not reach `role`.
    """
    row = await unit.fetch_one(PROJECT, owner=owner, id=project_id)
    if row is None:
        raise NotFound("Project")
    found = Access(row, row.pop("role"))
    found.require(role)
    return found


def _loading(table: Table) -> Query:
    """Rows of a project's table by id, with the project's members and the role; deleted rows included."""
    join = table.join(project, project.c.id == (table.c.id if table is project else table.c.project_id))
    columns = (*table.columns, project.c.member_ids.label("audience"), ROLE)
    source = select(*columns).select_from(project if table is project else join)
    return Query(reachable(source).where(among(table.c.id, "ids")), f"{table.name}.load")


class _ProjectRows:
    """Loads and admits rows that belong to a project, for undo and proposals."""

    def __init__(self, table: Table, role: Role) -> None:
        self._query = _loading(table)
        self._role: Role = role

    async def load(self, unit: Unit, owner: str, ids: Iterable[str]) -> dict[str, Loaded]:
        found = {}
        for row in await unit.fetch_all(self._query, owner=owner, ids=list(ids)):
            audience, role = tuple(row.pop("audience")), row.pop("role")
            if RANK[role] >= RANK[self._role]:
                found[row["id"]] = Loaded(row, audience)
        return found

    async def admit(self, unit: Unit, owner: str, row: Record) -> tuple[str, ...]:
        return (await project_access(unit, owner, row["project_id"], self._role)).audience


async def _admit_project(unit: Unit, owner: str, row: Record) -> tuple[str, ...]:
    if row["owner_id"] != owner:
        raise NotFound("Project")
    return (owner,)


class _OwnRows:
    """Loads and admits rows that are one person's own."""

    def __init__(self, table: Table) -> None:
        self._query = Query(
            select(table).where(table.c.owner_id == OWNER, among(table.c.id, "ids")), f"{table.name}.load"
        )

    async def load(self, unit: Unit, owner: str, ids: Iterable[str]) -> dict[str, Loaded]:
        rows = await unit.fetch_all(self._query, owner=owner, ids=list(ids))
        return {row["id"]: Loaded(row, (owner,)) for row in rows}

    async def admit(self, unit: Unit, owner: str, row: Record) -> tuple[str, ...]:
        if row["owner_id"] != owner:
            raise NotFound
        return (owner,)


_projects, _members = _ProjectRows(project, "admin"), _ProjectRows(project_member, "admin")
_sections, _tasks = _ProjectRows(section, "editor"), _ProjectRows(task, "editor")
_comments, _attachments = _ProjectRows(comment, "editor"), _ProjectRows(attachment, "editor")
_relations, _labels, _filters = _ProjectRows(relation, "editor"), _OwnRows(label), _OwnRows(saved_filter)

PROJECT_ENTITY: Final = Entity("project", project, load=_projects.load, admit=_admit_project, scope="id", label="name")
MEMBER_ENTITY: Final = Entity(
    "member", project_member, load=_members.load, admit=_members.admit, scope="project_id", label="user_id"
)
SECTION_ENTITY: Final = Entity(
    "section", section, load=_sections.load, admit=_sections.admit, scope="project_id", label="name"
)
TASK_ENTITY: Final = Entity("task", task, load=_tasks.load, admit=_tasks.admit, scope="project_id")
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

_notices = _OwnRows(notice)
NOTICE_ENTITY: Final = Entity("notice", notice, load=_notices.load, admit=_notices.admit)
