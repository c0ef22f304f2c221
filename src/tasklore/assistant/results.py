"""What tools give back: small, typed, and the same for the assistant and for MCP.

Text in here comes from tasks and documents. It is data for whoever reads it, never an instruction; control and
invisible characters are taken out, and long texts are cut.
"""

import unicodedata
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, SerializerFunctionWrapHandler, model_serializer

_LONGEST: Final = 4000
_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_KEPT: Final = frozenset("\n\t")


def inert(text: str, most: int = _LONGEST) -> str:
    """Text without control, bidirectional and zero-width characters, cut to `most`."""
    shown = "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _HIDDEN)
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"


def _inert(value: Any) -> Any:
    return inert(value) if isinstance(value, str) else value


Shown = Annotated[str, BeforeValidator(_inert)]


class Compact(BaseModel):
    """Leaves out what is empty, so that a model reads, and pays for, only what is there."""

    model_config = ConfigDict(frozen=True)

    @model_serializer(mode="wrap")
    def _without_blanks(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in serialize(self).items() if value not in (None, [], {}, "")}


class TaskBrief(Compact):
    id: str
    title: Shown
    due: str | None = None
    repeats: str | None = None
    priority: int | None = None
    project: Shown | None = None
    section: Shown | None = None
    labels: list[Shown] = []
    done: bool | None = None
    notes: Shown | None = None
    deadline: str | None = None
    parent: str | None = None
    subtasks: list[str] = []


class TaskList(Compact):
    total: int
    tasks: list[TaskBrief]
    note: str | None = None


class Effect(Compact):
    """One thing's way from before to after."""

    what: Literal["added", "changed", "completed", "reopened", "deleted", "restored"]
    kind: str
    id: str
    title: Shown
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}


class Unclear(Compact):
    """A name that fits nothing, or several things."""

    name: Shown
    candidates: list[TaskBrief] = []


class Outcome(Compact):
    """What became of a write. `proposed` has changed nothing: the user must approve it first."""

    status: Literal["done", "proposed", "unchanged", "unclear", "refused"]
    change_set: str | None = None
    effects: list[Effect] = []
    tasks: list[TaskBrief] = []
    unclear: list[Unclear] = []
    message: Shown | None = None


class ProjectBrief(Compact):
    id: str
    name: Shown
    open_tasks: int = 0
    inbox: bool | None = None
    shared: bool | None = None


class ProjectList(Compact):
    projects: list[ProjectBrief]
    labels: list[Shown] = []


class ChangeBrief(Compact):
    id: str
    title: Shown
    at: str
    door: str
    undone: bool | None = None


class ChangeList(Compact):
    changes: list[ChangeBrief]


class Source(Compact):
    """A passage of a document, verbatim."""

    id: str
    document_id: str
    title: Shown
    page: int | None = None
    headings: list[Shown] = []
    start: int = 0
    end: int = 0
    quote: Shown
    score: float | None = None


class Passage(Compact):
    """Text around what was asked, as the document has it."""

    title: Shown
    text: Shown


class DocumentAnswer(Compact):
    answer: Shown
    grounded: bool
    sources: list[Source] = []
    passages: list[Passage] = []
