"""What is sent about sections."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from tasklore.platform.text import Name

from ..schemas import Position


class SectionCreate(BaseModel):
    """A new section. Only the name is needed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "Kitchen"}]})

    name: Name = Field(examples=["Kitchen"])
    position: Position | None = Field(None, description="At the end when not given.")


class SectionPatch(BaseModel):
    """A merge patch (RFC 7396): what is given is set, the rest stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "Kitchen and hall"}]})

    name: Name = Field("unnamed", examples=["Kitchen and hall"])
    position: Position = 0.0

    def given(self) -> dict[str, Any]:
        """The fields that the client sent."""
        return self.model_dump(include=self.model_fields_set)


class SectionRead(BaseModel):
    """A section."""

    id: str
    project_id: str
    name: str
    position: float
    created_at: datetime
    updated_at: datetime
    version: int


class SectionPage(BaseModel):
    """A page of sections, by position."""

    items: list[SectionRead]
    next_cursor: str | None
