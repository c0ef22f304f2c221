"""What a filter says, as a tree of values.

    Filter ── lists ──► And │ Or │ Not │ a leaf      one tree for each list between commas

Both dialects come to the same leaves: `@home` and `labels = home` are Labelled("home").
"""

from dataclasses import dataclass
from typing import Literal

from .pattern import Pattern
from .when import When

DateField = Literal["due", "deadline", "start", "created", "updated", "completed"]
Comparison = Literal["on", "before", "after", "until", "from"]
"""`until` is before or on (<=), `from` is on or after (>=)."""
Presence = Literal["due", "deadline", "start", "time", "notes", "duration", "reminders"]
TextField = Literal["title", "notes", "any"]
Person = Literal["me", "others", "anyone"]


@dataclass(frozen=True, slots=True)
class And:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class Everything:
    """Each task."""


@dataclass(frozen=True, slots=True)
class Done:
    """Completed."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """Open, and its date is past."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """Repeats."""


@dataclass(frozen=True, slots=True)
class SubTask:
    """Has a parent."""


@dataclass(frozen=True, slots=True)
class Shared:
    """In a project that others see too."""


@dataclass(frozen=True, slots=True)
class Priority:
    """1 (highest) to 4."""

    level: int


@dataclass(frozen=True, slots=True)
class Dated:
    """A date compared with days or a moment."""

    field: DateField
    comparison: Comparison
    when: When


@dataclass(frozen=True, slots=True)
class Has:
    """Something is there at all."""

    what: Presence


@dataclass(frozen=True, slots=True)
class Labelled:
    """Carries a label of that name; of any name if the pattern is `*`."""

    name: Pattern


@dataclass(frozen=True, slots=True)
class InProject:
    """In a project of that name, or with `below` in one beneath it too."""

    name: Pattern
    below: bool = False


@dataclass(frozen=True, slots=True)
class InSection:
    """In a section of that name; in any if the pattern is `*`."""

    name: Pattern


@dataclass(frozen=True, slots=True)
class Assigned:
    """To me, to somebody else, to anyone, or to the person of that name or address."""

    to: Person | Pattern


@dataclass(frozen=True, slots=True)
class AddedBy:
    """By me, by somebody else, or by the person of that name or address."""

    person: Person | Pattern


@dataclass(frozen=True, slots=True)
class Text:
    """The whole title or notes fit the pattern; `any` is either."""

    field: TextField
    pattern: Pattern


Leaf = (
    Everything
    | Done
    | Overdue
    | Recurring
    | SubTask
    | Shared
    | Priority
    | Dated
    | Has
    | Labelled
    | InProject
    | InSection
    | Assigned
    | AddedBy
    | Text
)
Node = And | Or | Not | Leaf


@dataclass(frozen=True, slots=True)
class Filter:
    """One list or several; a task belongs to the filter if it belongs to one of them."""

    lists: tuple[Node, ...]


def leaves(node: Node) -> "list[Leaf]":
    """Every leaf below, from left to right."""
    found: list[Leaf] = []
    waiting: list[Node] = [node]
    while waiting:
        current = waiting.pop()
        match current:
            case And(parts) | Or(parts):
                waiting.extend(reversed(parts))
            case Not(part):
                waiting.append(part)
            case _:
                found.append(current)
    return found


def speaks_of_completion(node: Node) -> bool:
    """Whether it says itself if done tasks belong to it; a list that does not means open ones."""
    return any(
        isinstance(leaf, Done) or (isinstance(leaf, Dated) and leaf.field == "completed") for leaf in leaves(node)
    )


def all_of(*parts: Node) -> Node:
    """Their conjunction, flat; the part itself if there is one."""
    return parts[0] if len(parts) == 1 else And(_flat(And, parts))


def any_of(*parts: Node) -> Node:
    """Their disjunction, flat; the part itself if there is one."""
    return parts[0] if len(parts) == 1 else Or(_flat(Or, parts))


def negated(part: Node) -> Node:
    """Not that; twice not is the thing itself."""
    return part.part if isinstance(part, Not) else Not(part)


def _flat(kind: type[And] | type[Or], parts: tuple[Node, ...]) -> tuple[Node, ...]:
    flat: list[Node] = []
    for part in parts:
        if isinstance(part, kind):
            flat.extend(part.parts)
        else:
            flat.append(part)
    return tuple(flat)
