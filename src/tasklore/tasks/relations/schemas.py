"""What is sent about relations."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tasklore.platform.text import Id

from ..schemas import Status

Kind = Literal["blocks", "blocked_by", "duplicates", "duplicated_by", "relates"]


class RelationCreate(BaseModel):
    """What the task of the path has to do with another one."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"kind": "blocks", "other_id": "019391c4-8a30-7c11-9f4e-0d9e7c2f4a10"}]},
    )

    kind: Kind
    other_id: Id = Field(description="A task that you see.")


class RelatedTask(BaseModel):
    """The task at the other end."""

    id: str
    title: str
    status: Status
    project_id: str


class RelationRead(BaseModel):
    """A relation, as it reads from the task of the path."""

    id: str
    kind: Kind
    other: RelatedTask
    created_at: datetime
    version: int


class RelationList(BaseModel):
    """Everything that the task has to do with, as far as you see it; at most 200."""

    items: list[RelationRead]
    next_cursor: str | None = None
