"""Tables of the assistant: conversations, their messages, and the turn that is running.

    conversation ──< chat_message        what was said, and what the model exchanged with its tools
         └────────── running_turn        at most one; its row is the lock, its lease outlives no crash

They are one person's own and hold no task: they are no part of the change log.
"""

from sqlalchemy import Column, Index, Integer, Table, Text

from tasklore.platform.db.metadata import metadata
from tasklore.platform.db.types import Flag, Instant, Json

conversation = Table(
    "conversation",
    metadata,
    Column("owner_id", Text, primary_key=True),
    Column("id", Text, primary_key=True, doc="A client may choose it, so it is only unique with its owner."),
    Column("title", Text, nullable=False),
    Column("tainted", Flag, nullable=False, doc="It has read what others wrote: every write needs approval."),
    Column("version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index("ix_conversation_recent", "owner_id", "updated_at", "id"),
)

chat_message = Table(
    "chat_message",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner_id", Text, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("turn_id", Text, nullable=False),
    Column("role", Text, nullable=False, doc="user or assistant"),
    Column("content", Text, nullable=False),
    Column("detail", Json, nullable=False, doc="Tool calls, sources, change sets, model, tokens, cost."),
    Column("exchange", Json, nullable=False, doc="The model's messages of this turn, for the next one's history."),
    Column("created_at", Instant, nullable=False),
    Index("ix_chat_message_owner", "owner_id", "id"),
    Index("ix_chat_message_conversation", "owner_id", "conversation_id", "id"),
)

running_turn = Table(
    "running_turn",
    metadata,
    Column("owner_id", Text, primary_key=True),
    Column("conversation_id", Text, primary_key=True),
    Column("turn_id", Text, nullable=False),
    Column("stop_asked", Flag, nullable=False),
    Column("leased_until", Instant, nullable=False),
)
