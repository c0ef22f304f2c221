"""Who may do what in a project.

    owner    everything; only the owner deletes or nests it    editor   tasks, sections, comments
    admin    everything else, members included                 viewer   read
    nobody   404, as if it never was

Every query takes the owner first: the person who asks.
"""

from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import Select, Text, and_, bindparam, case, or_, select

from tasklore.platform.db.query import Query
from tasklore.platform.errors import Forbidden, NotFound
from tasklore.platform.unit import Record, Unit

from .models import project, project_member

Role = Literal["owner", "admin", "editor", "viewer"]
RANK: Final[dict[str, int]] = {"viewer": 1, "editor": 2, "admin": 3, "owner": 4}

OWNER = bindparam("owner", type_=Text)
_membership = project_member.alias("membership")
ROLE = case((project.c.owner_id == OWNER, "owner"), else_=_membership.c.role).label("role")


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
    joined = and_(
        _membership.c.project_id == project.c.id, _membership.c.user_id == OWNER, _membership.c.deleted_at.is_(None)
    )
    return statement.outerjoin(_membership, joined).where(
        or_(project.c.owner_id == OWNER, _membership.c.id.is_not(None))
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
