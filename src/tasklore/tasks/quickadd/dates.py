"""Days: absolute, relative, weekdays, ordinals, ends of months, week numbers."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from .sentence import Sentence, add_months, month_days
from .times import read_length, read_time, unit_at

_LIMITS = {"day": 3660, "week": 520, "month": 240, "year": 100, "quarter": 80, "fortnight": 260, "workday": 2000}
_LIMITS |= {"halfyear": 40, "weekend": 100}
_LONG_AGO_DAYS = 400
# Prepositions after which a bare month, a holiday or "week 50" is a date.
_SETTING = frozenset(("in", "by", "before", "until", "due", "within", "begin", "from", "through"))
_POINTING = frozenset(("on", "by", "before", "until", "due", "for", "from", "begin", "through", "over", "at"))


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or the days from `first` to `last`."""

    first: date
    last: date | None = None
    is_weekday: bool = False
    """Named by its weekday alone: today's weekday may mean today or in seven days."""
    month_day: tuple[int, int] | None = None
    """Named by month and day without a year: "every year" turns it into a rule."""
    day_of_month: int | None = None
    """Named by the day alone, "the 15th"; −1 is the last: "every month" turns it into a rule."""
    nth: tuple[int, int] | None = None
    """The nth weekday of a month."""
    month: int | None = None
    """A month without a day."""
    moment: datetime | None = None
    """"in 20 minutes": the time is given too."""
    minutes: int | None = None
    zone: str | None = None
    """The time of day and its zone when they are written in one with the date: 2026-12-03T15:00Z."""
    part: str | None = None
    """"tonight" names the part of the day as well."""
    weak: bool = False
    """Too weak to stand alone."""
    filler: bool = False
    """"end of day": gives way to a day beside it."""


Found = tuple[int, Day] | None


def nearest_weekday(today: date, weekday: int, *, after_today: bool = False) -> date:
    """The nearest such weekday from today on, or after it."""
    ahead = (weekday - today.weekday()) % 7
    return today + timedelta(days=ahead or (7 if after_today else 0))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weekend(today: date, weeks: int) -> date:
    if today.weekday() >= 5 and weeks == 0:
        return today
    return _monday(today) + timedelta(days=5, weeks=weeks)


def month_day(s: Sentence, month: int, day: int, year: int | None) -> date | None:
    """The date; without a year, the next one from today on."""
    if not 1 <= month <= 12 or day < 1:
        return None
    today = s.clock.today
    if year is not None:
        if day > month_days(year, month):
            return None
        found = date(year, month, day)
        # A date of long ago is what the task is about, not when it is due.
        return found if s.lenient or found > today - timedelta(days=_LONG_AGO_DAYS) else None
    for candidate in range(today.year, today.year + 9):
        if day <= month_days(candidate, month):
            found = date(candidate, month, day)
            if found >= today:
                return found
    return None


def _year(s: Sentence, j: int) -> tuple[int, int] | None:
    """(end, year) for "2027", ", 2027", "de 2027", "'27" where a date has just been read."""
    if s.is_sign(j, ",") and s.number(j + 1, 1970, 2199) is not None:
        j += 1
    elif "of" in s.x[j].roles and s.number(j + 1, 1970, 2199) is not None:
        j += 1
    here = s.x[j]
    if here.kind == "n" and here.end - here.start == 4 and 1970 <= here.value <= 2199:
        behind = s.x[j + 1]
        if behind.gap or behind.kind != "s" or behind.word not in ":/":
            return j + 1, here.value
    return None


def _with_year(s: Sentence, j: int, month: int, day: int) -> Found:
    year = _year(s, j)
    if year is not None:
        found = month_day(s, month, day, year[1])
        return None if found is None else (year[0], Day(found))
    found = month_day(s, month, day, None)
    return None if found is None else (j, Day(found, month_day=(month, day)))


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
        return _amount(s, i)
    return None


def _behind_article(s: Sentence, i: int, prep: str | None) -> Found:
    here = s.x[i]
    if here.kind == "n":
        return _from_number(s, i, prep, article=True)
    if "ordinal" in here.roles:
        return _ordinal(s, i, prep, article=True)
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
        return _amount(s, i)
    return None


# --- numbers -----------------------------------------------------------------------------------------


def _from_number(s: Sentence, i: int, prep: str | None, *, article: bool) -> Found:
    here = s.x[i]
    size = here.end - here.start
    if size == 4:
        return _iso(s, i)
    if size > 4 or here.value < 0:
        return None
    found = _numeric(s, i, prep)
    if found is not None:
        return found
    found = _day_month(s, i)
    if found is not None:
        return found
    if prep in ("in", "within"):
        return _amount(s, i)
    found = _counted(s, i)
    if found is not None:
        return found
    if s.ordinal(i) is not None:
        return _ordinal(s, i, prep, article=article)
    if article and s.language.code in ("fr", "es") and s.number(i, 1, 31) and s.ends(i + 1):
        return _bare_day(s, i, s.x[i].value)
    if s.lenient and prep == "on" and s.number(i, 1, 31):
        return _bare_day(s, i, s.x[i].value)
    return None


def _bare_day(s: Sentence, i: int, day: int) -> Found:
    if "of_month" in s.x[i + 1].roles:
        return i + 2, Day(_next_day_of_month(s, day), day_of_month=day)
    return i + 1, Day(_next_day_of_month(s, day), day_of_month=day)


def _iso(s: Sentence, i: int) -> Found:
    year = s.x[i].value
    sign = s.x[i + 1]
    if sign.kind != "s" or sign.gap or sign.word not in "-/." or not 1970 <= year <= 2199:
        return None
    if s.x[i + 2].gap:
        return None
    if s.x[i + 2].word == "w" and s.number(i + 3, 1, 53) and s.glued(i + 3):
        return _week(s, i + 4, s.x[i + 3].value, year)
    month, second, day = s.number(i + 2, 1, 12), s.x[i + 3], s.number(i + 4, 1, 31)
    if month is None or day is None or second.word != sign.word or second.gap or s.x[i + 4].gap:
        return None
    found = month_day(s, month, day, year)
    if found is None:
        return None
    j = i + 5
    if s.x[j].word == "t" and s.glued(j) and s.glued(j + 1):
        time = read_time(s, j + 1, None)
        if time is not None:
            return time[0], Day(found, minutes=time[1].minutes, zone=time[1].zone)
    return j, Day(found)


def _numeric(s: Sentence, i: int, prep: str | None) -> Found:
    """3/12, 3/12/2026, 3.12.2026, 03-12-2026, German 3.12."""
    sign, second = s.x[i + 1], s.x[i + 2]
    if sign.kind != "s" or sign.gap or sign.word not in "/.-" or second.kind != "n" or second.gap:
        return None
    if second.end - second.start > 2 or s.x[i].end - s.x[i].start > 2:
        return None
    a, b = s.x[i].value, second.value
    third, last = s.x[i + 3], s.x[i + 4]
    if third.word == sign.word and not third.gap and last.kind == "n" and not last.gap:
        size = last.end - last.start
        year = last.value + (2000 if size == 2 else 0)
        if size not in (2, 4) or not 1970 <= year <= 2199 or (size == 2 and year > s.clock.today.year + 20):
            return None
        found = _either_order(s, a, b, year, dotted=sign.word == ".")
        return None if found is None else (i + 5, Day(found[0]))
    if sign.word == "/" and (third.gap or third.word != "/"):
        if (a, b) == (24, 7):
            return None
        found = _either_order(s, a, b, None, dotted=False)
        if found is None:
            return None
        # The ninth of November, or the eleventh of September, has become a name.
        weak = prep is None and (a, b) == (9, 11)
        return i + 3, Day(found[0], month_day=found[1], weak=weak)
    if sign.word == "." and s.language.code == "de":
        closed = third.word == "." and not third.gap
        if closed or prep in _POINTING:
            day = month_day(s, b, a, None)
            return None if day is None else (i + 3 + closed, Day(day, month_day=(b, a)))
    return None



def _either_order(
    s: Sentence, a: int, b: int, year: int | None, *, dotted: bool
) -> tuple[date, tuple[int, int]] | None:
    """By locale; the other order only where this one is no date. Dotted dates are day first everywhere."""
    orders = ((a, b), (b, a)) if s.clock.month_first and not dotted else ((b, a), (a, b))
    for month, day in orders:
        found = month_day(s, month, day, year)
        if found is not None:
            return found, (month, day)
    return None


def _day_month(s: Sentence, i: int) -> Found:
    """12 December, 12th of December 2027, 15. März, 15 de marzo."""
    ordinal = s.ordinal(i)
    if ordinal is not None:
        j, day = ordinal[0], ordinal[1]
    else:
        number = s.number(i, 1, 31)
        if number is None:
            return None
        j, day = i + 1, number
    if "of" in s.x[j].roles and "month" in s.x[j + 1].roles:
        j += 1
    elif s.is_sign(j, "-.") and s.glued(j) and "month" in s.x[j + 1].roles:
        j += 1
    month = s.role(j, "month")
    if month is None:
        return None
    j = _abbreviation_dot(s, j + 1)
    if s.is_sign(j, "-") and s.glued(j) and s.number(j + 1, 1970, 2199):
        j += 1
    return _with_year(s, j, month, day)


def _abbreviation_dot(s: Sentence, j: int) -> int:
    return j + 1 if s.is_sign(j, ".") and s.glued(j) and len(s.x[j - 1].word) <= 4 and s.x[j + 1].kind != "e" else j


# --- words -------------------------------------------------------------------------------------------


def _weekday(s: Sentence, i: int, prep: str | None) -> Found:
    weekday = int(s.role(i, "weekday"))
    today = s.clock.today
    j = _abbreviation_dot(s, i + 1)
    weak = s.x[i].word in s.language.weak and not (s.x[i].text[:1].isupper() and i > 0)
    dated = _date_behind_weekday(s, j, weekday)
    if dated is not None:
        return dated
    following = s.x[j]
    if following.word == "after" and s.x[j + 1].word == "next":
        return j + 2, Day(nearest_weekday(today, weekday, after_today=True) + timedelta(days=7))
    if "next" in following.roles and s.language.code in ("fr", "es"):
        return j + 1, Day(nearest_weekday(today, weekday, after_today=True))
    k = j + 1 if "of" in following.roles or s.is_sign(j, ",") else j
    if "article" in s.x[k].roles:
        k += 1
    week = _relative_unit(s, k)
    if week is not None and week[2] == "week":
        return week[0], Day(_monday(week[1].first) + timedelta(days=weekday))
    if following.word == "in":
        later = _amount(s, j + 1)
        if later is not None and s.x[later[0] - 1].roles.get("unit") == "week":
            return later[0], Day(_monday(later[1].first) + timedelta(days=weekday))
    if s.language.code == "en" and following.word == "week" and s.ends(j + 1):
        return j + 1, Day(nearest_weekday(today, weekday) + timedelta(days=7))
    if s.language.code == "fr" and following.word == "en" and s.role(j + 1, "cardinal") == 8:
        return j + 2, Day(nearest_weekday(today, weekday) + timedelta(days=7))
    return j, Day(nearest_weekday(today, weekday), is_weekday=True, weak=weak, part=s.role(i, "own_part"))


def _date_behind_weekday(s: Sentence, j: int, weekday: int) -> Found:
    k = j + 1 if s.is_sign(j, ",") else j
    if s.x[k].word in ("the", "den", "le", "el", "dem", "on", "am") or s.x[k].word == "on the":
        k += 1
    here = s.x[k]
    if here.kind == "n":
        found = _iso(s, k) if here.end - here.start == 4 else (_numeric(s, k, "on") or _day_month(s, k))
        if found is not None:
            return found
        ordinal = s.ordinal(k)
        if ordinal is not None and s.ends(ordinal[0]):
            day = _weekday_on(s, weekday, ordinal[1])
            return None if day is None else (ordinal[0], Day(day))
        number = s.number(k, 1, 31)
        if number is not None and s.language.code in ("fr", "es") and s.ends(k + 1):
            day = _weekday_on(s, weekday, number)
            return None if day is None else (k + 1, Day(day))
        return None
    if "month" in here.roles:
        return _month_day(s, k)
    if "ordinal" in here.roles and s.x[k - 1].word.endswith("the"):
        day = _weekday_on(s, weekday, here.roles["ordinal"])
        return None if day is None else (k + 1, Day(day))
    return None


def _weekday_on(s: Sentence, weekday: int, day: int) -> date | None:
    """The next month in which that day falls on that weekday, the nearest such day if none does soon."""
    month = s.clock.today.replace(day=1)
    for _ in range(3):
        if 1 <= day <= month_days(month.year, month.month):
            found = month.replace(day=day)
            if found >= s.clock.today and found.weekday() == weekday:
                return found
        month = add_months(month, 1)
    return None


def _month_day(s: Sentence, i: int) -> Found:
    """December 12, Dec. 12th 2027, March the 3rd."""
    month = int(s.role(i, "month"))
    j = _abbreviation_dot(s, i + 1)
    if s.is_sign(j, "-") and s.glued(j) and s.number(j + 1, 1, 31):
        j += 1
    if s.x[j].word == "the":
        j += 1
    ordinal = s.ordinal(j)
    if ordinal is not None and ordinal[1] > 0 and (s.x[j].kind == "n" or s.x[j - 1].word == "the" or ordinal[2]):
        return _with_year(s, ordinal[0], month, ordinal[1])
    day = s.number(j, 1, 31)
    if day is None or s.x[j].end - s.x[j].start > 2:
        return None
    behind = s.x[j + 1]
    if "meridiem" in behind.roles or "oclock" in behind.roles:
        return None
    if not behind.gap and (behind.kind in "wn" or (behind.word in ":./-%" and s.x[j + 2].kind == "n")):
        return None
    return _with_year(s, j + 1, month, day)


def _month(s: Sentence, i: int, prep: str | None) -> Found:
    found = _month_day(s, i)
    if found is not None:
        return found
    month = int(s.role(i, "month"))
    j = i + 1
    if "next" in s.x[j].roles and s.language.code != "en":
        return j + 1, _month_alone(s, month, None)
    year = _year(s, j)
    if prep in _SETTING or s.lenient:
        if year is not None:
            return year[0], _month_alone(s, month, year[1])
        return j, _month_alone(s, month, None)
    return None


def _month_alone(s: Sentence, month: int, year: int | None) -> Day:
    today = s.clock.today
    if year is None:
        year = today.year + (month <= today.month)
    return Day(date(year, month, 1), month=month)


def _relative_unit(s: Sentence, i: int) -> tuple[int, Day, str] | None:
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


def unit_start(today: date, unit: str, steps: int) -> date | None:
    """The first day of the unit so many steps ahead: Monday, the 1st, Saturday."""
    if unit == "week":
        return _monday(today) + timedelta(weeks=steps)
    if unit == "month":
        return add_months(today.replace(day=1), steps)
    if unit == "year":
        return date(today.year + steps, 1, 1)
    if unit == "quarter":
        return add_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * steps)
    if unit == "weekend":
        return _weekend(today, steps)
    if unit == "day" and steps:
        return today + timedelta(days=steps)
    if unit == "workday" and steps:
        return _workdays_later(today, steps)
    return None


def _unit_end(first: date, unit: str) -> date:
    if unit == "week":
        return first + timedelta(days=4)
    if unit == "day":
        return first
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    return add_months(first, months) - timedelta(days=1)


def _next_or_this(s: Sentence, i: int, prep: str | None) -> Found:
    is_next = "next" in s.x[i].roles
    j = i + 1
    if not is_next and "next" in s.x[j].roles:
        is_next, j = True, j + 1
    here = s.x[j]
    if "weekday" in here.roles:
        dated = _date_behind_weekday(s, _abbreviation_dot(s, j + 1), here.roles["weekday"])
        if dated is not None:
            return dated
        weekday = here.roles["weekday"]
        day = nearest_weekday(s.clock.today, weekday, after_today=is_next)
        if s.x[i].roles.get("next") == 2:
            day += timedelta(days=7)
        return _abbreviation_dot(s, j + 1), Day(day, is_weekday=not is_next)
    if "month" in here.roles:
        if s.number(j + 1, 1, 31):
            return _month_day(s, j)
        return j + 1, _month_alone(s, here.roles["month"], None)
    found = _relative_unit(s, i)
    if found is None:
        return None
    end, day_found, unit = found
    if not is_next and unit != "weekend":
        # "this week" names no day; "this week Friday" does.
        k = s.skip(end, "prep")
        if unit == "week" and "weekday" in s.x[k].roles:
            return k + 1, Day(_monday(s.clock.today) + timedelta(days=s.x[k].roles["weekday"]))
        return None
    if unit == "week":
        k = end + 1 if s.role(end, "prep") == "on" or s.is_sign(end, ",") else end
        if "weekday" in s.x[k].roles:
            return k + 1, Day(day_found.first + timedelta(days=s.x[k].roles["weekday"]))
    if unit == "month":
        k = end
        if s.role(k, "prep") == "on":
            k = s.skip(k + 1, "article")
            ordinal = s.ordinal(k)
            if ordinal is not None and ordinal[1] > 0:
                length = month_days(day_found.first.year, day_found.first.month)
                return ordinal[0], Day(day_found.first.replace(day=min(ordinal[1], length)))
    return end, day_found


def _unit(s: Sentence, i: int, prep: str | None) -> Found:
    found = _relative_unit(s, i)
    if found is not None:
        end, day, unit = found
        weekday = s.role(end, "weekday")
        if unit == "week" and weekday is not None:
            return end + 1, Day(day.first + timedelta(days=weekday))
        return end, day
    if s.role(i, "unit") == "weekend" and (prep in _POINTING or prep == "in" or s.lenient):
        if prep == "for" and s.language.code == "en":
            return None
        return i + 1, Day(_weekend(s.clock.today, 0))
    return None


def _relative(s: Sentence, i: int, prep: str | None) -> Found:
    offset = int(s.role(i, "day"))
    if offset < 0 and not s.lenient:
        return None
    weak = s.x[i].word in s.language.weak
    if weak and not s.lenient and not _is_short_tomorrow(s, i):
        return None
    return i + 1, Day(s.clock.today + timedelta(days=offset), weak=weak)


def _is_short_tomorrow(s: Sentence, i: int) -> bool:
    """Whether "tom" is tomorrow rather than a man: written small, and not who is called, met or asked."""
    before = s.x[i - 1]
    if i == 0 or not s.x[i].text.islower() or before.kind != "w":
        return False
    return not ({"prep", "and"} & before.roles.keys() or before.word in s.language.verbs | s.language.followers)


def _bound(s: Sentence, i: int, prep: str | None) -> Found:
    """"end of the month", "mid January", "Anfang März", "a finales de enero"."""
    edge = s.role(i, "bound")
    j = i + 1
    if s.is_sign(j, "-"):
        j += 1
    while "article" in s.x[j].roles:
        j += 1
    loose = s.x[i].word in ("end",)
    today = s.clock.today
    month = s.role(j, "month")
    if month is None and "next" in s.x[j].roles and "month" in s.x[j + 1].roles:
        j += 1
        month = s.role(j, "month")
    if month is not None:
        if s.number(j + 1, 1, 31) and edge != "mid" and s.x[j + 1].end - s.x[j + 1].start < 3:
            return None
        j = _abbreviation_dot(s, j + 1)
        year = _year(s, j)
        if year is not None:
            return year[0], Day(_edge_of_month(date(year[1], month, 1), edge))
        found = _edge_of_month(date(today.year, month, 1), edge)
        if found < today:
            found = _edge_of_month(date(today.year + 1, month, 1), edge)
        return j, Day(found)
    relative = _relative_unit(s, j)
    if relative is not None:
        end, first, unit = relative
    elif "unit" in s.x[j].roles and not loose:
        end, unit = j + 1, str(s.role(j, "unit"))
        start = unit_start(today, unit, 0) if unit != "day" else today
        if start is None:
            return None
        first = Day(start)
    else:
        return None
    if loose and s.x[i].word == "end" and relative is None:
        return None
    explicit = relative is not None
    if unit == "month":
        found = _edge_of_month(first.first, edge)
        if found < today and not explicit:
            found = _edge_of_month(add_months(first.first, 1), edge)
        return end, Day(found, day_of_month={"start": 1, "mid": 15, "end": -1}[edge] if not explicit else None)
    if unit == "day":
        return end, Day(first.first, filler=edge == "end")
    if unit not in ("week", "quarter", "year"):
        return None
    if edge == "end":
        found = _unit_end(first.first, unit)
        if unit == "week" and found < today:
            found = first.first + timedelta(days=6)
        return end, Day(found)
    if edge == "start":
        if first.first < today and not explicit:
            later = unit_start(today, unit, 1)
            return None if later is None else (end, Day(later))
        return end, first
    middle = first.first + timedelta(days=2) if unit == "week" else add_months(first.first, 6 if unit == "year" else 1)
    if unit == "quarter":
        middle = middle.replace(day=15)
    if middle < today and not explicit:
        return None
    return end, Day(middle)


def _edge_of_month(first: date, edge: str) -> date:
    if edge == "start":
        return first
    if edge == "mid":
        return first.replace(day=15)
    return first.replace(day=month_days(first.year, first.month))


def _end_of(s: Sentence, i: int, prep: str | None) -> Found:
    unit = str(s.role(i, "end_of"))
    today = s.clock.today
    if unit == "day":
        return i + 1, Day(today, filler=True)
    start = unit_start(today, unit, 0)
    assert start is not None
    day = _unit_end(start, unit)
    if unit == "week" and day < today:
        day = start + timedelta(days=6)
    return i + 1, Day(day, day_of_month=-1 if unit == "month" else None)


def _counted(s: Sentence, i: int, prep: str | None = None) -> Found:
    """"3 days from now", "a week from Monday", "a week on Tuesday"; when lenient "3 days ago"."""
    counted = s.count(i)
    if counted is None:
        return None
    j, many = counted
    unit = unit_at(s, j)
    if unit not in _LIMITS or many > _LIMITS[unit]:
        return _minutes_from_now(s, i)
    j += 1
    if s.lenient and "ago" in s.x[j].roles:
        return j + 1, Day(shift(s.clock.today, -many, unit))
    how = s.role(j, "from_now")
    if how == "today" or (how == "now" and s.x[j].word not in ("time", "later", "hence")):
        return j + 1, Day(shift(s.clock.today, many, unit))
    if (how == "of" or s.role(j, "prep") == "on") and s.x[j].word in ("from", "after", "on"):
        if s.x[j].word == "on" and unit not in ("week", "fortnight"):
            return None
        if s.count(j + 1) is not None and unit_at(s, j + 2) is not None:
            # "a week from a week from …" has no bottom.
            return None
        found = read_day(s, j + 1, "on")
        if found is not None and (s.x[j].word != "after" or "day" in s.x[j + 1].roles or s.lenient):
            base = found[1]
            return found[0], Day(shift(base.first, many, unit))
    return None


def _minutes_from_now(s: Sentence, i: int) -> Found:
    length = read_length(s, i)
    if length is not None and s.role(length[0], "from_now") == "now" and s.x[length[0]].word == "from now":
        return length[0] + 1, _moment(s, length[1])
    return None


def _moment(s: Sentence, minutes: int) -> Day:
    moment = s.clock.now.astimezone(None) if s.clock.now.tzinfo is None else s.clock.now
    # Elapsed time, not wall time: an hour over a change of clocks is still an hour.
    later = (moment.timestamp() + minutes * 60) if moment.tzinfo else 0
    exact = datetime.fromtimestamp(later, moment.tzinfo)
    return Day(exact.date(), moment=exact)


def _amount(s: Sentence, i: int) -> Found:
    """Behind "in" or "within": "3 days", "a week", "1h30", "half a year"."""
    if s.x[i].word in ("next", "the next"):
        i += 1
    length = read_length(s, i)
    if length is not None:
        if length[1] > 60 * 24 * 60:
            return None
        return _time_word(s, length[0]), _moment(s, length[1])
    if s.role(i, "unit") == "halfyear":
        return _time_word(s, i + 1), Day(shift(s.clock.today, 1, "halfyear"))
    bare = s.x[i - 1].word.endswith("next") or s.role(i, "unit") == "fortnight"
    counted = s.count(i) or ((i, 1) if bare else None)
    if counted is None:
        return None
    j, many = counted
    if "half" in s.x[j].roles and s.role(j + 1, "unit") == "hour" and many == 1:
        return j + 2, _moment(s, 30)
    unit = unit_at(s, j)
    if unit not in _LIMITS or unit == "weekend" or many > _LIMITS[unit]:
        return None
    return _time_word(s, j + 1), Day(shift(s.clock.today, many, unit))


def _time_word(s: Sentence, j: int) -> int:
    """Behind the "time" of "in two days' time"."""
    k = j + 1 if s.is_sign(j, "'’") else j
    if s.x[k].word == "time" or (s.x[k].word == "from now" and k == j):
        return k + 1
    return j


def shift(day: date, many: int, unit: str) -> date:
    """So many units later; month ends stay within their month."""
    if unit == "workday":
        return _workdays_later(day, many)
    days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    if days is not None:
        return day + timedelta(days=days * many)
    return add_months(day, {"month": 1, "quarter": 3, "halfyear": 6, "year": 12}[unit] * many)


def _workdays_later(day: date, many: int) -> date:
    step = 1 if many > 0 else -1
    while many:
        day += timedelta(days=step)
        if day.weekday() < 5:
            many -= step
    return day


def _next_day_of_month(s: Sentence, day: int) -> date:
    month = s.clock.today.replace(day=1)
    while True:
        if day <= month_days(month.year, month.month):
            found = month.replace(day=day)
            if found >= s.clock.today:
                return found
        month = add_months(month, 1)


def _ordinal(s: Sentence, i: int, prep: str | None, *, article: bool = False) -> Found:
    """"the 15th", "15th of next month", "the last day of January", "the first Monday of December"."""
    found = s.ordinal(i)
    if found is None:
        return None
    j, which, is_word = found
    here = s.x[j]
    if "weekday" in here.roles or s.role(j, "unit") in ("day", "workday"):
        return _nth_of(s, j, which)
    if which < 0:
        return None
    if not is_word or article or s.x[i - 1].word.endswith("the"):
        month = _day_month_words(s, j, which)
        if month is not None:
            return month
    k = s.skip(j, "of") if "of" in here.roles else j
    k = s.skip(k, "article") if k > j else k
    relative = _relative_unit(s, k)
    if relative is not None and relative[2] == "month":
        first = relative[1].first
        return relative[0], Day(first.replace(day=min(which, month_days(first.year, first.month))))
    day = Day(_next_day_of_month(s, which), day_of_month=which)
    if s.role(j, "of_month") == "the":
        return j + 1, day
    pointed = prep in _POINTING and prep != "at"
    with_article = article or (i > 0 and s.x[i - 1].word.endswith(" the"))
    if is_word:
        # "by first" is no date, "on the first" is.
        return (j, day) if (pointed and with_article) or s.lenient else None
    if pointed or with_article or s.lenient:
        return j, day
    return j, replace(day, weak=which < 4 or s.language.code == "de")


def _day_month_words(s: Sentence, j: int, which: int) -> Found:
    k = s.skip(j, "of")
    month = s.role(k, "month")
    if month is None or not 1 <= which <= 31:
        return None
    return _with_year(s, k + 1, month, which)


def _nth_of(s: Sentence, j: int, which: int) -> Found:
    """`j` is at the weekday or at "day": read the month it belongs to."""
    weekday = s.role(j, "weekday")
    working = s.role(j, "unit") == "workday"
    k = j + 1
    today = s.clock.today
    the_month = s.role(k, "of_month") == "the"
    if the_month:
        end, firsts = k + 1, [today.replace(day=1), add_months(today.replace(day=1), 1)]
    elif "of" in s.x[k].roles:
        k = s.skip(k + 1, "article")
        month = s.role(k, "month")
        if month is not None:
            year = _year(s, k + 1)
            end = k + 1 if year is None else year[0]
            firsts = [date(today.year + n, month, 1) for n in (0, 1)] if year is None else [date(year[1], month, 1)]
        else:
            relative = _relative_unit(s, k)
            if relative is not None and relative[2] == "month":
                end, firsts = relative[0], [relative[1].first]
            elif s.role(k, "unit") == "year" and which in (1, -1) and weekday is None and not working:
                year_end = date(today.year, 12, 31) if which == -1 else date(today.year + 1, 1, 1)
                return k + 1, Day(year_end)
            elif s.role(k, "unit") == "month":
                end, firsts = k + 1, [today.replace(day=1), add_months(today.replace(day=1), 1)]
                the_month = True
            else:
                return None
    else:
        return None
    for first in firsts:
        day = _nth_in(first, which, weekday, working=working)
        if day is not None and (day >= today or len(firsts) == 1):
            of_month = which if weekday is None and not working and the_month else None
            return end, Day(day, day_of_month=of_month, nth=None if weekday is None else (which, weekday))
    return None


def _nth_in(first: date, which: int, weekday: int | None, *, working: bool) -> date | None:
    days = [first.replace(day=day) for day in range(1, month_days(first.year, first.month) + 1)]
    if weekday is not None:
        days = [day for day in days if day.weekday() == weekday]
    elif working:
        days = [day for day in days if day.weekday() < 5]
    index = which - 1 if which > 0 else which
    return days[index] if -len(days) <= index < len(days) else None


def _holiday(s: Sentence, i: int, prep: str | None) -> Found:
    if prep not in ("on", "by", "before", "until", "due", "at", "over") and not s.lenient:
        return None
    month, day = s.role(i, "holiday")
    found = month_day(s, month, day, None)
    return None if found is None else (i + 1, Day(found, month_day=(month, day)))


def _week_number(s: Sentence, i: int, prep: str | None) -> Found:
    number = s.number(i + 1, 1, 53)
    if number is None or (s.role(i, "week_number") == "bare" and prep not in _SETTING):
        return None
    return _week(s, i + 2, number, None)


def _week(s: Sentence, end: int, number: int, year: int | None) -> Found:
    """The Monday of an ISO week; without a year, of the next one that is not over."""
    today = s.clock.today
    for candidate in (year,) if year is not None else (today.isocalendar().year, today.isocalendar().year + 1):
        try:
            monday = date.fromisocalendar(candidate, number, 1)
        except ValueError:
            continue
        if year is not None or monday + timedelta(days=6) >= today:
            return end, Day(monday)
    return None


_READERS = (
    ("end_of", _end_of),
    ("bound", _bound),
    ("weekday", _weekday),
    ("month", _month),
    ("day", _relative),
    ("next", _next_or_this),
    ("this", _next_or_this),
    ("ordinal", _ordinal),
    ("holiday", _holiday),
    ("week_number", _week_number),
    ("unit", _unit),
    ("cardinal", _counted),
    ("article", _counted),
)


# --- ranges ------------------------------------------------------------------------------------------


def read_day_range(s: Sentence, i: int, prep: str | None) -> Found:
    """(end, days) for "3–5 Dec", "Dec 3-5", "Mon-Wed", "from Monday to Wednesday", "3 Dec to 5 Dec"."""
    opened = prep in ("from", "between")
    short = _short_range(s, i, prep)
    if short is not None:
        return short
    left = read_day(s, i, "on" if opened else prep)
    if left is None or left[1].last is not None or left[1].moment is not None:
        return None
    j, first = left
    joined = "to" in s.x[j].roles or (prep == "between" and "and" in s.x[j].roles)
    if not joined:
        return None
    word = s.x[j].word
    if word.endswith(" las"):
        return None
    k = j + 1
    while "article" in s.x[k].roles:
        k += 1
    right = read_day(s, k, "on")
    if right is None or right[1].moment is not None:
        return None
    # "Monday until Friday 5pm", with a word that is as often a preposition, needs its "from".
    if "prep" in s.x[j].roles and not opened and word not in ("-", "–", "—", "to", "bis", "à", "au", "a", "al"):
        if word not in ("through", "thru"):
            return None
    end, last = right
    if last.is_weekday and last.first < first.first or (last.is_weekday and last.first == first.first):
        last = replace(last, first=last.first + timedelta(days=7))
    if last.first < first.first and last.month_day is not None and first.month_day is None:
        last = replace(last, first=add_months(last.first, 12))
    if first.is_weekday and last.is_weekday and last.first - first.first > timedelta(days=6):
        return None
    if last.first <= first.first and first.month_day is not None and last.month_day is not None:
        first = replace(first, first=add_months(first.first, -12)) if first.first > last.first else first
        if first.first < s.clock.today:
            last = replace(last, first=add_months(last.first, 12))
            first = replace(first, first=add_months(first.first, 12))
    if last.first <= first.first:
        return None
    only_weekdays = first.is_weekday and last.is_weekday
    return end, Day(first.first, last=last.first, is_weekday=only_weekdays, weak=first.weak and last.weak)


def _short_range(s: Sentence, i: int, prep: str | None) -> Found:
    """Where one month serves both ends: "3–5 Dec", "Dec 3-5", "Thursday 3 to Saturday 5 December"."""
    month = s.role(i, "month")
    if month is not None:
        j = _abbreviation_dot(s, i + 1)
        left = _plain_day(s, j)
        if left is None or "to" not in s.x[left[0]].roles:
            return None
        right = _plain_day(s, left[0] + 1)
        if right is None or right[1] <= left[1] or not s.ends(right[0]) and _year(s, right[0]) is None:
            return None
        if s.role(right[0], "month") is not None:
            return None
        return _both(s, right[0], month, left[1], right[1])
    k = i + 1 if "weekday" in s.x[i].roles else i
    left = _plain_day(s, k)
    if left is None:
        return None
    j = left[0]
    if "to" not in s.x[j].roles and not (prep == "between" and "and" in s.x[j].roles):
        return None
    j += 1
    if "weekday" in s.x[j].roles:
        j += 1
    right = _plain_day(s, j)
    if right is None or right[1] <= left[1]:
        return None
    j = s.skip(right[0], "of")
    month = s.role(j, "month")
    if month is None:
        return None
    return _both(s, _abbreviation_dot(s, j + 1), month, left[1], right[1])


def _plain_day(s: Sentence, i: int) -> tuple[int, int] | None:
    if s.x[i].word == "the" or s.x[i].word in ("den", "dem", "el", "le"):
        i += 1
    ordinal = s.ordinal(i)
    if ordinal is not None and s.x[i].kind == "n":
        return ordinal[0], ordinal[1]
    number = s.number(i, 1, 31)
    if number is None or s.x[i].end - s.x[i].start > 2:
        return None
    return i + 1, number


def _both(s: Sentence, j: int, month: int, first: int, last: int) -> Found:
    year = _year(s, j)
    end = month_day(s, month, last, None if year is None else year[1])
    if end is None:
        return None
    return j if year is None else year[0], Day(end.replace(day=first), last=end)
