"""The canonical text of a filter, which parses to an equal filter."""

from typing import Final

from .dates import when_text
from .nodes import (
    AddedBy,
    And,
    Assigned,
    Dated,
    Done,
    Everything,
    Filter,
    Has,
    InProject,
    InSection,
    Labelled,
    Node,
    Not,
    Or,
    Overdue,
    Priority,
    Recurring,
    Shared,
    SubTask,
    Text,
)
from .pattern import Pattern
from .when import DateMath, Exact

_NAMES: Final = {"due": "dueDate", "start": "startDate", "completed": "doneAt"}
"""The field's name before a sign, where it differs from the one before a colon."""
_ABSENCES: Final = {"due": "date", "start": "start date"}
_ANY: Final = Pattern(("", ""))


def normalise(filter_: Filter) -> str:
    """One spelling for each meaning: Todoist's where it has one, parentheses wherever & and | meet."""
    return ", ".join(_text(node) for node in filter_.lists)


def _text(node: Node) -> str:
    match node:
        case And(parts):
            return " & ".join(_inside(part) for part in parts)
        case Or(parts):
            return " | ".join(_inside(part) for part in parts)
        case Not(part):
            return _negative(part)
        case Everything():
            return "all"
        case Done():
            return "completed"
        case Overdue():
            return "overdue"
        case Recurring():
            return "recurring"
        case SubTask():
            return "subtask"
        case Shared():
            return "shared"
        case Priority(level):
            return f"p{level}"
        case Dated():
            return _dated(node)
        case Has() | Labelled(Pattern(("", ""))) | InSection(Pattern(("", ""))):
            return f"!{_absence(node)}"
        case Labelled(name):
            return f"@{name}"
        case InProject(name, below):
            return f"{'##' if below else '#'}{name}"
        case InSection(name):
            return f"/{name}"
        case Assigned("anyone"):
            return "assigned"
        case Assigned(to):
            return f"assigned to: {to}"
        case AddedBy(person):
            return f"added by: {person}"
        case Text("any", pattern) if pattern.pieces[0] == pattern.pieces[-1] == "" and pattern != _ANY:
            return f"search: {Pattern(pattern.pieces[1:-1])}"
        case Text("any", pattern):
            return f"search: {pattern}"
        case Text(field, pattern):
            return f"{'description' if field == 'notes' else field} = {pattern}"


def _inside(node: Node) -> str:
    return f"({_text(node)})" if isinstance(node, And | Or) else _text(node)


def _negative(part: Node) -> str:
    match part:
        case Has() | Labelled(Pattern(("", ""))) | InSection(Pattern(("", ""))):
            return _absence(part)
        case Done():
            return "open"
        case _:
            return f"!{_inside(part)}"


def _absence(node: Has | Labelled | InSection) -> str:
    match node:
        case Has(what):
            return f"no {_ABSENCES.get(what, what)}"
        case Labelled():
            return "no labels"
        case InSection():
            return "no section"


def _dated(node: Dated) -> str:
    when = when_text(node.when)
    if node.comparison in ("until", "from"):
        sign = "<=" if node.comparison == "until" else ">="
        return f"{_NAMES.get(node.field, node.field)} {sign} {when}"
    if node.field == "due" and node.comparison == "on" and not isinstance(node.when, DateMath | Exact):
        return when
    side = "" if node.comparison == "on" else f" {node.comparison}"
    return f"{node.field}{side}: {when}"
