"""Whatever names a day: each kind has its reader, asked by the roles of the first word."""

from datetime import timedelta

from .absolute import read_day_month, read_figures, read_iso, read_month, read_week_number
from .days import Day, Found, shift
from .holidays import next_holiday
from .lengths import read_length, unit_at
from .ordinals import bare_day, read_ordinal
from .relative import LIMITS, moment_in, read_amount, read_bound, read_end_of, read_relative, read_unit
from .sentence import Sentence
from .weekdays import read_next_or_this, read_weekday


def read_day(s: Sentence, i: int, prep: str | None) -> Found:
    """(end, day) if a day stands at `i`, behind the preposition `prep`."""
    here = s.x[i]
    if here.kind == "n":
        return _from_number(s, i, prep, article=False)
    if here.kind != "w" or not here.roles:
        return None
    roles = here.roles
    for role, reader in _READERS:
        if role in roles:
            found = reader(s, i, prep)
            if found is not None:
                return found
    if roles.get("article") is True:
        return _behind_article(s, i + 1, prep)
    if prep == "in" or prep == "within":
        return read_amount(s, i)
    return None


def _behind_article(s: Sentence, i: int, prep: str | None) -> Found:
    here = s.x[i]
    if here.kind == "n":
        return _from_number(s, i, prep, article=True)
    if "ordinal" in here.roles:
        return read_ordinal(s, i, prep, article=True)
    # "the Friday" is no date in English; "le lundi", "der Montag", "el lunes" may be.
    if s.language.code == "en" and ("weekday" in here.roles or "month" in here.roles) and prep is None:
        return None
    if "day" in here.roles and s.x[i - 1].word != "the":
        return None
    for role, reader in _READERS:
        if role in here.roles and role not in ("article", "cardinal"):
            found = reader(s, i, prep)
            if found is not None:
                return found
    if prep in ("in", "within"):
        return read_amount(s, i)
    return None


def _from_number(s: Sentence, i: int, prep: str | None, *, article: bool) -> Found:
    here = s.x[i]
    size = here.end - here.start
    if size == 4:
        return read_iso(s, i)
    if size > 4 or here.value < 0:
        return None
    found = read_figures(s, i, prep)
    if found is not None:
        return found
    found = read_day_month(s, i)
    if found is not None:
        return found
    if prep in ("in", "within"):
        return read_amount(s, i)
    found = _counted(s, i)
    if found is not None:
        return found
    if s.ordinal(i) is not None:
        return read_ordinal(s, i, prep, article=article)
    if article and s.language.code in ("fr", "es") and s.number(i, 1, 31) and s.ends(i + 1):
        return bare_day(s, i, s.x[i].value)
    if s.lenient and i > 0 and s.role(i - 1, "prep") == "on" and s.number(i, 1, 31) and s.ends(i + 1):
        return bare_day(s, i, s.x[i].value)
    return None


def _holiday(s: Sentence, i: int, prep: str | None) -> Found:
    if prep not in ("on", "by", "before", "until", "due", "at", "over") and not s.lenient:
        return None
    holiday = s.role(i, "holiday")
    found = next_holiday(s.clock.today, holiday)
    if found is None:
        return None
    month_day = (found.month, found.day) if isinstance(holiday, tuple) and len(holiday) == 2 else None
    return i + 1, Day(found, month_day=month_day)


def _counted(s: Sentence, i: int, prep: str | None = None) -> Found:
    """ "3 days from now", "a week from Monday", "a week on Tuesday"; when lenient "3 days ago"."""
    counted = s.count(i)
    if counted is None:
        return None
    j, many = counted
    unit = unit_at(s, j)
    if unit not in LIMITS or many > LIMITS[unit]:
        return _minutes_from_now(s, i)
    j += 1
    if s.lenient and "ago" in s.x[j].roles:
        return j + 1, Day(shift(s.clock.today, -many, unit))
    if "from_now" in s.x[j].roles:
        return j + 1, Day(shift(s.clock.today, many, unit))
    if "day" in s.x[j].roles and unit in ("week", "fortnight") and s.language.code == "en":
        # "a week today", "a fortnight tomorrow"
        return j + 1, Day(shift(s.clock.today + timedelta(days=int(s.x[j].roles["day"])), many, unit))
    prep = s.role(j, "prep")
    sign = _COUNTED_FROM.get(prep)
    if sign is None or (prep == "on" and unit not in ("week", "fortnight")):
        return None
    if s.count(j + 1) is not None and unit_at(s, j + 2) is not None:
        # "a week from a week from …" has no bottom.
        return None
    found = read_day(s, j + 1, "on")
    if found is None or found[1].weak or found[1].moment is not None:
        return None
    return found[0], Day(shift(found[1].first, sign * many, unit))


# "a week from Monday", "a week on Tuesday", "3 days after 1 December", "2 weeks before Christmas".
_COUNTED_FROM = {"from": 1, "on": 1, "after": 1, "before": -1}


def _minutes_from_now(s: Sentence, i: int) -> Found:
    length = read_length(s, i)
    if length is not None and s.role(length[0], "from_now") == "now":
        return length[0] + 1, moment_in(s, length[1])
    return None


_READERS = (
    ("end_of", read_end_of),
    ("bound", read_bound),
    ("weekday", read_weekday),
    ("month", read_month),
    ("day", read_relative),
    ("next", read_next_or_this),
    ("this", read_next_or_this),
    ("ordinal", read_ordinal),
    ("holiday", _holiday),
    ("week_number", read_week_number),
    ("unit", read_unit),
    ("cardinal", _counted),
    ("article", _counted),
)
