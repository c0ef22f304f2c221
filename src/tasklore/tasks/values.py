"""When something is due: a day, a floating local time, or a time in an IANA zone.

    Due(date)                      a day; it lasts until midnight of whoever looks
    Due(date, time)                a local time; it follows its reader through time zones
    Due(date, time, timezone)      one moment, wherever it is read

Local times meet daylight saving here and nowhere else: a time that a clock change leaves out moves
forward by the gap (02:30 → 03:30), and of a time that comes twice the first is meant (RFC 5545, 3.3.5).
"""

import datetime as dt
import functools
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


class UnknownTimeZone(ValueError):
    """A name that is not in the IANA database."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Unknown time zone {name!r}. Use an IANA name such as 'Europe/Paris'.")
        self.name = name


@functools.lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name.

    Raises:
        UnknownTimeZone: there is none.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # OSError: the name of a directory, such as "Europe"
        raise UnknownTimeZone(name) from error


def moment(day: dt.date, at: dt.time, timezone: str) -> datetime:
    """That local time as an aware UTC datetime, at the edges of the calendar its nearest end."""
    try:
        return datetime.combine(day, at.replace(fold=0, tzinfo=None), zone(timezone)).astimezone(UTC)
    except OverflowError:
        return datetime.combine(day, at.replace(fold=0, tzinfo=None), UTC)


def local(instant: datetime, timezone: str) -> datetime:
    """The wall clock of that zone at that moment, naive, at the edges of the calendar UTC's."""
    try:
        return instant.astimezone(zone(timezone)).replace(tzinfo=None, fold=0)
    except OverflowError:
        return instant.astimezone(UTC).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Due:
    """A date, with a time or without, with a zone or without; a zone needs a time."""

    date: dt.date
    time: dt.time | None = None
    timezone: str | None = None

    def __post_init__(self) -> None:
        if self.time is None and self.timezone is not None:
            raise ValueError("A day has no time zone. Give a time as well, or leave the zone out.")

    @property
    def is_day(self) -> bool:
        """Whether it has no time."""
        return self.time is None

    def instant(self, default_zone: str) -> datetime:
        """The UTC moment; a day starts at its midnight, and what has no zone is read in `default_zone`."""
        return moment(self.date, self.time or dt.time.min, self.timezone or default_zone)

    def seen_from(self, timezone: str) -> tuple[dt.date, dt.time | None]:
        """Date and time on a wall in that zone."""
        if self.time is None or self.timezone is None or self.timezone == timezone:
            return self.date, self.time
        there = local(self.instant(timezone), timezone)
        return there.date(), there.time()

    def is_past(self, now: datetime, default_zone: str) -> bool:
        """Whether it is over: a time once its moment has passed, a day from the next day on."""
        if self.time is None:
            return self.date < local(now, default_zone).date()
        return self.instant(default_zone) < now
