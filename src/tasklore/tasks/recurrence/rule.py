"""An RRULE as a value: read from text, checked, written back (RFC 5545, 3.3.10).

Refused are rules that no task can mean: several a minute, more than a hundred a day, and the combinations
that the RFC rules out. Everything here costs time in proportion to the text.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final, Literal

from ...platform.errors import Invalid

Frequency = Literal["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
FREQUENCIES: Final[tuple[Frequency, ...]] = ("HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

MAX_TEXT: Final = 1000
MAX_INTERVAL: Final = 1000
MAX_COUNT: Final = 5000
MAX_TIMES_A_DAY: Final = 100

_WEEKDAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER: Final = re.compile(r"[+-]?\d{1,9}")
_UNTIL: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?")


class InvalidRecurrence(Invalid):
    """A rule that cannot be read or that no task can follow."""

    code = "invalid_recurrence"

    def __init__(self, message: str) -> None:
        super().__init__(message, hint="Send an RRULE of RFC 5545, such as 'FREQ=WEEKLY;BYDAY=MO'.")


@dataclass(frozen=True, slots=True)
class Rule:
    """The parts of an RRULE; what is absent is empty or None.

    `by_day` holds (n, weekday) with Monday 0 and n 0 for "every". `until` is a day, a local time (naive) or a
    moment (aware, UTC), and is included. `count` counts the dates that are left, the present one among them.
    """

    freq: Frequency
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    week_start: int = 0
    by_month: tuple[int, ...] = ()
    by_week: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_day: tuple[tuple[int, int], ...] = ()
    by_hour: tuple[int, ...] = ()
    by_minute: tuple[int, ...] = ()
    by_position: tuple[int, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Rule":
        """The rule that the text spells, with or without `RRULE:` in front, in any case.

        Raises:
            InvalidRecurrence: with the part at fault and what would be right.
        """
        if len(text) > MAX_TEXT:
            raise InvalidRecurrence(f"The rule has {len(text)} characters; {MAX_TEXT} are read.")
        upper = text.strip().upper().removeprefix("RRULE:").rstrip(";")
        parts: dict[str, str] = {}
        for part in upper.split(";"):
            name, separator, value = part.partition("=")
            name = name.strip()
            if not separator or not value.strip():
                raise InvalidRecurrence(f"{part!r} is not of the form NAME=VALUE.")
            if name in parts:
                raise InvalidRecurrence(f"{name} is given twice.")
            parts[name] = value.strip()
        return _checked(_read(parts))

    def __str__(self) -> str:
        """The canonical text, which `parse` reads back to an equal rule."""
        parts = [f"FREQ={self.freq}"]
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            parts.append(f"UNTIL={_until_text(self.until)}")
        if self.by_day:
            days = (f"{n or ''}{WEEKDAYS[weekday]}" for n, weekday in self.by_day)
            parts.append(f"BYDAY={','.join(days)}")
        for name, values in (
            ("BYMONTH", self.by_month),
            ("BYWEEKNO", self.by_week),
            ("BYYEARDAY", self.by_year_day),
            ("BYMONTHDAY", self.by_month_day),
            ("BYHOUR", self.by_hour),
            ("BYMINUTE", self.by_minute),
            ("BYSETPOS", self.by_position),
        ):
            if values:
                parts.append(f"{name}={','.join(map(str, values))}")
        if self.week_start:
            parts.append(f"WKST={WEEKDAYS[self.week_start]}")
        return ";".join(parts)

    def lasting(self, count: int | None) -> "Rule":
        """The same with that many dates left."""
        return replace(self, count=count)


def _until_text(until: date | datetime) -> str:
    if not isinstance(until, datetime):
        return f"{until:%Y%m%d}".zfill(8)
    return f"{until:%Y%m%dT%H%M%S}".zfill(15) + ("Z" if until.tzinfo else "")


def _read(parts: dict[str, str]) -> Rule:
    freq = parts.pop("FREQ", None)
    if freq is None:
        raise InvalidRecurrence("FREQ is missing: how often, for example FREQ=DAILY.")
    if freq in ("SECONDLY", "MINUTELY"):
        raise InvalidRecurrence(f"FREQ={freq} is too often for a task. The shortest is FREQ=HOURLY.")
    if freq not in FREQUENCIES:
        raise InvalidRecurrence(f"Unknown FREQ={freq}. Use one of {', '.join(FREQUENCIES)}.")
    if parts.pop("BYSECOND", "0").strip("0") != "":
        raise InvalidRecurrence("BYSECOND is not supported: tasks are due to the minute.")

    def numbers(name: str, low: int, high: int, *, signed: bool = False) -> tuple[int, ...]:
        text = parts.pop(name, None)
        return () if text is None else _numbers(name, text, low, high, signed)

    def number(name: str, high: int) -> int | None:
        values = numbers(name, 1, high)
        if len(values) > 1:
            raise InvalidRecurrence(f"{name} takes one number.")
        return values[0] if values else None

    rule = Rule(
        freq=freq,
        interval=number("INTERVAL", MAX_INTERVAL) or 1,
        count=number("COUNT", MAX_COUNT),
        until=_until(parts.pop("UNTIL", None)),
        week_start=_week_start(parts.pop("WKST", "MO")),
        by_month=numbers("BYMONTH", 1, 12),
        by_week=numbers("BYWEEKNO", 1, 53, signed=True),
        by_year_day=numbers("BYYEARDAY", 1, 366, signed=True),
        by_month_day=numbers("BYMONTHDAY", 1, 31, signed=True),
        by_day=_weekdays(parts.pop("BYDAY", None)),
        by_hour=numbers("BYHOUR", 0, 23),
        by_minute=numbers("BYMINUTE", 0, 59),
        by_position=numbers("BYSETPOS", 1, 366, signed=True),
    )
    if parts:
        raise InvalidRecurrence(f"Unknown part {next(iter(parts))!r}.")
    return rule


def _numbers(name: str, text: str, low: int, high: int, signed: bool) -> tuple[int, ...]:
    values = set()
    for item in text.split(","):
        if not _NUMBER.fullmatch(item.strip()):
            raise InvalidRecurrence(f"{name}={text[:40]} holds {item[:20]!r}, which is not a number.")
        value = int(item)
        if not low <= (abs(value) if signed else value) <= high:
            signs = f"{low} to {high} or -{high} to -{low}" if signed else f"{low} to {high}"
            raise InvalidRecurrence(f"{name} must be {signs}, not {value}.")
        values.add(value)
    # From the front, then from the end: 1, 15, -1.
    return tuple(sorted(values, key=lambda value: (value < 0, value)))


def _weekdays(text: str | None) -> tuple[tuple[int, int], ...]:
    if text is None:
        return ()
    days = set()
    for item in text.split(","):
        match = _WEEKDAY.fullmatch(item.strip())
        if match is None:
            raise InvalidRecurrence(f"BYDAY holds {item[:20]!r}. Use MO, TU, WE, TH, FR, SA, SU, as in 1MO or -1FR.")
        n = int(match[1] or 0)
        if match[1] is not None and not 1 <= abs(n) <= 53:
            raise InvalidRecurrence(f"BYDAY={item} is out of range: 1 to 53 or -53 to -1 before the weekday.")
        days.add((n, WEEKDAYS.index(match[2])))
    return tuple(sorted(days, key=lambda day: (day[0] < 0, day)))


def _week_start(text: str) -> int:
    if text not in WEEKDAYS:
        raise InvalidRecurrence(f"WKST={text[:20]} is not a weekday such as MO or SU.")
    return WEEKDAYS.index(text)


def _until(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    match = _UNTIL.fullmatch(text)
    if match is None:
        raise InvalidRecurrence(f"UNTIL={text[:20]} is not a date such as 20261231 or 20261231T220000Z.")
    year, month, day, hour, minute, second = (int(value or 0) for value in match.groups()[:6])
    try:
        if match[4] is None:
            return date(year, month, day)
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC if match[7] else None)
    except ValueError as error:
        raise InvalidRecurrence(f"UNTIL={text} is not in the calendar.") from error


_Check = tuple[Callable[[Rule], bool], str]
_CHECKS: Final[Sequence[_Check]] = (
    (lambda r: r.count is not None and r.until is not None, "COUNT and UNTIL exclude each other."),
    (lambda r: bool(r.by_week) and r.freq != "YEARLY", "BYWEEKNO needs FREQ=YEARLY."),
    (
        lambda r: bool(r.by_year_day) and r.freq in ("DAILY", "WEEKLY", "MONTHLY"),
        "BYYEARDAY needs FREQ=YEARLY or HOURLY.",
    ),
    (lambda r: bool(r.by_month_day) and r.freq == "WEEKLY", "BYMONTHDAY cannot be used with FREQ=WEEKLY."),
    (
        lambda r: any(n for n, _ in r.by_day) and r.freq not in ("MONTHLY", "YEARLY"),
        "A number before a weekday needs FREQ=MONTHLY or YEARLY.",
    ),
    (
        lambda r: any(n for n, _ in r.by_day) and bool(r.by_week),
        "A number before a weekday cannot be used with BYWEEKNO.",
    ),
    (
        lambda r: (
            bool(r.by_position)
            and not (r.by_month or r.by_week or r.by_year_day or r.by_month_day or r.by_day or r.by_hour or r.by_minute)
        ),
        "BYSETPOS needs another BY part to choose from.",
    ),
    (
        lambda r: max(1, len(r.by_hour)) * max(1, len(r.by_minute)) > MAX_TIMES_A_DAY,
        f"BYHOUR and BYMINUTE make more than {MAX_TIMES_A_DAY} times a day.",
    ),
)


def _checked(rule: Rule) -> Rule:
    for is_wrong, message in _CHECKS:
        if is_wrong(rule):
            raise InvalidRecurrence(message)
    return rule
