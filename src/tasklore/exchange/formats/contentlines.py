"""The lines of iCalendar (RFC 5545, section 3.1): unfolded, split, unescaped; and back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ..errors import UnreadableFile

_PARAMETER: Final = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)((?:,(?:"[^"]*"|[^";:,]*))*)')
_NAME: Final = re.compile(r"[A-Za-z0-9-]+")
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_FOLD_BYTES: Final = 75
_DEEPEST: Final = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A property: its name in capitals, its parameters, its value as it stands."""

    name: str
    parameters: dict[str, str]
    value: str
    number: int

    @property
    def text(self) -> str:
        """The value as a text."""
        return unescaped(self.value)

    @property
    def texts(self) -> list[str]:
        """The value as a list of texts."""
        return [unescaped(part) for part in re.split(r"(?<!\\),", self.value)]


@dataclass(slots=True)
class Component:
    """A component with its properties and the components inside."""

    name: str
    number: int
    lines: list[Line] = field(default_factory=list)
    inside: list["Component"] = field(default_factory=list)

    def first(self, name: str) -> Line | None:
        return next((line for line in self.lines if line.name == name), None)

    def text(self, name: str) -> str:
        """The first property of that name as a text; empty when there is none."""
        line = self.first(name)
        return line.text if line else ""


def read_components(text: str) -> list[Component]:
    """The outermost components of a file.

    Raises:
        UnreadableFile: a component is not closed, or there is none.
    """
    outermost: list[Component] = []
    open_ones: list[Component] = []
    for line in _lines(text):
        match line.name:
            case "BEGIN":
                begun = Component(line.value.strip().upper(), line.number)
                (open_ones[-1].inside if open_ones else outermost).append(begun)
                open_ones.append(begun)
                if len(open_ones) > _DEEPEST:
                    raise UnreadableFile(f"Line {line.number}: components are nested too deep.")
            case "END":
                if not open_ones or open_ones[-1].name != line.value.strip().upper():
                    raise UnreadableFile(f"Line {line.number}: END:{line.value[:40]} closes nothing.")
                open_ones.pop()
            case _ if open_ones:
                open_ones[-1].lines.append(line)
    if open_ones or not outermost:
        name = open_ones[-1].name if open_ones else "VCALENDAR"
        raise UnreadableFile(
            f"The file is cut off: {name[:40]} is not closed." if open_ones else "There is no calendar here."
        )
    return outermost


def _lines(text: str) -> Iterator[Line]:
    for number, line in _unfolded(text):
        name = _NAME.match(line)
        if name is None:
            continue
        parameters: dict[str, str] = {}
        at = name.end()
        while found := _PARAMETER.match(line, at):
            parameters[found[1].upper()] = found[2].strip('"')
            at = found.end()
        if line[at : at + 1] == ":":
            yield Line(name[0].upper(), parameters, line[at + 1 :], number)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Whole lines with the number each begins on: one that begins with a blank continues the one before."""
    start, parts = 0, list[str]()
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield start, "".join(parts)
        start, parts = number, [line]
    if parts:
        yield start, "".join(parts)


def unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def escaped(text: str) -> str:
    """A text as a value. No line end and no control character of it reaches the file."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = re.sub(r"\r\n|\r|\n", r"\\n", text)
    return "".join(letter for letter in text if letter == "\t" or (ord(letter) >= 32 and ord(letter) != 127))


def written(name: str, value: str) -> str:
    """A line ready for the file: folded after 75 bytes, between letters."""
    pieces: list[str] = []
    size, start = 0, 0
    line = f"{name}:{value}"
    for index, letter in enumerate(line):
        width = len(letter.encode())
        if size + width > _FOLD_BYTES:
            pieces.append(line[start:index])
            # The blank that begins a continued line counts too.
            start, size = index, 1
        size += width
    pieces.append(line[start:])
    return "\r\n ".join(pieces) + "\r\n"
