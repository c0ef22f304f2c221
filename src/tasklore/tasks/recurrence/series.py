"""What a repeating task does next: completing, skipping, moving one date or all that follow.

A task carries one date, its present one; the rule gives those after it. So a rule speaks of what is left:
COUNT counts the dates still to come with the present one among them, and is lowered as they pass, done or
missed. Only a date put elsewhere, by hand or by a clock change, needs a memory, the *anchor*: where the
schedule stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Final, Literal

from ..values import Due, local
from .rule import InvalidRecurrence, Rule
from .schedule import schedule

Basis = Literal["schedule", "completion"]

_SHORTEST: Final = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Days that each month has at least, January at 1."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule, what it counts from, and where its schedule stands if that is not the task's date."""

    rule: Rule
    basis: Basis = "schedule"
    anchor: Due | None = None

    @classmethod
    def parse(cls, rrule: str, basis: str = "schedule", anchor: Due | None = None) -> "Recurrence":
        """From what a client sends.

        Raises:
            InvalidRecurrence: the rule or the basis cannot be read.
        """
        rule = Rule.parse(rrule)
        match basis:
            case "schedule" | "completion":
                return cls(rule, basis, anchor)
            case _:
                raise InvalidRecurrence(f"Unknown basis {basis!r}. Use 'schedule' or 'completion'.")

    @property
    def rrule(self) -> str:
        return str(self.rule)


@dataclass(frozen=True, slots=True)
class Step:
    """A next date and the rule to keep with it."""

    recurrence: Recurrence
    due: Due


def pinned(recurrence: Recurrence, due: Due) -> Recurrence:
    """The same with the day written into the rule where short months would let it be forgotten.

    Monthly from the 31st becomes BYMONTHDAY=31, so that after 28 February comes 31 March. Call it when a task
    receives its rule. What counts from completion is left alone: there the day of completion decides.
    """
    rule = recurrence.rule
    by_days = rule.by_month_day or rule.by_day or rule.by_year_day or rule.by_week
    if recurrence.basis == "completion" or by_days or due.date.day < 29:
        return recurrence
    if rule.freq == "MONTHLY":
        return replace(recurrence, rule=replace(rule, by_month_day=(due.date.day,)))
    months = rule.by_month or (due.date.month,)
    if rule.freq == "YEARLY" and due.date.day > min(_SHORTEST[month] for month in months):
        return replace(recurrence, rule=replace(rule, by_month=months, by_month_day=(due.date.day,)))
    return recurrence


def occurrences(
    recurrence: Recurrence, start: Due, timezone: str, *, after: datetime | None = None, limit: int = 10
) -> list[Due]:
    """Up to `limit` dates of the schedule from `start` on, only those after that moment if one is given.

    `start` itself is among them where the rule meets it. Days and floating times are read in `timezone`.
    """
    since = start.date if after is None else max(start.date, _before(local(after, start.timezone or timezone).date()))
    found = schedule(recurrence.rule, start, since, timezone)
    if after is not None:
        found = (due for due in found if _is_ahead(due, after, timezone))
    return list(islice(found, max(0, limit)))


def first_due(recurrence: Recurrence, start: Due, timezone: str) -> Due | None:
    """The first date of the rule that is not before `start`."""
    return next(iter(occurrences(recurrence, start, timezone, limit=1)), None)


def advance(recurrence: Recurrence, due: Due, completed_at: datetime, timezone: str) -> Step | None:
    """Where a task goes when it is completed; None when that was the last date.

    From the schedule: the next date on it that is ahead, both of the present date and of `completed_at`; a day
    is ahead from tomorrow on. From completion: the first date of the rule after the day of completion (for
    hourly rules: after the moment), at the task's own time.
    """
    if recurrence.basis == "completion":
        return _from_completion(recurrence, due, completed_at, timezone)
    return _along_schedule(recurrence, recurrence.anchor or due, completed_at, timezone)


def next_due(recurrence: Recurrence, due: Due, completed_at: datetime, timezone: str) -> Due | None:
    """The date that `advance` gives."""
    step = advance(recurrence, due, completed_at, timezone)
    return None if step is None else step.due


def skip(recurrence: Recurrence, due: Due, now: datetime, timezone: str) -> Step | None:
    """Where a task goes when its present date is left out: the next one ahead, counted from the schedule."""
    return _along_schedule(recurrence, recurrence.anchor or due, now, timezone)


def move_one(recurrence: Recurrence, due: Due, to: Due) -> Step:
    """This date put elsewhere; those after it stay where the schedule has them."""
    anchor = recurrence.anchor or due
    return Step(replace(recurrence, anchor=None if anchor == to else anchor), to)


def move_all(recurrence: Recurrence, due: Due, to: Due) -> Step:
    """This date and all that follow put elsewhere: the rule's weekday, day, month and time go along.

    A rule with several weekdays or days keeps them, since which of them moved is not known.
    """
    rule = recurrence.rule
    if len(rule.by_day) == 1:
        ((n, _),) = rule.by_day
        rule = replace(rule, by_day=((_nth_of(to.date, n), to.date.weekday()),))
    if len(rule.by_month_day) == 1:
        (day,) = rule.by_month_day
        rule = replace(rule, by_month_day=(to.date.day if day > 0 else _from_end(to.date),))
    if len(rule.by_month) == 1 and rule.freq == "YEARLY":
        rule = replace(rule, by_month=(to.date.month,))
    if to.time is not None and rule.freq != "HOURLY":
        rule = replace(
            rule,
            by_hour=(to.time.hour,) if len(rule.by_hour) == 1 else rule.by_hour,
            by_minute=(to.time.minute,) if len(rule.by_minute) == 1 else rule.by_minute,
        )
    return Step(pinned(replace(recurrence, rule=rule, anchor=None), to), to)


def split(recurrence: Recurrence, start: Due, at: Due, timezone: str) -> tuple[Recurrence, Recurrence]:
    """The series before one of its dates, and the series from that date on, as calendars keep them.

    Together they have the dates of the whole. The first may have none, if `at` is where it starts.
    """
    rule = recurrence.rule
    before = list(_before_due(schedule(rule, start, start.date, timezone), at, timezone)) if rule.count else []
    rest = replace(rule, count=rule.count - len(before)) if rule.count else rule
    if at.time is None:
        until: date | datetime = _before(at.date)
    elif at.timezone is None:
        until = datetime.combine(at.date, at.time) - timedelta(seconds=1)
    else:
        until = at.instant(at.timezone) - timedelta(seconds=1)
    first = replace(rule, count=None, until=until)
    return replace(recurrence, rule=first, anchor=None), replace(recurrence, rule=rest, anchor=None)


def _along_schedule(recurrence: Recurrence, scheduled: Due, now: datetime, timezone: str) -> Step | None:
    rule = recurrence.rule
    # A counted rule is walked from its present date, to see how many dates pass.
    today = local(now, scheduled.timezone or timezone).date()
    since = scheduled.date if rule.count else max(scheduled.date, _before(today))
    for passed, found in enumerate(schedule(rule, scheduled, since, timezone)):
        if _is_later(found, scheduled, timezone) and _is_ahead(found, now, timezone):
            left = None if rule.count is None else rule.count - passed
            return _settled(recurrence, rule.lasting(left), found)
    return None


def _from_completion(recurrence: Recurrence, due: Due, completed_at: datetime, timezone: str) -> Step | None:
    rule = recurrence.rule
    if rule.count == 1:
        return None
    done = local(completed_at, due.timezone or timezone).replace(second=0, microsecond=0)
    if rule.freq == "HOURLY" and due.time is not None:
        start = Due(done.date(), done.time(), due.timezone)
    else:
        start = Due(done.date(), due.time, due.timezone)
    # The remaining count is kept by hand: the rule starts anew at each completion.
    for found in schedule(rule.lasting(None), start, start.date, timezone):
        is_next = _is_later(found, start, timezone) if rule.freq == "HOURLY" else found.date > start.date
        if is_next:
            left = None if rule.count is None else rule.count - 1
            return _settled(recurrence, rule.lasting(left), found)
    return None


def _settled(recurrence: Recurrence, rule: Rule, scheduled: Due) -> Step:
    """The step to a date of the schedule; a time that a clock change leaves out moves on, this once."""
    due = scheduled
    if scheduled.time is not None and scheduled.timezone is not None:
        there = local(scheduled.instant(scheduled.timezone), scheduled.timezone)
        due = Due(there.date(), there.time(), scheduled.timezone)
    return Step(replace(recurrence, rule=rule, anchor=None if due == scheduled else scheduled), due)


def _before(day: date) -> date:
    return day if day == date.min else day - timedelta(days=1)


def _is_later(due: Due, than: Due, timezone: str) -> bool:
    return due.date > than.date if due.time is None else due.instant(timezone) > than.instant(timezone)


def _is_ahead(due: Due, now: datetime, timezone: str) -> bool:
    if due.time is None:
        return due.date > local(now, timezone).date()
    return due.instant(timezone) > now.astimezone(UTC)


def _before_due(dates: Iterator[Due], at: Due, timezone: str) -> Iterator[Due]:
    for found in dates:
        if not _is_later(at, found, timezone):
            return
        yield found


def _nth_of(day: date, n: int) -> int:
    """The number that this day's weekday has in its month, from the front or the end as `n` counts; 0 stays."""
    if n == 0:
        return 0
    if n < 0:
        return -((-_from_end(day) - 1) // 7 + 1)
    # A fifth weekday is the last one: not every month has a fifth.
    return -1 if day.day > 28 else (day.day - 1) // 7 + 1


def _from_end(day: date) -> int:
    """The day's number from the end of its month: -1 is the last."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day.day - (following - timedelta(days=1)).day - 1
