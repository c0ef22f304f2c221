"""What the quick-add language gives back.

Offsets are code points into the whole text of the call, also when it holds several lines.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import msgspec

Dialect = Literal["todoist", "vikunja"]
SpanKind = Literal[
    "due",
    "start",
    "deadline",
    "duration",
    "recurrence",
    "reminder",
    "priority",
    "label",
    "project",
    "section",
    "assignee",
    "description",
]


class Moment(msgspec.Struct, frozen=True, gc=False):
    """A day ("YYYY-MM-DD"), a floating local time ("HH:MM" added), or a time in an IANA zone."""

    date: str
    time: str | None = None
    timezone: str | None = None


class Recurrence(msgspec.Struct, frozen=True, gc=False):
    """An RFC 5545 rule without DTSTART; `counted_from` is called "from" in JSON."""

    rrule: str
    counted_from: Literal["schedule", "completion"] = msgspec.field(name="from", default="schedule")


class ReminderBefore(msgspec.Struct, frozen=True, gc=False):
    """So many minutes before the task is due."""

    minutes_before: int


class ReminderAt(msgspec.Struct, frozen=True, gc=False):
    """At a moment of its own."""

    at: Moment


class Span(msgspec.Struct, frozen=True, gc=False):
    """A recognised piece of the text: what a client shows as a chip and may send back to be ignored."""

    start: int
    end: int
    kind: SpanKind
    text: str
    meaning: str


class Parsed(msgspec.Struct, frozen=True, gc=False):
    """One task as it was typed. What was not surely understood is still in `title`."""

    title: str
    due: Moment | None = None
    start: Moment | None = None
    deadline: str | None = None
    duration_minutes: int | None = None
    recurrence: Recurrence | None = None
    priority: int | None = None
    labels: list[str] = []
    project: str | None = None
    section: str | None = None
    assignees: list[str] = []
    reminders: list[ReminderBefore | ReminderAt] = []
    description: str | None = None
    spans: list[Span] = []
    indent: int = 0
    """Depth below the first line, 0 for a task of its own."""
    parent: int | None = None
    """Index, in the same list, of the line that this one is indented under."""


class Schedule(msgspec.Struct, frozen=True, gc=False):
    """A phrase that is nothing but a date or a rule."""

    due: Moment | None = None
    start: Moment | None = None
    duration_minutes: int | None = None
    recurrence: Recurrence | None = None


@dataclass(frozen=True, slots=True)
class DayTimes:
    """The hour that a part of the day stands for, in minutes after midnight."""

    morning: int = 9 * 60
    noon: int = 12 * 60
    afternoon: int = 15 * 60
    evening: int = 19 * 60
    night: int = 21 * 60

    def of(self, part: str) -> int:
        """The minutes of the part with this name; midnight is 0."""
        return 0 if part == "midnight" else int(getattr(self, part))


@dataclass(frozen=True, slots=True)
class Known:
    """Names that exist already. They may hold spaces: `#Side Project` is one project if it is listed here."""

    projects: Iterable[str] = ()
    sections: Iterable[str] = ()
    labels: Iterable[str] = ()
    people: Iterable[str] = ()
