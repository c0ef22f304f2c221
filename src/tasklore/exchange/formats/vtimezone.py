"""A zone as iCalendar describes it (RFC 5545, 3.6.5): its present rules, for ever."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from tasklore.tasks.values import zone

from .contentlines import written

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def vtimezone(name: str, year: int) -> Iterator[str]:
    """The lines of a VTIMEZONE with the rules that this zone has in `year`."""
    yield written("BEGIN", "VTIMEZONE")
    yield written("TZID", name)
    changes = list(_changes(name, year))
    if not changes:
        offset = _offset(name, datetime(year, 1, 1, tzinfo=UTC))
        yield from _observance("STANDARD", datetime(1970, 1, 1), offset, offset, None)
    for moment, before, after in changes:
        wall = (moment + before).replace(tzinfo=None)
        kind = "DAYLIGHT" if after > before else "STANDARD"
        yield from _observance(kind, _since_1970(wall), before, after, _yearly(wall))
    yield written("END", "VTIMEZONE")


def _observance(kind: str, start: datetime, before: timedelta, after: timedelta, rule: str | None) -> Iterator[str]:
    yield written("BEGIN", kind)
    yield written("DTSTART", f"{start:%Y%m%dT%H%M%S}")
    yield written("TZOFFSETFROM", _sign(before))
    yield written("TZOFFSETTO", _sign(after))
    if rule is not None:
        yield written("RRULE", rule)
    yield written("END", kind)


def _changes(name: str, year: int) -> Iterator[tuple[datetime, timedelta, timedelta]]:
    """The moments of the year at which the clock is set, to the minute, with the offsets around them."""
    day = datetime(year, 1, 1, tzinfo=UTC)
    while day.year == year:
        following = day + timedelta(days=1)
        before, after = _offset(name, day), _offset(name, following)
        if before != after:
            low, high = day, following
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                middle = middle.replace(second=0, microsecond=0)
                low, high = (middle, high) if _offset(name, middle) == before else (low, middle)
            yield high, before, after
        day = following


def _offset(name: str, moment: datetime) -> timedelta:
    return moment.astimezone(zone(name)).utcoffset() or timedelta(0)


def _yearly(wall: datetime) -> str:
    """The day as a rule: the last one of its weekday in the month, or the first, second, third."""
    last = (wall + timedelta(days=7)).month != wall.month
    nth = -1 if last else (wall.day - 1) // 7 + 1
    return f"FREQ=YEARLY;BYMONTH={wall.month};BYDAY={nth}{_DAYS[wall.weekday()]}"


def _since_1970(wall: datetime) -> datetime:
    """The day that the rule gives in 1970: an observance begins on a day of its own rule."""
    last = (wall + timedelta(days=7)).month != wall.month
    day = datetime(1970, wall.month, 1, wall.hour, wall.minute)
    day += timedelta(days=(wall.weekday() - day.weekday()) % 7)
    day += timedelta(weeks=(wall.day - 1) // 7)
    while last and (day + timedelta(days=7)).month == wall.month:
        day += timedelta(days=7)
    while day.month != wall.month:
        day -= timedelta(days=7)
    return day


def _sign(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"
