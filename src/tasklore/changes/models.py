"""Tables of the change log."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, UniqueConstraint

from tasklore.platform.db.metadata import metadata
from tasklore.platform.db.types import Instant, Json

change_set = Table(
    "change_set",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False),
    Column("actor_id", Text, nullable=False, doc="The user on whose behalf it was made."),
    Column("door", Text, nullable=False, doc="http, chat, mcp, cli, import or job."),
    Column("detail", Json, nullable=False, doc="What the door adds: conversation, client, request id."),
    Column("title", Text, nullable=False, doc="What was done, in a few words."),
    Column("status", Text, nullable=False, doc="applied, proposed, rejected or expired."),
    Column("created_at", Instant, nullable=False),
    Column("applied_at", Instant),
    Column("expires_at", Instant, doc="When a proposal stops waiting."),
    Column("undoes", Text, doc="The set that this one takes back."),
    Column("undone_by", Text, doc="The set that took this one back."),
    UniqueConstraint("id"),
    Index("ix_change_set_actor", "actor_id", "status", "seq"),
    sqlite_autoincrement=True,
)

change = Table(
    "change",
    metadata,
    Column("change_set_id", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("entity", Text, nullable=False),
    Column("entity_id", Text, nullable=False),
    Column("scope_id", Text, doc="The project it belongs to, where there is one."),
    Column("kind", Text, nullable=False, doc="create, update or delete."),
    Column("before", Json, nullable=False),
    Column("after", Json, nullable=False),
    Column("audience", Json, nullable=False, doc="Who may see this change; a set may hold more than that."),
    Index("ix_change_entity", "entity_id", "change_set_id"),
    Index("ix_change_scope", "scope_id", "change_set_id"),
)

revision = Table(
    "revision",
    metadata,
    Column("user_id", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

feed = Table(
    "feed",
    metadata,
    Column("user_id", Text, primary_key=True),
    Column("revision", BigInteger, primary_key=True),
    Column("change_set_id", Text, nullable=False),
    Index("ix_feed_change_set", "change_set_id", "user_id"),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("user_id", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", Json, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_idempotency_created", "created_at"),
)
