"""Signs with a name: labels, projects, sections, people, priorities.

todoist   @label  #Project/Section  /Section  +person  p1…p4  !!1…!!4
vikunja   *label  +Project          @person            !1…!5
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .model import Dialect, Known
from .protection import Range
from .words import words

NamedKind = Literal["label", "project", "section", "assignee", "priority"]

_KINDS: dict[Dialect, dict[str, NamedKind]] = {
    "todoist": {"@": "label", "#": "project", "+": "assignee", "/": "section"},
    "vikunja": {"*": "label", "+": "project", "@": "assignee"},
}
_PRIORITY: dict[Dialect, re.Pattern[str]] = {
    "todoist": re.compile(r"(?<![^\s(])(?:[pP]([1-4])|!!([1-4]))(?=[\s,;.)]|$)"),
    "vikunja": re.compile(r"(?<![^\s(])!([1-5])(?=[\s,;.)]|$)"),
}
# Vikunja counts from low to "do now"; ours has four steps, the first the highest.
_FROM_VIKUNJA = {1: 4, 2: 3, 3: 2, 4: 1, 5: 1}
_SIGIL = re.compile(r"(?<![^\s(])[@#+*/](?=[^\s@#+*/])")
_TRAILING = ".,;:!?)]}'\""
_COLOUR = re.compile(r"(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$")
_END_OF_CHUNK = re.compile(r"\s|$")
_LONGEST_NAME = 80
# Before a "/word" these make it a path or a choice: "on /login", "either /var or /usr".
_BEFORE_PATH = words(
    "on in at to of for from the a an into via under over with and or see check edit delete read open fix"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of the line that stands for something."""

    start: int
    end: int
    kind: NamedKind
    text: str
    name: str = ""
    number: int = 0


class Names:
    """The names that exist, asked for the longest one that a text begins with."""

    def __init__(self, known: Known | None) -> None:
        listed: dict[str, Iterable[str]] = {}
        if known is not None:
            listed = {
                "project": known.projects,
                "section": known.sections,
                "label": known.labels,
                "assignee": known.people,
            }
        self._all = {kind: frozenset(name.casefold() for name in names) for kind, names in listed.items()}
        self._with_spaces = {kind: _with_spaces(names) for kind, names in self._all.items()}

    def knows(self, kind: str, name: str) -> bool:
        """Whether there is one of this name, whatever its case."""
        return name.casefold() in self._all.get(kind, ())

    def longest_at(self, kind: str, line: str, at: int) -> int:
        """How long the known name of several words is that stands at `at`, 0 if none does."""
        for name in self._with_spaces.get(kind, ()):
            end = at + len(name)
            if line[at:end].casefold() == name and not line[end : end + 1].isalnum():
                return len(name)
        return 0


def _with_spaces(folded: Iterable[str]) -> list[str]:
    return sorted((name for name in folded if " " in name), key=len, reverse=True)


def read_sigils(
    line: str, dialect: Dialect, names: Names, hidden: list[Range], date_words: frozenset[str]
) -> list[Claim]:
    """The signs of a line, left to right, outside the hidden ranges. `date_words` may begin a date."""
    found = _named(line, dialect, names, hidden)
    found += _priorities(line, dialect, hidden, {claim.start for claim in found})
    found.sort(key=lambda claim: claim.start)
    return _plausible(line, found, names, date_words)


def _is_hidden(hidden: list[Range], at: int) -> bool:
    index = bisect_right(hidden, (at, 1 << 40)) - 1
    return index >= 0 and hidden[index][0] <= at < hidden[index][1]


def _named(line: str, dialect: Dialect, names: Names, hidden: list[Range]) -> list[Claim]:
    kinds = _KINDS[dialect]
    found: list[Claim] = []
    behind = 0
    for sign in _SIGIL.finditer(line):
        start = sign.start()
        kind = kinds.get(sign.group())
        if kind is None or start < behind or _is_hidden(hidden, start):
            continue
        end, name = _name(line, start + 1, kind, names)
        if not name or not _is_name(name, kind, line, start, end):
            continue
        if kind == "project" and dialect == "todoist" and "/" in name:
            project, section = name.split("/", 1)
            if not project or not section[:1].isalpha() or "/" in section:
                continue
            cut = start + 1 + len(project)
            found.append(Claim(start, cut, "project", line[start:cut], project))
            found.append(Claim(cut, end, "section", line[cut:end], section))
        else:
            found.append(Claim(start, end, kind, line[start:end], name))
        behind = end
    return found


def _name(line: str, at: int, kind: NamedKind, names: Names) -> tuple[int, str]:
    """(end, name) of what follows a sign."""
    if line[at : at + 1] in "\"'“":
        closing = {"“": "”"}.get(line[at], line[at])
        end = line.find(closing, at + 1, at + 2 + _LONGEST_NAME)
        if end > at + 1:
            return end + 1, line[at + 1 : end]
        return at, ""
    size = names.longest_at(kind, line, at)
    if size:
        end = at + size
        if kind == "project" and line[end : end + 1] == "/":
            inner = names.longest_at("section", line, end + 1) or _chunk_end(line, end + 1) - end - 1
            return end + 1 + inner, line[at : end + 1 + inner]
        return end, line[at:end]
    end = _chunk_end(line, at)
    if kind == "project" and (slash := line.find("/", at, end)) > 0:
        inner = names.longest_at("section", line, slash + 1)
        if inner:
            end = slash + 1 + inner
    return end, line[at:end]


def _chunk_end(line: str, at: int) -> int:
    stop = _END_OF_CHUNK.search(line, at)
    end = stop.start() if stop else len(line)
    while end > at and line[end - 1] in _TRAILING:
        end -= 1
    return end


def _is_name(name: str, kind: NamedKind, line: str, start: int, end: int) -> bool:
    if len(name) > _LONGEST_NAME:
        return False
    first = name[0]
    if kind == "project":
        # "#42" is a ticket, "#ff8800" a colour.
        if name.isdigit() or (_COLOUR.match(name) and any(letter.isdigit() for letter in name)):
            return False
        return first.isalnum() or not first.isascii()
    if kind == "assignee":
        return first.isalpha()
    if kind == "section":
        return first.isalpha() and "/" not in name
    if name[-1] in "*_" or line[end : end + 1] in ("*",):
        # Emphasis: *bold*.
        return False
    return first.isalpha() or (not first.isascii() and not first.isspace())


def _priorities(line: str, dialect: Dialect, hidden: list[Range], taken: set[int]) -> list[Claim]:
    found = []
    for match in _PRIORITY[dialect].finditer(line):
        if _is_hidden(hidden, match.start()) or match.start() in taken:
            continue
        digit = int(next(group for group in match.groups() if group))
        number = _FROM_VIKUNJA[digit] if dialect == "vikunja" else digit
        found.append(Claim(match.start(), match.end(), "priority", match.group(), number=number))
    return found


def _plausible(line: str, claims: list[Claim], names: Names, date_words: frozenset[str]) -> list[Claim]:
    """Without those whose surroundings make them part of the title."""
    has_project = any(claim.kind == "project" for claim in claims)
    starts = {claim.start for claim in claims}
    kept = []
    for claim in claims:
        if claim.kind == "section" and not _is_section(line, claim, names, has_project=has_project):
            continue
        if claim.kind == "priority" and claim.text[0] in "pP" and not _stands_apart(line, claim, starts, date_words):
            continue
        kept.append(claim)
    return kept


def _is_section(line: str, claim: Claim, names: Names, *, has_project: bool) -> bool:
    """ "/Groceries" is a section beside a project, if it is known, or if it is neither a path nor a choice."""
    if claim.start == 0:
        return False
    if not line[claim.start - 1].isspace() or has_project or names.knows("section", claim.name):
        return True
    before = _LAST_WORD.search(line, max(0, claim.start - _NEARBY), claim.start)
    is_path = before is not None and before.group(1).lower() in _BEFORE_PATH
    return claim.name[:1].isupper() and not is_path


def _stands_apart(line: str, claim: Claim, starts: set[int], date_words: frozenset[str]) -> bool:
    """A p1 that opens or closes the line or stands beside another sign or a date; not that of "the p1 incident"."""
    behind = _BEHIND.match(line, claim.end)
    assert behind is not None
    if behind.end() == len(line) or behind.end() in starts or line[behind.end()] in "{!#@":
        return True
    word = _NEXT_WORD.match(line, behind.end())
    said = word.group().lower() if word is not None else ""
    if not line[max(0, claim.start - _NEARBY) : claim.start].strip(" (-*"):
        return said not in _NOT_AFTER_PRIORITY
    return said in date_words or _CLOCK.match(line, behind.end()) is not None or line.startswith("//", behind.end())


_NEARBY = 40
_LAST_WORD = re.compile(r"(\w+)\s*$")
_NEXT_WORD = re.compile(r"[^\W\d_]+")
_BEHIND = re.compile(r"[\s,;.)]*")
_CLOCK = re.compile(r"\d{1,2}(?::\d\d|\s?[ap]m\b|h\b)")
_NOT_AFTER_PRIORITY = words("of and to or in is are")
