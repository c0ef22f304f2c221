"""What a clause can ask for, as values."""

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class These:
    """Tasks by their names."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Pointed:
    """What was spoken of last: "it", "that one", "them"."""

    many: bool


@dataclass(frozen=True)
class Numbered:
    """Places in what was listed last, from 1; -1 is the last."""

    places: tuple[int, ...]


@dataclass(frozen=True)
class Every:
    """All tasks of a filter."""

    wanted: "Wanted"


Reference = These | Pointed | Numbered | Every


@dataclass(frozen=True)
class Wanted:
    """A filter in the product's own language, words to look for, and both in English."""

    filter: str = ""
    text: str = ""
    said: str = "open"

    def narrowed(self, filter_: str) -> "Wanted":
        """The same with that filter."""
        return Wanted(filter_, self.text, self.said)


@dataclass(frozen=True)
class Add:
    tasks: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Put:
    """`put X in Work`: moves the task of that name, or adds it when there is none."""

    name: str
    project: str


@dataclass(frozen=True)
class Complete:
    which: Reference
    done: bool = True


@dataclass(frozen=True)
class Delete:
    which: Reference


@dataclass(frozen=True)
class Change:
    which: Reference
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Show:
    wanted: Wanted
    how: Literal["list", "count", "summary"] = "list"


@dataclass(frozen=True)
class Recount:
    """`how many are there?` after a list."""


@dataclass(frozen=True)
class Details:
    which: Reference


@dataclass(frozen=True)
class Projects:
    pass


@dataclass(frozen=True)
class ChangeProject:
    action: Literal["create", "rename", "delete"]
    name: str
    new_name: str | None = None


@dataclass(frozen=True)
class Undo:
    steps: int = 1


@dataclass(frozen=True)
class History:
    pass


@dataclass(frozen=True)
class Ask:
    """A question to the documents; not an explicit one when nothing else claimed it."""

    question: str
    explicit: bool = True


@dataclass(frozen=True)
class Say:
    """Nothing to do but answer."""

    text: str


@dataclass(frozen=True)
class Unknown:
    text: str


Command = (
    Add | Put | Complete | Delete | Change | Show | Recount | Details | Projects | ChangeProject | Undo | History | Ask
    | Say | Unknown
)  # fmt: skip
