"""Quick add: a text understood with somebody's own names, and saved as tasks."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from tasklore.accounts.preferences import Preferences, preferences_of
from tasklore.changes.change_set import ChangeSet
from tasklore.platform.db.query import Query
from tasklore.platform.errors import Invalid
from tasklore.platform.unit import Record, Unit

from ..access import OWNER, ROLE, Access, reachable
from ..entities import SECTION_ENTITY, project_within
from ..models import label, project, section
from ..projects.sections.service import SectionService
from ..projects.service import ProjectService
from ..quickadd import DayTimes, Known, Moment, Parsed, ReminderBefore, parse
from ..schemas import encode, task_json
from ..service import TaskService
from ..values import Due

_PROJECTS = Query(
    reachable(select(project.c.id, project.c.name, ROLE).select_from(project)).where(project.c.deleted_at.is_(None)),
    "quick.projects",
)
_LABELS = Query(select(label.c.name).where(label.c.owner_id == OWNER, label.c.deleted_at.is_(None)), "quick.labels")
_SECTIONS = Query(
    reachable(
        select(section.c.id, section.c.name, section.c.project_id).select_from(
            section.join(project, project.c.id == section.c.project_id)
        )
    ).where(section.c.deleted_at.is_(None), project.c.deleted_at.is_(None)),
    "quick.sections",
)


class Asked(NamedTuple):
    """How a text is to be read; what is None comes from the preferences."""

    text: str
    now: dt.datetime | None = None
    timezone: str | None = None
    locale: str | None = None
    dialect: Any = "todoist"
    ignore: Sequence[tuple[int, int]] = ()


class Saved(NamedTuple):
    """The tasks of a text, and how each was understood."""

    tasks: list[Record]
    parsed: list[Parsed]

    @property
    def json(self) -> str:
        """As it is sent: `QuickAdded`."""
        tasks = [task_json(row) for row in self.tasks]
        return f'{{"task":{tasks[0]},"tasks":[{",".join(tasks)}],"parsed":{encode(self.parsed).decode()}}}'


class QuickService:
    """Quick add of `changes.actor`."""

    def __init__(self, unit: Unit, changes: ChangeSet) -> None:
        self.unit = unit
        self.changes = changes
        self.owner = changes.actor.user_id

    async def parse(self, asked: Asked) -> list[Parsed]:
        """The tasks in a text; nothing is saved. Four queries."""
        preferences = await preferences_of(self.unit, self.owner)
        projects = await self.unit.fetch_rows(_PROJECTS, owner=self.owner)
        labels = await self.unit.fetch_rows(_LABELS, owner=self.owner)
        sections = await self.unit.fetch_rows(_SECTIONS, owner=self.owner)
        return parse(
            asked.text,
            now=asked.now or self.unit.now,
            timezone=asked.timezone or preferences.timezone,
            locale=asked.locale or preferences.locale,
            dialect=asked.dialect,
            ignore=asked.ignore,
            known=Known(
                projects=[row[1] for row in projects],
                sections=[row[1] for row in sections],
                labels=[r[0] for r in labels],
            ),
            times=_times(preferences),
        )

    async def save(self, asked: Asked, project_id: str | None = None) -> Saved:
        """Saves each line as a task, indented lines below the line above them.

        A project or section that is named and not there yet is made, in the same change set.

        Raises:
            Invalid: no line holds a title.
        """
        parsed = await self.parse(asked)
        timezone = asked.timezone or (await preferences_of(self.unit, self.owner)).timezone
        if not parsed or not any(item.title for item in parsed):
            raise Invalid("There is no title in this text.", hint="Write what to do; dates and labels come beside it.")
        tasks = TaskService(self.unit, self.changes)
        saved: list[Record] = []
        for item in parsed:
            parent = saved[item.parent] if item.parent is not None and item.parent < len(saved) else None
            place = await self._place(item, project_id, parent)
            values = {**columns(item, timezone), **place, "title": item.title or asked.text.strip()[:500]}
            saved.append(await tasks.create(values))
        if len(saved) > 1:
            self.changes.title = f"Added {len(saved)} tasks"
        return Saved(saved, parsed)

    async def _place(self, item: Parsed, project_id: str | None, parent: Record | None) -> Record:
        if item.project is None:
            if parent is not None:
                return {
                    "parent_id": parent["id"],
                    "project_id": parent["project_id"],
                    "section_id": parent["section_id"],
                }
            place: Record = {"project_id": project_id}
        else:
            access = await self._project(item.project)
            place = {"project_id": access.project["id"]}
            if parent is not None and parent["project_id"] == access.project["id"]:
                place["parent_id"] = parent["id"]
        if item.section is not None and place["project_id"] is not None:
            place["section_id"] = await self._section(place["project_id"], item.section)
        return place

    async def _project(self, name: str) -> Access:
        wanted = name.casefold()
        for change in self.changes.changes:
            if change.entity.name == "project" and change.row["name"].casefold() == wanted:
                return Access(change.row, "owner")
        for row_id, found, role in await self.unit.fetch_rows(_PROJECTS, owner=self.owner):
            if found.casefold() == wanted and role != "viewer":
                return await project_within(self.changes, row_id, "editor")
        return await ProjectService(self.unit, self.changes).create({"name": name})

    async def _section(self, project_id: str, name: str) -> str:
        wanted = name.casefold()
        for change in self.changes.changes:
            row = change.row
            if change.entity is SECTION_ENTITY and row["project_id"] == project_id and row["name"].casefold() == wanted:
                return str(row["id"])
        for row_id, found, home in await self.unit.fetch_rows(_SECTIONS, owner=self.owner):
            if home == project_id and found.casefold() == wanted:
                return str(row_id)
        made = await SectionService(self.unit, self.changes).create(project_id, name)
        return str(made["id"])


def columns(item: Parsed, timezone: str) -> Record:
    """What was understood, as columns of a task; places and title apart. `timezone` reads floating reminders."""
    values: Record = {
        "notes": item.description or "",
        "deadline": item.deadline,
        "duration_minutes": item.duration_minutes,
        "labels": sorted(set(item.labels)),
        "reminders": [_reminder(reminder, timezone) for reminder in item.reminders],
    }
    if item.priority is not None:
        values["priority"] = item.priority
    for prefix, moment in (("due", item.due), ("start", item.start)):
        if moment is not None:
            values.update(
                {f"{prefix}_date": moment.date, f"{prefix}_time": moment.time, f"{prefix}_zone": moment.timezone}
            )
    if item.recurrence is not None:
        values.update(rrule=item.recurrence.rrule, repeat_from=item.recurrence.counted_from)
    return values


def _reminder(reminder: Any, timezone: str) -> Record:
    if isinstance(reminder, ReminderBefore):
        return {"minutes_before": reminder.minutes_before}
    return {"at": _instant(reminder.at, timezone)}


def _instant(moment: Moment, timezone: str) -> str:
    time = dt.time.fromisoformat(moment.time) if moment.time else dt.time(9)
    due = Due(dt.date.fromisoformat(moment.date), time, moment.timezone)
    return due.instant(timezone).isoformat()


def _times(preferences: Preferences) -> DayTimes:
    def minutes(value: str) -> int:
        hours, _, rest = value.partition(":")
        return int(hours) * 60 + int(rest)

    return DayTimes(
        morning=minutes(preferences.morning),
        noon=minutes(preferences.noon),
        afternoon=minutes(preferences.afternoon),
        evening=minutes(preferences.evening),
        night=minutes(preferences.night),
    )
