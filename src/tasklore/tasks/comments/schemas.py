"""What is sent about comments."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tasklore.platform.text import Prose

Said = Annotated[
    Prose, StringConstraints(min_length=1), Field(description="Markdown.", examples=["The key is with Ada."])
]


class CommentCreate(BaseModel):
    """A new comment."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "The key is with Ada."}]})

    text: Said


class CommentPatch(BaseModel):
    """Another text."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "The key is with Ben."}]})

    text: Said


class CommentRead(BaseModel):
    """A comment."""

    id: str
    task_id: str
    author_id: str
    text: str
    created_at: datetime
    updated_at: datetime
    version: int


class CommentPage(BaseModel):
    """A page of comments, oldest first."""

    items: list[CommentRead]
    next_cursor: str | None
