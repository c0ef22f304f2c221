"""iCalendar: each task a VTODO (RFC 5545, 3.6.2).

What the standard has no word for travels in `X-TASKLORE-…` properties, which other programs keep or ignore.
"""

import datetime as dt
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, Final

from tasklore.platform.unit import Record
from tasklore.tasks.archive import TaskArchive
from tasklore.tasks.recurrence import InvalidRecurrence, Recurrence

from ..bundle import Bundle, CommentDraft, ProjectDraft, RelationDraft, SectionDraft, TaskDraft, folded
from ..phrases import Phrases
from .contentlines import Component, Line, escaped, read_components, written
from .rows import text_of
from .vtimezone import vtimezone

_PRIORITY_OUT: Final = {1: 1, 2: 5, 3: 9, 4: 0}
_WHEN: Final = ("date", "time", "zone")
_MINUTE: Final = dt.timedelta(minutes=1)
_PERIOD: Final = re.compile(
    r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?"
)
_TAKEN: Final = frozenset(
    {
        "SUMMARY", "DESCRIPTION", "DUE", "DTSTART", "DURATION", "RRULE", "PRIORITY", "STATUS", "COMPLETED", "CATEGORIES",
        "RELATED-TO", "CREATED", "COMMENT", "ATTACH", "URL", "LOCATION", "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE",
        "PERCENT-COMPLETE", "X-TASKLORE-PROJECT", "X-TASKLORE-SECTION", "X-TASKLORE-DURATION", "X-TASKLORE-FROM",
        "X-TASKLORE-DEADLINE",
    }
)  # fmt: skip


def read(data: bytes, name: str, phrases: Phrases) -> Bundle:
    """The VTODOs of a calendar; `name` is the project of those that name none.

    Raises:
        UnreadableFile: not an iCalendar file.
    """
    reader = _Reader(name, phrases)
    for calendar in read_components(text_of(data)):
        reader.take(calendar)
    return reader.bundle


class _Reader:
    def __init__(self, name: str, phrases: Phrases) -> None:
        self.bundle = Bundle()
        self.phrases = phrases
        self.name = name
        self.zones: dict[str, str] = {}

    def take(self, calendar: Component) -> None:
        called = folded(calendar.text("X-WR-CALNAME") or calendar.text("NAME")) or self.name
        for component in calendar.inside:
            if component.name == "VTIMEZONE":
                self.zones[component.text("TZID")] = component.text("X-LIC-LOCATION") or component.text("TZID")
        for component in calendar.inside:
            if component.name == "VTODO":
                self._todo(component, called)
            elif component.name != "VTIMEZONE":
                self.bundle.omit(component.name)

    def _todo(self, todo: Component, calendar: str) -> None:
        if todo.first("RECURRENCE-ID"):
            title = folded(todo.text("SUMMARY"))
            self.bundle.lose(todo.number, title, "One date of a repeating task that was changed on its own; left out.")
            return
        project = self._project(folded(todo.text("X-TASKLORE-PROJECT")) or calendar)
        draft = TaskDraft(
            todo.text("UID") or f"line {todo.number}",
            project.key,
            todo.text("SUMMARY"),
            todo.number,
            section=self._section(project, folded(todo.text("X-TASKLORE-SECTION"))),
        )
        if draft.key in self.bundle.tasks:
            self.bundle.change(todo.number, folded(draft.title), "Two tasks had the same UID; both were kept.")
            draft.key = f"{draft.key} line {todo.number}"
        draft.values = self._values(todo, draft)
        self._relate(todo, draft)
        self.bundle.add_task(draft)
        self._comment(todo, draft)
        for line in todo.lines:
            if line.name not in _TAKEN:
                self.bundle.omit(line.name)

    def _project(self, name: str) -> ProjectDraft:
        known = self.bundle.projects.get(name)
        return known or self.bundle.add_project(ProjectDraft(name, name))

    def _section(self, project: ProjectDraft, name: str) -> str | None:
        if not name:
            return None
        key = f"{project.key}\n{name}"
        if key not in self.bundle.sections:
            self.bundle.add_section(SectionDraft(key, project.key, name))
        return key

    def _values(self, todo: Component, draft: TaskDraft) -> Record:
        notes = [todo.text("DESCRIPTION"), *(todo.text(name) for name in ("LOCATION", "URL"))]
        values: Record = {
            "notes": "\n\n".join(part for part in notes if part.strip()),
            "priority": self._priority(todo),
            "labels": [label for line in todo.lines if line.name == "CATEGORIES" for label in line.texts],
            "created_at": self._moment(todo.first("CREATED")),
        }
        status = todo.text("STATUS").upper()
        if status in ("COMPLETED", "CANCELLED") or todo.first("COMPLETED"):
            values.update(status="done", completed_at=self._moment(todo.first("COMPLETED")))
            if status == "CANCELLED":
                self.bundle.change(draft.line, folded(draft.title), "It was cancelled; here it counts as done.")
        for prefix, name in (("due", "DUE"), ("start", "DTSTART")):
            line = todo.first(name)
            if line is not None:
                values.update(self._date(prefix, line, draft))
        self._lengths(todo, values)
        deadline = todo.text("X-TASKLORE-DEADLINE")
        if re.fullmatch(r"\d{4}-\d\d-\d\d", deadline):
            values["deadline"] = deadline
        self._rule(todo, values, draft)
        values["reminders"] = [alarm for inside in todo.inside if (alarm := self._alarm(inside)) is not None][:20]
        return values

    def _priority(self, todo: Component) -> int:
        given = todo.text("PRIORITY").strip()
        level = int(given) if given.isdecimal() and len(given) == 1 else 0
        return 4 if level == 0 else 1 if level < 5 else 2 if level == 5 else 3

    def _date(self, prefix: str, line: Line, draft: TaskDraft) -> Record:
        value = line.value.strip()
        found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?", value)
        try:
            if found is None:
                raise ValueError(value)
            day = dt.date(int(found[1]), int(found[2]), int(found[3]))
            time = dt.time(int(found[4]), int(found[5])) if found[4] else None
        except ValueError:
            self.bundle.lose(line.number, folded(draft.title), f"{line.name} {value[:40]!r} is not a date.")
            return {}
        zone = None if time is None else "UTC" if found[6] else self._zone(line, draft)
        return {
            f"{prefix}_date": day.isoformat(),
            f"{prefix}_time": time.strftime("%H:%M") if time else None,
            f"{prefix}_zone": zone,
        }

    def _zone(self, line: Line, draft: TaskDraft) -> str | None:
        given = line.parameters.get("TZID")
        if given is None:
            return None
        name = self.zones.get(given, given).removeprefix("/freeassociation.sourceforge.net/")
        known = self.phrases.known_zone(name)
        if known != name:
            self.bundle.change(
                line.number, folded(draft.title), f"The time zone {given[:60]!r} is not known; read as {known}."
            )
        return known

    def _lengths(self, todo: Component, values: Record) -> None:
        length = _minutes(todo.text("X-TASKLORE-DURATION") or todo.text("DURATION"))
        if length is not None and 1 <= length <= 525_600:
            values["duration_minutes"] = length

    def _rule(self, todo: Component, values: Record, draft: TaskDraft) -> None:
        line = todo.first("RRULE")
        if line is None:
            return
        try:
            Recurrence.parse(line.value)
        except InvalidRecurrence as error:
            self.bundle.lose(line.number, folded(draft.title), f"It does not repeat any more: {error}")
            return
        basis = todo.text("X-TASKLORE-FROM")
        values.update(rrule=line.value, repeat_from=basis if basis == "completion" else "schedule")
        begin, due = ({part: values.get(f"{prefix}_{part}") for part in _WHEN} for prefix in ("start", "due"))
        if begin["date"] and due in (begin, dict.fromkeys(_WHEN)):
            # DTSTART is then where the rule counts from, not a day before which nothing is to be done.
            values.update({f"due_{part}": value for part, value in begin.items()})
            values.update({f"start_{part}": None for part in _WHEN})

    def _alarm(self, alarm: Component) -> Record | None:
        trigger = alarm.first("TRIGGER")
        if alarm.name != "VALARM" or trigger is None:
            return None
        moment = self._moment(trigger)
        if moment is not None:
            return {"at": moment.isoformat()}
        before = _minutes(trigger.value)
        if before is None or before > 0 or before < -525_600:
            self.bundle.omit("VALARM after the date")
            return None
        return {"minutes_before": -before}

    def _moment(self, line: Line | None) -> dt.datetime | None:
        """A UTC moment; None when it is missing, local or out of range."""
        if line is None:
            return None
        try:
            return dt.datetime.strptime(line.value.strip(), "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
        except ValueError:
            return None

    def _relate(self, todo: Component, draft: TaskDraft) -> None:
        for line in todo.lines:
            if line.name != "RELATED-TO":
                continue
            match line.parameters.get("RELTYPE", "PARENT").upper():
                case "PARENT":
                    draft.parent = line.text
                case "DEPENDS-ON":
                    self.bundle.relations.append(RelationDraft(line.text, draft.key, "blocks"))
                case "SIBLING":
                    self.bundle.relations.append(RelationDraft(draft.key, line.text, "relates"))
                case other:
                    self.bundle.omit(f"RELATED-TO;RELTYPE={other[:40]}")

    def _comment(self, todo: Component, draft: TaskDraft) -> None:
        for line in todo.lines:
            if line.name == "COMMENT":
                self.bundle.add_comment(CommentDraft(draft.key, line.text, line.number))
            elif line.name == "ATTACH" and line.value.startswith(("https://", "http://")):
                self.bundle.add_comment(CommentDraft(draft.key, f"<{line.value.strip()}>", line.number))
                self.bundle.change(line.number, draft.title, "An attachment was only a link; it is in a comment now.")
            elif line.name == "ATTACH":
                self.bundle.omit("ATTACH")


def _minutes(period: str) -> int | None:
    """A duration of RFC 5545 in minutes, negative before; None when it is none."""
    found = _PERIOD.fullmatch(period.strip())
    if found is None or not any(found.groups()[1:]):
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    whole = length // _MINUTE
    return -whole if found[1] == "-" else whole


async def write(archive: TaskArchive, now: dt.datetime) -> AsyncIterator[bytes]:
    """One calendar with a VTODO for each task, in chunks."""
    projects = {row["id"]: row["name"] async for row in archive.projects()}
    sections = {row["id"]: row["name"] async for row in archive.sections()}
    comments: dict[str, list[str]] = {}
    async for row in archive.comments():
        comments.setdefault(row["task_id"], []).append(row["text"])
    zones = set()
    async for row in archive.tasks():
        zones.update({row["due_zone"], row["start_zone"]} - {None, "UTC"})
    head = [("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//Tasklore//Tasklore//EN")]
    yield "".join(written(name, value) for name, value in head).encode()
    for zone in sorted(zones):
        yield "".join(vtimezone(zone, now.year)).encode()
    async for row in archive.tasks():
        names = (projects.get(row["project_id"], ""), sections.get(row["section_id"] or "", ""))
        yield "".join(todo(row, names, comments.get(row["id"], ()), now)).encode()
    yield written("END", "VCALENDAR").encode()


def todo(row: Record, names: tuple[str, str], comments: Iterable[str], now: dt.datetime) -> Iterator[str]:
    """The lines of one task; `names` are those of its project and section."""
    project, section = names
    yield written("BEGIN", "VTODO")
    yield written("UID", escaped(row["id"]))
    yield written("DTSTAMP", _utc(now))
    yield written("CREATED", _utc(row["created_at"]))
    yield written("LAST-MODIFIED", _utc(row["updated_at"]))
    yield written("SUMMARY", escaped(row["title"]))
    if row["notes"]:
        yield written("DESCRIPTION", escaped(row["notes"]))
    for prefix, name in (("due", "DUE"), ("start", "DTSTART")):
        yield from _date(name, row, prefix)
    if row["rrule"]:
        yield written("RRULE", row["rrule"])
        if row["due_date"] and not row["start_date"]:
            # A rule counts from DTSTART; without one, most programs do not repeat the task at all.
            yield from _date("DTSTART", row, "due")
    done = row["status"] == "done"
    yield written("STATUS", "COMPLETED" if done else "NEEDS-ACTION")
    if done and row["completed_at"]:
        yield written("COMPLETED", _utc(row["completed_at"]))
        yield written("PERCENT-COMPLETE", "100")
    yield written("PRIORITY", str(_PRIORITY_OUT[row["priority"]]))
    if row["labels"]:
        yield written("CATEGORIES", ",".join(escaped(label) for label in row["labels"]))
    if row["parent_id"]:
        yield written("RELATED-TO;RELTYPE=PARENT", escaped(row["parent_id"]))
    yield from _own(row, project, section)
    for comment in comments:
        yield written("COMMENT", escaped(comment))
    for reminder in row["reminders"]:
        yield from _alarm(reminder, row["title"])
    yield written("END", "VTODO")


def _own(row: Record, project: str, section: str) -> Iterator[str]:
    """What the standard has no word for."""
    own = {
        "PROJECT": project,
        "SECTION": section,
        "DURATION": f"PT{row['duration_minutes']}M" if row["duration_minutes"] else "",
        "DEADLINE": row["deadline"] or "",
        "FROM": row["repeat_from"] if row["repeat_from"] == "completion" else "",
    }
    for name, value in own.items():
        if value:
            yield written(f"X-TASKLORE-{name}", escaped(value))


def _date(name: str, row: Record, prefix: str) -> Iterator[str]:
    if row[f"{prefix}_date"] is None:
        return
    day = row[f"{prefix}_date"].replace("-", "")
    time, zone = row[f"{prefix}_time"], row[f"{prefix}_zone"]
    if time is None:
        yield written(f"{name};VALUE=DATE", day)
    elif zone is None:
        yield written(name, f"{day}T{time.replace(':', '')}00")
    elif zone == "UTC":
        yield written(name, f"{day}T{time.replace(':', '')}00Z")
    else:
        yield written(f"{name};TZID={zone}", f"{day}T{time.replace(':', '')}00")


def _alarm(reminder: Any, title: str) -> Iterator[str]:
    yield written("BEGIN", "VALARM")
    yield written("ACTION", "DISPLAY")
    yield written("DESCRIPTION", escaped(title))
    if "at" in reminder:
        yield written("TRIGGER;VALUE=DATE-TIME", _utc(dt.datetime.fromisoformat(reminder["at"])))
    else:
        yield written("TRIGGER;RELATED=END", f"-PT{reminder['minutes_before']}M")
    yield written("END", "VALARM")


def _utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
