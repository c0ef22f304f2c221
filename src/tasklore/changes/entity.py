"""What a feature tells the change log about one of its tables."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import Table

from tasklore.platform.db.types import Instant, instant_to_text
from tasklore.platform.unit import Record, Unit

if TYPE_CHECKING:
    from .change_set import ChangeSet

UNTRACKED: Final = frozenset({"version", "updated_at", "rendered"})
"""Columns that every write moves: neither part of the log nor reasons to refuse an undo."""


class Loaded(NamedTuple):
    """A row that the user may change, and everyone who sees it."""

    row: Record
    audience: tuple[str, ...]


Load = Callable[[Unit, str, Iterable[str]], Awaitable[dict[str, Loaded]]]
"""The rows among these ids that this user may change, deleted ones included."""

Admit = Callable[["ChangeSet", Sequence[Record]], Awaitable[list[tuple[str, ...]]]]
"""Who will see each of these rows, going by what is stored and what the set has staged.

Raises PlaceGone or Forbidden when the set's actor may not put a row where it says."""


class Dependent(NamedTuple):
    """A live row that hangs on another one, and cannot stay without it."""

    on: str
    entity: str
    id: str
    label: str


Dependents = Callable[[Unit, Iterable[str]], Awaitable[Sequence[Dependent]]]
"""The live rows that hang on these ids."""

RestsOn = Callable[[Record, Collection[str]], Iterable[tuple[Table, str]]]
"""The rows, by table and id, that must be live where these columns of a row are written."""

Written = Callable[[Unit, Record], None]
"""Stages what has to follow when a row is written, by whatever door, undo included: a job, mostly."""


class Entity:
    """A table under the change log. It needs the columns id, version, updated_at and deleted_at."""

    def __init__(
        self,
        name: str,
        table: Table,
        *,
        load: Load,
        admit: Admit,
        scope: str | None = None,
        label: str = "title",
        readers: str | None = None,
        dependents: Dependents | None = None,
        hanging: Sequence[tuple[Table, str]] = (),
        rests_on: RestsOn | None = None,
        written: Written | None = None,
        render: Callable[[Record], str] | None = None,
    ) -> None:
        """
        Args:
            scope: the column that says to what the row belongs; moving it needs `admit` at the new place.
            readers: the column that lists who sees the row, where one does: whoever it drops or adds must know.
            dependents: what a row of this table must not be taken away from under.
            hanging: the tables and columns that name such rows; looked at again as a deletion is written, so that
                nothing comes to hang on a row that goes at the same moment.
            rests_on: the other side of that: what must not go while a row is written that names it.
            written: stages what follows each write of a row.
            render: what the column `rendered` holds for a row; a page is made of these, not of fifty rows' columns.
        """
        self.name = name
        self.table = table
        self.load = load
        self.admit = admit
        self.scope = scope
        self.label = label
        self.readers = readers
        self.dependents = dependents
        self.hanging = tuple(hanging)
        self.rests_on = rests_on
        self.written = written
        self.render = render
        self.tracked: Final = tuple(column.name for column in table.columns if column.name not in UNTRACKED)
        self._instants = frozenset(c.name for c in table.columns if isinstance(c.type, Instant))
        _registry[name] = self

    def to_log(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values as JSON."""
        return {
            name: instant_to_text(value) if isinstance(value, datetime) else value
            for name, value in values.items()
            if name in self.tracked
        }

    def from_log(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values as the table takes them."""
        return {
            name: datetime.fromisoformat(value) if name in self._instants and value is not None else value
            for name, value in values.items()
        }

    def scope_of(self, row: Mapping[str, Any]) -> str | None:
        return row.get(self.scope) if self.scope else None


_registry: dict[str, Entity] = {}


def entity(name: str) -> Entity:
    """The entity of this name. A name from the log that no feature registers raises KeyError."""
    return _registry[name]
