"""What is sent about the dates of repeating tasks."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ..schemas import WhenGiven, WhenRead, Zone


class Reschedule(BaseModel):
    """A new date for a task; for a repeating one, this time or from now on."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"due": "2026-12-02", "following": True}]}
    )

    due: WhenGiven
    following: bool = Field(False, strict=True, description="Whether the dates that follow go along.")


class RuleGiven(BaseModel):
    """A rule to be explained; nothing is saved."""

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        json_schema_extra={"examples": [{"rrule": "FREQ=MONTHLY;BYMONTHDAY=31", "start": "2026-01-31"}]},
    )

    rrule: str = Field(max_length=2000, examples=["FREQ=WEEKLY;BYDAY=MO"])
    basis: Literal["schedule", "completion"] = Field("schedule", alias="from")
    start: WhenGiven | None = Field(None, description="Today if not given.")
    timezone: Zone | None = Field(None, description="Yours if not given.")
    locale: str | None = Field(None, max_length=20, description="Yours if not given.", examples=["de-DE"])
    limit: int = Field(5, ge=0, le=100, description="Most dates.")


class RuleExplained(BaseModel):
    """A rule in words, and its first dates; or what is wrong with it."""

    ok: bool
    words: str | None = Field(examples=["every month on the 31st (the last day of shorter months)"])
    rrule: str | None = Field(description="Its canonical spelling.")
    dates: list[WhenRead]
    error: str | None


class Occurrences(BaseModel):
    """What a repeating task comes to: its rule in words, and its dates from the present one on."""

    words: str
    items: list[WhenRead]
