"""The dates of a rule, in zones and within its bounds."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from ..values import Due, local, moment
from .expand import wall_times
from .rule import Rule


def schedule(rule: Rule, anchor: Due, since: date, timezone: str) -> Iterator[Due]:
    """The rule's dates from `since` on, ascending, none twice; lazily, so take as many as you need.

    The anchor counts only where the rule meets it. `timezone` is where days and floating times are read.
    A COUNT counts from the anchor, so that the dates before `since` are walked, at most MAX_COUNT of them.
    """
    first = datetime.combine(anchor.date, anchor.time or time.min)
    here = anchor.timezone or timezone
    last_day = _last_day(rule.until)
    passed = 0
    previous: date | datetime | None = None
    for wall in wall_times(rule, first, anchor.date if rule.count is not None else since):
        if last_day is not None and wall.date() > last_day:
            return
        found = Due(wall.date()) if anchor.time is None else Due(wall.date(), wall.time(), anchor.timezone)
        # Days may repeat when the rule has several times; moments do where a clock change pushes one onto the next.
        identity = found.date if found.time is None else found.instant(here)
        if identity == previous:
            continue
        previous = identity
        if rule.until is not None and _is_after(found, rule.until, here):
            return
        passed += 1
        if rule.count is not None and passed > rule.count:
            return
        if found.date >= since:
            yield found


def _last_day(until: date | datetime | None) -> date | None:
    """A day after which nothing can come, whatever the zone; it spares the exact look at each date."""
    if until is None:
        return None
    day = until.date() if isinstance(until, datetime) else until
    return day if day == date.max else day + timedelta(days=1)


def _is_after(due: Due, until: date | datetime, timezone: str) -> bool:
    if not isinstance(until, datetime):
        return due.date > until
    if until.tzinfo is None:
        return due.date > until.date() if due.time is None else datetime.combine(due.date, due.time) > until
    if due.time is None:
        return due.date > local(until, timezone).date()
    return moment(due.date, due.time, timezone) > until
