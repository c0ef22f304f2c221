"""Days counted from today: next week, the end of the month, in three days."""

from datetime import UTC, date, timedelta

from .absolute import POINTING, behind_dot, read_year
from .days import Day, Found, edge_of_month, shift, unit_end, unit_start, weekend_start
from .lengths import read_length, unit_at
from .sentence import Sentence, add_months
from .times import read_time

LIMITS = {
    "day": 3660,
    "week": 520,
    "month": 240,
    "year": 100,
    "quarter": 80,
    "fortnight": 260,
    "workday": 2000,
    "halfyear": 40,
}


def relative_unit(s: Sentence, i: int) -> tuple[int, Day, str] | None:
    """(end, its first day, the unit) for "next week", "semaine prochaine", "week after next", "this month"."""
    here = s.x[i]
    steps = None
    if "next" in here.roles:
        j = s.skip(i + 1, "next") if s.role(i, "this") else i + 1
        unit, end, steps = s.role(j, "unit"), j + 1, 2 if here.roles["next"] == 2 else 1
    elif "this" in here.roles:
        unit, end, steps = s.role(i + 1, "unit"), i + 2, 0
    elif "unit" in here.roles:
        unit, end = here.roles["unit"], i + 2
        if "next" in s.x[i + 1].roles and s.language.code != "en":
            steps = 1
        elif s.x[i + 1].word == "after" and s.x[i + 2].word == "next":
            end, steps = i + 3, 2
        elif s.language.code == "en" and s.lenient and "from_now" in s.x[i + 1].roles:
            steps = 1
    else:
        return None
    if steps is None or unit is None:
        return None
    day = unit_start(s.clock.today, str(unit), steps)
    return None if day is None else (end, Day(day), str(unit))


def read_unit(s: Sentence, i: int, prep: str | None) -> Found:
    if s.role(i, "unit") == "halfhour" and "from_now" in s.x[i + 1].roles:
        return i + 2, moment_in(s, 30)
    found = relative_unit(s, i)
    if found is not None:
        end, day, unit = found
        weekday = s.role(end, "weekday")
        if unit == "week" and weekday is not None:
            return end + 1, Day(day.first + timedelta(days=weekday))
        return end, day
    if s.role(i, "unit") == "weekend" and (prep in POINTING or prep == "in" or s.lenient):
        if prep == "for" and s.language.code == "en":
            return None
        return i + 1, Day(weekend_start(s.clock.today, 0))
    return None


def read_relative(s: Sentence, i: int, prep: str | None) -> Found:
    offset = int(s.role(i, "day"))
    if offset < 0 and not s.lenient:
        return None
    weak = s.x[i].word in s.language.weak
    if weak and not s.lenient and not _is_short_tomorrow(s, i):
        return None
    return i + 1, Day(s.clock.today + timedelta(days=offset), is_today=offset == 0, weak=weak)


def _is_short_tomorrow(s: Sentence, i: int) -> bool:
    """Whether "tom" is tomorrow rather than a man: written small, and not who is called, met or asked."""
    before = s.x[i - 1]
    if i == 0 or not s.x[i].text.islower() or before.kind != "w":
        return False
    return not ({"prep", "and"} & before.roles.keys() or before.word in s.language.verbs | s.language.followers)


def read_bound(s: Sentence, i: int, prep: str | None) -> Found:
    """ "end of the month", "mid January", "Anfang März", "a finales de enero"."""
    edge = str(s.role(i, "bound"))
    j = i + 1
    if s.is_sign(j, "-"):
        j += 1
    while "article" in s.x[j].roles:
        j += 1
    if "next" in s.x[j].roles and "month" in s.x[j + 1].roles:
        j += 1
    if "month" in s.x[j].roles:
        return _edge_of_named_month(s, j, edge)
    if s.x[j].word in ("q", "t") and s.number(j + 1, 1, 4) and s.glued(j + 1):
        return _edge_of_named_quarter(s, j, edge)
    relative = relative_unit(s, j)
    if relative is not None:
        end, day, unit = relative
        return _edge_of_unit(s, end, edge, unit, day.first, is_current=False)
    # A bare "end" needs its "of": "end month" is no date.
    if "unit" not in s.x[j].roles or s.x[i].word == "end":
        return None
    unit = str(s.role(j, "unit"))
    first = s.clock.today if unit == "day" else unit_start(s.clock.today, unit, 0)
    return None if first is None else _edge_of_unit(s, j + 1, edge, unit, first, is_current=True)


def _edge_of_named_month(s: Sentence, j: int, edge: str) -> Found:
    month = int(s.role(j, "month"))
    is_number = s.number(j + 1, 1, 31) is not None and s.x[j + 1].end - s.x[j + 1].start < 3
    if is_number and edge != "mid" and read_time(s, j + 1, None) is None:
        # "end Jan 5" is something else.
        return None
    j = behind_dot(s, j + 1)
    year = read_year(s, j)
    if year is not None:
        return year[0], Day(edge_of_month(date(year[1], month, 1), edge))
    today = s.clock.today
    day = edge_of_month(date(today.year, month, 1), edge)
    return j, Day(day if day >= today else edge_of_month(date(today.year + 1, month, 1), edge))


def _edge_of_named_quarter(s: Sentence, j: int, edge: str) -> Found:
    """Behind "end of": "Q1"."""
    today = s.clock.today
    for year in (today.year, today.year + 1):
        day = _edge(date(year, 3 * s.x[j + 1].value - 2, 1), edge, "quarter")
        if day >= today:
            return j + 2, Day(day)
    return None


def _edge_of_unit(s: Sentence, end: int, edge: str, unit: str, first: date, *, is_current: bool) -> Found:
    """The edge of the unit that begins on `first`; an edge of the current one that is over is that of the next."""
    if unit == "day":
        return end, Day(first, filler=edge == "end")
    if unit not in ("week", "month", "quarter", "year"):
        return None
    day = _edge(first, edge, unit)
    today = s.clock.today
    if is_current and day < today:
        if unit == "week" and edge == "end":
            # On a weekend the week that ends is this one.
            return end, Day(first + timedelta(days=6))
        following = unit_start(today, unit, 1)
        assert following is not None
        day = _edge(following, edge, unit)
    of_month = _DAY_OF_EDGE[edge] if unit == "month" and is_current else None
    return end, Day(day, day_of_month=of_month)


_DAY_OF_EDGE = {"start": 1, "mid": 15, "end": -1}


def _edge(first: date, edge: str, unit: str) -> date:
    if edge == "start":
        return first
    if unit == "month":
        return edge_of_month(first, edge)
    if edge == "end":
        return unit_end(first, unit)
    if unit == "week":
        return first + timedelta(days=2)
    return add_months(first, 6) if unit == "year" else add_months(first, 1).replace(day=15)


def read_end_of(s: Sentence, i: int, prep: str | None) -> Found:
    """ "eod", "eom", "year end"."""
    unit = str(s.role(i, "end_of"))
    first = s.clock.today if unit == "day" else unit_start(s.clock.today, unit, 0)
    return None if first is None else _edge_of_unit(s, i + 1, "end", unit, first, is_current=True)


def read_amount(s: Sentence, i: int) -> Found:
    """Behind "in" or "within": "3 days", "a week", "1h30", "half a year"."""
    if s.x[i].word in ("next", "the next", "about") or s.role(i, "prep") == "around":
        i += 1
    length = read_length(s, i)
    if length is not None:
        if length[1] > 60 * 24 * 60:
            return None
        return _time_word(s, length[0]), moment_in(s, length[1])
    if s.role(i, "unit") == "halfyear":
        return _time_word(s, i + 1), Day(shift(s.clock.today, 1, "halfyear"))
    bare = s.x[i - 1].word.endswith("next") or s.role(i, "unit") == "fortnight"
    counted = s.count(i) or ((i, 1) if bare else None)
    if counted is None:
        return None
    j, many = counted
    if bare and unit_at(s, j) in ("hour", "minute"):
        return j + 1, moment_in(s, 60 if unit_at(s, j) == "hour" else 1)
    if s.role(j, "half") is not None and s.role(j + 1, "unit") == "hour" and many == 1:
        return j + 2, moment_in(s, 30)
    unit = unit_at(s, j)
    if unit not in LIMITS or unit == "weekend" or many > LIMITS[unit]:
        return None
    return _time_word(s, j + 1), Day(shift(s.clock.today, many, unit))


def moment_in(s: Sentence, minutes: int) -> Day:
    """So much time from now: elapsed time, so that an hour over a change of clocks is still an hour."""
    now = s.clock.now
    later = (now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(now.tzinfo)
    return Day(later.date(), moment=later)


def _time_word(s: Sentence, j: int) -> int:
    """Behind the "time" of "in two days' time"."""
    k = j + 1 if s.is_sign(j, "'’") else j
    if s.x[k].word == "time" or (s.x[k].word == "from now" and k == j):
        return k + 1
    return j
