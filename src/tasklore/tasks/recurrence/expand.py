"""From a rule and its first date to local times in order: calendar arithmetic, no zones.

A rule cuts the calendar into periods of its frequency, counted from the period of the anchor:

    anchor ─► period 0 │ period 1 (skipped: INTERVAL=2) │ period 2 │ …
                            each period ─► its days ─► × its times ─► BYSETPOS picks

One starts at the period that holds `since`, never at the anchor, and gives up after a bounded number of
empty periods; so work is in proportion to the answers, however old the anchor is.

The one departure from the RFC: a month that is too short has its last day taken for a day that it lacks
(BYMONTHDAY=31 in April is the 30th), where the RFC leaves the month out. It is what RFC 7529 calls
SKIP=BACKWARD. A day of the month together with a weekday ("Friday the 13th") stays exact.
"""

import calendar
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import MAXYEAR, date, datetime, time, timedelta
from typing import Final

from .rule import Frequency, Rule

MAX_EMPTY: Final[dict[Frequency, int]] = {
    "YEARLY": 60,  # 29 February on a given weekday comes every 28 years, every 40 around 2100
    "MONTHLY": 720,
    "WEEKLY": 1500,
    "DAILY": 1500,
    "HOURLY": 1500,
}
"""How many periods without a date are looked at before a rule counts as exhausted."""

_DAY: Final = timedelta(days=1)


def wall_times(rule: Rule, anchor: datetime, since: date) -> Iterator[datetime]:
    """Naive local times of the rule, ascending, from `since` on and not before the anchor.

    COUNT and UNTIL are not looked at. Ends when the calendar does or when nothing comes for a long while.
    """
    filled = _filled(rule, anchor)
    since = max(since, anchor.date())
    times = _times(filled, anchor)
    empty = 0
    for days in _periods(filled, anchor, since):
        slots = _hourly_slots(days, times) if filled.freq == "HOURLY" else _Slots([d.date() for d in days], times)
        found = False
        for slot in _picked(slots, filled.by_position, since):
            if slot >= anchor:
                found = True
                yield slot
        empty = 0 if found else empty + 1
        if empty > MAX_EMPTY[filled.freq]:
            return


def _filled(rule: Rule, anchor: datetime) -> Rule:
    """The rule with what it leaves open taken from its anchor."""
    if rule.by_week and not (rule.by_day or rule.by_month_day or rule.by_year_day):
        return replace(rule, by_day=((0, anchor.weekday()),))
    if rule.by_week or rule.by_year_day or rule.by_month_day or rule.by_day:
        return rule
    match rule.freq:
        case "YEARLY":
            return replace(rule, by_month=rule.by_month or (anchor.month,), by_month_day=(anchor.day,))
        case "MONTHLY":
            return replace(rule, by_month_day=(anchor.day,))
        case "WEEKLY":
            return replace(rule, by_day=((0, anchor.weekday()),))
        case _:
            return rule


def _times(rule: Rule, anchor: datetime) -> Sequence[time]:
    """The times of one day, or of one hour for FREQ=HOURLY (their hour is then without meaning)."""
    hours = (0,) if rule.freq == "HOURLY" else rule.by_hour or (anchor.hour,)
    minutes = rule.by_minute or (anchor.minute,)
    return [time(hour, minute, anchor.second) for hour in hours for minute in minutes]


class _Slots:
    """Days times times, in order, without being written out."""

    def __init__(self, days: Sequence[date], times: Sequence[time]) -> None:
        self.days = days
        self.times = times

    def __len__(self) -> int:
        return len(self.days) * len(self.times)

    def __getitem__(self, index: int) -> datetime:
        day, at = divmod(index, len(self.times))
        return datetime.combine(self.days[day], self.times[at])

    def first_since(self, since: date) -> int:
        return bisect_left(self.days, since) * len(self.times)


def _hourly_slots(hours: Sequence[datetime], times: Sequence[time]) -> _Slots:
    # A period of an hourly rule is a single hour.
    return _Slots([hour.date() for hour in hours], [at.replace(hour=hour.hour) for hour in hours for at in times])


def _picked(slots: _Slots, positions: Sequence[int], since: date) -> Iterator[datetime]:
    size = len(slots)
    if not positions:
        for index in range(slots.first_since(since), size):
            yield slots[index]
        return
    chosen = {position - 1 if position > 0 else size + position for position in positions}
    for index in sorted(index for index in chosen if 0 <= index < size):
        slot = slots[index]
        if slot.date() >= since:
            yield slot


def _periods(rule: Rule, anchor: datetime, since: date) -> Iterator[list[datetime]]:
    """The days (or the hour) of each period, from the one that holds `since` on."""
    match rule.freq:
        case "YEARLY":
            yield from _years(rule, anchor.date(), since)
        case "MONTHLY":
            yield from _months(rule, anchor.date(), since)
        case "WEEKLY":
            yield from _weeks(rule, anchor.date(), since)
        case "DAILY":
            yield from _days(rule, anchor.date(), since)
        case "HOURLY":
            yield from _hours(rule, anchor, since)


def _years(rule: Rule, anchor: date, since: date) -> Iterator[list[datetime]]:
    first = _on_grid(since.year, anchor.year, rule.interval)
    for year in range(first, MAXYEAR + 1, rule.interval):
        months = rule.by_month or range(1, 13)
        yield [_at(day) for month in months for day in _days_of_month(rule, year, month)]


def _months(rule: Rule, anchor: date, since: date) -> Iterator[list[datetime]]:
    first = _on_grid(since.year * 12 + since.month - 1, anchor.year * 12 + anchor.month - 1, rule.interval)
    for index in range(first, (MAXYEAR + 1) * 12, rule.interval):
        year, month = divmod(index, 12)
        fits = not rule.by_month or month + 1 in rule.by_month
        yield [_at(day) for day in _days_of_month(rule, year, month + 1)] if fits else []


def _weeks(rule: Rule, anchor: date, since: date) -> Iterator[list[datetime]]:
    first = _on_grid(_week_of(since, rule.week_start), _week_of(anchor, rule.week_start), rule.interval)
    for week in range(first, _week_of(date.max, rule.week_start) + 1, rule.interval):
        start = week * 7 + rule.week_start + 1
        days = (date.fromordinal(n) for n in range(max(1, start), min(start + 7, date.max.toordinal() + 1)))
        yield [_at(day) for day in days if _matches(rule, day)]


def _days(rule: Rule, anchor: date, since: date) -> Iterator[list[datetime]]:
    first = _on_grid(since.toordinal(), anchor.toordinal(), rule.interval)
    last = date.max.toordinal()
    while first <= last:
        day = date.fromordinal(first)
        if rule.by_month and day.month not in rule.by_month:
            following = _next_month(day)
            if following is None:
                return
            first = _on_grid(following.toordinal() + rule.interval - 1, anchor.toordinal(), rule.interval)
            yield []
            continue
        yield [_at(day)] if _matches(rule, day) else []
        first += rule.interval


def _hours(rule: Rule, anchor: datetime, since: date) -> Iterator[list[datetime]]:
    start = anchor.replace(minute=0, second=0, microsecond=0)
    passed = max(0, (since - start.date()).days * 24 - start.hour)
    step = -(-passed // rule.interval) if since > start.date() else 0
    while True:
        try:
            hour = start + timedelta(hours=step * rule.interval)
        except OverflowError:
            return
        day = hour.date()
        if not _matches(rule, day):
            # Nothing more today: on to the first step of tomorrow, or of the next month.
            other_month = rule.by_month and day.month not in rule.by_month
            following = _next_month(day) if other_month else _tomorrow(day)
            if following is None:
                return
            step = max(step + 1, -(-((following - start.date()).days * 24 - start.hour) // rule.interval))
            yield []
            continue
        yield [hour] if not rule.by_hour or hour.hour in rule.by_hour else []
        step += 1


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _on_grid(index: int, anchor: int, interval: int) -> int:
    """The greatest number up to `index` that lies whole intervals after the anchor, or the anchor."""
    return anchor + max(0, (index - anchor) // interval) * interval


def _week_of(day: date, week_start: int) -> int:
    # 1 January of the year 1 was a Monday, and is ordinal 1.
    return (day.toordinal() - 1 - week_start) // 7


def _tomorrow(day: date) -> date | None:
    return None if day == date.max else day + _DAY


def _next_month(day: date) -> date | None:
    if day.month < 12:
        return date(day.year, day.month + 1, 1)
    return None if day.year == MAXYEAR else date(day.year + 1, 1, 1)


def _days_of_month(rule: Rule, year: int, month: int) -> list[date]:
    length = calendar.monthrange(year, month)[1]
    if rule.by_month_day and not rule.by_day and not rule.by_year_day and not rule.by_week:
        # The usual case, without looking at each day.
        days = {_day_of_month(number, length) for number in rule.by_month_day}
        return [date(year, month, day) for day in sorted(day for day in days if day is not None)]
    candidates = (date(year, month, day) for day in range(1, length + 1))
    return [day for day in candidates if _matches(rule, day)]


def _day_of_month(number: int, length: int) -> int | None:
    """Which day of a month that has `length` days is meant, by the clamping rule."""
    if number > 0:
        return min(number, length)
    return length + 1 + number if -number <= length else None


def _matches(rule: Rule, day: date) -> bool:
    """Whether the day satisfies each of the BY parts that speak of days."""
    if rule.by_month and day.month not in rule.by_month:
        return False
    if rule.by_day and not _is_weekday(rule, day):
        return False
    if rule.by_month_day and not _is_month_day(rule, day):
        return False
    if rule.by_year_day:
        number = day.timetuple().tm_yday
        length = 366 if calendar.isleap(day.year) else 365
        if number not in rule.by_year_day and number - length - 1 not in rule.by_year_day:
            return False
    return not rule.by_week or _is_week(rule, day)


def _is_month_day(rule: Rule, day: date) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    if day.day in rule.by_month_day or day.day - length - 1 in rule.by_month_day:
        return True
    clamps = not (rule.by_day or rule.by_year_day or rule.by_week)
    return clamps and day.day == length and max(rule.by_month_day) > length


def _is_weekday(rule: Rule, day: date) -> bool:
    for n, weekday in rule.by_day:
        if weekday != day.weekday():
            continue
        if n == 0:
            return True
        if rule.freq == "YEARLY" and not rule.by_month:
            before, length = day.timetuple().tm_yday - 1, 366 if calendar.isleap(day.year) else 365
        else:
            before, length = day.day - 1, calendar.monthrange(day.year, day.month)[1]
        if n == before // 7 + 1 or n == -((length - 1 - before) // 7 + 1):
            return True
    return False


def _is_week(rule: Rule, day: date) -> bool:
    """Whether the week that holds this day has one of the rule's numbers; week 1 is the first with four days."""
    start = day.toordinal() - (day.weekday() - rule.week_start) % 7
    # The week belongs to the year that holds its fourth day.
    year = date.fromordinal(min(start + 3, date.max.toordinal())).year
    number = (start - _first_week(year, rule.week_start)) // 7 + 1
    weeks = (
        52 if year >= MAXYEAR else (_first_week(year + 1, rule.week_start) - _first_week(year, rule.week_start)) // 7
    )
    return number in rule.by_week or number - weeks - 1 in rule.by_week


def _first_week(year: int, week_start: int) -> int:
    """Ordinal of the day on which week 1 of that year starts: the week of 4 January."""
    fourth = date(year, 1, 4)
    return fourth.toordinal() - (fourth.weekday() - week_start) % 7
