"""A table for spreadsheets: one line per task. For people to look at; not lossless, and never run as a formula."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Final

from tasklore.platform.unit import Record
from tasklore.tasks.archive import TaskArchive
from tasklore.tasks.recurrence import describe
from tasklore.tasks.repeating import recurrence_of

COLUMNS: Final = (
    "id", "project", "section", "parent", "title", "notes", "status", "priority", "start", "due", "deadline",
    "duration_minutes", "repeats", "labels", "created", "completed",
)  # fmt: skip
_RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), the wide forms too."""


async def write(archive: TaskArchive) -> AsyncIterator[bytes]:
    """The table in chunks, as UTF-8 with the mark that Excel needs."""
    projects = {row["id"]: row["name"] async for row in archive.projects()}
    sections = {row["id"]: row["name"] async for row in archive.sections()}
    yield b"\xef\xbb\xbf" + _line(COLUMNS)
    async for row in archive.tasks():
        yield _line(_cells(row, projects, sections))


def _cells(row: Record, projects: dict[str, str], sections: dict[str, str]) -> tuple[str, ...]:
    recurrence = recurrence_of(row)
    return (
        row["id"],
        projects.get(row["project_id"], ""),
        sections.get(row["section_id"] or "", ""),
        row["parent_id"] or "",
        row["title"],
        row["notes"],
        row["status"],
        str(row["priority"]),
        _moment(row, "start"),
        _moment(row, "due"),
        row["deadline"] or "",
        str(row["duration_minutes"] or ""),
        describe(recurrence) if recurrence else "",
        ", ".join(row["labels"]),
        row["created_at"].isoformat(),
        row["completed_at"].isoformat() if row["completed_at"] else "",
    )


def _moment(row: Record, prefix: str) -> str:
    return " ".join(row[f"{prefix}_{part}"] for part in ("date", "time", "zone") if row[f"{prefix}_{part}"])


def _line(cells: tuple[str, ...]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow([harmless(cell) for cell in cells])
    return line.getvalue().encode()


def harmless(cell: str) -> str:
    """The cell as text: one that a spreadsheet would run begins with an apostrophe."""
    return f"'{cell}" if cell.startswith(_RUN) else cell
