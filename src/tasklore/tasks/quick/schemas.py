"""What is sent about quick add."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tasklore.platform.text import Id

from ..schemas import TaskRead, Zone

TextGiven = Annotated[str, Field(min_length=1, max_length=20_000, examples=["Pay rent every 1st at 9am #Home p1"])]


class IgnoredSpan(BaseModel):
    """A chip that was refused: a span of an earlier answer, or just its offsets."""

    model_config = ConfigDict(extra="ignore")

    start: int = Field(ge=0, le=20_000)
    end: int = Field(ge=0, le=20_000)


class QuickParse(BaseModel):
    """A text to be understood."""

    model_config = ConfigDict(extra="forbid")

    text: TextGiven
    now: datetime | None = Field(None, description="The present moment with an offset; the server's when not given.")
    timezone: Zone | None = Field(None, description="IANA name; that of your preferences when not given.")
    locale: str | None = Field(None, pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$", max_length=20)
    dialect: Literal["todoist", "vikunja"] = "todoist"
    ignore: list[IgnoredSpan] = Field(default_factory=list, max_length=200)

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if self.now is not None and self.now.tzinfo is None:
            raise ValueError("now: give a time zone offset, such as 2026-11-20T09:00:00Z")
        try:
            self.text.encode()
        except UnicodeEncodeError:
            raise ValueError("text: must not contain half a surrogate pair") from None
        return self


class QuickAdd(QuickParse):
    """A text to be saved: each line a task."""

    project_id: Id | None = Field(None, description="Where tasks go that name no project; the Inbox when not given.")


class SpanRead(BaseModel):
    """A recognised piece of the text. Offsets are code points into the whole text."""

    start: int
    end: int
    kind: str = Field(examples=["due"])
    text: str
    meaning: str = Field(examples=["Tue 1 Dec 09:00"])


class ParsedRead(BaseModel):
    """One task as it was typed; what was not surely understood is still in `title`."""

    title: str
    due: dict[str, Any] | None
    start: dict[str, Any] | None
    deadline: str | None
    duration_minutes: int | None
    recurrence: dict[str, Any] | None
    priority: int | None
    labels: list[str]
    project: str | None
    section: str | None
    assignees: list[str]
    reminders: list[dict[str, Any]]
    description: str | None
    spans: list[SpanRead]
    indent: int
    parent: int | None


class QuickAdded(BaseModel):
    """What was saved."""

    task: TaskRead = Field(description="The first line's task.")
    tasks: list[TaskRead]
    parsed: list[ParsedRead]
