"""Days with a name: Christmas by its date, Thanksgiving by its weekday, Easter by the moon.

A vocabulary says which: (12, 25), (11, 3, 4) for the fourth Thursday of November, 39 for so many days after Easter.
"""

from datetime import date, timedelta

from dateutil.easter import easter

from .days import nth_in
from .rule import Rule

Holiday = tuple[int, int] | tuple[int, int, int] | int


def next_holiday(today: date, holiday: Holiday) -> date | None:
    """The next one from today on."""
    for year in (today.year, today.year + 1):
        day = _in_year(year, holiday)
        if day is not None and day >= today:
            return day
    return None


def _in_year(year: int, holiday: Holiday) -> date | None:
    if isinstance(holiday, int):
        return easter(year) + timedelta(days=holiday)
    if len(holiday) == 2:
        return date(year, *holiday)
    month, weekday, which = holiday
    return nth_in(date(year, month, 1), which, weekday, working=False)


def holiday_rule(holiday: Holiday) -> Rule | None:
    """ "every Christmas"; Easter follows no rule of RFC 5545."""
    if isinstance(holiday, int):
        return None
    if len(holiday) == 2:
        return Rule("YEARLY", months=(holiday[0],), month_days=(holiday[1],))
    month, weekday, which = holiday
    return Rule("YEARLY", months=(month,), weekdays=((which, weekday),))
