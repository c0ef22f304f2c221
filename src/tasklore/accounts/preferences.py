"""How somebody likes things: time zone, locale, first day of the week, times of day.

Kept apart from the account itself, so that people whom another identity server signed in have them too.
"""

from typing import Any, Final
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator
from sqlalchemy import Column, Integer, Table, Text, bindparam, select

from tasklore.platform.db.metadata import metadata
from tasklore.platform.db.query import Query
from tasklore.platform.db.types import Json
from tasklore.platform.text import Prose, Word, shortened
from tasklore.platform.unit import Unit

preference = Table(
    "preference",
    metadata,
    Column("user_id", Text, primary_key=True),
    Column("values", Json, nullable=False),
    Column("version", Integer, nullable=False),
)

_OWNER = bindparam("owner", type_=Text)
_GET = Query(
    select(preference.c["values"], preference.c.version).where(preference.c.user_id == _OWNER), "preference.get"
)

TIME: Final = r"^([01]\d|2[0-3]):[0-5]\d$"


class Preferences(BaseModel):
    """One person's preferences; every field has a default."""

    model_config = ConfigDict(extra="forbid")

    timezone: str = Field("UTC", max_length=64, description="IANA name.", examples=["Europe/Paris"])
    locale: str = Field("en-US", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20, examples=["fr-FR"])
    week_start: int = Field(1, strict=True, ge=1, le=7, description="ISO weekday that a week starts on; 1 is Monday.")
    clock: str = Field("auto", pattern="^(auto|12|24)$")
    theme: str = Field("system", pattern="^(system|light|dark|contrast)$")
    morning: str = Field("09:00", pattern=TIME)
    noon: str = Field("12:00", pattern=TIME)
    afternoon: str = Field("15:00", pattern=TIME)
    evening: str = Field("19:00", pattern=TIME)
    night: str = Field("21:00", pattern=TIME)
    instructions: Prose = Field("", description="What the assistant should know or keep to, in your words.")
    dismissed: list[Word] = Field(default_factory=list, max_length=100, description="Hints not to be shown again.")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"unknown time zone {shortened(value)}; use an IANA name such as 'Europe/Paris'")
        return value


async def preferences_of(unit: Unit, owner: str) -> Preferences:
    """The preferences of `owner`; the defaults when they never set any. One query."""
    rows = await unit.fetch_rows(_GET, owner=owner)
    return Preferences.model_validate(rows[0][0]) if rows else Preferences()


async def change_preferences(unit: Unit, owner: str, given: dict[str, Any]) -> Preferences:
    """Sets the given fields and keeps the others.

    Raises:
        ValidationError: a value is out of range.
    """
    rows = await unit.fetch_rows(_GET, owner=owner)
    current, version = rows[0] if rows else ({}, 0)
    changed = Preferences.model_validate({**current, **given})
    row = {"values": changed.model_dump(), "version": version + 1}
    if rows:
        unit.update(preference, {"user_id": owner}, row, expected_version=version)
    else:
        unit.insert(preference, {"user_id": owner, **row})
    return changed
