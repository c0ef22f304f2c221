"""What is sent about notices."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool


class NoticePatch(BaseModel):
    """Whether it has been read."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"read": True}]})

    read: StrictBool


class NoticeRead(BaseModel):
    """A notice."""

    id: str
    kind: Literal["reminder"]
    task_id: str
    title: str = Field(description="The task's title when it rang.")
    ring_at: datetime
    read_at: datetime | None
    version: int


class NoticePage(BaseModel):
    """A page of notices, latest first."""

    items: list[NoticeRead]
    next_cursor: str | None
