"""One condition in Vikunja's words: a field, a comparison, a value.

priority >= 3      labels in home, work      dueDate < now/d+7d      title like 'call%'
done = false       project != Work           dueDate is null         assignees not in me, ada
"""

import re
from collections.abc import Callable, Sequence
from typing import Final, Literal

from .dates import read_when
from .errors import FilterError
from .guesses import did_you_mean, unknown_date
from .names import read_pattern, read_person
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
    Priority,
    Recurring,
    SubTask,
    Text,
    TextField,
    any_of,
    negated,
)
from .pattern import Pattern
from .scanner import Words, hidden, plain

Operator = Literal["=", "!=", "<", "<=", ">", ">=", "like", "not like", "in", "not in", "is", "is not"]
Kind = Literal["flag", "priority", "date", "text", "name", "person", "presence", "unsupported"]

_CONDITION: Final = re.compile(
    r"(?P<field>[A-Za-z_]+)\s*"
    r"(?P<operator>>=|<=|!=|==|=|<|>|\bnot\s+in\b|\bnot\s+like\b|\bis\s+not\b|\bin\b|\blike\b|\bis\b)\s*(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NULLS: Final = frozenset({"null", "none", "nil", "empty"})
_TRUTHS: Final = {**dict.fromkeys(("true", "1", "yes"), True), **dict.fromkeys(("false", "0", "no"), False)}
_ANY: Final = Pattern(("", ""))

FIELDS: Final[dict[str, tuple[Kind, str]]] = {
    "done": ("flag", "done"),
    "completed": ("flag", "done"),
    "recurring": ("flag", "recurring"),
    "subtask": ("flag", "subtask"),
    "priority": ("priority", "priority"),
    **dict.fromkeys(("duedate", "due", "date"), ("date", "due")),
    **dict.fromkeys(("startdate", "start"), ("date", "start")),
    "deadline": ("date", "deadline"),
    **dict.fromkeys(("doneat", "completedat"), ("date", "completed")),
    **dict.fromkeys(("created", "createdat", "added"), ("date", "created")),
    **dict.fromkeys(("updated", "updatedat", "modified"), ("date", "updated")),
    "title": ("text", "title"),
    **dict.fromkeys(("description", "notes"), ("text", "notes")),
    **dict.fromkeys(("labels", "label"), ("name", "label")),
    **dict.fromkeys(("project", "projects"), ("name", "project")),
    **dict.fromkeys(("section", "sections"), ("name", "section")),
    **dict.fromkeys(("assignees", "assignee"), ("person", "assignee")),
    **dict.fromkeys(("creator", "createdby"), ("person", "creator")),
    **dict.fromkeys(("reminders", "reminder"), ("presence", "reminders")),
    "duration": ("presence", "duration"),
    **dict.fromkeys(("percentdone", "enddate", "index", "identifier"), ("unsupported", "")),
}
"""Fields by their name without `_`, in lower case."""

_SPELLED: Final = (
    *("done", "priority", "dueDate", "startDate", "deadline", "doneAt", "created", "updated", "title", "description"),
    *("labels", "project", "section", "assignees", "creator", "reminders", "recurring", "subtask"),
)
_ALLOWED: Final[dict[Kind, Sequence[Operator]]] = {
    "flag": ("=", "!="),
    "priority": ("=", "!=", "<", "<=", ">", ">=", "in", "not in"),
    "date": ("=", "!=", "<", "<=", ">", ">="),
    "text": ("=", "!=", "like", "not like", "in", "not in"),
    "name": ("=", "!=", "like", "not like", "in", "not in"),
    "person": ("=", "!=", "like", "not like", "in", "not in"),
    "presence": (),
}
_FLAGS: Final[dict[str, Node]] = {"done": Done(), "recurring": Recurring(), "subtask": SubTask()}
_DATES: Final[dict[str, DateField]] = {
    "due": "due",
    "start": "start",
    "deadline": "deadline",
    "completed": "completed",
    "created": "created",
    "updated": "updated",
}
_COMPARISONS: Final[dict[Operator, Comparison]] = {
    "=": "on",
    "<": "before",
    ">": "after",
    "<=": "until",
    ">=": "from",
}
_LEVELS: Final = {5: 1, 4: 1, 3: 2, 2: 3, 1: 4, 0: 4}
"""Vikunja's priorities, do now, urgent, high, medium, low and unset, as p1 to p4."""


def read_condition(words: Words, locale: str) -> Node | None:
    """The meaning of `field comparison value`; None if the words are not of that form.

    Raises:
        FilterError: they are, and the field, the comparison or the value is not known.
    """
    match = _CONDITION.fullmatch(words.text)
    if match is None:
        return None
    spelled, value = match["field"], match["value"].strip()
    operator = _operator(match["operator"])
    kind, field = FIELDS.get(spelled.replace("_", "").lower(), (None, ""))
    if kind is None:
        raise FilterError(words.start, f"Unknown field {spelled!r}.", did_you_mean_field(spelled))
    if kind == "unsupported":
        raise FilterError(words.start, f"Tasks have no {spelled!r} here.", f"Known fields: {', '.join(_SPELLED)}.")
    place = words.start + match.start("value")
    if not value:
        raise FilterError(max(words.start, words.end - 1), f"A value is missing after {match['operator']!r}.")
    return _read(_Given(words, spelled, operator, value, place, locale), kind, field)


def did_you_mean_field(spelled: str) -> str:
    """The closest field, or all of them."""
    by_lower = {name.lower(): name for name in _SPELLED}
    close = did_you_mean(spelled.replace("_", ""), by_lower)
    if close is None:
        return f"Known fields: {', '.join(_SPELLED)}."
    name = close.split("'")[1]
    return f"Did you mean '{by_lower[name]}'?"


class _Given:
    """A condition as it was written."""

    def __init__(self, words: Words, field: str, operator: Operator, value: str, place: int, locale: str) -> None:
        self.words = words
        self.field = field
        self.operator = operator
        self.value = value
        self.place = place
        self.locale = locale

    @property
    def is_null(self) -> bool:
        return self.value.lower() in _NULLS

    @property
    def is_negative(self) -> bool:
        return self.operator in ("!=", "not in", "not like", "is not")

    def refuse(self, message: str, suggestion: str | None = None) -> FilterError:
        return FilterError(self.place, message, suggestion)

    def values(self) -> list[str]:
        """The values of a list, or the one."""
        if self.operator not in ("in", "not in"):
            return [self.value]
        inside = self.value
        if inside[0] in "([" and inside[-1] in ")]":
            inside = inside[1:-1]
        values = [value.strip() for value in inside.split(",")]
        if not all(values):
            raise self.refuse(f"The list after {self.operator!r} lacks a value.")
        if not _NULLS.isdisjoint(value.lower() for value in values):
            raise self.refuse("null cannot stand in a list.", f"Write '{self.field} = null' beside it.")
        return values


def _operator(text: str) -> Operator:
    joined = " ".join(text.lower().split())
    operators: dict[str, Operator] = {
        "==": "=",
        "=": "=",
        "!=": "!=",
        "<": "<",
        "<=": "<=",
        ">": ">",
        ">=": ">=",
        "like": "like",
        "not like": "not like",
        "in": "in",
        "not in": "not in",
        "is": "is",
        "is not": "is not",
    }
    return operators[joined]


def _read(given: _Given, kind: Kind, field: str) -> Node:
    if given.is_null and given.operator in ("=", "!=", "is", "is not"):
        absent = _absent(given, field)
        return negated(absent) if given.is_negative else absent
    if given.operator in ("is", "is not"):
        if kind == "flag":
            return _flag(given, field)
        raise given.refuse(
            f"{given.operator!r} takes null, not {plain(given.value)[:40]!r}.", "Use = and != for values."
        )
    allowed = _ALLOWED[kind]
    if given.operator not in allowed:
        usable = ", ".join(allowed) or "= null and != null"
        raise FilterError(
            given.words.start, f"{given.field!r} cannot be compared with {given.operator!r}.", f"Use {usable}."
        )
    readers: dict[Kind, Callable[[_Given, str], Node]] = {
        "flag": _flag,
        "priority": _priority,
        "date": _date,
        "text": _text,
        "name": _name,
        "person": _person,
    }
    return readers[kind](given, field)


def _absent(given: _Given, field: str) -> Node:
    match field:
        case "due" | "start" | "deadline" | "notes" | "reminders" | "duration":
            return negated(Has(field))
        case "completed":
            return negated(Done())
        case "label":
            return negated(Labelled(_ANY))
        case "section":
            return negated(InSection(_ANY))
        case "assignee":
            return negated(Assigned("anyone"))
        case "priority":
            return Priority(4)
        case _:
            raise given.refuse(f"{given.field!r} is never empty.")


def _with_percent(value: str) -> str:
    """The value with % as a wildcard, in quotes too, as SQL has it."""
    return value.replace(hidden("%"), "%")


def _flag(given: _Given, field: str) -> Node:
    truth = _TRUTHS.get(plain(given.value).lower())
    if truth is None:
        raise given.refuse(f"{given.field!r} is true or false, not {plain(given.value)[:40]!r}.")
    flag = _FLAGS[field]
    return flag if truth is not given.is_negative else negated(flag)


def _priority(given: _Given, field: str) -> Node:
    ranks = [_rank(given, value) for value in given.values()]
    tests: dict[Operator, Callable[[int], bool]] = {
        "<": lambda rank: rank < ranks[0],
        "<=": lambda rank: rank <= ranks[0],
        ">": lambda rank: rank > ranks[0],
        ">=": lambda rank: rank >= ranks[0],
    }
    is_meant = tests.get(given.operator, ranks.__contains__)
    levels = sorted({level for rank, level in _LEVELS.items() if is_meant(rank)})
    if not levels:
        return negated(Everything())
    node = any_of(*(Priority(level) for level in levels)) if len(levels) < len(set(_LEVELS.values())) else Everything()
    return negated(node) if given.is_negative else node


def _rank(given: _Given, value: str) -> int:
    text = plain(value).lower()
    if text in ("p1", "p2", "p3", "p4"):
        return 5 - int(text[1])
    if not text.isdecimal() or len(text) > 3 or int(text) not in _LEVELS:
        raise given.refuse(
            f"{text[:40]!r} is not a priority.", "Use 0 to 5 as in Vikunja, where 5 is the highest, or p1 to p4."
        )
    return int(text)


def _date(given: _Given, field: str) -> Node:
    text = plain(given.value)
    when = read_when(text, "on" if given.operator in ("=", "!=") else "bound", given.locale)
    if when is None:
        raise unknown_date(given.words, given.value)
    if given.operator == "!=":
        return negated(Dated(_DATES[field], "on", when))
    return Dated(_DATES[field], _COMPARISONS[given.operator], when)


def _text(given: _Given, field: str) -> Node:
    column: TextField = "title" if field == "title" else "notes"

    def one(value: str) -> Node:
        if given.operator in ("like", "not like"):
            return Text(column, read_pattern(_with_percent(value), "*%").around())
        return Text(column, read_pattern(value))

    node = any_of(*(one(value) for value in given.values()))
    return negated(node) if given.is_negative else node


def _name(given: _Given, field: str) -> Node:
    wildcards = "*%" if given.operator in ("like", "not like") else "*"
    makers: dict[str, tuple[str, Callable[[Pattern], Node]]] = {
        "label": ("@", Labelled),
        "project": ("#", InProject),
        "section": ("/", InSection),
    }
    sigil, make = makers[field]
    patterns = []
    for value in given.values():
        text = _with_percent(value) if wildcards == "*%" else value.removeprefix(sigil)
        pattern = read_pattern(text, wildcards)
        patterns.append(pattern.around() if wildcards == "*%" else pattern)
    node = any_of(*(make(pattern) for pattern in patterns))
    return negated(node) if given.is_negative else node


def _person(given: _Given, field: str) -> Node:
    people = [read_person(value) for value in given.values()]
    node = any_of(*(Assigned(person) if field == "assignee" else AddedBy(person) for person in people))
    return negated(node) if given.is_negative else node
