"""Whether one task belongs to a filter: what the language means, said in Python.

`sql.py` says the same for many tasks; a test holds the two together.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from ..values import Due, local
from .nodes import (
    AddedBy,
    And,
    Assigned,
    Comparison,
    Dated,
    DateField,
    Done,
    Everything,
    Filter,
    Has,
    InProject,
    InSection,
    Labelled,
    Node,
    Not,
    Or,
    Overdue,
    Person,
    Presence,
    Priority,
    Recurring,
    Shared,
    SubTask,
    Text,
    speaks_of_completion,
)
from .pattern import Pattern
from .when import Clock, DateMath, Days, When

BACKWARD: frozenset[DateField] = frozenset({"created", "updated", "completed"})
"""Fields whose dates lie behind: "monday" is the last one there."""


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks, when and where, and what the people they work with are called (id → names and addresses)."""

    owner: str
    now: datetime
    timezone: str
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def clock(self, date_field: DateField) -> Clock:
        return Clock(self.now, self.timezone, backward=date_field in BACKWARD)

    def named(self, pattern: Pattern) -> list[str]:
        """The ids of the people whom the pattern names."""
        return [id_ for id_, names in self.people.items() if any(pattern.matches(name) for name in names)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterTask:
    """What a filter can ask of a task. `above` are the projects above its own, as far as the reader sees them."""

    title: str
    notes: str = ""
    done: bool = False
    priority: int = 4
    due: Due | None = None
    start: Due | None = None
    deadline: dt.date | None = None
    duration_minutes: int | None = None
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None = None
    labels: tuple[str, ...] = ()
    project: str = "Inbox"
    above: tuple[str, ...] = ()
    section: str | None = None
    is_subtask: bool = False
    is_recurring: bool = False
    is_shared: bool = False
    has_reminders: bool = False
    assignee: str | None = None
    created_by: str = ""


def matches(filter_: Filter, task: FilterTask, context: Context) -> bool:
    """Whether the task belongs to one of the filter's lists. A list that says nothing of done tasks leaves them out."""
    return any(
        (speaks_of_completion(node) or not task.done) and _matches(node, task, context) for node in filter_.lists
    )


def _matches(node: Node, task: FilterTask, context: Context) -> bool:
    match node:
        case And(parts):
            return all(_matches(part, task, context) for part in parts)
        case Or(parts):
            return any(_matches(part, task, context) for part in parts)
        case Not(part):
            return not _matches(part, task, context)
        case Everything():
            return True
        case Done():
            return task.done
        case Overdue():
            is_past = task.due is not None and is_dated("before", task.due, context.now, context.clock("due"))
            return not task.done and is_past
        case Recurring():
            return task.is_recurring
        case SubTask():
            return task.is_subtask
        case Shared():
            return task.is_shared
        case Priority(level):
            return task.priority == level
        case Dated(date_field, comparison, when):
            value = _date(task, date_field)
            clock = context.clock(date_field)
            return value is not None and is_dated(comparison, value, resolved(when, comparison, clock), clock)
        case Has(what):
            return _has(task, what)
        case Labelled(name):
            return any(name.matches(label) for label in task.labels)
        case InProject(name, below):
            return name.matches(task.project) or (below and any(map(name.matches, task.above)))
        case InSection(name):
            return task.section is not None and name.matches(task.section)
        case Assigned(person):
            return _is_person(task.assignee, person, context)
        case AddedBy(person):
            return _is_person(task.created_by, person, context)
        case Text(column, pattern):
            texts = {"title": (task.title,), "notes": (task.notes,), "any": (task.title, task.notes)}[column]
            return any(map(pattern.matches, texts))


def resolved(when: When, comparison: Comparison, clock: Clock) -> Days | datetime:
    """The days or the moment; date math that names a day is that whole day for =."""
    found = when.resolve(clock)
    if comparison == "on" and isinstance(found, datetime) and isinstance(when, DateMath) and when.rounds_to_day:
        day = local(found, clock.timezone).date()
        return Days(day, day)
    return found


def is_dated(comparison: Comparison, value: Due | date | datetime, than: Days | datetime, clock: Clock) -> bool:
    """Whether a date stands in that relation to days or to a moment."""
    if isinstance(than, Days):
        day = _day(value, clock)
        match comparison:
            case "on":
                return than.first <= day <= than.last
            case "before":
                return day < than.first
            case "after":
                return day > than.last
            case "until":
                return day <= than.last
            case "from":
                return day >= than.first
    is_before, is_until = _is_before(value, than, clock), _is_until(value, than, clock)
    match comparison:
        case "on":
            return is_until and not is_before
        case "before":
            return is_before
        case "after":
            return not is_until
        case "until":
            return is_until
        case "from":
            return not is_before


def _day(value: Due | date | datetime, clock: Clock) -> date:
    if isinstance(value, Due):
        return value.seen_from(clock.timezone)[0]
    return local(value, clock.timezone).date() if isinstance(value, datetime) else value


def _is_before(value: Due | date | datetime, than: datetime, clock: Clock) -> bool:
    """Strictly. A day without a time is over when its midnight is, so it is not before a moment in it."""
    if isinstance(value, datetime):
        return value < than
    wall = local(than, clock.timezone)
    day, at = (value.date, value.time) if isinstance(value, Due) else (value, None)
    if at is None:
        return day < wall.date()
    assert isinstance(value, Due)
    if value.timezone is not None:
        return value.instant(clock.timezone) < than
    return datetime.combine(day, at) < wall


def _is_until(value: Due | date | datetime, than: datetime, clock: Clock) -> bool:
    """Before or on. A day is on the midnight that it starts with: "<= now/d+7d" has the seventh day from today."""
    if isinstance(value, datetime):
        return value <= than
    wall = local(than, clock.timezone)
    day, at = (value.date, value.time) if isinstance(value, Due) else (value, None)
    if at is None:
        return day < wall.date() or (day == wall.date() and wall.time() == time.min)
    assert isinstance(value, Due)
    if value.timezone is not None:
        return value.instant(clock.timezone) <= than
    return datetime.combine(day, at) <= wall


def _date(task: FilterTask, date_field: DateField) -> Due | date | datetime | None:
    match date_field:
        case "due":
            return task.due
        case "start":
            # A start is read as it is written, whatever its zone.
            return None if task.start is None else Due(task.start.date, task.start.time)
        case "deadline":
            return task.deadline
        case "created":
            return task.created_at.astimezone(UTC)
        case "updated":
            return task.updated_at.astimezone(UTC)
        case "completed":
            return task.completed_at and task.completed_at.astimezone(UTC)


def _has(task: FilterTask, what: Presence) -> bool:
    match what:
        case "due":
            return task.due is not None
        case "time":
            return task.due is not None and task.due.time is not None
        case "start":
            return task.start is not None
        case "deadline":
            return task.deadline is not None
        case "notes":
            return task.notes != ""
        case "duration":
            return task.duration_minutes is not None
        case "reminders":
            return task.has_reminders


def _is_person(id_: str | None, person: Person | Pattern, context: Context) -> bool:
    if id_ is None:
        return False
    match person:
        case "me":
            return id_ == context.owner
        case "others":
            return id_ != context.owner
        case "anyone":
            return True
        case _:
            return id_ in context.named(person)
