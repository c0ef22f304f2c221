"""What the terminal shows."""

import json
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol


def show_json(value: Any) -> None:
    """One JSON document on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None, default=str))


def say(text: str = "") -> None:
    """A line of the result."""
    print(printable(text))


def remark(text: str) -> None:
    """A line beside the result, on standard error."""
    print(printable(text), file=sys.stderr)


def complain(message: str, *, hint: str | None = None, lines: Sequence[str] = (), code: str = "failed") -> None:
    """What went wrong, on standard error: JSON where the command was asked for JSON."""
    if "--json" in sys.argv:
        error = {"code": code, "message": message, "hint": hint, "lines": list(lines)}
        print(json.dumps({"error": {name: value for name, value in error.items() if value}}), file=sys.stderr)
        return
    for line in (message, *(f"  {line}" for line in lines), *([hint] if hint else [])):
        print(printable(line), file=sys.stderr)


def printable(text: str) -> str:
    """Text without control characters: a title must not be able to move the cursor or rename the window."""
    return "".join(letter if letter in "\n\t" or unicodedata.category(letter) != "Cc" else "�" for letter in text)


class Progress(Protocol):
    """Told how far long work has come."""

    def __call__(self, done: int, of: int | None = None) -> None: ...


@contextmanager
def progress(what: str) -> Iterator[Progress]:
    """A bar on standard error while something long runs; nothing at all when that is not a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, of=None: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task(what, total=None)
        yield lambda done, of=None: bars.update(bar, completed=done, total=of)


def table(rows: Sequence[Sequence[str]], styles: Sequence[str] = ()) -> None:
    """Rows in columns: aligned and coloured on a terminal, separated by tabs elsewhere."""
    clean = [[printable(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in clean:
            print("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for index in range(len(clean[0]) if clean else 0):
        grid.add_column(style=styles[index] if index < len(styles) else None, overflow="fold")
    for row in clean:
        grid.add_row(*(Text(cell) for cell in row))
    Console().print(grid)
