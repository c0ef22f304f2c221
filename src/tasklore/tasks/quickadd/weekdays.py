"""Days by their weekday: Friday, next Tuesday, Monday of next week, Saturday the 12th."""

from datetime import date, timedelta

from .absolute import behind_dot, month_alone, read_day_month, read_figures, read_iso, read_month_day
from .days import Day, Found, monday_of, nearest_weekday
from .relative import read_amount, relative_unit
from .sentence import Sentence, add_months, month_days


def read_weekday(s: Sentence, i: int, prep: str | None) -> Found:
    weekday = int(s.role(i, "weekday"))
    today = s.clock.today
    if s.x[i].text.isupper() and s.x[i].word in s.language.weak and not s.is_shouted:
        # "Register for the SAT"
        return None
    j = behind_dot(s, i + 1)
    weak = s.x[i].word in s.language.weak and not (s.x[i].text[:1].isupper() and i > 0)
    dated = date_behind_weekday(s, j, weekday)
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
    week = relative_unit(s, k)
    if week is not None and week[2] == "week":
        return week[0], Day(monday_of(week[1].first) + timedelta(days=weekday))
    if following.word == "in":
        later = read_amount(s, j + 1)
        if later is not None and s.x[later[0] - 1].roles.get("unit") == "week":
            return later[0], Day(monday_of(later[1].first) + timedelta(days=weekday))
    if s.language.code == "en" and following.word == "week" and s.ends(j + 1):
        return j + 1, Day(nearest_weekday(today, weekday) + timedelta(days=7))
    if s.language.code == "fr" and following.word == "en" and s.role(j + 1, "cardinal") == 8:
        return j + 2, Day(nearest_weekday(today, weekday) + timedelta(days=7))
    return j, Day(nearest_weekday(today, weekday), is_weekday=True, weak=weak, part=s.role(i, "own_part"))


def date_behind_weekday(s: Sentence, j: int, weekday: int) -> Found:
    k = j + 1 if s.is_sign(j, ",") else j
    if s.x[k].word in ("the", "den", "le", "el", "dem", "on", "am") or s.x[k].word == "on the":
        k += 1
    here = s.x[k]
    if here.kind == "n":
        found = read_iso(s, k) if here.end - here.start == 4 else (read_figures(s, k, "on") or read_day_month(s, k))
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
        return read_month_day(s, k)
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


def read_next_or_this(s: Sentence, i: int, prep: str | None) -> Found:
    is_next = "next" in s.x[i].roles
    j = i + 1
    if not is_next and "next" in s.x[j].roles:
        is_next, j = True, j + 1
    here = s.x[j]
    if "weekday" in here.roles:
        dated = date_behind_weekday(s, behind_dot(s, j + 1), here.roles["weekday"])
        if dated is not None:
            return dated
        weekday = here.roles["weekday"]
        day = nearest_weekday(s.clock.today, weekday, after_today=is_next)
        if s.x[i].roles.get("next") == 2:
            day += timedelta(days=7)
        return behind_dot(s, j + 1), Day(day, is_weekday=not is_next)
    if "month" in here.roles:
        if here.word in s.language.weak and here.text.islower() and prep is None and not s.lenient:
            # "this may look strange"
            return None
        if s.number(j + 1, 1, 31):
            return read_month_day(s, j)
        return j + 1, month_alone(s, here.roles["month"], None)
    found = relative_unit(s, i)
    if found is None:
        return None
    end, day_found, unit = found
    if not is_next and unit != "weekend":
        # "this week" names no day; "this week Friday" does.
        k = s.skip(end, "prep")
        if unit == "week" and "weekday" in s.x[k].roles:
            return k + 1, Day(monday_of(s.clock.today) + timedelta(days=s.x[k].roles["weekday"]))
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
