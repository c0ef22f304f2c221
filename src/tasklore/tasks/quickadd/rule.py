"""A recurrence rule: its RFC 5545 text, its words, and the first date it falls on."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from .sentence import add_months, month_days

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WORKDAYS = (0, 1, 2, 3, 4)
_UNITS = {
    "HOURLY": "hour",
    "DAILY": "day",
    "WEEKLY": "week",
    "MONTHLY": "month",
    "YEARLY": "year",
}
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "last but one"}
# The rarest date a rule can name is the 29th of February: at most eight years apart.
_HORIZON_MONTHS = 12 * 9


@dataclass(frozen=True, slots=True)
class Rule:
    """`weekdays` holds (which, weekday) pairs; which is 0 for "every"."""

    freq: str
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    position: int = 0
    count: int | None = None
    until: date | None = None
    from_completion: bool = False
    part: str | None = None
    """The part of the day that "every morning" names."""
    loose: bool = field(default=False, compare=False)
    """Said by one word that is as often an adjective: "weekly"."""

    @property
    def is_plain(self) -> bool:
        """Nothing but a rhythm: it takes the day it starts on."""
        return not (self.months or self.month_days or self.weekdays)

    def text(self) -> str:
        """In the order FREQ, INTERVAL, BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS, COUNT, UNTIL."""
        parts = [f"FREQ={self.freq}"]
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.months:
            parts.append("BYMONTH=" + ",".join(map(str, self.months)))
        if self.month_days:
            parts.append("BYMONTHDAY=" + ",".join(map(str, self.month_days)))
        if self.weekdays:
            parts.append("BYDAY=" + ",".join(f"{which or ''}{DAYS[day]}" for which, day in self.weekdays))
        if self.position:
            parts.append(f"BYSETPOS={self.position}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        return ";".join(parts)

    def words(self) -> str:
        """In English, for a chip."""
        unit = _UNITS[self.freq]
        every = f"every {unit}" if self.interval == 1 else f"every {self.interval} {unit}s"
        days = [day for _, day in self.weekdays]
        if self.position:
            said = f"every {_NTH.get(self.position, self.position)} working day of the month"
        elif self.weekdays and self.freq == "WEEKLY":
            names = "working day" if tuple(days) == WORKDAYS else " and ".join(DAY_NAMES[day] for day in days)
            said = f"every {names}" if self.interval == 1 else f"{every} on {names}"
        else:
            parts = [
                f"{_NTH.get(which, which)} {DAY_NAMES[day]}" if which else DAY_NAMES[day]
                for which, day in self.weekdays
            ]
            parts += ["last day" if day == -1 else str(day) for day in self.month_days]
            said = every + (f" on the {' and '.join(parts)}" if parts else "")
            if self.months:
                said += " in " + " and ".join(MONTH_NAMES[month - 1] for month in self.months)
        if self.count is not None:
            said += f", {self.count} times"
        if self.until is not None:
            said += f", until {self.until.day} {MONTH_NAMES[self.until.month - 1][:3]} {self.until.year}"
        return said + (", counted from completion" if self.from_completion else "")

    def first(self, start: date) -> date:
        """The first date of the rule on or after `start`.

        A day that a month lacks is that month's last day, as design §9 has it for "monthly on the 31st".
        """
        if self.is_plain:
            return start
        if self.freq in ("DAILY", "WEEKLY", "HOURLY") and self.weekdays:
            wanted = {day for _, day in self.weekdays}
            ahead = next(n for n in range(7) if (start.weekday() + n) % 7 in wanted)
            return start + timedelta(days=ahead)
        month = start.replace(day=1)
        for _ in range(_HORIZON_MONTHS):
            if not self.months or month.month in self.months:
                for day in self._days_in(month):
                    if day >= start:
                        return day
            month = add_months(month, 1)
        return start

    def _days_in(self, month: date) -> list[date]:
        length = month_days(month.year, month.month)
        if self.month_days:
            days = {length + 1 + day if day < 0 else min(day, length) for day in self.month_days}
            return [month.replace(day=day) for day in sorted(days)]
        if self.position:
            wanted = {day for _, day in self.weekdays}
            working = [day for day in _month(month, length) if day.weekday() in wanted]
            index = self.position - 1 if self.position > 0 else self.position
            return [working[index]] if -len(working) <= index < len(working) else []
        if self.weekdays:
            found = []
            for which, weekday in self.weekdays:
                same = [day for day in _month(month, length) if day.weekday() == weekday]
                if which == 0:
                    found += same
                elif -len(same) <= (index := which - 1 if which > 0 else which) < len(same):
                    found.append(same[index])
            return sorted(found)
        return [month]

    def with_end(self, *, count: int | None = None, until: date | None = None) -> "Rule":
        return replace(self, count=count, until=until)


def _month(month: date, length: int) -> list[date]:
    return [month.replace(day=day) for day in range(1, length + 1)]


FREQUENCIES = {
    "hour": ("HOURLY", 1),
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "fortnight": ("WEEKLY", 2),
    "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3),
    "halfyear": ("MONTHLY", 6),
    "year": ("YEARLY", 1),
}


def rhythm(unit: str, many: int) -> Rule:
    """Every so many of the unit."""
    freq, size = FREQUENCIES[unit]
    return Rule(freq, size * many)


Found = tuple[int, Rule] | None
"""(end, rule) as a reader gives it back."""
