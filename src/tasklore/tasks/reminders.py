"""Reminders: when they ring, and the job that rings them.

A reminder is a job planned with the change that sets it. When it runs it looks at the task as it is then:
done, deleted, moved or reminded otherwise meanwhile, it does nothing.
"""

import datetime as dt
from typing import Any, Final

from tasklore.platform.jobs.queue import enqueue
from tasklore.platform.unit import Record, Unit

from .values import Due

JOB: Final = "tasks.remind"
_MORNING: Final = dt.time(9)


def instants(row: Record, timezone: str) -> list[dt.datetime]:
    """The moments that the task's reminders ring at, ascending. A day counts from nine in the morning."""
    moments = set()
    due = _due(row)
    for reminder in row["reminders"]:
        if reminder.get("at"):
            moments.add(dt.datetime.fromisoformat(reminder["at"]))
        elif due is not None:
            moments.add(due.instant(timezone) - dt.timedelta(minutes=reminder["minutes_before"]))
    return sorted(moments)


def stage_reminders(unit: Unit, row: Record, timezone: str) -> None:
    """Plans a job for each moment that is still ahead."""
    for moment in instants(row, timezone):
        if moment > unit.now:
            payload: dict[str, Any] = {"task_id": row["id"], "at": moment.isoformat(), "timezone": timezone}
            enqueue(unit, JOB, payload, run_at=moment, job_id=f"remind:{row['id']}:{moment:%Y%m%dT%H%M}")


def _due(row: Record) -> Due | None:
    if row["due_date"] is None:
        return None
    time = dt.time.fromisoformat(row["due_time"]) if row["due_time"] else _MORNING
    return Due(dt.date.fromisoformat(row["due_date"]), time, row["due_zone"])
