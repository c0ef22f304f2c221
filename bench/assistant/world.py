"""The tasks that every utterance starts from, and what has become of them afterwards."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tasklore.changes.actor import Actor
from tasklore.changes.change_set import ChangeSet
from tasklore.platform.clock import SetClock
from tasklore.platform.unit import Record, Services, Unit, run
from tasklore.tasks.archive import TaskArchive
from tasklore.tasks.projects.service import ProjectService
from tasklore.tasks.service import TaskService

NOW: Final = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""A Friday."""

PROJECTS: Final = ("Work", "Home", "Groceries")
_MONTHLY: Final = "FREQ=MONTHLY;BYMONTHDAY=1"
TASKS: Final[tuple[dict[str, Any], ...]] = (
    {"title": "Buy milk", "due_date": "2026-11-20"},
    {"title": "Call the dentist", "due_date": "2026-11-21", "due_time": "10:00"},
    {"title": "Pay rent", "due_date": "2026-12-01", "rrule": _MONTHLY, "repeat_from": "schedule", "priority": 1},
    {"title": "Renew passport", "due_date": "2026-11-10"},
    {
        "title": "Water the plants",
        "due_date": "2026-11-20",
        "rrule": "FREQ=DAILY;INTERVAL=3",
        "repeat_from": "schedule",
    },
    {
        "title": "Write quarterly report",
        "project": "Work",
        "due_date": "2026-11-23",
        "priority": 1,
        "labels": ["writing"],
    },
    {"title": "Review budget", "project": "Work", "due_date": "2026-11-24"},
    {"title": "Send invoice to Acme", "project": "Work", "due_date": "2026-11-18", "priority": 2},
    {
        "title": "Prepare slides for board meeting",
        "project": "Work",
        "due_date": "2026-11-25",
        "due_time": "14:00",
    },
    {"title": "Email Sarah about contract", "project": "Work"},
    {"title": "Fix kitchen tap", "project": "Home"},
    {"title": "Clean the garage", "project": "Home", "due_date": "2026-11-22"},
    {
        "title": "Buy birthday present for Tom",
        "project": "Home",
        "due_date": "2026-11-28",
        "labels": ["shopping"],
    },
    {"title": "Eggs", "project": "Groceries"},
    {"title": "Bread", "project": "Groceries"},
    {"title": "Coffee beans", "project": "Groceries"},
)
DONE: Final = (("Book flights", timedelta(days=1)), ("Submit tax form", timedelta(hours=1)))


async def make_world(services: Services, clock: SetClock, owner: str) -> None:
    """Gives `owner` the tasks above, as if they had typed them."""

    async def make(unit: Unit) -> None:
        changes = ChangeSet(unit, Actor(owner, "http"))
        projects, tasks = ProjectService(unit, changes), TaskService(unit, changes)
        access = {name: await projects.create({"name": name}) for name in PROJECTS}
        for values in TASKS:
            columns = {name: value for name, value in values.items() if name != "project"}
            await tasks.create(columns, access=access.get(values.get("project", "")))
        for title, ago in DONE:
            await tasks.create({"title": title, "status": "done", "completed_at": unit.now - ago})

    await run(services, make)


async def state_of(services: Services, owner: str) -> dict[str, Record]:
    """Everything that `owner` has, by title; of those that share a title, the open one last."""
    archive = TaskArchive(Unit(services), owner)
    projects = {row["id"]: row["name"] async for row in archive.projects()}
    rows = [row async for row in archive.tasks()]
    titles = {row["id"]: row["title"] for row in rows}
    state = {}
    for row in sorted(rows, key=lambda row: row["status"] == "open"):
        state[row["id"]] = {
            "title": row["title"],
            "due": " ".join(part for part in (row["due_date"], row["due_time"]) if part) or None,
            "done": row["status"] == "done",
            "project": projects.get(row["project_id"]),
            "priority": row["priority"],
            "labels": row["labels"],
            "notes": row["notes"],
            "repeats": row["rrule"],
            "parent": titles.get(row["parent_id"] or ""),
            "deleted": row["deleted_at"] is not None,
        }
    return state


async def projects_of(services: Services, owner: str) -> list[str]:
    return [row["name"] async for row in TaskArchive(Unit(services), owner).projects()]
