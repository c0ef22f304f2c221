"""`import` and `export`."""

import asyncio
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from . import options
from .documents import import_folder
from .errors import Failure, Misused
from .output import progress, remark, say, show_json

_SHOWN = 200


class ImportFormat(StrEnum):
    """What a file may be."""

    todoist_csv = "todoist-csv"
    json = "json"
    ical = "ical"
    todo_txt = "todo-txt"
    vikunja = "vikunja"
    ticktick = "ticktick"
    taskwarrior = "taskwarrior"
    docs = "docs"


class ExportFormat(StrEnum):
    """What everything may be written as."""

    json = "json"
    zip = "zip"
    ical = "ical"
    todo_txt = "todo-txt"
    csv = "csv"


def import_file(
    format: Annotated[ImportFormat, typer.Argument(help="What the file is.")],
    file: Annotated[
        Path, typer.Argument(help="The file, or the folder of docs; - reads standard input.", allow_dash=True)
    ],
    preview: Annotated[bool, typer.Option("--preview", help="Only say what would be made, lost and changed.")] = False,
    as_json: options.Json = False,
    server: options.Server = None,
    user: options.User = None,
) -> None:
    """Import tasks from another program, or from an export.

    Everything arrives as one change, which `tasklore undo` takes back. `docs` takes a folder of documents and keeps in
    step with it each time it is run."""
    if format is ImportFormat.docs:
        if server is not None or preview:
            raise Misused("A folder of documents is read into the data directory, without a preview.")
        import_folder(file, user, as_json=as_json)
        return
    name, data = _read(file)

    async def work() -> dict[str, Any]:
        from .client import opened

        async with opened(server, user) as client:
            with progress(f"Importing {name}") as told:
                told(0)
                return await client.import_file(format.value, name, data, preview=preview)

    report = asyncio.run(work())
    if as_json:
        show_json(report)
    else:
        _show(report)


def export(
    file: Annotated[Path, typer.Argument(help="Where to; - writes to standard output.", allow_dash=True)],
    format: Annotated[ExportFormat, typer.Option(help="What to write.")] = ExportFormat.json,
    as_json: options.Json = False,
    server: options.Server = None,
    user: options.User = None,
) -> None:
    """Write everything that you see into a file.

    As json, or as zip with the attached files, nothing is lost: importing the file again gives the same."""

    async def work() -> int:
        from .client import opened

        size = 0
        async with opened(server, user) as client:
            with progress("Exporting") as told, _Target(file) as target:
                async for chunk in client.export(format.value):
                    target.write(chunk)
                    size += len(chunk)
                    told(size)
        return size

    size = asyncio.run(work())
    if str(file) == "-":
        return
    if as_json:
        show_json({"file": str(file), "bytes": size})
    else:
        say(f"Wrote {size:,} bytes to {file}.")


class _Target:
    """A file that is there only once it is whole, or standard output."""

    def __init__(self, path: Path) -> None:
        self._path = None if str(path) == "-" else path
        self._partial = path.with_name(f".{path.name}.partial")

    def __enter__(self) -> "_Target":
        try:
            self._file = sys.stdout.buffer if self._path is None else self._partial.open("wb")
        except OSError as error:
            raise _unwritable(self._path, error) from error
        return self

    def write(self, chunk: bytes) -> None:
        try:
            self._file.write(chunk)
        except OSError as error:
            if self._path is None:
                raise
            raise _unwritable(self._path, error) from error

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self._path is None:
            self._file.flush()
            return
        self._file.close()
        if kind is None:
            self._partial.replace(self._path)
        else:
            self._partial.unlink(missing_ok=True)


def _unwritable(path: Path | None, error: OSError) -> Failure:
    return Misused(f"{path} cannot be written: {error.strerror or error}.", code="unwritable")


def _read(file: Path) -> tuple[str, bytes]:
    try:
        if str(file) == "-":
            return "import", sys.stdin.buffer.read()
        return file.name, file.read_bytes()
    except OSError as error:
        raise Misused(f"{file} cannot be read: {error.strerror or error}.", code="unreadable") from error


def _show(report: dict[str, Any]) -> None:
    made = (
        ", ".join(f"{number:,} {_noun(kind, number)}" for kind, number in report["made"].items() if number) or "nothing"
    )
    if report["preview"]:
        for item in report["items"][:_SHOWN]:
            say(_line(item))
        more = len(report["items"]) - _SHOWN + report["items_left_out"]
        if more > 0:
            say(f"… and {more:,} more")
        say()
    say(f"{'Would import' if report['preview'] else 'Imported'} {made}.")
    for kind, title in (("lost", "Lost"), ("changed", "Changed")):
        remarks = [entry for entry in report["remarks"] if entry["kind"] == kind]
        if remarks:
            say(f"\n{title}:")
        for entry in remarks[:_SHOWN]:
            where = f"line {entry['line']}, " if entry["line"] else ""
            say(f"  {where}{entry['subject']}: {entry['message']}")
        if len(remarks) > _SHOWN:
            say(f"  … and {len(remarks) - _SHOWN:,} more; see --json")
    if report["change_set_id"]:
        remark(f"\nTake it back with: tasklore undo {report['change_set_id']}")


def _line(item: dict[str, Any]) -> str:
    from datetime import date

    from .wording import due_words, marks

    if item["kind"] == "project":
        return f"# {item['title']}"
    if item["kind"] == "section":
        return f"\n## {item['title']}"
    about = [
        due_words(item, date.today()),
        marks(item, None),
        f"{item['comments']} comments" if item["comments"] else "",
    ]
    said = " · ".join(part for part in about if part)
    phrase = f"   ({item['phrase']})" if item["phrase"] else ""
    return f"{'  ' * item['depth']}- {item['title']}{'  · ' + said if said else ''}{phrase}"


def _noun(kind: str, number: int) -> str:
    return kind.removesuffix("s") if number == 1 else kind
