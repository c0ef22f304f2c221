"""TickTick's backup: a CSV below a few lines about it.

    Folder Name, List Name, Title, Kind, Tags, Content, Is Check list, Start Date, Due Date, Reminder, Repeat,
    Priority (0, 1 low, 3 medium, 5 high), Status (0 open, 1 and 2 done, -1 given up), Created Time, …, taskId, parentId

Moments are UTC; `Timezone`, `Is All Day` and `Is Floating` say how they are meant. The items of a check list are
lines of the content that begin with ▫ (open) or ▪ (done).
"""

import re
from typing import Final

from ..bundle import Bundle, ProjectDraft, SectionDraft, TaskDraft, folded
from ..errors import UnreadableFile
from ..phrases import Phrases
from .moments import day_columns, instant, moment_columns, repeat
from .rows import Row, read_rows, text_of

_HEADER: Final = re.compile(r'^"?Folder Name"?\s*,', re.MULTILINE)
_PRIORITIES: Final = {"5": 1, "3": 2, "1": 3}
_BEFORE: Final = re.compile(r"-?P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:\d{1,6}S)?)?")
_ITEM: Final = re.compile(r"^([▫▪])\s*(.*)$")


def read(data: bytes, name: str, phrases: Phrases) -> Bundle:
    """The lists and tasks of a backup.

    Raises:
        UnreadableFile: not a backup of TickTick.
    """
    text = text_of(data)
    header = _HEADER.search(text)
    if header is None:
        raise UnreadableFile("There is no line that begins with 'Folder Name'.", hint="In TickTick: Settings, Backup.")
    reader = _Reader(phrases)
    first_line = text.count("\n", 0, header.start()) + 1
    for row in read_rows(text[header.start() :].encode(), ("LIST NAME", "TITLE"), first_line=first_line):
        if any(row.cells.values()):
            reader.task(row)
    return reader.bundle


class _Reader:
    def __init__(self, phrases: Phrases) -> None:
        self.bundle = Bundle()
        self.phrases = phrases

    def task(self, row: Row) -> None:
        project = self._project(row)
        draft = TaskDraft(
            row["TASKID"] or f"line {row.line}",
            project,
            row["TITLE"],
            row.line,
            section=self._section(project, row),
            parent=row["PARENTID"] or None,
        )
        if draft.key in self.bundle.tasks:
            draft.key = f"line {row.line}"
        status = row["STATUS"]
        draft.values = {
            "priority": _PRIORITIES.get(row["PRIORITY"], 4),
            "labels": [folded(tag) for tag in row["TAGS"].split(",") if tag.strip()],
            "created_at": instant(row["CREATED TIME"]),
            "status": "open" if status in ("", "0") else "done",
            "completed_at": instant(row["COMPLETED TIME"]) if status not in ("", "0") else None,
        }
        items = self._content(row, draft)
        self._dates(row, draft)
        self.bundle.add_task(draft)
        if status == "-1":
            self.bundle.change(row.line, draft.title, "It was given up (“won't do”); here it counts as done.")
        if row["KIND"] == "NOTE":
            self.bundle.change(row.line, draft.title, "It was a note; here it is a task.")
        for number, (sign, title) in enumerate(items):
            done = sign == "▪" or draft.values["status"] == "done"
            item = TaskDraft(f"{draft.key} item {number}", project, title, row.line, draft.section, draft.key)
            item.values["status"] = "done" if done else "open"
            self.bundle.add_task(item)

    def _project(self, row: Row) -> str:
        folder, name = folded(row["FOLDER NAME"]), folded(row["LIST NAME"]) or "Inbox"
        above = f"folder {folder}" if folder else None
        if above and above not in self.bundle.projects:
            self.bundle.add_project(ProjectDraft(above, folder))
        key = f"list {folder}\n{name}"
        if key not in self.bundle.projects:
            self.bundle.add_project(
                ProjectDraft(key, name, row.line, is_inbox=name == "Inbox" and not folder, parent=above)
            )
        return key

    def _section(self, project: str, row: Row) -> str | None:
        name = folded(row["COLUMN NAME"])
        if not name:
            return None
        key = f"{project}\n{name}"
        if key not in self.bundle.sections:
            self.bundle.add_section(SectionDraft(key, project, name, row.line))
        return key

    def _content(self, row: Row, draft: TaskDraft) -> list[tuple[str, str]]:
        """Sets the notes, and gives the items of a check list."""
        content = row.raw("CONTENT").strip()
        if row["IS CHECK LIST"].upper() != "Y":
            draft.values["notes"] = content
            return []
        found = [(line, _ITEM.match(line.strip())) for line in content.splitlines()]
        draft.values["notes"] = "\n".join(line for line, item in found if item is None).strip()
        return [(item[1], item[2]) for _, item in found if item is not None and item[2].strip()]

    def _dates(self, row: Row, draft: TaskDraft) -> None:
        zone = self.phrases.known_zone(row["TIMEZONE"]) if row["TIMEZONE"] else self.phrases.timezone
        whole_day, floating = row["IS ALL DAY"].lower() == "true", row["IS FLOATING"].lower() == "true"
        start, due = instant(row["START DATE"]), instant(row["DUE DATE"])
        if due is None or due == start:
            # A task with one date has it in both columns, or in the first.
            start, due = None, start
        for prefix, moment in (("start", start), ("due", due)):
            if moment is not None:
                columns = (
                    day_columns(prefix, moment, zone)
                    if whole_day
                    else moment_columns(prefix, moment, zone, floating=floating)
                )
                draft.values.update(columns)
        self._remind(row, draft)
        rule = row["REPEAT"].splitlines()[0].strip() if row["REPEAT"] else ""
        if rule:
            repeat(self.bundle, draft, re.sub(r"^RRULE:", "", rule, flags=re.IGNORECASE))

    def _remind(self, row: Row, draft: TaskDraft) -> None:
        reminders = []
        for given in re.split(r"[,\s]+", row["REMINDER"]):
            found = _BEFORE.fullmatch(given.removeprefix("TRIGGER:"))
            if found is not None:
                days, hours, minutes = (int(part or 0) for part in found.groups())
                reminders.append({"minutes_before": min(days * 1440 + hours * 60 + minutes, 525_600)})
            elif given:
                self.bundle.lose(row.line, draft.title, f"The reminder {given[:60]!r} was not understood.")
        draft.values["reminders"] = reminders[:20] if draft.values.get("due_date") else []
