"""Date words to `When` and back: today, +3 days, next week, 1 jan 2027, today at 14:00, now/d+7d.

English words, ISO dates and date math are read here; what else a person may type (other languages, 3/4, end of
month) is the quick-add language's.
"""

import difflib
import re
from datetime import UTC, date, datetime, time
from typing import Final, Literal

from ..quickadd import parse_date_phrase
from .when import (
    MAX_AMOUNT,
    TODAY,
    Coming,
    DateMath,
    Exact,
    Fixed,
    MathStep,
    MathUnit,
    Period,
    PeriodUnit,
    Phrase,
    Relative,
    Timed,
    Unit,
    Weekday,
    When,
    Yearly,
)

Role = Literal["on", "bound"]
"""Whether tasks are on the date, or before or after it: "7 days" is a week there and a day here."""

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTH_NUMBERS: Final = {name: n for names in (MONTHS, _MONTH_NAMES) for n, name in enumerate(names, 1)} | {"sept": 9}
_WEEKDAY_NUMBERS: Final = {
    spelling: n
    for n, name in enumerate(WEEKDAYS)
    for spelling in {name, name[:3], {1: "tues", 2: "weds", 3: "thurs"}.get(n, name), {3: "thur"}.get(n, name)}
}
_WORDS: Final[dict[str, When]] = {
    "today": TODAY,
    "tod": TODAY,
    "tomorrow": Relative(1, "day"),
    "tom": Relative(1, "day"),
    "yesterday": Relative(-1, "day"),
    "now": DateMath(None, ()),
}
_KNOWN_WORDS: Final = ("today", "tomorrow", "yesterday", *WEEKDAYS)
_SOME_DAY: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
_UNITS: Final[dict[str, Unit]] = {
    **dict.fromkeys(("minute", "minutes", "min", "mins"), "minute"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "h"), "hour"),
    **dict.fromkeys(("day", "days", "d"), "day"),
    **dict.fromkeys(("week", "weeks", "w"), "week"),
    **dict.fromkeys(("month", "months", "mo"), "month"),
    **dict.fromkeys(("year", "years", "y"), "year"),
}
_DAYS_IN: Final = {"day": 1, "week": 7}
_PERIODS: Final[dict[str, PeriodUnit]] = {"week": "week", "weekend": "weekend", "month": "month", "year": "year"}
_SIDES: Final[dict[str, Literal[-1, 0, 1]]] = {"last": -1, "previous": -1, "past": -1, "this": 0, "next": 1}
_MATH_UNITS: Final[dict[str, MathUnit]] = {
    "s": "s", "m": "m", "h": "h", "H": "h", "d": "d", "w": "w", "M": "M", "y": "y", "Y": "y",
}  # fmt: skip

_AMOUNT: Final = re.compile(r"(?P<lead>\+ ?|-|in )?(?P<n>[0-9]{1,6}) ?(?P<unit>[a-z]+)(?P<ago> ago)?")
_COMING: Final = re.compile(r"(?:next|within|in the next|last|past) (?P<n>[0-9]{1,6}) (?P<unit>[a-z]+)")
_ISO_DAY: Final = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")
_ISO_MOMENT: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[t ]([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)?(z|[+-][0-9]{2}:?[0-9]{2})?"
)
_DAY_MONTH: Final = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)? (?:of )?([a-z]{3,9})\.?,?(?: ([0-9]{4}))?")
_MONTH_DAY: Final = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,?(?: ([0-9]{4}))?")
_TIME: Final = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:h](?P<minute>[0-9]{2}))? ?(?P<half>am|pm)?")
_PHRASE: Final = re.compile(r"\w(?:[\w ./-]|(?<=[0-9]):(?=[0-9]))*")
"""What can stand in a filter without a quote; the canonical text has it as it is."""
_MATH_STEP: Final = re.compile(r"(?:([+-])([0-9]{1,6})?|/)([A-Za-z])")
_MATH_ANCHOR: Final = re.compile(
    r"(now)|([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:[Tt ]([0-9:]{5,8})(?:\.[0-9]+)?([Zz])?)?\|\|"
)


def read_when(text: str, role: Role = "on", locale: str = "en-US") -> When | None:
    """What the words mean, or None if they mean no date. Blanks and case do not count."""
    exact = " ".join(text.split())
    words = exact.lower()
    return (
        _WORDS.get(words)
        or _relative(words, role)
        or _coming(words, role)
        or _named(words)
        or _calendar_day(words)
        or _moment(words)
        or _date_math(exact)  # M and m are a month and a minute: its case counts
        or _timed(words)
        or _phrase(words, locale)
    )


def _phrase(words: str, locale: str) -> Phrase | None:
    # Quick add forgives a slip of the finger; a filter that is kept should rather be asked about it.
    is_slip = difflib.get_close_matches(words, _KNOWN_WORDS, n=1, cutoff=0.8)
    if is_slip or len(words) > 60 or not _PHRASE.fullmatch(words):
        return None
    found = parse_date_phrase(words, _SOME_DAY, "UTC", locale)
    return None if found is None else Phrase(words, locale)


def _relative(words: str, role: Role) -> When | None:
    match = _AMOUNT.fullmatch(words)
    unit = _UNITS.get(match["unit"]) if match else None
    if match is None or unit is None or int(match["n"]) > MAX_AMOUNT:
        return None
    amount, lead = int(match["n"]), (match["lead"] or "").strip()
    if lead and match["ago"]:
        return None
    if not lead and not match["ago"] and role == "on":
        # "7 days" by itself is the coming week.
        return Coming(amount * _DAYS_IN[unit]) if unit in _DAYS_IN and amount else None
    return Relative(-amount if lead == "-" or match["ago"] else amount, unit)


def _coming(words: str, role: Role) -> When | None:
    match = _COMING.fullmatch(words)
    unit = _UNITS.get(match["unit"]) if match else None
    if match is None or unit not in _DAYS_IN or not 0 < int(match["n"]) <= MAX_AMOUNT:
        return None
    behind = words.startswith(("last", "past"))
    amount = int(match["n"])
    if role == "bound":
        return Relative(-amount if behind else amount, unit)
    return Coming(amount * _DAYS_IN[unit], behind)


def _named(words: str) -> When | None:
    side, _, name = words.rpartition(" ")
    if side and side not in _SIDES:
        return None
    if name in _WEEKDAY_NUMBERS:
        # "this friday" is the coming one, as "friday" is.
        return Weekday(_WEEKDAY_NUMBERS[name], _SIDES[side] if side else 0)
    if side and name in _PERIODS:
        return Period(_PERIODS[name], _SIDES[side])
    return Period("weekend", 0) if not side and name == "weekend" else None


def _calendar_day(words: str) -> Fixed | Yearly | None:
    if match := _ISO_DAY.fullmatch(words):
        year, month, day = match.groups()
    elif (match := _DAY_MONTH.fullmatch(words)) and match[2] in _MONTH_NUMBERS:
        day, month, year = match[1], str(_MONTH_NUMBERS[match[2]]), match[3]
    elif (match := _MONTH_DAY.fullmatch(words)) and match[1] in _MONTH_NUMBERS:
        month, day, year = str(_MONTH_NUMBERS[match[1]]), match[2], match[3]
    else:
        return None
    try:
        # A leap year allows each day that any year has.
        checked = date(int(year) if year else 2028, int(month), int(day))
    except ValueError:
        return None
    return Fixed(checked) if year else Yearly(checked.month, checked.day)


def _moment(words: str) -> Timed | Exact | None:
    match = _ISO_MOMENT.fullmatch(words)
    if match is None:
        return None
    try:
        day, at = date.fromisoformat(match[1]), time.fromisoformat(match[2].zfill(5))
        if match[3] is None:
            return Timed(Fixed(day), at)
        offset = "+00:00" if match[3] == "z" else match[3]
        return Exact(datetime.fromisoformat(f"{day}T{at}{offset}").astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def _timed(words: str) -> Timed | None:
    day_words, _, time_words = words.rpartition(" at ")
    if not day_words:
        day_words, _, time_words = words.rpartition(" ")
        if time_words in ("am", "pm"):
            day_words, _, number = day_words.rpartition(" ")
            time_words = f"{number} {time_words}"
    at = _time(time_words)
    if at is None:
        return None
    day = _WORDS.get(day_words) or _relative(day_words, "bound") or _named(day_words) or _calendar_day(day_words)
    match day:
        case Relative(_, "day" | "week" | "month" | "year") | Weekday() | Fixed() | Yearly():
            return Timed(day, at)
        case _:
            return None


def _time(words: str) -> time | None:
    match = _TIME.fullmatch(words)
    if match is None or (match["minute"] is None and match["half"] is None):
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _date_math(text: str) -> When | None:
    match = _MATH_ANCHOR.match(text)
    if match is None:
        return None
    anchor = None if match[1] else _math_anchor(match[2], match[3], match[4])
    if anchor is None and not match[1]:
        return None
    place, steps = match.end(), []
    while place < len(text):
        step = _MATH_STEP.match(text, place)
        if step is None or step[3] not in _MATH_UNITS:
            return None
        amount = None if step[1] is None else int(step[2] or 1) * (-1 if step[1] == "-" else 1)
        steps.append(MathStep(amount, _MATH_UNITS[step[3]]))
        place = step.end()
    if anchor is not None and not steps:
        # A date and nothing to do with it is the date.
        return _plain_anchor(anchor)
    return DateMath(anchor, tuple(steps))


def _plain_anchor(anchor: date | datetime) -> Fixed | Timed | Exact:
    if not isinstance(anchor, datetime):
        return Fixed(anchor)
    return Exact(anchor) if anchor.tzinfo else Timed(Fixed(anchor.date()), anchor.time())


def _math_anchor(day: str, at: str | None, zulu: str | None) -> date | datetime | None:
    found = _calendar_day(day)
    if not isinstance(found, Fixed):
        return None
    if at is None:
        return found.day
    try:
        wall = datetime.combine(found.day, time.fromisoformat(at))
    except ValueError:
        return None
    return wall.replace(tzinfo=UTC) if zulu else wall


def when_text(when: When) -> str:
    """The canonical words, which `read_when` reads back to an equal value."""
    match when:
        case Relative(0, "day"):
            return "today"
        case Relative(1, "day"):
            return "tomorrow"
        case Relative(-1, "day"):
            return "yesterday"
        case Relative(amount, unit):
            return f"{amount:+} {unit}{'' if abs(amount) == 1 else 's'}"
        case Coming(days, behind):
            return f"{'last ' if behind else ''}{days} day{'' if days == 1 else 's'}"
        case Weekday(weekday, side):
            return f"{_side(side)} {WEEKDAYS[weekday]}" if side else WEEKDAYS[weekday]
        case Period(unit, shift):
            return f"{_side(shift)} {unit}"
        case Fixed(day):
            return day.isoformat()
        case Yearly(month, day):
            return f"{day} {MONTHS[month - 1]}"
        case Timed(day, at):
            return f"{when_text(day)} at {at.isoformat('minutes')}" if not at.second else _iso(day, at)
        case Exact(at):
            return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)
        case Phrase(text):
            return text
        case DateMath(anchor, steps):
            return _anchor_text(anchor) + "".join(_step_text(step) for step in steps)


def _side(side: int) -> str:
    return {-1: "last", 0: "this", 1: "next"}[side]


def _iso(day: Relative | Weekday | Fixed | Yearly, at: time) -> str:
    # Seconds are only read in ISO, and so only with a fixed day.
    return f"{when_text(day)}T{at.isoformat('seconds')}"


def _anchor_text(anchor: date | datetime | None) -> str:
    if anchor is None:
        return "now"
    if not isinstance(anchor, datetime):
        return f"{anchor.isoformat()}||"
    return f"{anchor.replace(tzinfo=None).isoformat('T', 'seconds')}{'Z' if anchor.tzinfo else ''}||"


def _step_text(step: MathStep) -> str:
    return f"/{step.unit}" if step.amount is None else f"{step.amount:+}{step.unit}"
