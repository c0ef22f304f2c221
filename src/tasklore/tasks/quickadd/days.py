"""Days as values, and the arithmetic of the calendar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .sentence import add_months, month_days


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
    is_today: bool = False
    """Named as today."""
    part: str | None = None
    """"tonight" names the part of the day as well."""
    weak: bool = False
    """Too weak to stand alone."""
    filler: bool = False
    """"end of day": gives way to a day beside it."""


def nearest_weekday(today: date, weekday: int, *, after_today: bool = False) -> date:
    """The nearest such weekday from today on, or after it."""
    ahead = (weekday - today.weekday()) % 7
    return today + timedelta(days=ahead or (7 if after_today else 0))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weekend_start(today: date, weeks: int) -> date:
    if today.weekday() >= 5 and weeks == 0:
        return today
    return monday_of(today) + timedelta(days=5, weeks=weeks)


def unit_start(today: date, unit: str, steps: int) -> date | None:
    """The first day of the unit so many steps ahead: Monday, the 1st, Saturday."""
    if unit == "week":
        return monday_of(today) + timedelta(weeks=steps)
    if unit == "month":
        return add_months(today.replace(day=1), steps)
    if unit == "year":
        return date(today.year + steps, 1, 1)
    if unit == "quarter":
        return add_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * steps)
    if unit == "weekend":
        return weekend_start(today, steps)
    if unit == "day" and steps:
        return today + timedelta(days=steps)
    if unit == "workday" and steps:
        return workdays_later(today, steps)
    return None


def unit_end(first: date, unit: str) -> date:
    if unit == "week":
        return first + timedelta(days=4)
    if unit == "day":
        return first
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    return add_months(first, months) - timedelta(days=1)


def edge_of_month(first: date, edge: str) -> date:
    if edge == "start":
        return first
    if edge == "mid":
        return first.replace(day=15)
    return first.replace(day=month_days(first.year, first.month))


def nth_in(first: date, which: int, weekday: int | None, *, working: bool) -> date | None:
    days = [first.replace(day=day) for day in range(1, month_days(first.year, first.month) + 1)]
    if weekday is not None:
        days = [day for day in days if day.weekday() == weekday]
    elif working:
        days = [day for day in days if day.weekday() < 5]
    index = which - 1 if which > 0 else which
    return days[index] if -len(days) <= index < len(days) else None


def shift(day: date, many: int, unit: str) -> date:
    """So many units later; month ends stay within their month."""
    if unit == "workday":
        return workdays_later(day, many)
    days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    if days is not None:
        return day + timedelta(days=days * many)
    return add_months(day, {"month": 1, "quarter": 3, "halfyear": 6, "year": 12}[unit] * many)


def workdays_later(day: date, many: int) -> date:
    step = 1 if many > 0 else -1
    while many:
        day += timedelta(days=step)
        if day.weekday() < 5:
            many -= step
    return day


Found = tuple[int, Day] | None
"""(end, day) as a reader gives it back."""
