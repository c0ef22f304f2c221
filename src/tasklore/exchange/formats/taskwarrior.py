"""Taskwarrior's `task export`: a JSON array, or one object a line.

A repeating task is a template (`recurring`) with instances that name it as `parent`; here the open instance repeats
itself, and the template is not imported beside it.
"""

import datetime as dt
import re
from typing import Any, Final

import msgspec

from tasklore.platform.unit import Record

from ..bundle import Bundle, CommentDraft, ProjectDraft, RelationDraft, TaskDraft, folded
from ..errors import UnreadableFile
from ..phrases import Phrases
from .moments import moment_columns, repeat
from .rows import text_of

_PRIORITIES: Final = {"H": 1, "M": 2, "L": 3}
_TAKEN: Final = frozenset(
    {
        "description", "project", "tags", "priority", "due", "scheduled", "wait", "until", "entry", "end", "status",
        "annotations", "depends", "recur", "parent", "uuid", "id", "urgency", "modified", "mask", "imask", "rtype", "start",
    }
)  # fmt: skip
_NAMED: Final = {
    "daily": "FREQ=DAILY",
    "day": "FREQ=DAILY",
    "weekdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "weekly": "FREQ=WEEKLY",
    "biweekly": "FREQ=WEEKLY;INTERVAL=2",
    "fortnight": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY",
    "bimonthly": "FREQ=MONTHLY;INTERVAL=2",
    "quarterly": "FREQ=MONTHLY;INTERVAL=3",
    "semiannual": "FREQ=MONTHLY;INTERVAL=6",
    "annual": "FREQ=YEARLY",
    "yearly": "FREQ=YEARLY",
    "biannual": "FREQ=YEARLY;INTERVAL=2",
    "biyearly": "FREQ=YEARLY;INTERVAL=2",
}
_LENGTH: Final = re.compile(
    r"P?(\d{1,3})\s*(d|days?|w|wks?|weeks?|m|mo|mths?|months?|q|qtrs?|quarters?|y|yrs?|years?)", re.IGNORECASE
)
_UNITS: Final = {"d": ("DAILY", 1), "w": ("WEEKLY", 1), "m": ("MONTHLY", 1), "q": ("MONTHLY", 3), "y": ("YEARLY", 1)}

Json = dict[str, Any]


def read(data: bytes, name: str, phrases: Phrases) -> Bundle:
    """The tasks of an export; those without a project go to the one called `name`.

    Raises:
        UnreadableFile: not an export of Taskwarrior.
    """
    given = _objects(text_of(data))
    reader = _Reader(name, phrases)
    reader.repeating = {_text(one, "parent") for one in given if one.get("parent") and one.get("status") == "pending"}
    for number, one in enumerate(given, 1):
        reader.task(one, number)
    return reader.bundle


def _objects(text: str) -> list[Json]:
    hint = "Make it with: task export > tasks.json"
    try:
        decoded = msgspec.json.decode(text.encode())
        objects = decoded if isinstance(decoded, list) else [decoded]
    except msgspec.DecodeError:
        try:
            objects = [
                msgspec.json.decode(line.strip().rstrip(",").encode()) for line in text.splitlines() if line.strip()
            ]
        except msgspec.DecodeError as error:
            raise UnreadableFile("The file is not JSON.", hint=hint) from error
    except RecursionError as error:
        raise UnreadableFile("The file is not JSON.", hint=hint) from error
    if not objects or not all(isinstance(one, dict) and "description" in one for one in objects):
        raise UnreadableFile("This JSON is not a list of tasks with descriptions.", hint=hint)
    return objects


class _Reader:
    def __init__(self, name: str, phrases: Phrases) -> None:
        self.bundle = Bundle()
        self.phrases = phrases
        self.name = name
        self.repeating: set[str] = set()

    def task(self, given: Json, number: int) -> None:
        status, uuid = _text(given, "status") or "pending", _text(given, "uuid") or f"task {number}"
        title = folded(_text(given, "description"))
        if status == "deleted":
            self.bundle.omit("deleted task")
            return
        if status == "recurring" and uuid in self.repeating:
            return
        project = self._project(_text(given, "project"))
        draft = TaskDraft(uuid if uuid not in self.bundle.tasks else f"task {number}", project, title)
        draft.values = self._values(given, status)
        if given.get("recur") and status != "completed":
            self._repeat(_text(given, "recur"), draft)
        self.bundle.add_task(draft)
        self._attach(given, draft)
        for name in given:
            if name not in _TAKEN:
                self.bundle.omit(str(name))

    def _project(self, path: str) -> str:
        """`Home.Garden` is a project below another."""
        parts = [part for part in map(folded, path.split(".")) if part] or [self.name]
        above: str | None = None
        for depth in range(len(parts)):
            key = ".".join(parts[: depth + 1])
            if key not in self.bundle.projects:
                self.bundle.add_project(ProjectDraft(key, parts[depth], parent=above))
            above = key
        assert above is not None
        return above

    def _values(self, given: Json, status: str) -> Record:
        values: Record = {
            "priority": _PRIORITIES.get(_text(given, "priority"), 4),
            "labels": [str(tag) for tag in _items(given, "tags") if isinstance(tag, str)],
            "created_at": _moment(given, "entry"),
        }
        if status == "completed":
            values.update(status="done", completed_at=_moment(given, "end"))
        due, start = _moment(given, "due"), _moment(given, "scheduled") or _moment(given, "wait")
        for prefix, moment in (("due", due), ("start", start)):
            if moment is not None:
                values.update(moment_columns(prefix, moment, self.phrases.timezone))
        if given.get("until"):
            self.bundle.omit("until")
        return values

    def _repeat(self, recur: str, draft: TaskDraft) -> None:
        rule = _NAMED.get(recur.lower())
        found = _LENGTH.fullmatch(recur)
        if rule is None and found is not None and int(found[1]):
            unit, times = _UNITS[found[2][0].lower()]
            interval = int(found[1]) * times
            rule = f"FREQ={unit}" if interval == 1 else f"FREQ={unit};INTERVAL={interval}"
        if rule is None:
            self.bundle.lose(None, draft.title, f"It does not repeat any more: {recur[:60]!r} was not understood.")
        else:
            repeat(self.bundle, draft, rule)

    def _attach(self, given: Json, draft: TaskDraft) -> None:
        for note in _items(given, "annotations"):
            if isinstance(note, dict):
                self.bundle.add_comment(
                    CommentDraft(draft.key, _text(note, "description"), created_at=_moment(note, "entry"))
                )
        depends = given.get("depends")
        for other in depends.split(",") if isinstance(depends, str) else _items(given, "depends"):
            self.bundle.relations.append(RelationDraft(str(other), draft.key, "blocks"))


def _text(given: Json, name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""


def _items(given: Json, name: str) -> list[Any]:
    value = given.get(name)
    return value if isinstance(value, list) else []


def _moment(given: Json, name: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.strptime(_text(given, name), "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    return moment if 1970 <= moment.year < 2200 else None
