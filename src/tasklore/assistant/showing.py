"""Rows as tools show them: short, and in words where words are shorter."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from tasklore.changes.change_set import Change
from tasklore.platform.unit import Record
from tasklore.tasks.recurrence import Recurrence, describe

from .results import Effect, TaskBrief, inert

_LOWEST: Final = 4
_NOTES: Final = 2000
_LISTED: Final = 12
"""Subtasks named in a task's details."""


def due_text(row: Mapping[str, Any]) -> str | None:
    """`2026-12-01`, `2026-12-01 17:00`, `2026-12-01 17:00 Europe/Paris`."""
    if row.get("due_date") is None:
        return None
    return " ".join(part for part in (row["due_date"], row.get("due_time"), row.get("due_zone")) if part)


def brief(row: Mapping[str, Any], project: str | None = None) -> TaskBrief:
    """A task in a line or two."""
    name = project or row.get("project")
    return TaskBrief(
        id=row["id"],
        title=row["title"],
        due=due_text(row),
        repeats=_repeats(row),
        priority=row["priority"] if row["priority"] != _LOWEST else None,
        project=None if row.get("is_inbox") else name,
        section=row.get("section"),
        labels=list(row["labels"]),
        done=True if row["status"] == "done" else None,
        deadline=row["deadline"],
    )


def details(row: Mapping[str, Any], below: Iterable[Mapping[str, Any]]) -> TaskBrief:
    """A task with its notes and what is below it."""
    mark = {"done": "✓ "}
    return brief(row).model_copy(
        update={
            "notes": inert(row["notes"], _NOTES) or None,
            "parent": row["parent_id"],
            "subtasks": [f"{mark.get(sub['status'], '')}{inert(sub['title'])}" for sub in below][:_LISTED],
        }
    )


def _repeats(row: Mapping[str, Any]) -> str | None:
    if row["rrule"] is None:
        return None
    return describe(Recurrence.parse(row["rrule"], row["repeat_from"] or "schedule"))


_FIELDS: Final = (
    "title",
    "priority",
    "labels",
    "deadline",
    "status",
    "notes",
    "name",
    "section_id",
    "duration_minutes",
)


def effects(changes: Iterable[Change], projects: Mapping[str, str]) -> list[Effect]:
    """What a change set does, one entry for each thing, with before and after of what differs."""
    return [_effect(change, projects) for change in changes]


def _effect(change: Change, projects: Mapping[str, str]) -> Effect:
    before = {**change.row, **change.before}
    if change.kind == "create":
        shown_before: dict[str, Any] = {}
        shown_after = _shown(change.row, set(change.row), projects, blanks=False)
    else:
        fields = set(change.after)
        shown_before = _shown(before, fields, projects, blanks=True)
        shown_after = _shown(change.row, fields, projects, blanks=True)
    return Effect(
        what=_what(change),
        kind=change.entity.name,
        id=change.row["id"],
        title=str(change.row.get(change.entity.label) or ""),
        before=shown_before,
        after=shown_after,
    )


def _what(change: Change) -> Any:
    if change.kind == "create":
        return "added"
    if change.kind == "delete":
        return "deleted"
    if "deleted_at" in change.after:
        return "restored"
    if "status" in change.after:
        return "completed" if change.after["status"] == "done" else "reopened"
    return "changed"


def _shown(row: Record, fields: set[str], projects: Mapping[str, str], *, blanks: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name in _FIELDS:
        if name in fields and (blanks or row.get(name) not in (None, "", [], _LOWEST, "open")):
            value = row.get(name)
            shown[name.removesuffix("_id")] = inert(value, 200) if isinstance(value, str) else value
    if fields & {"due_date", "due_time", "due_zone"} and (blanks or row.get("due_date")):
        shown["due"] = due_text(row)
    if "rrule" in fields and (blanks or row.get("rrule")):
        shown["repeats"] = _repeats(row)
    if "project_id" in fields:
        shown["project"] = projects.get(row["project_id"], row["project_id"])
    shown.pop("title", None) if not blanks else None
    shown.pop("name", None) if not blanks else None
    return shown


def day_of(moment: dt.datetime) -> str:
    return moment.date().isoformat()
