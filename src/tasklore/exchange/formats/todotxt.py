"""todo.txt: one task a line.

    x 2026-11-20 2026-11-01 (A) Pay rent +Home @money due:2026-12-01 rec:+1m
    │ │          │          │            │     │      └ keys: due, t (start), rec, pri
    │ completed  created    priority     project, context
    done

`rec:` counts from completion, with `+` from the due date, as most programs that know it do.
"""

import datetime as dt
import re
from collections.abc import AsyncIterator
from typing import Final

from tasklore.platform.unit import Record
from tasklore.tasks.archive import TaskArchive

from ..bundle import Bundle, ProjectDraft, TaskDraft
from ..phrases import Phrases
from .rows import text_of

_DAY: Final = r"\d{4}-\d\d-\d\d"
_LINE: Final = re.compile(rf"(?:(x) +(?:({_DAY}) +)?(?:({_DAY}) +)?)?(?:\(([A-Z])\) +)?(?:({_DAY}) +)?(.*)")
_REPEATS: Final = re.compile(r"(\+?)(\d{1,3})([dwmyb])")
_RULES: Final = {"d": "DAILY", "w": "WEEKLY", "m": "MONTHLY", "y": "YEARLY"}
_WORKDAYS: Final = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


def read(data: bytes, name: str, phrases: Phrases) -> Bundle:
    """The tasks of the file; those without a project go to the one called `name`."""
    bundle = Bundle()
    for number, line in enumerate(text_of(data).splitlines(), 1):
        if line.strip():
            _task(bundle, name, number, line.strip())
    return bundle


def _task(bundle: Bundle, name: str, number: int, line: str) -> None:
    found = _LINE.fullmatch(line)
    assert found is not None  # the last part takes whatever is left
    done, completed, created_done, priority, created, rest = found.groups()
    words: list[str] = []
    projects: list[str] = []
    values: Record = {"labels": [], "status": "done" if done else "open"}
    draft = TaskDraft(f"line {number}", name, "", number, values=values)
    for word in rest.split():
        if len(word) > 1 and word[0] == "+":
            projects.append(word[1:])
        elif len(word) > 1 and word[0] == "@":
            values["labels"].append(word[1:])
        elif not _take_key(bundle, draft, word):
            words.append(word)
    draft.title = " ".join(words)
    draft.project = projects[0] if projects else name
    if draft.project not in bundle.projects:
        bundle.add_project(ProjectDraft(draft.project, draft.project, number))
    _set_priority(bundle, draft, priority)
    values["created_at"] = _midnight(created or created_done)
    values["completed_at"] = _midnight(completed) if done else None
    if "rrule" in values and "due_date" not in values and "start_date" in values:
        values["due_date"] = values["start_date"]
    bundle.add_task(draft)
    for other in projects[1:]:
        bundle.change(
            number, draft.title, f"It was in +{other[:60]} too; a task has one project, so that is a label now."
        )
        values["labels"] = sorted({*values["labels"], other[:120]})


def _set_priority(bundle: Bundle, draft: TaskDraft, given: str | None) -> None:
    letter = given or draft.values.pop("letter", None)
    draft.values.pop("letter", None)
    draft.values["priority"] = {"A": 1, "B": 2, "C": 3}.get(letter or "", 4)
    if letter and letter > "D":
        bundle.change(draft.line, draft.title, f"Priority ({letter}) is the lowest here, p4.")


def _take_key(bundle: Bundle, draft: TaskDraft, word: str) -> bool:
    """Whether the word was a key that is known, with a value that can be read."""
    key, _, value = word.partition(":")
    match key.lower():
        case "due" if _is_day(value):
            draft.values["due_date"] = value
        case "t" if _is_day(value):
            draft.values["start_date"] = value
        case "pri" if len(value) == 1 and value.isalpha():
            draft.values["letter"] = value.upper()
        case "rec" if found := _REPEATS.fullmatch(value):
            strict, number, unit = found.groups()
            if int(number) == 0 or (unit == "b" and int(number) > 1):
                bundle.lose(draft.line, word, "This way of repeating is not known here.")
                return True
            rule = _WORKDAYS if unit == "b" else f"FREQ={_RULES[unit]}"
            draft.values["rrule"] = rule if number == "1" else f"{rule};INTERVAL={int(number)}"
            draft.values["repeat_from"] = "schedule" if strict else "completion"
        case _:
            return False
    return True


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and dt.date.fromisoformat(text) is not None
    except ValueError:
        return False


def _midnight(day: str | None) -> dt.datetime | None:
    if day is None or not _is_day(day) or not 1970 <= int(day[:4]) < 2200:
        return None
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), dt.UTC)


async def write(archive: TaskArchive) -> AsyncIterator[bytes]:
    """The file in chunks. Notes, comments, sections, times and sub-tasks have no place in it."""
    projects = {row["id"]: row async for row in archive.projects()}
    async for row in archive.tasks():
        yield (_line(row, projects[row["project_id"]]) + "\n").encode()


def _line(row: Record, project: Record) -> str:
    letter = {1: "A", 2: "B", 3: "C"}.get(row["priority"])
    done = row["status"] == "done"
    parts = ["x", f"{row['completed_at']:%Y-%m-%d}"] if done and row["completed_at"] else ["x"] if done else []
    if letter and not done:
        parts.append(f"({letter})")
    parts.append(f"{row['created_at']:%Y-%m-%d}")
    parts.append(_plain(row["title"]))
    if not project["is_inbox"]:
        parts.append(f"+{_word(project['name'])}")
    parts.extend(f"@{_word(label)}" for label in row["labels"])
    keys = {"due": row["due_date"], "t": row["start_date"], "rec": _repeats(row), "pri": letter if done else None}
    return " ".join([*parts, *(f"{key}:{value}" for key, value in keys.items() if value)])


def _plain(title: str) -> str:
    """A title that does not read as something else at the beginning of a line."""
    return f"- {title}" if re.match(r"x |\([A-Z]\) |\d{4}-\d\d-\d\d ", title) else title


def _word(name: str) -> str:
    return "_".join(name.split())


def _repeats(row: Record) -> str | None:
    """`1m` for a rule that is nothing but an interval; the others have no spelling here."""
    found = re.fullmatch(
        r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(?:;INTERVAL=(\d{1,3}))?(?:;BY(?:DAY|MONTHDAY)=-?\w+)?", row["rrule"] or ""
    )
    if found is None:
        return None
    strict = "+" if row["repeat_from"] == "schedule" else ""
    return f"{strict}{found[2] or 1}{found[1][0].lower()}"
