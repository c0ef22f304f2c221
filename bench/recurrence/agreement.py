"""Random rules in random zones, expanded by us and by recurring-ical-events, and compared.

The two are meant to differ in one thing: in a month that is too short we take its last day for the 29th, 30th
or 31st (`docs/reference/recurrence.md`). Such dates are recognised, counted and left out of the comparison.
"""

import calendar
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events  # type: ignore[import-untyped]

from tasklore.tasks.recurrence import Recurrence, first_due
from tasklore.tasks.recurrence.schedule import schedule
from tasklore.tasks.values import Due

ZONES = (
    *(
        "Europe/Paris",
        "Europe/Dublin",
        "America/New_York",
        "America/Sao_Paulo",
        "Asia/Kolkata",
        "Asia/Tehran",
    ),
    *(
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Africa/Casablanca",
        "America/St_Johns",
        "Pacific/Auckland",
        "UTC",
    ),
)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Case:
    """A rule, the date it starts on, and the days that are compared."""

    rrule: str
    start: Due
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Difference:
    case: Case
    only_ours: list[str]
    only_theirs: list[str]


def cases(count: int, seed: int) -> Iterator[Case]:
    """That many cases, the same for the same seed."""
    chance = random.Random(seed)
    made = 0
    while made < count:
        case = _case(chance)
        if case is not None:
            made += 1
            yield case


def compare(case: Case) -> tuple[int, Difference | None]:
    """How many dates were compared, and in what they differ."""
    ours = _ours(case)
    theirs = _theirs(case)
    if ours == theirs:
        return len(ours), None
    return len(ours), Difference(
        case,
        [value.isoformat() for value in sorted(set(ours) - set(theirs))],
        [value.isoformat() for value in sorted(set(theirs) - set(ours))],
    )


def _case(chance: random.Random) -> Case | None:
    timed = chance.random() < 0.7
    zone = chance.choice(ZONES) if timed else None
    at = time(chance.randrange(24), chance.choice((0, 15, 30, 59))) if timed else None
    day = date(chance.randint(1995, 2035), 1, 1) + timedelta(days=chance.randrange(365))
    rrule = _rrule(chance, timed)
    # RFC 5545 leaves open what a start means that the rule does not meet, so let it be the rule's first date.
    start = first_due(Recurrence.parse(rrule), Due(day, at, zone), zone or "UTC")
    if start is None:
        return None
    clamps = "BYMONTHDAY" in rrule or start.date.day > 28
    if not clamps and chance.random() < 0.2:
        # A clamped date counts like any other, so that a count would end the two apart.
        rrule += f";COUNT={chance.randint(1, 30)}"
    elif chance.random() < 0.2:
        until = start.date + timedelta(days=chance.randrange(1500))
        rrule += f";UNTIL={until:%Y%m%d}" + ("T120000Z" if zone else "T120000" if timed else "")
    short = rrule.startswith("FREQ=HOURLY")
    first = start.date + timedelta(days=chance.randrange(20 if short else 1500))
    return Case(rrule, start, first, first + timedelta(days=chance.randrange(1, 15 if short else 600)))


def _rrule(chance: random.Random, timed: bool) -> str:
    freq = chance.choice(("DAILY", "WEEKLY", "MONTHLY", "YEARLY", "WEEKLY", "MONTHLY", *(("HOURLY",) if timed else ())))
    parts = [f"FREQ={freq}"]
    if chance.random() < 0.5:
        parts.append(f"INTERVAL={chance.randint(2, 5 if freq == 'YEARLY' else 12)}")
    weekdays = ",".join(chance.sample(WEEKDAYS, chance.randint(1, 5)))
    numbered = ",".join(f"{chance.choice((1, 2, 3, 4, -1, -2))}{day}" for day in chance.sample(WEEKDAYS, 2))
    month_days = ",".join(str(chance.choice((*range(1, 32), -1, -2, -5))) for _ in range(chance.randint(1, 3)))
    months = ",".join(map(str, chance.sample(range(1, 13), chance.randint(1, 4))))
    style = chance.random()
    if freq in ("DAILY", "HOURLY"):
        if style < 0.3:
            parts.append(f"BYDAY={weekdays}")
        elif style < 0.5:
            parts.append(f"BYMONTH={months}")
    elif freq == "WEEKLY":
        if style < 0.7:
            parts.append(f"BYDAY={weekdays}")
        if chance.random() < 0.3:
            parts.append(f"WKST={chance.choice(('SU', 'MO', 'SA'))}")
        if style > 0.9:
            parts.append(f"BYMONTH={months}")
    else:
        if style < 0.3:
            parts.append(f"BYMONTHDAY={month_days}")
        elif style < 0.5:
            parts.append(f"BYDAY={numbered}")
        elif style < 0.6:
            parts.append(f"BYDAY={weekdays};BYSETPOS={chance.choice((1, 2, -1))}")
        elif style < 0.7:
            parts.append("BYDAY=FR;BYMONTHDAY=13")
        elif style < 0.75 and freq == "YEARLY":
            parts.append(f"BYWEEKNO={chance.choice((1, 20, 52, 53, -1))};BYDAY={weekdays}")
        elif style < 0.8 and freq == "YEARLY":
            parts.append(f"BYYEARDAY={chance.choice((1, 100, 366, -1))}")
        if chance.random() < (0.5 if freq == "YEARLY" else 0.15) and "BYWEEKNO" not in parts[-1]:
            parts.append(f"BYMONTH={months}")
    if timed and chance.random() < 0.15:
        hours = ",".join(map(str, sorted(chance.sample(range(24), 2))))
        parts.append(f"BYHOUR={hours}")
    return ";".join(parts)


def _ours(case: Case) -> list[datetime]:
    zone = case.start.timezone or "UTC"
    dates = schedule(Recurrence.parse(case.rrule).rule, case.start, case.first, zone)
    window = takewhile(lambda due: due.date < case.last, dates)
    return sorted({due.instant(zone) for due in window if not _is_clamped(case, due)})


def _is_clamped(case: Case, due: Due) -> bool:
    """Whether the date stands for a later day that its month lacks."""
    rule = Recurrence.parse(case.rrule).rule
    if rule.by_day or rule.by_week or rule.by_year_day or rule.freq not in ("MONTHLY", "YEARLY"):
        return False
    length = calendar.monthrange(due.date.year, due.date.month)[1]
    wanted = rule.by_month_day or (case.start.date.day,)
    return due.date.day == length and length not in wanted and -1 not in wanted and max(wanted) > length


def _theirs(case: Case) -> list[datetime]:
    event = icalendar.Event()
    event.add("uid", "a")
    start = case.start
    zone = ZoneInfo(start.timezone or "UTC")
    event.add("dtstart", start.date if start.time is None else datetime.combine(start.date, start.time, zone))
    event.add("rrule", icalendar.vRecur.from_ical(case.rrule))
    file = icalendar.Calendar()
    file.add_component(event)
    begin, end = datetime.combine(case.first, time.min, zone), datetime.combine(case.last, time.min, zone)
    moments = set()
    for found in recurring_ical_events.of(file).between(begin, end):
        at = found.start if isinstance(found.start, datetime) else datetime.combine(found.start, time.min, UTC)
        if begin <= at < end:
            moments.add(at.astimezone(UTC))
    return sorted(moments)
