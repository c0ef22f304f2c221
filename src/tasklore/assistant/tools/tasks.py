"""Finding, adding, changing, completing and deleting tasks."""

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from tasklore.changes.change_set import ChangeSet
from tasklore.platform.text import Line, Prose
from tasklore.platform.unit import Record, Unit
from tasklore.tasks.service import TaskService

from .. import lookup
from ..context import MOST_TASKS, Acting, acting
from ..lookup import Wanted
from ..mendable import Mendable
from ..results import Outcome, TaskBrief, TaskList
from ..showing import brief, details
from ..when import day_column, due_columns, repeat_columns
from ..writing import write

Names = Annotated[list[str], Field(min_length=1, max_length=MOST_TASKS, description="Ids, or titles.")]
Word = Annotated[str, Field(max_length=500)]
_FILTER: Final = (
    "Open tasks when empty. Join with & | ! ( ): today, tomorrow, overdue, 7 days, no date, due before: friday, #Project, "
    "@label, p1, recurring, done, completed: today, all."
)


class NewTask(BaseModel):
    """A task to add."""

    model_config = ConfigDict(extra="forbid")

    title: Line
    due: Word | None = Field(None, description="“tomorrow 5pm”, “2026-12-01 17:00”, “every Monday 9am”.")
    repeat: Word | None = Field(None, description="RRULE or “every 3 days”.")
    project: Word | None = Field(None, description="Name; the Inbox when left out.")
    section: Word | None = None
    parent: Word | None = Field(None, description="Task it belongs under.")
    priority: Annotated[int, Field(ge=1, le=4)] | None = Field(None, description="1 is highest.")
    labels: list[Word] = Field(default_factory=list, max_length=20)
    notes: Prose | None = None
    deadline: Word | None = None
    minutes: Annotated[int, Field(ge=1, le=525_600)] | None = Field(None, description="How long it takes.")
    remind_before: Annotated[int, Field(ge=0, le=525_600)] | None = Field(None, description="Minutes before it is due.")


class TaskChange(BaseModel):
    """What to set; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    title: Line | None = None
    due: Word | None = Field(None, description="As when adding; also “+3 days”, or “none”.")
    repeat: Word | None = Field(None, description="RRULE, words, or “none”.")
    project: Word | None = None
    section: Word | None = None
    priority: Annotated[int, Field(ge=1, le=4)] | None = None
    add_labels: list[Word] = Field(default_factory=list, max_length=20)
    remove_labels: list[Word] = Field(default_factory=list, max_length=20)
    notes: Prose | None = Field(None, description="Replaces the notes.")
    add_notes: Prose | None = Field(None, description="Adds a line to the notes.")
    deadline: Word | None = None
    minutes: Annotated[int, Field(ge=1, le=525_600)] | None = None
    remind_before: Annotated[int, Field(ge=0, le=525_600)] | None = None


async def find_tasks(
    filter: Annotated[str, Field(max_length=1000, description=_FILTER)] = "",
    text: Annotated[str, Field(max_length=200, description="Words in title or notes.")] = "",
    limit: Annotated[int, Field(ge=1, le=50, description="How many to show; `total` counts them all.")] = 20,
) -> TaskList:
    """Lists and counts tasks, soonest first."""
    who = acting()
    unit = Unit(who.services)
    timezone = (await who.preferences()).timezone
    rows, total = await lookup.filtered(unit, who.owner, timezone, filter.strip() or "!done", text.strip(), limit)
    _notice(who, rows)
    return TaskList(total=total, tasks=[brief(row) for row in rows])


async def get_task(task: Annotated[str, Field(max_length=500, description="Id or title.")]) -> TaskBrief:
    """One task with its notes and sub-tasks."""
    who = acting()
    unit = Unit(who.services)
    named = await lookup.resolve(unit, who.owner, [task], "any")
    if not named.tasks:
        raise Mendable(_which(task, named.unclear[0].candidates))
    row = named.tasks[0]
    below = await lookup.subtasks(unit, who.owner, row["id"])
    _notice(who, [row, *below])
    return details(row, below)


async def add_tasks(tasks: Annotated[list[NewTask], Field(min_length=1, max_length=MOST_TASKS)]) -> Outcome:
    """Adds tasks."""
    who = acting()
    rows = [await _columns_of(who, new) for new in tasks]

    async def work(unit: Unit, changes: ChangeSet) -> None:
        service = TaskService(unit, changes)
        for row in rows:
            await service.create(dict(row))

    return await write("add_tasks", {"tasks": [new.model_dump() for new in tasks]}, work, count=len(tasks))


async def change_tasks(tasks: Names, change: TaskChange) -> Outcome:
    """Changes tasks, all of them alike: title, date, repetition, project, priority, labels, notes."""
    who = acting()
    named = await _resolved(who, tasks, "open")
    plans = {row["id"]: await _changes_of(who, change, row) for row in named.tasks}

    async def work(unit: Unit, changes: ChangeSet) -> None:
        service = TaskService(unit, changes)
        for task_id, values in plans.items():
            await service.patch(task_id, dict(values))

    arguments = {"tasks": list(plans), "change": change.model_dump(exclude_unset=True)}
    return await write("change_tasks", arguments, work, count=len(plans), unclear=named.unclear)


async def complete_tasks(tasks: Names, done: Annotated[bool, Field(description="False to reopen.")] = True) -> Outcome:
    """Marks tasks as done, or opens them again."""
    who = acting()
    named = await _resolved(who, tasks, "open" if done else "done")
    ids = [row["id"] for row in named.tasks]

    async def work(unit: Unit, changes: ChangeSet) -> None:
        service = TaskService(unit, changes)
        for task_id in ids:
            await (service.complete(task_id) if done else service.reopen(task_id))

    return await write("complete_tasks", {"tasks": ids, "done": done}, work, count=len(ids), unclear=named.unclear)


async def delete_tasks(tasks: Names) -> Outcome:
    """Moves tasks to the trash. The user is asked first."""
    who = acting()
    named = await _resolved(who, tasks, "open", sure=True)
    if named.unclear:
        return Outcome(status="unclear", unclear=named.unclear)
    ids = [row["id"] for row in named.tasks]

    async def work(unit: Unit, changes: ChangeSet) -> None:
        service = TaskService(unit, changes)
        for task_id in ids:
            await service.delete(task_id)

    return await write("delete_tasks", {"tasks": ids}, work, count=len(ids), risk="destructive")


async def _resolved(who: Acting, names: list[str], wanted: Wanted, *, sure: bool = False) -> lookup.Named:
    """What the names mean; among all tasks when none in the wanted state fits."""
    unit = Unit(who.services)
    named = await lookup.resolve(unit, who.owner, names, wanted, sure=sure)
    lost = [each.name for each in named.unclear if not each.candidates]
    if lost and wanted != "any":
        others = await lookup.resolve(unit, who.owner, lost, "any", sure=sure)
        kept = [each for each in named.unclear if each.candidates]
        named = lookup.Named([*named.tasks, *others.tasks], [*kept, *others.unclear])
    return named


async def _columns_of(who: Acting, new: NewTask) -> dict[str, Any]:
    """A new task as columns."""
    unit, now, preferences = Unit(who.services), await who.local_now(), await who.preferences()
    values: dict[str, Any] = {"title": new.title}
    if new.due is not None:
        values.update(due_columns(new.due, now, preferences))
    if new.repeat is not None:
        given = repeat_columns(new.repeat, now, preferences)
        values.update({name: value for name, value in given.items() if values.get(name) is None})
    if new.project is not None:
        values["project_id"] = (await lookup.project_named(unit, who.owner, new.project))["id"]
        if new.section is not None:
            values["section_id"] = await lookup.section_named(unit, values["project_id"], new.section)
    if new.parent is not None:
        above = await lookup.resolve(unit, who.owner, [new.parent], "any")
        if not above.tasks:
            raise Mendable(_which(new.parent, above.unclear[0].candidates))
        values["parent_id"] = above.tasks[0]["id"]
    if new.deadline is not None:
        values["deadline"] = day_column(new.deadline, now, preferences)
    if new.labels:
        values["labels"] = _labels(new.labels)
    if new.remind_before is not None:
        values["reminders"] = [{"minutes_before": new.remind_before}]
    values.update(_plain(priority=new.priority, notes=new.notes, duration_minutes=new.minutes))
    return values


async def _changes_of(who: Acting, change: TaskChange, row: Record) -> dict[str, Any]:
    """A change of one task as columns."""
    unit, now, preferences = Unit(who.services), await who.local_now(), await who.preferences()
    values: dict[str, Any] = {}
    if change.due is not None:
        values.update(due_columns(change.due, now, preferences, row))
    if change.repeat is not None:
        given = repeat_columns(change.repeat, now, preferences, row)
        values.update({name: value for name, value in given.items() if values.get(name) is None})
    if change.project is not None:
        values["project_id"] = (await lookup.project_named(unit, who.owner, change.project))["id"]
    if change.section is not None:
        project_id: str = values.get("project_id") or row["project_id"]
        values["section_id"] = await lookup.section_named(unit, project_id, change.section)
    if change.deadline is not None:
        values["deadline"] = day_column(change.deadline, now, preferences)
    if change.add_labels or change.remove_labels:
        gone = {name.casefold() for name in _labels(change.remove_labels)}
        kept = [name for name in row["labels"] if name.casefold() not in gone]
        values["labels"] = _labels([*kept, *change.add_labels])
    if change.add_notes:
        values["notes"] = f"{row['notes']}\n{change.add_notes}".strip()
    if change.remind_before is not None:
        values["reminders"] = [{"minutes_before": change.remind_before}]
    plain = _plain(title=change.title, priority=change.priority, notes=change.notes, duration_minutes=change.minutes)
    return {**values, **plain}


def _plain(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _labels(names: list[str]) -> list[str]:
    return sorted({name.strip().removeprefix("@") for name in names if name.strip().removeprefix("@")})


def _notice(who: Acting, rows: list[Record]) -> None:
    """Taints what follows when something here was written by somebody else, or taken from a document."""
    if any(row["created_by"] != who.owner or row["source"] is not None for row in rows):
        who.tainted = True


def _which(name: str, candidates: list[TaskBrief]) -> str:
    if not candidates:
        return f"There is no task called “{name[:80]}”."
    titles = ", ".join(f"“{task.title}” ({task.id})" for task in candidates)
    return f"Several tasks fit “{name[:80]}”: {titles}. Which one?"
