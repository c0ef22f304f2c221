"""Date words of tool arguments as columns of a task."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from tasklore.accounts.preferences import Preferences
from tasklore.platform.text import shortened
from tasklore.tasks.quickadd import DayTimes, Moment, parse_date_phrase, parse_recurrence_phrase

from .mendable import Mendable

NO_DATE: Final = frozenset({"", "none", "no date", "never", "null", "no due date", "someday"})
_TIME_ONLY: Final = re.compile(
    r"(?:at |@ ?)?(?:\d{1,2}[:.]\d\d ?(?:am|pm)?|\d{1,2} ?(?:am|pm)|noon|midnight|\d{1,2} o'clock)", re.IGNORECASE
)
_SHIFT: Final = re.compile(
    r"(?:(?P<sign>[+-])|by )?(?P<many>\d{1,3}|an?|one|two|three|four|five|six|seven) ?"
    r"(?P<unit>day|week|month|year|hour|minute)s?(?: (?P<side>later|earlier|more|back|sooner))?",
    re.IGNORECASE,
)
_NUMBERS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_RULE: Final = re.compile(r"(?:RRULE:)?(FREQ=.*)", re.IGNORECASE)


def day_times(preferences: Preferences) -> DayTimes:
    """The hours that morning, noon and evening stand for."""
    parts = ("morning", "noon", "afternoon", "evening", "night")
    return DayTimes(**{part: _minutes(getattr(preferences, part)) for part in parts})


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def is_relative(text: str) -> bool:
    """Whether a phrase moves a date instead of naming one: "+3 days", "a week later", "by 2 days"."""
    found = _SHIFT.fullmatch(text.strip())
    return found is not None and bool(found["sign"] or found["side"] or text.strip().lower().startswith("by "))


def due_columns(
    text: str, now: dt.datetime, preferences: Preferences, row: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What a date phrase sets: date, time, zone, and the rule when it repeats.

    With the task's present `row`, a time alone keeps its date, a date alone keeps its time, and "+3 days" counts
    from its date.

    Raises:
        Mendable: it is no date.
    """
    phrase = text.strip()
    if phrase.lower() in NO_DATE:
        return {"due_date": None, "due_time": None, "due_zone": None, "rrule": None, "repeat_from": None}
    if is_relative(phrase):
        return _moved(phrase, row)
    where, times = (now, preferences.timezone, preferences.locale), day_times(preferences)
    repeating = parse_recurrence_phrase(phrase, *where, times=times)
    if repeating is not None and repeating.recurrence is not None:
        rule = {"rrule": repeating.recurrence.rrule, "repeat_from": repeating.recurrence.counted_from}
        return {**(_of(repeating.due) if repeating.due else {}), **rule, "repeat_anchor": None}
    moment = parse_date_phrase(phrase, *where, times=times)
    if moment is None:
        raise Mendable(
            f"{shortened(text)} is not a date. Write 2026-12-01, 2026-12-01 17:00, “Friday 5pm” or “every Monday”."
        )
    values = _of(moment)
    if row is not None and row["due_date"] is not None:
        if _TIME_ONLY.fullmatch(phrase) and row["due_date"] >= now.date().isoformat():
            values["due_date"] = row["due_date"]
        elif moment.time is None and row["due_time"] is not None:
            values.update(due_time=row["due_time"], due_zone=row["due_zone"])
    return values


def _of(moment: Moment) -> dict[str, Any]:
    return {"due_date": moment.date, "due_time": moment.time, "due_zone": moment.timezone}


def _moved(phrase: str, row: Mapping[str, Any] | None) -> dict[str, Any]:
    found = _SHIFT.fullmatch(phrase)
    assert found is not None
    if row is None or row["due_date"] is None:
        raise Mendable(f"{shortened(phrase)} moves a date, and this task has none. Give a date instead.")
    many = _NUMBERS.get(found["many"].lower()) or int(found["many"])
    if found["sign"] == "-" or (found["side"] or "").lower() in ("earlier", "sooner"):
        many = -many
    start = dt.datetime.fromisoformat(f"{row['due_date']}T{row['due_time'] or '00:00'}")
    try:
        moved = _shifted(start, many, found["unit"].lower())
    except (OverflowError, ValueError) as error:
        raise Mendable(f"{shortened(phrase)} leads out of the calendar.") from error
    timed = row["due_time"] is not None or found["unit"].lower() in ("hour", "minute")
    return {
        "due_date": moved.date().isoformat(),
        "due_time": moved.strftime("%H:%M") if timed else None,
        "due_zone": row["due_zone"],
    }


def _shifted(start: dt.datetime, many: int, unit: str) -> dt.datetime:
    if unit in ("month", "year"):
        months = start.year * 12 + start.month - 1 + many * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        last = ((dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)) - dt.timedelta(days=1)).day
        return start.replace(year=year, month=month + 1, day=min(start.day, last))
    return start + dt.timedelta(**{f"{unit}s": many})


def repeat_columns(
    text: str, now: dt.datetime, preferences: Preferences, row: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What a repetition sets: an RFC 5545 rule, or words such as "every Monday"; "none" ends it.

    The task's present `row` keeps its date, unless the words name the days.

    Raises:
        Mendable: it is no repetition.
    """
    phrase = text.strip()
    if phrase.lower() in ("", "none", "never", "no"):
        return {"rrule": None, "repeat_from": None, "repeat_anchor": None}
    rule = _RULE.fullmatch(phrase)
    if rule is not None:
        return {"rrule": rule[1], "repeat_from": "schedule", "repeat_anchor": None}
    found = parse_recurrence_phrase(phrase, now, preferences.timezone, preferences.locale, day_times(preferences))
    if found is None or found.recurrence is None:
        raise Mendable(f"{shortened(text)} is not a repetition. Write “every Monday”, “every 3 days” or an RRULE.")
    columns = {"rrule": found.recurrence.rrule, "repeat_from": found.recurrence.counted_from, "repeat_anchor": None}
    if found.due is None or (row is not None and row["due_date"] is not None and "BY" not in found.recurrence.rrule):
        return columns
    first = _of(found.due)
    if row is not None and found.due.time is None:
        first.update(due_time=row["due_time"], due_zone=row["due_zone"])
    return {**columns, **first}


def day_column(text: str, now: dt.datetime, preferences: Preferences) -> str | None:
    """A deadline's day."""
    if text.strip().lower() in NO_DATE:
        return None
    moment = parse_date_phrase(text.strip(), now, preferences.timezone, preferences.locale)
    if moment is None:
        raise Mendable(f"{shortened(text)} is not a day. Write 2026-12-01 or “Friday”.")
    return moment.date
