"""Tables of tasks.

    project ──< project_member
       │
       ├──< invitation, section
       └──< task ──< comment, attachment, relation        label, saved_filter: one user's own

`project.member_ids` repeats who sees the project, so that a write knows its audience from the row that the
access check reads anyway. `task.owner_id` repeats the project's owner, so that one index serves "my tasks".
A due date is one of three kinds: `due_date` alone, with `due_time` (floating), with `due_zone` too; then
`due_at` is its instant. Labels are names on the task; a `label` row only adds colour and order.
"""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Table, Text, text

from tasklore.platform.db.metadata import metadata
from tasklore.platform.db.types import Flag, Instant, Json


def _times() -> list[Column[object]]:
    return [
        Column("created_at", Instant, nullable=False),
        Column("updated_at", Instant, nullable=False),
        Column("deleted_at", Instant),
        Column("version", Integer, nullable=False),
    ]


project = Table(
    "project",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner_id", Text, nullable=False),
    Column("parent_id", Text, ForeignKey("project.id")),
    Column("name", Text, nullable=False),
    Column("color", Text),
    Column("view", Text, nullable=False, doc="list, board or calendar"),
    Column("position", Float, nullable=False),
    Column("is_inbox", Flag, nullable=False),
    Column("member_ids", Json, nullable=False, doc="Everyone who sees it, the owner first."),
    *_times(),
    Index("ix_project_owner", "owner_id", "position"),
)

project_member = Table(
    "project_member",
    metadata,
    Column("id", Text, primary_key=True, doc="<project id>.<user id>, so that there can only be one."),
    Column("project_id", Text, ForeignKey("project.id"), nullable=False),
    Column("user_id", Text, nullable=False),
    Column("role", Text, nullable=False, doc="viewer, editor or admin"),
    *_times(),
    Index("ix_project_member_user", "user_id", "project_id"),
    Index("ix_project_member_project", "project_id"),
)

invitation = Table(
    "invitation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("project_id", Text, ForeignKey("project.id"), nullable=False),
    Column("email", Text, doc="Whom it is for, in small letters; or `user_id`."),
    Column("user_id", Text),
    Column("role", Text, nullable=False, doc="viewer, editor or admin"),
    Column("invited_by", Text, nullable=False),
    *_times(),
    Index("ix_invitation_project", "project_id"),
    Index("ix_invitation_email", "email"),
    Index("ix_invitation_user", "user_id"),
)

section = Table(
    "section",
    metadata,
    Column("id", Text, primary_key=True),
    Column("project_id", Text, ForeignKey("project.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("position", Float, nullable=False),
    *_times(),
    Index("ix_section_project", "project_id", "position"),
)

task = Table(
    "task",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner_id", Text, nullable=False, doc="The project's owner."),
    Column("project_id", Text, ForeignKey("project.id"), nullable=False),
    Column("section_id", Text, ForeignKey("section.id")),
    Column("parent_id", Text, ForeignKey("task.id")),
    Column("title", Text, nullable=False),
    Column("notes", Text, nullable=False),
    Column("status", Text, nullable=False, doc="open or done"),
    Column("priority", Integer, nullable=False, doc="1 (highest) to 4"),
    Column("start_date", Text, doc="YYYY-MM-DD"),
    Column("start_time", Text, doc="HH:MM"),
    Column("start_zone", Text, doc="IANA name"),
    Column("due_date", Text, doc="YYYY-MM-DD"),
    Column("due_time", Text, doc="HH:MM"),
    Column("due_zone", Text, doc="IANA name"),
    Column("due_at", Instant, doc="The instant of a due time with a zone."),
    Column("deadline", Text, doc="YYYY-MM-DD"),
    Column("duration_minutes", Integer),
    Column("rrule", Text, doc="RFC 5545, without DTSTART"),
    Column("repeat_from", Text, doc="schedule or completion"),
    Column("repeat_anchor", Json, doc="Where the schedule stands when this date was put elsewhere."),
    Column("series_id", Text, doc="The first task of a repeating series."),
    Column("position", Float, nullable=False),
    Column("assignee_id", Text),
    Column("labels", Json, nullable=False, doc="Names, sorted."),
    Column("reminders", Json, nullable=False),
    Column("source", Json, doc="The passage of a document that it was taken from."),
    Column("created_by", Text, nullable=False),
    Column("completed_at", Instant),
    Column("rendered", Text, nullable=False, doc="The row as JSON, as it is sent; written with every change."),
    *_times(),
    Index("ix_task_owner_created", "owner_id", text("created_at DESC"), text("id DESC")),
    Index("ix_task_project_created", "project_id", text("created_at DESC"), text("id DESC")),
    Index("ix_task_owner_due", "owner_id", "due_date"),
    Index("ix_task_parent", "parent_id"),
    Index("ix_task_section", "section_id"),
    Index("ix_task_assignee", "assignee_id"),
    Index(
        "ix_task_series",
        "series_id",
        sqlite_where=text("series_id IS NOT NULL"),
        postgresql_where=text("series_id IS NOT NULL"),
    ),
    Index(
        "ix_task_deleted",
        "deleted_at",
        sqlite_where=text("deleted_at IS NOT NULL"),
        postgresql_where=text("deleted_at IS NOT NULL"),
    ),
)

label = Table(
    "label",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("color", Text),
    Column("position", Float, nullable=False),
    *_times(),
    Index(
        "uq_label_owner_name",
        "owner_id",
        "name",
        unique=True,
        sqlite_where=text("deleted_at IS NULL"),
        postgresql_where=text("deleted_at IS NULL"),
    ),
)

comment = Table(
    "comment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("task_id", Text, ForeignKey("task.id"), nullable=False),
    Column("project_id", Text, ForeignKey("project.id"), nullable=False),
    Column("author_id", Text, nullable=False),
    Column("text", Text, nullable=False),
    *_times(),
    Index("ix_comment_task", "task_id", "created_at"),
)

attachment = Table(
    "attachment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("task_id", Text, ForeignKey("task.id"), nullable=False),
    Column("project_id", Text, ForeignKey("project.id"), nullable=False),
    Column("name", Text, nullable=False, doc="As the client called it; never a path."),
    Column("media_type", Text, nullable=False, doc="By content."),
    Column("size_bytes", Integer, nullable=False),
    Column("sha256", Text, nullable=False, doc="Names the file in the store."),
    Column("created_by", Text, nullable=False),
    *_times(),
    Index("ix_attachment_task", "task_id"),
    Index("ix_attachment_sha256", "sha256"),
)

relation = Table(
    "relation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("task_id", Text, ForeignKey("task.id"), nullable=False),
    Column("project_id", Text, ForeignKey("project.id"), nullable=False),
    Column("other_id", Text, ForeignKey("task.id"), nullable=False),
    Column("kind", Text, nullable=False, doc="blocks, duplicates or relates"),
    *_times(),
    Index("ix_relation_task", "task_id"),
    Index("ix_relation_other", "other_id"),
)

saved_filter = Table(
    "saved_filter",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("color", Text),
    Column("position", Float, nullable=False),
    *_times(),
    Index("ix_saved_filter_owner", "owner_id", "position"),
)

notice = Table(
    "notice",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner_id", Text, nullable=False),
    Column("task_id", Text, nullable=False),
    Column("kind", Text, nullable=False, doc="reminder"),
    Column("title", Text, nullable=False),
    Column("ring_at", Instant, nullable=False),
    Column("read_at", Instant),
    *_times(),
    Index("ix_notice_owner", "owner_id", "ring_at"),
)
