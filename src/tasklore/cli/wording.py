"""Tasks in words, as the terminal shows them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

SHORT_ID: Final = 6
"""Last letters of an id that lists show. Ids begin with the time, so those made together begin alike."""


def short_id(task: Mapping[str, Any]) -> str:
    return str(task["id"])[-SHORT_ID:]


def due_words(task: Mapping[str, Any], today: date) -> str:
    """`today 09:00`, `Tue 24 Nov`, `1 Jan 2028`; with ↻ where it repeats."""
    due = task.get("due")
    if not due:
        return ""
    words = day_words(date.fromisoformat(due["date"]), today)
    if due.get("time"):
        words += f" {due['time']}"
    zone = due.get("timezone")
    if zone and zone != "UTC":
        words += f" ({zone})"
    return f"{words} ↻" if task.get("recurrence") else words


def day_words(day: date, today: date) -> str:
    """A day as near as it is."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - today).days)
    if near:
        return near
    if timedelta(0) < day - today < timedelta(days=330):
        return f"{day:%a} {day.day} {day:%b}"
    return f"{day.day} {day:%b} {day.year}"


def marks(task: Mapping[str, Any], project: str | None) -> str:
    """Priority, project and labels in the spelling of quick add."""
    parts = [f"p{task['priority']}"] if task.get("priority", 4) < 4 else []
    if project:
        parts.append(f"#{project}")
    parts.extend(f"@{label}" for label in task.get("labels", ()))
    return " ".join(parts)


def rows(tasks: Iterable[Mapping[str, Any]], projects: Mapping[str, str], today: date) -> list[tuple[str, ...]]:
    """Lines of a list: id, box, title, due, marks."""
    return [
        (
            short_id(task),
            "✓" if task["completed"] else "○",
            str(task["title"]),
            due_words(task, today),
            marks(task, projects.get(str(task["project_id"]))),
        )
        for task in tasks
    ]


def moment_words(text: str) -> str:
    """A moment of the API on this machine's clock."""
    return f"{datetime.fromisoformat(text).astimezone():%Y-%m-%d %H:%M}"
