"""The next task of a series: what it takes over from the one that is done, and what moves along with its date."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from tasklore.platform.ids import new_id
from tasklore.platform.unit import Record

from .recurrence import Recurrence
from .values import Due

COPIED: Final = (
    "title", "notes", "priority", "start_date", "start_time", "start_zone", "deadline", "duration_minutes", "position",
    "assignee_id", "labels", "reminders", "source",
)  # fmt: skip
"""What makes a task this task, apart from its place, its due date and its rule."""

BLANK: Final[Record] = {
    "section_id": None, "parent_id": None, "notes": "", "status": "open", "priority": 4,
    "start_date": None, "start_time": None, "start_zone": None, "due_date": None, "due_time": None, "due_zone": None,
    "due_at": None, "deadline": None, "duration_minutes": None, "rrule": None, "repeat_from": None,
    "repeat_anchor": None, "series_id": None, "assignee_id": None, "labels": [], "reminders": [], "source": None,
    "completed_at": None,
}  # fmt: skip
"""A task about which only its title is known."""

_PLACE: Final = ("project_id", "owner_id", "section_id", "parent_id", "created_by")


def following(row: Record, below: Iterable[Record], due: Due, recurrence: Recurrence) -> list[Record]:
    """The rows of the next task and of open copies of its sub-tasks, parents first.

    Start, deadline and absolute reminders keep their distance to the due date; so do the sub-tasks'."""
    days = due.date - dt.date.fromisoformat(row["due_date"])
    first = {
        **_copy(row, days),
        **due_columns(due),
        "rrule": recurrence.rrule,
        "repeat_from": row["repeat_from"],
        "repeat_anchor": due_json(recurrence.anchor),
        "series_id": row["series_id"] or row["id"],
    }
    set_instant(first)
    copies = {row["id"]: first}
    for child in parents_first(below):
        copy = _copy(child, days)
        copy["due_date"] = _later(child["due_date"], days)
        copy.update({name: child[name] for name in ("due_time", "due_zone", "rrule", "repeat_from", "series_id")})
        copy["parent_id"] = copies.get(child["parent_id"], first)["id"]
        set_instant(copy)
        copies[child["id"]] = copy
    return list(copies.values())


def parents_first(rows: Iterable[Record]) -> list[Record]:
    """The rows in an order in which no task comes before its parent; siblings as they were made."""
    waiting: dict[str | None, list[Record]] = {}
    given = sorted(rows, key=lambda row: row["id"])
    ids = {row["id"] for row in given}
    for row in given:
        waiting.setdefault(row["parent_id"] if row["parent_id"] in ids else None, []).append(row)
    ordered = waiting.pop(None, [])
    for row in ordered:  # grows while it is walked
        ordered.extend(waiting.pop(row["id"], ()))
    return ordered


def due_of(row: Record) -> Due | None:
    """The row's due date as a value."""
    if row["due_date"] is None:
        return None
    time = dt.time.fromisoformat(row["due_time"]) if row["due_time"] else None
    return Due(dt.date.fromisoformat(row["due_date"]), time, row["due_zone"])


def due_columns(due: Due) -> Record:
    """A due date as columns."""
    return {
        "due_date": due.date.isoformat(),
        "due_time": due.time.strftime("%H:%M") if due.time else None,
        "due_zone": due.timezone,
    }


def due_json(due: Due | None) -> Record | None:
    """A due date as the column `repeat_anchor` keeps it."""
    return None if due is None else due_columns(due)


def recurrence_of(row: Record) -> Recurrence | None:
    """The row's rule as a value."""
    if row["rrule"] is None:
        return None
    anchor = None if row["repeat_anchor"] is None else due_of(row["repeat_anchor"])
    return Recurrence.parse(row["rrule"], row["repeat_from"] or "schedule", anchor)


def set_instant(row: Record) -> None:
    """Fills in `due_at`, the moment of a due time that has a zone."""
    due = due_of(row)
    row["due_at"] = due.instant(due.timezone) if due is not None and due.timezone is not None else None


def _copy(row: Record, days: dt.timedelta) -> Record:
    return {
        **BLANK,
        **{name: row[name] for name in (*_PLACE, *COPIED)},
        "id": new_id(),
        "start_date": _later(row["start_date"], days),
        "deadline": _later(row["deadline"], days),
        "reminders": _reminders_later(row["reminders"], days),
    }


def _later(day: str | None, days: dt.timedelta) -> str | None:
    if day is None:
        return None
    try:
        return (dt.date.fromisoformat(day) + days).isoformat()
    except OverflowError:
        return None


def _reminders_later(reminders: Sequence[Record], days: dt.timedelta) -> list[Record]:
    later = []
    for reminder in reminders:
        if reminder.get("at") is None:
            later.append(reminder)
            continue
        try:
            later.append({**reminder, "at": (dt.datetime.fromisoformat(reminder["at"]) + days).isoformat()})
        except OverflowError:
            continue
    return later
