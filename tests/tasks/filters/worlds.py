"""Random tasks and random filters, and tasks as rows: what the meaning and its SQL are compared on."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tasklore.platform.ids import new_id
from tasklore.platform.unit import Unit
from tasklore.tasks.filters.evaluate import FilterTask
from tasklore.tasks.models import project, project_member, section, task
from tasklore.tasks.values import Due

ME, OTHER = "ada", "nadia"
PEOPLE = {ME: ("Ada Lovelace", "ada@example.com"), OTHER: ("Nadia", "nadia@example.com")}
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ZONES = ("Europe/Paris", "America/New_York", "Asia/Kolkata", "UTC", "Pacific/Auckland")
LABELS = ("home", "Home Office", "work", "wörk", "100%", "under_score", "a\\b", "Éclair")
TITLES = ("Buy milk", "Café à la carte", "100% done", "call *now*", "a_b", "ÉCLAIRS", "* heading", "it's (fine)")
NOTES = ("", "see https://example.com", "milk & flour", "line one\nline two")
PROJECTS = {"Inbox": (), "Work": (), "Reviews": ("Work",), "Deep": ("Reviews", "Work"), "Home": (), "wo_rk": ()}
SECTIONS = ("Later", "Meetings", None, None)


@dataclass(frozen=True, slots=True)
class Stored:
    """A task and the id of its row."""

    id: str
    task: FilterTask


def some_tasks(chance: random.Random, count: int) -> list[FilterTask]:
    return [_task(chance) for _ in range(count)]


def _task(chance: random.Random) -> FilterTask:
    name = chance.choice(list(PROJECTS))
    done = chance.random() < 0.2
    created = NOW - timedelta(hours=chance.randrange(2000))
    return FilterTask(
        title=chance.choice(TITLES),
        notes=chance.choice(NOTES),
        done=done,
        priority=chance.randint(1, 4),
        due=_due(chance) if chance.random() < 0.8 else None,
        start=_due(chance) if chance.random() < 0.3 else None,
        deadline=_day(chance) if chance.random() < 0.3 else None,
        duration_minutes=chance.choice((None, 30)),
        created_at=created,
        updated_at=created + timedelta(minutes=chance.randrange(1000)),
        completed_at=NOW - timedelta(hours=chance.randrange(500)) if done else None,
        labels=tuple(sorted(chance.sample(LABELS, chance.choice((0, 0, 1, 1, 2, 3))))),
        project=name,
        above=PROJECTS[name],
        section=chance.choice(SECTIONS),
        is_subtask=chance.random() < 0.2,
        is_recurring=chance.random() < 0.2,
        is_shared=name in ("Work", "Home"),
        has_reminders=chance.random() < 0.2,
        assignee=chance.choice((None, None, ME, OTHER)),
        created_by=chance.choice((ME, ME, OTHER)),
    )


def _day(chance: random.Random) -> date:
    return NOW.date() + timedelta(days=chance.choice((0, 0, 1, -1, 7, chance.randint(-40, 60))))


def _due(chance: random.Random) -> Due:
    at = chance.choice((None, time(9), time(0), time(14), time(chance.randrange(24), chance.choice((0, 30)))))
    return Due(_day(chance), at, None if at is None else chance.choice((None, *ZONES)))


def a_filter(chance: random.Random, depth: int = 3) -> str:
    """The text of a random filter, of both dialects."""
    if depth == 0 or chance.random() < 0.3:
        return ("!" if chance.random() < 0.2 else "") + _term(chance)
    if chance.random() < 0.15:
        return f"!({a_filter(chance, depth - 1)})"
    joint = chance.choice((" & ", " | ", " && ", " || "))
    parts = [a_filter(chance, depth - 1) for _ in range(chance.randint(2, 3))]
    return f"({joint.join(parts)})"


def _term(chance: random.Random) -> str:
    when = chance.choice(WHENS)
    field = chance.choice(("due", "deadline", "start", "created", "updated", "completed"))
    spelled = {"due": "dueDate", "start": "startDate", "completed": "doneAt"}.get(field, field)
    return chance.choice(
        (
            chance.choice(PLAIN),
            chance.choice(PLAIN),
            chance.choice(NAMES),
            f"{field}{chance.choice((':', ' before:', ' after:'))} {when}",
            f"{spelled} {chance.choice(('=', '!=', '<', '<=', '>', '>='))} {when}",
            f"priority {chance.choice(('=', '!=', '<', '<=', '>', '>='))} {chance.randrange(6)}",
        )
    )


WHENS: Sequence[str] = (
    *("today", "tomorrow", "yesterday", "monday", "friday", "next friday", "last monday", "+3 days", "-30 days"),
    *("next week", "this week", "this month", "last month", "this weekend", "1 jan", "20 nov", "2026-11-20"),
    *("2026-11-20 14:00", "2026-11-20T14:00:30", "2026-11-20T13:00:00Z", "today at 9:00", "+4 hours", "-90 min"),
    *("now", "now/d", "now/d+7d", "now-1w/w", "now+1M/M", "2026-12-01||+1M", "2026-11-20T09:00||-1d/d", "7 days"),
)
PLAIN: Sequence[str] = (
    *("all", "overdue", "recurring", "subtask", "shared", "assigned", "unassigned", "done", "open", "uncompletable"),
    *("p1", "p2", "no priority", "today", "7 days", "no date", "no time", "no labels", "no section", "no deadline"),
    *("no start date", "no description", "no duration", "no reminders", "doneAt is null", "done = true"),
    *("recurring = false", "assigned to: me", "assigned to: others", "assigned to: nad*", "added by: me"),
    *("added by: ada@example.com", "assignees in me, Nadia", "assignees = null", "added by: nobody"),
)
NAMES: Sequence[str] = (
    *("@home", "@HOME", "@ho*", "@*rk", "@wörk", "@WÖRK", "@100%", "@under_score", "@u*e*r", "@a\\\\b", "@éclair"),
    *("#work", "#wo_rk", "##Work", "##re*", "#*", "/later", "/*", "/meet*", "labels in home, work", "labels != home"),
    *("labels not in home, wörk", "project in Work, Home", "project != Inbox", "section = Later"),
    *("search: milk", "search: é", "search: 100%", "search: \\*now\\*", "search: _", "search: http", "search: e*o"),
    *("title like 'a_'", "title like '%now%'", "title = 'Buy milk'", "title != a*", "description like one"),
    *("title = call \\*now\\*", "search: it\\'s \\(fine\\)"),
)


async def store_tasks(unit: Unit, tasks: Sequence[FilterTask]) -> list[Stored]:
    """The tasks as rows of `ME`, with the projects and sections that they name."""
    base = {"created_at": NOW, "updated_at": NOW, "deleted_at": None, "version": 1}
    ids = {name: new_id() for name in PROJECTS}
    for name, above in PROJECTS.items():
        unit.insert(
            project,
            {
                **base,
                "id": ids[name],
                "owner_id": ME,
                "parent_id": ids[above[0]] if above else None,
                "name": name,
                "color": None,
                "view": "list",
                "position": 1.0,
                "is_inbox": False,
                "member_ids": [ME],
            },
        )
    for name in ("Work", "Home"):
        key = f"{ids[name]}.{OTHER}"
        row = {**base, "id": key, "project_id": ids[name], "user_id": OTHER, "role": "editor"}
        unit.insert(project_member, row)
    sections = {}
    for name in PROJECTS:
        for title in filter(None, SECTIONS):
            sections[name, title] = new_id()
            row = {**base, "id": sections[name, title], "project_id": ids[name], "name": title, "position": 1.0}
            unit.insert(section, row)
    stored = [Stored(new_id(), one) for one in tasks]
    parent = new_id()
    unit.insert(task, {**_row(parent, _parent(), ids, None), "deleted_at": NOW})
    for one in stored:
        section_id = sections[one.task.project, one.task.section] if one.task.section else None
        unit.insert(
            task, {**_row(one.id, one.task, ids, section_id), "parent_id": parent if one.task.is_subtask else None}
        )
    await unit.commit()
    return stored


def _parent() -> FilterTask:
    return FilterTask(title="parent", created_at=NOW, updated_at=NOW, created_by=ME)


def _row(id_: str, one: FilterTask, projects: dict[str, str], section_id: str | None) -> dict[str, Any]:
    return {
        "id": id_,
        "owner_id": ME,
        "project_id": projects[one.project],
        "section_id": section_id,
        "parent_id": None,
        "title": one.title,
        "notes": one.notes,
        "status": "done" if one.done else "open",
        "priority": one.priority,
        **_date_columns("start", one.start),
        **_date_columns("due", one.due),
        "due_at": one.due.instant("UTC") if one.due and one.due.timezone else None,
        "deadline": one.deadline.isoformat() if one.deadline else None,
        "duration_minutes": one.duration_minutes,
        "rrule": "FREQ=DAILY" if one.is_recurring else None,
        "repeat_from": "schedule" if one.is_recurring else None,
        "position": 1.0,
        "assignee_id": one.assignee,
        "labels": list(one.labels),
        "reminders": [{"minutes_before": 30}] if one.has_reminders else [],
        "created_by": one.created_by,
        "rendered": "{}",
        "created_at": one.created_at,
        "updated_at": one.updated_at,
        "completed_at": one.completed_at,
        "deleted_at": None,
        "version": 1,
    }


def _date_columns(prefix: str, due: Due | None) -> dict[str, str | None]:
    return {
        f"{prefix}_date": due.date.isoformat() if due else None,
        f"{prefix}_time": f"{due.time:%H:%M}" if due and due.time else None,
        f"{prefix}_zone": due.timezone if due else None,
    }
