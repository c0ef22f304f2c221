"""One condition in Todoist's words: `today`, `@home*`, `due before: +3 days`, `no date`, `assigned to: me`.

What has a comparison in it (`priority >= 3`) is Vikunja's, and goes to `conditions.py`.
"""

import re
from collections.abc import Callable
from typing import Final

from .conditions import read_condition
from .dates import WEEKDAYS, read_when
from .errors import FilterError
from .guesses import did_you_mean, unknown_date
from .names import BadName, read_pattern, read_person
from .nodes import (
    AddedBy,
    Assigned,
    Comparison,
    Dated,
    DateField,
    Done,
    Everything,
    Has,
    InProject,
    InSection,
    Labelled,
    Node,
    Overdue,
    Priority,
    Recurring,
    Shared,
    SubTask,
    Text,
    all_of,
    negated,
)
from .pattern import Pattern
from .scanner import Words, plain

_ANY: Final = Pattern(("", ""))

KEYWORDS: Final[dict[str, Node]] = {
    "all": Everything(),
    "view all": Everything(),
    "overdue": Overdue(),
    "over due": Overdue(),
    "od": Overdue(),
    "recurring": Recurring(),
    "subtask": SubTask(),
    "subtasks": SubTask(),
    "sub-task": SubTask(),
    "shared": Shared(),
    "assigned": Assigned("anyone"),
    "unassigned": negated(Assigned("anyone")),
    "done": Done(),
    "completed": Done(),
    "open": negated(Done()),
    # Todoist's way to take the check box away: an asterisk before the title.
    "uncompletable": Text("title", Pattern(("* ", ""))),
    **{f"p{level}": Priority(level) for level in (1, 2, 3, 4)},
}

NOTHING: Final[dict[str, Node]] = {
    **dict.fromkeys(("date", "due", "due date"), Has("due")),
    "deadline": Has("deadline"),
    **dict.fromkeys(("start", "start date"), Has("start")),
    "time": Has("time"),
    **dict.fromkeys(("label", "labels"), Labelled(_ANY)),
    "section": InSection(_ANY),
    **dict.fromkeys(("assignee", "assigned"), Assigned("anyone")),
    **dict.fromkeys(("description", "notes"), Has("notes")),
    "duration": Has("duration"),
    **dict.fromkeys(("reminder", "reminders"), Has("reminders")),
    "priority": negated(Priority(4)),
    "parent": SubTask(),
    "recurrence": Recurring(),
}
"""What `no …` is the absence of."""

_DATE_FIELDS: Final[dict[str, DateField]] = {
    **dict.fromkeys(("due", "date", "due date"), "due"),
    "deadline": "deadline",
    **dict.fromkeys(("start", "start date", "starts"), "start"),
    **dict.fromkeys(("created", "added", "date added"), "created"),
    **dict.fromkeys(("updated", "modified", "changed"), "updated"),
    **dict.fromkeys(("completed", "done"), "completed"),
}
_SIDES: Final[dict[str, Comparison]] = {
    **dict.fromkeys(("", "on"), "on"),
    "before": "before",
    "after": "after",
}
_READERS: Final[dict[str, Callable[[str], Node]]] = {
    "search": lambda value: Text("any", read_pattern(value).around()),
    "assigned to": lambda value: Assigned(read_person(value)),
    # Who assigned a task is not kept; that they added it and somebody has it is the nearest to it.
    "assigned by": lambda value: all_of(Assigned("anyone"), AddedBy(read_person(value))),
    "added by": lambda value: AddedBy(read_person(value)),
    "created by": lambda value: AddedBy(read_person(value)),
    "label": lambda value: Labelled(read_pattern(value.removeprefix("@"))),
    "project": lambda value: InProject(read_pattern(value.removeprefix("#"))),
    "section": lambda value: InSection(read_pattern(value.removeprefix("/"))),
}
_USABLE: Final = "Known: due, deadline, start, created, updated, completed, with before or after; search, assigned to."
_SIGIL_INSIDE: Final = re.compile(r"\s[@#!/]")


def read_term(words: Words, locale: str) -> Node:
    """The meaning of the words between two operators.

    Raises:
        FilterError: they have none; with what may be meant.
    """
    if not words.text:
        raise FilterError(words.start, "There is nothing between these quotes.")
    try:
        return _read(words, locale)
    except BadName as error:
        raise FilterError(words.start, str(error)) from error


def _read(words: Words, locale: str) -> Node:
    if words.text[0] in "@#/":
        return _named(words)
    condition = read_condition(words, locale)
    if condition is not None:
        return condition
    field, colon, value = words.text.partition(":")
    if colon and not field[-1:].isdigit():  # "today at 14:00" has a colon too
        return _with_colon(words, " ".join(field.lower().split()), value.strip(), locale)
    return _bare(words, locale)


def _named(words: Words) -> Node:
    text = words.text
    sigil = "##" if text.startswith("##") else text[0]
    name = text[len(sigil) :].strip()
    kind = {"@": "label", "/": "section"}.get(sigil, "project")
    if not name:
        raise FilterError(words.start, f"The name of a {kind} is missing after {sigil!r}.")
    _refuse_sigil_inside(words)
    pattern = read_pattern(name)
    match sigil:
        case "@":
            return Labelled(pattern)
        case "/":
            return InSection(pattern)
        case _:
            return InProject(pattern, below=sigil == "##")


def _refuse_sigil_inside(words: Words) -> None:
    """`@home @work` is two conditions without an operator, not a label with an odd name."""
    inside = _SIGIL_INSIDE.search(words.text)
    if inside is not None:
        before, after = plain(words.text[: inside.start()]), plain(words.text[inside.start() :].strip())
        raise FilterError(
            words.start + inside.start(),
            f"An operator is missing before {after[:60]!r}.",
            f"Did you mean '{before} & {after}'? In a name, write a backslash before the sign.",
        )


def _with_colon(words: Words, field: str, value: str, locale: str) -> Node:
    if field == "workspace":
        raise FilterError(words.start, "There are no workspaces here.", "Use '##project' for one and all below it.")
    name, _, side = field.rpartition(" ")
    if side not in _SIDES or name not in _DATE_FIELDS:
        name, side = field, ""
    if name not in _DATE_FIELDS and field not in _READERS:
        suggestion = did_you_mean(plain(field), (*_DATE_FIELDS, *_READERS, "due before", "due after"), ":")
        raise FilterError(words.start, f"Unknown field {plain(field)[:60]!r}.", suggestion or _USABLE)
    if not value:
        raise FilterError(max(words.start, words.end - 1), f"A value is missing after '{field}:'.")
    if field in _READERS:
        return _READERS[field](value)
    when = read_when(plain(value), "on" if _SIDES[side] == "on" else "bound", locale)
    if when is None:
        raise unknown_date(words, value)
    return Dated(_DATE_FIELDS[name], _SIDES[side], when)


def _bare(words: Words, locale: str) -> Node:
    text = " ".join(plain(words.text).lower().split())
    found = _keyword(text, locale)
    if found is not None:
        return found
    _refuse_sigil_inside(words)
    raise FilterError(words.start, f"Unknown condition {plain(words.text)[:60]!r}.", _meant(plain(words.text), locale))


def _keyword(text: str, locale: str) -> Node | None:
    if text in KEYWORDS:
        return KEYWORDS[text]
    if text.startswith("no ") and text[3:] in NOTHING:
        return negated(NOTHING[text[3:]])
    when = read_when(text, "on", locale)
    return None if when is None else Dated("due", "on", when)


def _meant(text: str, locale: str) -> str:
    words = text.lower().split()
    for joint, sign in (("and", "&"), ("or", "|")):
        if joint in words[1:-1]:
            return f"Write {sign} for '{joint}'."
    for place in range(1, min(len(words), 8)):
        before, after = " ".join(words[:place]), " ".join(words[place:])
        if _keyword(before, locale) is not None and _keyword(after, locale) is not None:
            return f"Did you mean '{before} & {after}' or '{before} | {after}'?"
    dates = ("today", "tomorrow", "yesterday", "next week", "this week", "7 days", *WEEKDAYS)
    known = (*KEYWORDS, *(f"no {what}" for what in NOTHING), *dates)
    return did_you_mean(" ".join(words), known) or f"To look for the words, write 'search: {text[:60]}'."
