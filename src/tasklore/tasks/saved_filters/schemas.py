"""What is sent about saved filters, and to explain one."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from tasklore.platform.text import Name, Prose

from ..projects.schemas import Color, Position

Query = Annotated[
    Prose,
    Field(
        validation_alias=AliasChoices("query", "filter", "text", "q"),
        description="In Todoist's or Vikunja's words: `docs/reference/filters.md`. Read as `filter` or `text` too.",
        examples=["(today | overdue) & p1"],
    ),
]


class FilterCreate(BaseModel):
    """A new saved filter."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "Urgent", "query": "(today | overdue) & p1"}]}
    )

    name: Name = Field(examples=["Urgent"])
    query: Query
    color: Color | None = None
    position: Position | None = Field(None, description="At the end when not given.")


class FilterPatch(BaseModel):
    """A merge patch (RFC 7396): what is given is set, null clears, the rest stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"query": "p1 | p2"}]})

    name: Name = Field("unnamed", examples=["Urgent"])
    query: Query = "all"
    color: Color | None = None
    position: Position = 0.0

    def given(self) -> dict[str, Any]:
        """The fields that the client sent."""
        return self.model_dump(include=self.model_fields_set)


class FilterRead(BaseModel):
    """A saved filter."""

    id: str
    name: str
    query: str = Field(examples=["(today | overdue) & p1"])
    color: str | None
    position: float
    created_at: datetime
    updated_at: datetime
    version: int


class FilterList(BaseModel):
    """All saved filters of one person."""

    items: list[FilterRead]
    next_cursor: str | None = None


class ExplainRequest(BaseModel):
    """A filter to be explained; nothing is saved."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"query": "(today | overdue) & p1"}]})

    query: Query
    locale: str | None = Field(None, max_length=20, description="Yours if not given.", examples=["fr-FR"])


class FilterMistake(BaseModel):
    """Why a filter cannot be read."""

    position: int = Field(description="Code points from its start.")
    message: str
    suggestion: str | None


class Explanation(BaseModel):
    """What a filter means, or where it goes wrong."""

    ok: bool
    explanation: str | None = Field(examples=["Open tasks: (due today or overdue) and with priority 1."])
    normalised: str | None = Field(description="Its canonical spelling.", examples=["(today | overdue) & p1"])
    error: FilterMistake | None
