"""Several lines make several tasks; indentation makes sub-tasks."""

from collections.abc import Sequence

from msgspec.structs import replace

from .grammar import Reader, read_line
from .model import Parsed
from .protection import Range

_MARKS = ("- [ ] ", "* [ ] ", "- ", "* ", "• ", "– ")
_TAB = 4


def read_lines(reader: Reader, text: str, ignored: Sequence[Range]) -> list[Parsed]:
    """A task for each line that is not empty, in order. When the budget is spent, a line is its title."""
    lines = text.split("\n")
    several = len(lines) > 1
    tasks: list[Parsed] = []
    parents: list[tuple[int, int]] = []
    """Width and index of the lines that the next one may stand under."""
    offset = 0
    for raw in lines:
        body = raw.strip()
        if body:
            mark = _mark(body) if several else 0
            indent = raw.find(body[0]) if raw[0].isspace() else 0
            if reader.budget.left > 0:
                start = offset + indent + mark
                task = read_line(reader, body[mark:], start, _within(ignored, start, len(body) - mark))
            else:
                task = Parsed(title=body[mark:])
            width = len(raw[:indent].expandtabs(_TAB)) if indent else 0
            while parents and parents[-1][0] >= width:
                parents.pop()
            if parents:
                task = replace(task, indent=len(parents), parent=parents[-1][1])
            parents.append((width, len(tasks)))
            tasks.append(task)
        offset += len(raw) + 1
    return tasks


def _within(ranges: Sequence[Range], start: int, length: int) -> list[Range]:
    """The ranges that touch the line, counted from its beginning."""
    if not ranges:
        return []
    inside = [(max(first - start, 0), min(last - start, length)) for first, last in ranges]
    return [(first, last) for first, last in inside if first < last]


def _mark(body: str) -> int:
    """How much of a pasted list's line is its mark: "- ", "* ", "- [ ] "."""
    for mark in _MARKS:
        if body.startswith(mark) and len(body) > len(mark):
            return len(mark)
    return 0
