"""What is sent about attachments."""

from datetime import datetime

from pydantic import BaseModel, Field


class AttachmentRead(BaseModel):
    """A file on a task."""

    id: str
    task_id: str
    name: str = Field(examples=["floor plan.pdf"])
    media_type: str = Field(description="By content.", examples=["application/pdf"])
    size_bytes: int
    sha256: str
    created_by: str
    created_at: datetime
    version: int


class AttachmentPage(BaseModel):
    """A page of attachments, oldest first."""

    items: list[AttachmentRead]
    next_cursor: str | None
