"""What is sent about labels."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from ..projects.schemas import Color, Position
from ..schemas import LabelName


class LabelCreate(BaseModel):
    """A new label. Only the name is needed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "errand", "color": "#5297ff"}]})

    name: LabelName = Field(examples=["errand"])
    color: Color | None = None
    position: Position | None = Field(None, description="At the end when not given.")


class LabelPatch(BaseModel):
    """A merge patch (RFC 7396): what is given is set, null clears, the rest stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "errands"}]})

    name: LabelName = Field("unnamed", examples=["errands"])
    color: Color | None = None
    position: Position = 0.0

    def given(self) -> dict[str, Any]:
        """The fields that the client sent."""
        return self.model_dump(include=self.model_fields_set)


class LabelRead(BaseModel):
    """A label."""

    id: str = Field(description="Changes when a name that was only used on tasks is first given a colour or a place.")
    name: str
    color: str | None
    position: float
    created_at: datetime | None = Field(description="Null for a name that is only used on tasks.")
    updated_at: datetime | None
    version: int = Field(description="0 for a name that is only used on tasks.")


class LabelListed(LabelRead):
    """A label with how much it is used."""

    open_tasks: int


class LabelList(BaseModel):
    """All labels of one person."""

    items: list[LabelListed]
    next_cursor: str | None = None
