"""Reminders: when they ring, and the jobs that plan and ring them.

    task written, by whatever door ──► plan ──► ring, once per moment that is still ahead

A job that rings looks at the task as it is then: done, deleted, moved or reminded otherwise meanwhile, it does
nothing. So nothing has to be taken back when a task changes.
"""

import datetime as dt
from typing import Any, Final

from tasklore.platform.jobs.queue import enqueue
from tasklore.platform.unit import Record, Unit

from .values import Due

JOB: Final = "tasks.remind"
PLAN: Final = "tasks.plan_reminders"
_MORNING: Final = dt.time(9)


def ask_for_plan(unit: Unit, row: Record) -> None:
    """Stages the job that plans an open task's reminders."""
    if row["reminders"] and row["status"] == "open" and row["deleted_at"] is None:
        payload = {"task_id": row["id"], "asked_at": unit.now.isoformat()}
        enqueue(unit, PLAN, payload, job_id=f"plan:{row['id']}:{row['version']}")


def instants(row: Record, timezone: str) -> list[dt.datetime]:
    """The moments that the task's reminders ring at, ascending. A day counts from nine in the morning."""
    moments = set()
    due = _due(row)
    for reminder in row["reminders"]:
        if reminder.get("at"):
            moments.add(dt.datetime.fromisoformat(reminder["at"]))
        elif due is not None:
            try:
                moments.add(due.instant(timezone) - dt.timedelta(minutes=reminder["minutes_before"]))
            except OverflowError:  # before the year 1
                continue
    return sorted(moments)


def stage_reminders(unit: Unit, row: Record, timezone: str, after: dt.datetime) -> None:
    """Plans a job for each moment after `after`; one that has come meanwhile rings at once."""
    for moment in instants(row, timezone):
        if moment > after:
            payload: dict[str, Any] = {"task_id": row["id"], "at": moment.isoformat(), "timezone": timezone}
            enqueue(unit, JOB, payload, run_at=moment, job_id=f"remind:{row['id']}:{moment:%Y%m%dT%H%M}")


def _due(row: Record) -> Due | None:
    if row["due_date"] is None:
        return None
    time = dt.time.fromisoformat(row["due_time"]) if row["due_time"] else _MORNING
    return Due(dt.date.fromisoformat(row["due_date"]), time, row["due_zone"])
