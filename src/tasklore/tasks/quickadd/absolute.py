"""Days by their date: figures, months, ISO weeks."""

from datetime import date, timedelta

from .days import Day, Found
from .sentence import Sentence, month_days
from .times import read_time

# Prepositions after which a bare month or "week 50" is a date.
SETTING = frozenset(("in", "by", "before", "until", "due", "within", "begin", "from", "through"))
# Prepositions that point at a day.
POINTING = frozenset(("on", "by", "before", "until", "due", "for", "from", "begin", "through", "over", "at"))


def next_such_date(s: Sentence, month: int, day: int, year: int | None) -> date | None:
    """The date; without a year, the next one from today on."""
    if not 1 <= month <= 12 or day < 1:
        return None
    today = s.clock.today
    if year is not None:
        return date(year, month, day) if day <= month_days(year, month) else None
    for candidate in range(today.year, today.year + 9):
        if day <= month_days(candidate, month):
            found = date(candidate, month, day)
            if found >= today:
                return found
    return None


def read_year(s: Sentence, j: int) -> tuple[int, int] | None:
    """(end, year) for "2027", ", 2027", "de 2027", "'27" where a date has just been read."""
    if (s.is_sign(j, ",") and s.number(j + 1, 1970, 2199) is not None) or (
        "of" in s.x[j].roles and s.number(j + 1, 1970, 2199) is not None
    ):
        j += 1
    here = s.x[j]
    if here.kind == "n" and here.end - here.start == 4 and 1970 <= here.value <= 2199:
        behind = s.x[j + 1]
        if behind.gap or behind.kind != "s" or behind.word not in ":/":
            return j + 1, here.value
    return None


def with_year(s: Sentence, j: int, month: int, day: int) -> Found:
    year = read_year(s, j)
    if year is not None:
        found = next_such_date(s, month, day, year[1])
        return None if found is None else (year[0], Day(found))
    found = next_such_date(s, month, day, None)
    return None if found is None else (j, Day(found, month_day=(month, day)))


def read_iso(s: Sentence, i: int) -> Found:
    year = s.x[i].value
    sign = s.x[i + 1]
    if sign.kind != "s" or sign.gap or sign.word not in "-/." or not 1970 <= year <= 2199:
        return None
    if s.x[i + 2].gap:
        return None
    if s.x[i + 2].word == "w" and s.number(i + 3, 1, 53) and s.glued(i + 3):
        return week_start(s, i + 4, s.x[i + 3].value, year)
    month, second, day = s.number(i + 2, 1, 12), s.x[i + 3], s.number(i + 4, 1, 31)
    if month is None or day is None or second.word != sign.word or second.gap or s.x[i + 4].gap:
        return None
    found = next_such_date(s, month, day, year)
    if found is None:
        return None
    j = i + 5
    if s.x[j].word == "t" and s.glued(j) and s.glued(j + 1):
        time = read_time(s, j + 1, None)
        if time is not None:
            return time[0], Day(found, minutes=time[1].minutes, zone=time[1].zone)
    return j, Day(found)


def read_figures(s: Sentence, i: int, prep: str | None) -> Found:
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
        if (a, b) == (24, 7) or prep == "in":
            return None
        found = _either_order(s, a, b, None, dotted=False)
        if found is None:
            return None
        # The ninth of November, or the eleventh of September, has become a name.
        weak = prep is None and (a, b) == (9, 11)
        return i + 3, Day(found[0], month_day=found[1], weak=weak)
    if sign.word == "." and s.language.code == "de":
        closed = third.word == "." and not third.gap
        if closed or prep in POINTING:
            day = next_such_date(s, b, a, None)
            return None if day is None else (i + 3 + closed, Day(day, month_day=(b, a)))
    return None


def _either_order(
    s: Sentence, a: int, b: int, year: int | None, *, dotted: bool
) -> tuple[date, tuple[int, int]] | None:
    """By locale; the other order only where this one is no date. Dotted dates are day first everywhere."""
    orders = ((a, b), (b, a)) if s.clock.month_first and not dotted else ((b, a), (a, b))
    for month, day in orders:
        found = next_such_date(s, month, day, year)
        if found is not None:
            return found, (month, day)
    return None


def read_day_month(s: Sentence, i: int) -> Found:
    """12 December, 12th of December 2027, 15. März, 15 de marzo."""
    ordinal = s.ordinal(i)
    if ordinal is not None:
        j, day = ordinal[0], ordinal[1]
    else:
        number = s.number(i, 1, 31)
        if number is None:
            return None
        j, day = i + 1, number
    if ("of" in s.x[j].roles and "month" in s.x[j + 1].roles) or (
        s.is_sign(j, "-.") and s.glued(j) and "month" in s.x[j + 1].roles
    ):
        j += 1
    month = s.role(j, "month")
    if month is None:
        return None
    j = behind_dot(s, j + 1)
    if s.is_sign(j, "-") and s.glued(j) and s.number(j + 1, 1970, 2199):
        j += 1
    return with_year(s, j, month, day)


def behind_dot(s: Sentence, j: int) -> int:
    return j + 1 if s.is_sign(j, ".") and s.glued(j) and len(s.x[j - 1].word) <= 4 and s.x[j + 1].kind != "e" else j


def read_month_day(s: Sentence, i: int) -> Found:
    """December 12, Dec. 12th 2027, March the 3rd."""
    month = int(s.role(i, "month"))
    j = behind_dot(s, i + 1)
    if s.is_sign(j, "-") and s.glued(j) and s.number(j + 1, 1, 31):
        j += 1
    if s.x[j].word == "the":
        j += 1
    ordinal = s.ordinal(j)
    if ordinal is not None and ordinal[1] > 0 and (s.x[j].kind == "n" or s.x[j - 1].word == "the" or ordinal[2]):
        return with_year(s, ordinal[0], month, ordinal[1])
    day = s.number(j, 1, 31)
    if day is None or s.x[j].end - s.x[j].start > 2:
        return None
    behind = s.x[j + 1]
    if "meridiem" in behind.roles or "oclock" in behind.roles:
        return None
    if not behind.gap and (behind.kind in "wn" or (behind.word in ":./-%" and s.x[j + 2].kind == "n")):
        return None
    return with_year(s, j + 1, month, day)


def read_month(s: Sentence, i: int, prep: str | None) -> Found:
    found = read_month_day(s, i)
    if found is not None:
        return found
    month = int(s.role(i, "month"))
    j = i + 1
    if "next" in s.x[j].roles and s.language.code != "en":
        return j + 1, month_alone(s, month, None)
    year = read_year(s, j)
    if prep in SETTING or s.lenient:
        if year is not None:
            return year[0], month_alone(s, month, year[1])
        return j, month_alone(s, month, None)
    return None


def month_alone(s: Sentence, month: int, year: int | None) -> Day:
    today = s.clock.today
    if year is None:
        year = today.year + (month <= today.month)
    return Day(date(year, month, 1), month=month)


def read_week_number(s: Sentence, i: int, prep: str | None) -> Found:
    number = s.number(i + 1, 1, 53)
    if number is None or (s.role(i, "week_number") == "bare" and prep not in SETTING):
        return None
    return week_start(s, i + 2, number, None)


def week_start(s: Sentence, end: int, number: int, year: int | None) -> Found:
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
