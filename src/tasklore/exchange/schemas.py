"""What an import answers."""

from typing import Any, Literal

from pydantic import BaseModel, Field


class ImportedItem(BaseModel):
    """Something that was made, or would be."""

    line: int | None = Field(description="Where it stands in the file, from 1; null where lines mean nothing.")
    kind: Literal["project", "section", "task"]
    id: str | None = Field(description="Null in a preview.")
    title: str
    depth: int = Field(description="How many tasks it is below.")
    phrase: str = Field(description="Its date as the file has it.", examples=["every tue, fri"])
    due: dict[str, Any] | None = None
    recurrence: dict[str, Any] | None = None
    deadline: str | None = None
    duration_minutes: int | None = None
    priority: int | None = None
    labels: list[str] = []
    completed: bool = False
    comments: int = 0


class ImportRemark(BaseModel):
    """Something that is not as it was in the file."""

    kind: Literal["lost", "changed"]
    line: int | None
    subject: str
    message: str


class ImportReport(BaseModel):
    """What an import made, or would make, and what is lost or changed."""

    format: str = Field(examples=["todoist-csv"])
    preview: bool
    change_set_id: str | None = Field(description="Undo this to take the whole import back; null in a preview.")
    made: dict[str, int] = Field(examples=[{"projects": 1, "sections": 2, "tasks": 10, "comments": 3}])
    items: list[ImportedItem]
    items_left_out: int = Field(description="How many more were made than are listed.")
    remarks: list[ImportRemark]
    remarks_left_out: int
