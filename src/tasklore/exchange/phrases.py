"""Dates as people wrote them elsewhere, read with the words of quick add."""

from datetime import datetime, timedelta
from typing import Any

from tasklore.tasks.quickadd import Moment, Schedule, parse_date_phrase, parse_recurrence_phrase
from tasklore.tasks.values import UnknownTimeZone, zone


class Phrases:
    """Reads phrases as of one moment.

    Args:
        now: aware; "today" is its day in the phrase's zone.
        timezone: IANA name, for phrases that name none.
        locale: such as "en-US", for phrases of no stated language.
    """

    def __init__(self, now: datetime, timezone: str, locale: str) -> None:
        self.now = now
        self.timezone = timezone
        self.locale = locale

    def read(self, text: str, *, language: str = "", timezone: str = "") -> Schedule | None:
        """What the phrase means, or None when it is not understood as a whole."""
        return self._read(self.now, text, language, timezone)

    def is_relative(self, text: str, *, language: str = "", timezone: str = "") -> bool:
        """Whether the phrase would mean another day tomorrow."""
        later = self._read(self.now + timedelta(days=1), text, language, timezone)
        return self.read(text, language=language, timezone=timezone) != later

    def known_zone(self, name: str) -> str:
        """The zone of that name, or the reader's own when there is none of that name."""
        try:
            zone(name)
        except UnknownTimeZone:
            return self.timezone
        return name

    def _read(self, now: datetime, text: str, language: str, timezone: str) -> Schedule | None:
        place = (now, timezone or self.timezone, language or self.locale)
        repeating = parse_recurrence_phrase(text, *place)
        if repeating is not None:
            return repeating
        moment = parse_date_phrase(text, *place)
        return None if moment is None else Schedule(due=moment)


def columns_of(schedule: Schedule, timezone: str | None) -> dict[str, Any]:
    """A phrase's meaning as columns of a task. A time without a zone gets `timezone`, where there is one."""
    values: dict[str, Any] = {}
    for prefix, moment in (("due", schedule.due), ("start", schedule.start)):
        if moment is not None:
            values.update(moment_columns(prefix, moment, timezone))
    if schedule.duration_minutes is not None:
        values["duration_minutes"] = schedule.duration_minutes
    if schedule.recurrence is not None:
        values["rrule"] = schedule.recurrence.rrule
        values["repeat_from"] = schedule.recurrence.counted_from
    return values


def moment_columns(prefix: str, moment: Moment, timezone: str | None) -> dict[str, str | None]:
    """A moment as the columns `<prefix>_date`, `_time`, `_zone`."""
    zone_name = (moment.timezone or timezone) if moment.time is not None else None
    return {f"{prefix}_date": moment.date, f"{prefix}_time": moment.time, f"{prefix}_zone": zone_name}
