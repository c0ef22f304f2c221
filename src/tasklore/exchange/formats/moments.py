"""Moments of other programs as the dates of tasks."""

import datetime as dt

from tasklore.platform.unit import Record
from tasklore.tasks.recurrence import InvalidRecurrence, Recurrence
from tasklore.tasks.values import local

from ..bundle import Bundle, TaskDraft

_FIRST, _LAST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.datetime(2200, 1, 1, tzinfo=dt.UTC)


def instant(text: str) -> dt.datetime | None:
    """An ISO moment in UTC; what has no offset is UTC. None when it is none, or from no time that people plan for:
    several programs write the year 1 for "not set"."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    moment = moment.replace(tzinfo=moment.tzinfo or dt.UTC)
    return moment.astimezone(dt.UTC) if _FIRST <= moment < _LAST else None


def day_columns(prefix: str, moment: dt.datetime, timezone: str) -> Record:
    """The day that it is in that zone."""
    return {
        f"{prefix}_date": local(moment, timezone).date().isoformat(),
        f"{prefix}_time": None,
        f"{prefix}_zone": None,
    }


def moment_columns(prefix: str, moment: dt.datetime, timezone: str, *, floating: bool = False) -> Record:
    """The time that it is in that zone, to the minute; midnight is the day itself."""
    wall = local(moment, timezone)
    if (wall.hour, wall.minute) == (0, 0):
        return day_columns(prefix, moment, timezone)
    return {
        f"{prefix}_date": wall.date().isoformat(),
        f"{prefix}_time": f"{wall:%H:%M}",
        f"{prefix}_zone": None if floating else timezone,
    }


def repeat(bundle: Bundle, draft: TaskDraft, rrule: str, basis: str = "schedule") -> None:
    """Lets the task repeat by this rule, or remarks that it does not any more. A rule needs a date to count from."""
    try:
        Recurrence.parse(rrule)
    except InvalidRecurrence as error:
        bundle.lose(draft.line, draft.title, f"It does not repeat any more: {error}")
        return
    draft.values.update(rrule=rrule, repeat_from=basis)
    if draft.values.get("due_date") is None and draft.values.get("start_date") is not None:
        for part in ("date", "time", "zone"):
            draft.values[f"due_{part}"], draft.values[f"start_{part}"] = draft.values[f"start_{part}"], None
