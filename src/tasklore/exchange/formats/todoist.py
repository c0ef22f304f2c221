"""Todoist's CSV: one project per file, as its "Export as CSV" writes it.

TYPE     meta, section, task, note; blank lines between
CONTENT  the title with its @labels; for a note its text, with files as [[file {…}]]
INDENT   1 and up: the task is below the last one with a smaller indent
PRIORITY 1 is the highest (p1), as in the app
DATE     a phrase in the language DATE_LANG, times in TIMEZONE
"""

import json
import re
from datetime import date
from typing import Any, Final

from ..bundle import Bundle, CommentDraft, ProjectDraft, SectionDraft, TaskDraft, folded
from ..phrases import Phrases, columns_of
from .rows import Row, read_rows

_LABEL: Final = re.compile(r"(?:^|(?<=\s))@([^\s@]+)")
_FILE: Final = re.compile(r"\[\[file (\{.*?\})\]\]", re.DOTALL)
_BARE_FILE: Final = re.compile(r',([^,"\r\n]{0,2000}\[\[file \{"(?!")[^\r\n]{0,4000}?\}\]\])(?=[,\r\n]|$)')
"""A file in a cell that Todoist did not quote, although there are commas in it."""

_PERSON: Final = re.compile(r"^(.*?)\s*\(\d+\)$")
_NOTHING: Final = frozenset({"", "None"})
_MINUTES: Final = {"minute": 1, "hour": 60, "day": 1440}
_PROJECT: Final = "project"


def read(data: bytes, name: str, phrases: Phrases) -> Bundle:
    """The project in the file; `name` is the project's.

    Raises:
        UnreadableFile: not a CSV file of Todoist.
    """
    reader = _Reader(name, phrases)
    for row in read_rows(data, ("TYPE", "CONTENT"), _quote_files):
        reader.take(row)
    return reader.finish()


def _quote_files(text: str) -> str:
    return _BARE_FILE.sub(lambda found: ',"{}"'.format(found[1].replace('"', '""')), text)


class _Reader:
    """Reads line after line; a line's place follows from those before it."""

    def __init__(self, name: str, phrases: Phrases) -> None:
        self.bundle = Bundle()
        self.phrases = phrases
        self.project = self.bundle.add_project(ProjectDraft(_PROJECT, name))
        self.section: SectionDraft | None = None
        self.above: list[TaskDraft] = []
        self.authors: set[str] = set()

    def take(self, row: Row) -> None:
        match row["TYPE"].lower():
            case "task":
                self._task(row)
            case "note":
                self._note(row)
            case "section":
                self._section(row)
            case "meta":
                self._meta(row)
            case "":
                if any(cell.strip() for cell in row.cells.values()):
                    self.bundle.lose(row.line, row["CONTENT"], "The line has no TYPE and was left out.")
            case other:
                self.bundle.lose(
                    row.line, row["CONTENT"], f"Lines of TYPE {other[:40]!r} are not known and were left out."
                )

    def finish(self) -> Bundle:
        if self.authors:
            names = ", ".join(sorted(self.authors))[:500]
            self.bundle.lose(None, "AUTHOR", f"Who wrote what is not kept (there: {names}); all of it is yours now.")
        return self.bundle

    def _meta(self, row: Row) -> None:
        key, _, value = row["CONTENT"].partition("=")
        if key == "view_style" and value in ("list", "board", "calendar"):
            self.project.view = value
        else:
            self.bundle.lose(row.line, row["CONTENT"], "A setting of Todoist's own; left out.")

    def _section(self, row: Row) -> None:
        key = f"section-{row.line}"
        self.section = self.bundle.add_section(SectionDraft(key, _PROJECT, row["CONTENT"], row.line))
        self.above = []
        if row["DESCRIPTION"]:
            self.bundle.lose(
                row.line, self.section.name, f"A section has no description here: {row['DESCRIPTION'][:200]!r}."
            )

    def _task(self, row: Row) -> None:
        self._author(row)
        content = folded(row["CONTENT"])
        title = content.removeprefix("* ")
        labels = _LABEL.findall(title)
        if labels:
            title = folded(_LABEL.sub("", title)) or title
        draft = TaskDraft(f"task-{row.line}", _PROJECT, title, row.line, self.section.key if self.section else None)
        draft.values.update(notes=row.raw("DESCRIPTION").strip(), labels=labels, priority=self._priority(row, title))
        self._place(draft, row)
        self._date(draft, row)
        self._duration(draft, row)
        self._deadline(draft, row)
        self.bundle.add_task(draft)
        if content.startswith("* "):
            self.bundle.change(
                row.line, draft.title, "It had no check box in Todoist; here it is a task like any other."
            )
        if row["RESPONSIBLE"]:
            self.bundle.lose(
                row.line, draft.title, f"It was assigned to {_name(row['RESPONSIBLE'])!r}; nobody is assigned now."
            )

    def _place(self, draft: TaskDraft, row: Row) -> None:
        indent = int(row["INDENT"]) if row["INDENT"].isdecimal() and len(row["INDENT"]) < 4 else 1
        depth = max(indent, 1) - 1
        if depth > len(self.above):
            self.bundle.change(row.line, draft.title, f"INDENT {indent} skips a level; it is below the line before it.")
            depth = len(self.above)
        self.above = [*self.above[:depth], draft]
        draft.parent = self.above[depth - 1].key if depth else None

    def _priority(self, row: Row, title: str) -> int:
        given = row["PRIORITY"]
        if given in ("1", "2", "3", "4"):
            return int(given)
        if given:
            self.bundle.lose(row.line, title, f"PRIORITY {given[:40]!r} is not one of 1 to 4.")
        return 4

    def _date(self, draft: TaskDraft, row: Row) -> None:
        phrase, language = row["DATE"], row["DATE_LANG"]
        if phrase in _NOTHING:
            return
        draft.phrase = phrase
        timezone = self.phrases.known_zone(row["TIMEZONE"]) if row["TIMEZONE"] else self.phrases.timezone
        schedule = self.phrases.read(phrase, language=language, timezone=timezone)
        if schedule is None:
            draft.values["notes"] = f"{draft.values['notes']}\n\nDATE: {phrase}".strip()
            self.bundle.lose(
                row.line, draft.title, f"The date {phrase[:100]!r} was not understood; it is in the notes now."
            )
            return
        draft.values.update(columns_of(schedule, timezone))
        if schedule.recurrence is None and self.phrases.is_relative(phrase, language=language, timezone=timezone):
            day = draft.values.get("due_date")
            self.bundle.change(
                row.line, draft.title, f"{phrase[:100]!r} was counted from the day of the import: {day}."
            )

    def _duration(self, draft: TaskDraft, row: Row) -> None:
        given, unit = row["DURATION"], row["DURATION_UNIT"]
        if given in _NOTHING:
            return
        if given.isdecimal() and len(given) < 7 and unit in _MINUTES and 1 <= int(given) * _MINUTES[unit] <= 525_600:
            draft.values["duration_minutes"] = int(given) * _MINUTES[unit]
        else:
            self.bundle.lose(row.line, draft.title, f"The duration {f'{given} {unit}'[:60]!r} was not understood.")

    def _deadline(self, draft: TaskDraft, row: Row) -> None:
        given = row["DEADLINE"]
        if given in _NOTHING:
            return
        day = _iso_day(given)
        if day is None:
            schedule = self.phrases.read(given, language=row["DEADLINE_LANG"])
            day = schedule.due.date if schedule and schedule.due and not schedule.recurrence else None
        if day is None:
            self.bundle.lose(row.line, draft.title, f"The deadline {given[:100]!r} was not understood.")
        else:
            draft.values["deadline"] = day

    def _note(self, row: Row) -> None:
        self._author(row)
        text = self._with_links(row)
        if self.above:
            self.bundle.add_comment(CommentDraft(self.above[-1].key, text, row.line))
            return
        title = next((line for line in map(folded, text.splitlines()) if line), "Comment")
        draft = TaskDraft(f"task-{row.line}", _PROJECT, title, row.line, values={"notes": text})
        self.bundle.add_task(draft)
        self.bundle.change(row.line, draft.title, "A comment on the project itself; it is a task now.")

    def _with_links(self, row: Row) -> str:
        """The note's text, with a link in the place of each file."""

        def link(found: re.Match[str]) -> str:
            file = _file(found[1])
            if file is None:
                self.bundle.lose(row.line, "attachment", "A file of this note was not understood and was left out.")
                return ""
            name, address = file
            self.bundle.change(
                row.line, name, "The CSV holds only a link to this file; the link is in the comment now."
            )
            return f"[{_escaped(name)}](<{address}>)"

        return _FILE.sub(link, row.raw("CONTENT"))

    def _author(self, row: Row) -> None:
        if row["AUTHOR"]:
            self.authors.add(_name(row["AUTHOR"]))


def _file(text: str) -> tuple[str, str] | None:
    """Name and address of an attached file; None unless the address is one of the web."""
    try:
        file: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(file, dict):
        return None
    address = str(file.get("file_url") or "")
    if not address.startswith(("https://", "http://")) or any(letter in address for letter in "<>\r\n\0 "):
        return None
    return folded(str(file.get("file_name") or "file"))[:200], address[:2000]


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is inside a link."""
    return re.sub(r"([\\\[\]])", r"\\\1", text)


def _name(person: str) -> str:
    """`Owner (1)` → `Owner`."""
    found = _PERSON.match(person)
    return found[1] if found else person


def _iso_day(text: str) -> str | None:
    try:
        return date.fromisoformat(text[:10]).isoformat() if len(text) >= 10 else None
    except ValueError:
        return None
