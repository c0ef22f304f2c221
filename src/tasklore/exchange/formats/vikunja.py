"""Vikunja's data export: a zip with `data.json`, or that document alone.

A list of projects, each with `tasks` and `buckets`; a project may hold others in `child_projects`. A moment in the
year 1 means "not set", texts are HTML, and a task repeats by `repeats` (a rule), or `repeat_after` (seconds) and
`repeat_mode`. Attached files lie at `files/<id>`.
"""

import io
import zipfile
from typing import Any, Final

import msgspec

from tasklore.platform.errors import TooLarge
from tasklore.platform.unit import Record

from ..bundle import (
    AttachmentDraft,
    Bundle,
    CommentDraft,
    LabelDraft,
    ProjectDraft,
    RelationDraft,
    RelationKind,
    SectionDraft,
    TaskDraft,
    folded,
)
from ..errors import UnreadableFile
from ..phrases import Phrases
from .archive import UNPACKED_MOST
from .markup import plain
from .moments import instant, moment_columns, repeat

_DOCUMENT: Final = "data.json"
_PRIORITIES: Final = {5: 1, 4: 1, 3: 2, 2: 3}
_KINDS: Final[dict[str, tuple[RelationKind, bool]]] = {
    "blocking": ("blocks", False),
    "blocked": ("blocks", True),
    "precedes": ("blocks", False),
    "follows": ("blocks", True),
    "duplicateof": ("duplicates", False),
    "duplicates": ("duplicates", True),
    "related": ("relates", False),
}
_DAY_S: Final = 86_400
_DEEPEST: Final = 20

Json = dict[str, Any]


def read(data: bytes, name: str, phrases: Phrases) -> Bundle:
    """Everything in the export.

    Raises:
        UnreadableFile: not an export of Vikunja.
        TooLarge: it unpacks to more than is read.
    """
    projects = _document(data)
    reader = _Reader(phrases)
    for project in projects:
        reader.project(project, None, 0)
    reader.relate()
    return reader.bundle


def _document(data: bytes) -> list[Json]:
    hint = "In Vikunja: Settings, Export your data."
    try:
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_DOCUMENT) as member:
                data = member.read(UNPACKED_MOST + 1)
            if len(data) > UNPACKED_MOST:
                raise TooLarge(f"{_DOCUMENT!r} is larger than {UNPACKED_MOST:,} bytes unpacked.")
        document = msgspec.json.decode(data)
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(f"The zip holds no readable {_DOCUMENT!r}.", hint=hint) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableFile("The file is neither a zip nor JSON.", hint=hint) from error
    if not isinstance(document, list) or not all(isinstance(entry, dict) and "title" in entry for entry in document):
        raise UnreadableFile("This JSON is not an export of Vikunja: a list of projects.", hint=hint)
    return document


class _Reader:
    def __init__(self, phrases: Phrases) -> None:
        self.bundle = Bundle()
        self.phrases = phrases
        self._labels: set[str] = set()
        self._related: list[tuple[str, str, str]] = []

    def project(self, given: Json, above: str | None, depth: int) -> None:
        key = f"project {_key(given, self.bundle.projects)}"
        parent = above or (f"project {given['parent_project_id']}" if given.get("parent_project_id") else None)
        draft = self.bundle.add_project(ProjectDraft(key, _text(given, "title"), parent=parent, color=_color(given)))
        if _text(given, "description"):
            self.bundle.lose(
                None, draft.name, f"A project has no description here: {plain(_text(given, 'description'))[:200]!r}"
            )
        if given.get("is_archived"):
            self.bundle.change(None, draft.name, "It was archived; here it is a project like any other.")
        for bucket in _list(given, "buckets"):
            section = SectionDraft(f"bucket {bucket.get('id')}", key, _text(bucket, "title"), position=_number(bucket))
            self.bundle.add_section(section)
        placed = {str(one.get("task_id")): f"bucket {one.get('bucket_id')}" for one in _list(given, "task_buckets")}
        for task in _list(given, "tasks"):
            self._task(task, key, placed)
        for child in _list(given, "child_projects"):
            if depth < _DEEPEST:
                self.project(child, key, depth + 1)
            else:
                self.bundle.lose(
                    None, _text(child, "title"), f"Projects more than {_DEEPEST} levels deep are left out."
                )

    def _task(self, given: Json, project: str, placed: dict[str, str]) -> None:
        key = f"task {_key(given, self.bundle.tasks)}"
        bucket = placed.get(str(given.get("id"))) or (
            f"bucket {given['bucket_id']}" if given.get("bucket_id") else None
        )
        section = bucket if bucket in self.bundle.sections else None
        draft = TaskDraft(key, project, folded(_text(given, "title")), section=section)
        draft.values = self._values(given)
        self._repeat(given, draft)
        self.bundle.add_task(draft)
        if _list(given, "assignees"):
            self.bundle.lose(None, draft.title, "It was assigned to somebody; nobody is assigned now.")
        if given.get("percent_done") and not given.get("done"):
            self.bundle.omit("percent_done")
        for comment in _list(given, "comments"):
            text = plain(_text(comment, "comment"))
            self.bundle.add_comment(CommentDraft(key, text, created_at=instant(_text(comment, "created"))))
        for attachment in _list(given, "attachments"):
            file = attachment.get("file")
            if isinstance(file, dict):
                name = folded(_text(file, "name")) or "file"
                content = f"files/{file.get('id')}"
                self.bundle.attachments.append(AttachmentDraft(key, name, _text(file, "mime"), content, ""))
        related = given.get("related_tasks")
        for kind, others in related.items() if isinstance(related, dict) else ():
            self._related.extend((key, str(kind), f"task {other.get('id')}") for other in _dicts(others))

    def _values(self, given: Json) -> Record:
        zone, priority = self.phrases.timezone, given.get("priority")
        values: Record = {
            "notes": plain(_text(given, "description")),
            "priority": _PRIORITIES.get(priority, 4) if isinstance(priority, int) else 4,
            "labels": [folded(_text(label, "title")) for label in _list(given, "labels")],
            "created_at": instant(_text(given, "created")),
            "position": _number(given),
        }
        for label in _list(given, "labels"):
            name = folded(_text(label, "title"))
            if name not in self._labels:
                self._labels.add(name)
                self.bundle.add_label(LabelDraft(name, _color(label)))
        for prefix, name in (("due", "due_date"), ("start", "start_date")):
            moment = instant(_text(given, name))
            if moment is not None:
                values.update(moment_columns(prefix, moment, zone))
        if given.get("done"):
            values.update(status="done", completed_at=instant(_text(given, "done_at")))
        if instant(_text(given, "end_date")):
            self.bundle.omit("end_date")
        values["reminders"] = self._reminders(given)
        return values

    def _reminders(self, given: Json) -> list[Record]:
        reminders: list[Record] = []
        for one in _list(given, "reminders")[:20]:
            period, moment = one.get("relative_period"), instant(_text(one, "reminder"))
            if one.get("relative_to") == "due_date" and isinstance(period, int) and -31_536_000 <= period <= 0:
                reminders.append({"minutes_before": -period // 60})
            elif moment is not None:
                reminders.append({"at": moment.isoformat()})
        return reminders

    def _repeat(self, given: Json, draft: TaskDraft) -> None:
        seconds, mode = given.get("repeat_after") or 0, given.get("repeat_mode") or 0
        if not isinstance(seconds, int) or not (seconds > 0 or mode == 1 or _text(given, "repeats")):
            return
        if rule := _text(given, "repeats"):
            repeat(self.bundle, draft, rule.removeprefix("RRULE:"))
        elif mode == 1:
            repeat(self.bundle, draft, "FREQ=MONTHLY")
        elif seconds % _DAY_S == 0:
            days = seconds // _DAY_S
            rule = f"FREQ=WEEKLY;INTERVAL={days // 7}" if days % 7 == 0 else f"FREQ=DAILY;INTERVAL={days}"
            repeat(self.bundle, draft, rule.removesuffix(";INTERVAL=1"), "completion" if mode == 2 else "schedule")
        else:
            self.bundle.lose(
                None, draft.title, f"It does not repeat any more: every {seconds:,} seconds is not a rule here."
            )

    def relate(self) -> None:
        """Once every task is known: parents, and relations from one side only."""
        seen: set[tuple[str, str, str]] = set()
        for key, kind, other in self._related:
            if kind == "parenttask":
                self.bundle.tasks[key].parent = other
            elif kind == "subtask" and other in self.bundle.tasks:
                self.bundle.tasks[other].parent = key
            elif kind in _KINDS:
                meant, reverse = _KINDS[kind]
                first, second = (other, key) if reverse else (key, other)
                if meant == "relates" and first > second:
                    first, second = second, first
                if (first, meant, second) not in seen:
                    seen.add((first, meant, second))
                    self.bundle.relations.append(RelationDraft(first, second, meant))
            else:
                self.bundle.omit(f"relation {kind}")


def _key(given: Json, taken: Any) -> str:
    """The row's id; one that is missing or was used before is made up."""
    return str(given["id"]) if given.get("id") is not None else f"no {len(taken)}"


def _text(given: Json, name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""


def _dicts(value: Any) -> list[Json]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _list(given: Json, name: str) -> list[Json]:
    return _dicts(given.get(name))


def _number(given: Json) -> float | None:
    value = given.get("position")
    return float(value) if isinstance(value, int | float) and abs(value) < 1e15 and value else None


def _color(given: Json) -> str | None:
    """`5297ff` → `#5297ff`."""
    value = _text(given, "hex_color").removeprefix("#").lower()
    return f"#{value}" if len(value) == 6 and all(letter in "0123456789abcdef" for letter in value) else None
