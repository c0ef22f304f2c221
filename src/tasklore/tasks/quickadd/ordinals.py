"""Days by their number in a month: the 15th, the last Friday of the month, the first day of March."""

from dataclasses import replace
from datetime import date

from .absolute import POINTING, read_year, with_year
from .days import Day, Found, nth_in
from .relative import relative_unit
from .sentence import Sentence, add_months, month_days


def read_ordinal(s: Sentence, i: int, prep: str | None, *, article: bool = False) -> Found:
    """ "the 15th", "15th of next month", "the last day of January", "the first Monday of December"."""
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
    relative = relative_unit(s, k)
    if relative is not None and relative[2] == "month":
        first = relative[1].first
        return relative[0], Day(first.replace(day=min(which, month_days(first.year, first.month))))
    day = Day(next_day_of_month(s, which), day_of_month=which)
    if s.role(j, "of_month") == "the":
        return j + 1, day
    pointed = prep in POINTING and prep != "at"
    with_article = article or (i > 0 and s.x[i - 1].word.endswith(" the"))
    if is_word:
        # "by first" is no date, "on the first" is.
        pointed = prep == "on" or (prep in ("by", "before", "until", "due") and which not in (2, 3))
        return (j, day) if (pointed and with_article) or s.lenient else None
    if pointed or with_article or s.lenient:
        return j, day
    return j, replace(day, weak=which < 4 or s.language.code == "de")


def next_day_of_month(s: Sentence, day: int) -> date:
    month = s.clock.today.replace(day=1)
    while True:
        if day <= month_days(month.year, month.month):
            found = month.replace(day=day)
            if found >= s.clock.today:
                return found
        month = add_months(month, 1)


def bare_day(s: Sentence, i: int, day: int) -> Found:
    if "of_month" in s.x[i + 1].roles:
        return i + 2, Day(next_day_of_month(s, day), day_of_month=day)
    return i + 1, Day(next_day_of_month(s, day), day_of_month=day)


def _day_month_words(s: Sentence, j: int, which: int) -> Found:
    k = s.skip(j, "of")
    month = s.role(k, "month")
    if month is None or not 1 <= which <= 31:
        return None
    return with_year(s, k + 1, month, which)


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
            year = read_year(s, k + 1)
            end = k + 1 if year is None else year[0]
            firsts = [date(today.year + n, month, 1) for n in (0, 1)] if year is None else [date(year[1], month, 1)]
        else:
            relative = relative_unit(s, k)
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
        day = nth_in(first, which, weekday, working=working)
        if day is not None and (day >= today or len(firsts) == 1):
            of_month = which if weekday is None and not working and the_month else None
            return end, Day(day, day_of_month=of_month, nth=None if weekday is None else (which, weekday))
    return None
