"""What is sent about projects."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from tasklore.platform.text import Id, Name

from ..access import Role

Color = Annotated[
    str,
    Field(
        pattern=r"^(#[0-9a-fA-F]{6}|[a-z][a-z_]{0,29})$",
        description="`#rrggbb`, or a name that clients agree on.",
        examples=["#5297ff"],
    ),
]
View = Literal["list", "board", "calendar"]
Position = Annotated[
    float,
    Field(strict=True, ge=-1e15, le=1e15, allow_inf_nan=False, description="Lists are sorted by it, smallest first."),
]


class ProjectCreate(BaseModel):
    """A new project. Only the name is needed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "House", "color": "#5297ff"}]})

    name: Name = Field(examples=["House"])
    color: Color | None = None
    view: View = "list"
    parent_id: Id | None = Field(None, description="One of your own projects, to put it below.")
    position: Position | None = Field(None, description="At the end when not given.")

    def given(self) -> dict[str, Any]:
        """The fields as values of the columns."""
        return self.model_dump()


class ProjectPatch(BaseModel):
    """A merge patch (RFC 7396): what is given is set, null clears, the rest stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"view": "board"}]})

    name: Name = Field("unnamed", examples=["House"])
    color: Color | None = None
    view: View = "list"
    parent_id: Id | None = None
    position: Position = 0.0

    def given(self) -> dict[str, Any]:
        """The fields that the client sent, as values of the columns."""
        return self.model_dump(include=self.model_fields_set)


class ProjectDuplicate(BaseModel):
    """How the copy is called."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "House, next year"}]})

    name: Name | None = Field(None, description="“… (copy)” when not given.", examples=["House, next year"])


class ProjectRead(BaseModel):
    """A project, as its reader sees it."""

    id: str
    name: str = Field(examples=["House"])
    color: str | None
    view: View
    parent_id: str | None = Field(description="Shown to the owner alone: nesting is theirs.")
    position: float
    is_inbox: bool
    owner_id: str
    role: Role = Field(description="What you may do here.")
    member_ids: list[str] = Field(description="Everyone who sees it, the owner first.")
    created_at: datetime
    updated_at: datetime
    version: int


class ProjectListed(ProjectRead):
    """A project with what waits in it."""

    open_tasks: int


class ProjectPage(BaseModel):
    """A page of projects, the Inbox among them."""

    items: list[ProjectListed]
    next_cursor: str | None
