"""Queries of members and invitations. The person who asks comes first in each of them."""

from sqlalchemy import Text, bindparam, or_, select

from tasklore.platform.db.query import Query

from ...access import OWNER
from ...listing import Listing
from ...models import invitation, project, project_member, task

_PROJECT_ID = bindparam("project_id", type_=Text)

# Callers have found the project with the asker's rights before they come here.
MEMBERS = Query(
    select(project_member)
    .where(project_member.c.project_id == _PROJECT_ID, project_member.c.deleted_at.is_(None))
    .order_by(project_member.c.created_at, project_member.c.id),
    "member.of_project",
)
MEMBER = Query(select(project_member).where(project_member.c.id == bindparam("id")), "member.get")
ASSIGNED = Query(
    select(task).where(
        task.c.project_id == _PROJECT_ID, task.c.assignee_id == bindparam("assignee"), task.c.deleted_at.is_(None)
    ),
    "task.assigned_in",
)

_waiting = select(invitation).where(invitation.c.project_id == _PROJECT_ID, invitation.c.deleted_at.is_(None))
INVITATIONS = Listing(_waiting, invitation.c.created_at, invitation.c.id, "invitation.of_project")
INVITATION = Query(_waiting.where(invitation.c.id == bindparam("id")), "invitation.get")

_received = (
    select(invitation, project.c.name.label("project_name"))
    .join_from(invitation, project, project.c.id == invitation.c.project_id)
    .where(
        or_(invitation.c.user_id == OWNER, invitation.c.email == bindparam("email", type_=Text)),
        invitation.c.deleted_at.is_(None),
        project.c.deleted_at.is_(None),
    )
)
RECEIVED = Listing(_received, invitation.c.created_at, invitation.c.id, "invitation.received")
RECEIVED_ONE = Query(_received.where(invitation.c.id == bindparam("id")), "invitation.received_one")
PROJECT = Query(
    select(project).where(project.c.id == bindparam("id"), project.c.deleted_at.is_(None)), "project.joined"
)
