"""Dates as a filter names them, kept relative until it is asked: "today" is another day tomorrow.

Each resolves to whole days or to a moment:

    today, monday, 1 jan, next week, +3 days      Days(first, last)     in the reader's time zone
    now, now/d+7d, +4 hours, today at 14:00       datetime              aware, UTC
"""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal, NamedTuple

from ..quickadd import parse_date_phrase
from ..values import local, moment

Unit = Literal["minute", "hour", "day", "week", "month", "year"]
PeriodUnit = Literal["week", "weekend", "month", "year"]
MathUnit = Literal["s", "m", "h", "d", "w", "M", "y"]

MAX_AMOUNT: Final = 100_000


class Days(NamedTuple):
    """Whole days, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Clock:
    """The reader's now. `backward` looks for the nearest date behind: what is created was created before."""

    now: datetime
    timezone: str
    backward: bool = False

    @property
    def wall(self) -> datetime:
        return local(self.now, self.timezone)

    @property
    def today(self) -> date:
        return self.wall.date()


@dataclass(frozen=True, slots=True)
class Relative:
    """So many days, weeks, months or years from today; 0 days is today."""

    amount: int
    unit: Unit

    def resolve(self, clock: Clock) -> Days | datetime:
        if self.unit in ("minute", "hour"):
            by = timedelta(minutes=self.amount) if self.unit == "minute" else timedelta(hours=self.amount)
            return _within(clock.now, by)
        day = shifted(clock.today, self.amount, self.unit)
        return Days(day, day)


@dataclass(frozen=True, slots=True)
class Coming:
    """Today and the days after it, so many in all; `behind`, or looking back, today and the days before."""

    days: int
    behind: bool = False

    def resolve(self, clock: Clock) -> Days:
        reach = self.days - 1
        if self.behind or clock.backward:
            return Days(shifted(clock.today, -reach, "day"), clock.today)
        return Days(clock.today, shifted(clock.today, reach, "day"))


@dataclass(frozen=True, slots=True)
class Weekday:
    """The nearest such weekday. `side` 0 counts today; 1 and -1 are the ones after and before today."""

    weekday: int
    side: Literal[-1, 0, 1] = 0

    def resolve(self, clock: Clock) -> Days:
        ahead = (self.weekday - clock.today.weekday()) % 7
        behind = (clock.today.weekday() - self.weekday) % 7
        if self.side == -1 or (self.side == 0 and clock.backward):
            offset = -(behind or (7 if self.side else 0))
        else:
            offset = ahead or (7 if self.side else 0)
        day = shifted(clock.today, offset, "day")
        return Days(day, day)


@dataclass(frozen=True, slots=True)
class Period:
    """This week (0), the next (1), the last (-1); weeks start on Monday, weekends on Saturday."""

    unit: PeriodUnit
    shift: Literal[-1, 0, 1]

    def resolve(self, clock: Clock) -> Days:
        today = clock.today
        if self.unit in ("week", "weekend"):
            monday = shifted(today, 7 * self.shift - today.weekday(), "day")
            saturday, sunday = shifted(monday, 5, "day"), shifted(monday, 6, "day")
            return Days(monday if self.unit == "week" else saturday, sunday)
        if self.unit == "month":
            first = shifted(today.replace(day=1), self.shift, "month")
            return Days(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))
        year = min(max(today.year + self.shift, date.min.year), date.max.year)
        return Days(date(year, 1, 1), date(year, 12, 31))


@dataclass(frozen=True, slots=True)
class Fixed:
    """A day of the calendar."""

    day: date

    def resolve(self, clock: Clock) -> Days:
        return Days(self.day, self.day)


@dataclass(frozen=True, slots=True)
class Yearly:
    """A day without its year: the next one from today on, or looking back the last one."""

    month: int
    day: int

    def resolve(self, clock: Clock) -> Days:
        today = clock.today
        step = -1 if clock.backward else 1
        found = self._in(today.year)
        if (found - today).days * step < 0 and date.min.year < today.year < date.max.year:
            found = self._in(today.year + step)
        return Days(found, found)

    def _in(self, year: int) -> date:
        return date(year, self.month, min(self.day, calendar.monthrange(year, self.month)[1]))


@dataclass(frozen=True, slots=True)
class Timed:
    """A time on a day, in the reader's zone."""

    day: "Relative | Weekday | Fixed | Yearly"
    at: time

    def resolve(self, clock: Clock) -> datetime:
        resolved = self.day.resolve(clock)
        assert isinstance(resolved, Days)
        return moment(resolved.first, self.at, clock.timezone)


@dataclass(frozen=True, slots=True)
class Exact:
    """A moment that names its own offset."""

    at: datetime

    def resolve(self, clock: Clock) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class MathStep:
    """`+7d`, `-1M`, or with amount None `/w`: down to the start of the unit."""

    amount: int | None
    unit: MathUnit


@dataclass(frozen=True, slots=True)
class DateMath:
    """`now/d+7d`, or a date and `||` in place of `now`: a moment, worked out on the reader's wall clock."""

    anchor: datetime | date | None
    steps: tuple[MathStep, ...]

    @property
    def rounds_to_day(self) -> bool:
        """Whether it names a day rather than a moment in it, for = and !=."""
        rounded = any(step.amount is None for step in self.steps) or type(self.anchor) is date
        return rounded and all(step.unit not in ("s", "m", "h") for step in self.steps)

    def resolve(self, clock: Clock) -> datetime:
        if self.anchor is None:
            wall = clock.wall
        elif isinstance(self.anchor, datetime):
            aware = self.anchor.tzinfo is not None
            wall = local(self.anchor, clock.timezone) if aware else self.anchor
        else:
            wall = datetime.combine(self.anchor, time.min)
        for step in self.steps:
            wall = _rounded(wall, step.unit) if step.amount is None else _stepped(wall, step.amount, step.unit)
        if self.anchor is None and not self.steps:
            return clock.now.astimezone(UTC)
        return moment(wall.date(), wall.time(), clock.timezone)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that quick add reads as a date: "end of month", "demain", "3/4". The locale decides."""

    text: str
    locale: str

    def resolve(self, clock: Clock) -> Days | datetime:
        found = parse_date_phrase(self.text, clock.now, clock.timezone, self.locale)
        if found is None:  # it was one when the filter was read; it can only have left the calendar
            return Days(date.max, date.max)
        day = date.fromisoformat(found.date)
        if found.time is None:
            return Days(day, day)
        return moment(day, time.fromisoformat(found.time), found.timezone or clock.timezone)


When = Relative | Coming | Weekday | Period | Fixed | Yearly | Timed | Exact | DateMath | Phrase
TODAY: Final = Relative(0, "day")


def shifted(day: date, amount: int, unit: Unit) -> date:
    """So many units later, never outside the calendar; a month that is too short gives its last day."""
    if unit in ("month", "year"):
        index = day.year * 12 + day.month - 1 + amount * (12 if unit == "year" else 1)
        if index < 12:
            return date.min
        if index >= (date.max.year + 1) * 12:
            return date.max
        year, month = divmod(index, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    ordinal = day.toordinal() + amount * (7 if unit == "week" else 1)
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def _within(instant: datetime, by: timedelta) -> datetime:
    try:
        return (instant + by).astimezone(UTC)
    except OverflowError:
        return (datetime.min if by < timedelta() else datetime.max).replace(tzinfo=UTC)


def _stepped(wall: datetime, amount: int, unit: MathUnit) -> datetime:
    match unit:
        case "M" | "y":
            day = shifted(wall.date(), amount, "month" if unit == "M" else "year")
            return datetime.combine(day, wall.time())
        case "d" | "w":
            return datetime.combine(shifted(wall.date(), amount, "day" if unit == "d" else "week"), wall.time())
        case _:
            seconds = amount * {"s": 1, "m": 60, "h": 3600}[unit]
            try:
                return wall + timedelta(seconds=seconds)
            except OverflowError:
                return datetime.min if seconds < 0 else datetime.max


def _rounded(wall: datetime, unit: MathUnit) -> datetime:
    match unit:
        case "s":
            return wall.replace(microsecond=0)
        case "m":
            return wall.replace(second=0, microsecond=0)
        case "h":
            return wall.replace(minute=0, second=0, microsecond=0)
        case "d":
            return datetime.combine(wall.date(), time.min)
        case "w":
            return datetime.combine(shifted(wall.date(), -wall.weekday(), "day"), time.min)
        case "M":
            return datetime(wall.year, wall.month, 1)
        case "y":
            return datetime(wall.year, 1, 1)
