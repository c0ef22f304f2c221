"""What the assistant takes and sends."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tasklore.platform.text import Name, Prose

ConversationId = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$", to_lower=True
    ),
]
"""A UUID. A client may choose it; it is only ever looked for among its own user's."""

Said = Annotated[Prose, Field(min_length=1, max_length=20_000)]


class ChatRequest(BaseModel):
    """A message to the assistant."""

    model_config = ConfigDict(
        extra="ignore", json_schema_extra={"examples": [{"message": "Add “buy milk” for tomorrow at 5pm"}]}
    )

    message: Said
    conversation_id: ConversationId | None = Field(None, description="To go on with a conversation; else a new one.")


class ToolCall(BaseModel):
    """A tool that the assistant called."""

    id: str
    name: str = Field(examples=["add_tasks"])
    arguments: dict[str, Any]
    result: Any = None


class TurnChanges(BaseModel):
    """A change set of the turn, applied or proposed."""

    id: str
    status: Literal["applied", "proposed"]
    effects: list[dict[str, Any]] = Field(description="Each thing, with before and after of what differs.")
    undo: str | None = Field(None, description="POST here to take it back.", examples=["/api/v1/changes/…/undo"])
    approve: str | None = Field(None, description="POST here to carry out a proposal.")
    reject: str | None = Field(None, description="POST here to turn a proposal down.")


class Usage(BaseModel):
    """What the turn cost."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = Field(None, description="By public list prices; null when the model has none.")


class ChatResponse(BaseModel):
    """A turn's answer."""

    response: str
    conversation_id: str
    turn_id: str
    message_id: str
    status: Literal["done", "stopped", "failed"] = "done"
    tool_calls: list[ToolCall]
    sources: list[dict[str, Any]]
    change_set: TurnChanges | None = Field(description="What the turn changed or proposed; the last one of several.")
    change_sets: list[TurnChanges]
    model: str = Field(examples=["builtin"])
    fallback: str | None = Field(None, description="Why the built-in assistant answered instead of the language model.")
    usage: Usage
    processing_time_ms: float
    created_at: datetime


class MessageRead(BaseModel):
    """One message of a conversation. Times are UTC."""

    id: str
    conversation_id: str
    turn_id: str
    role: Literal["user", "assistant"]
    content: str
    created_at: datetime
    status: str | None = None
    tool_calls: list[ToolCall] = []
    sources: list[dict[str, Any]] = []
    change_sets: list[TurnChanges] = []
    model: str | None = None
    usage: Usage | None = None
    processing_time_ms: float | None = None


class MessagePage(BaseModel):
    """Messages, latest first."""

    items: list[MessageRead]
    next_cursor: str | None


class ConversationRead(BaseModel):
    id: str
    title: str
    tainted: bool = Field(description="It has read what others wrote, so each write waits for approval.")
    created_at: datetime
    updated_at: datetime
    running: bool = False


class ConversationPage(BaseModel):
    """Conversations, the latest first."""

    items: list[ConversationRead]
    next_cursor: str | None


class ConversationPatch(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: Name


class ConversationExport(BaseModel):
    """A whole conversation, oldest message first."""

    conversation: ConversationRead
    messages: list[MessageRead]
