"""What a feature tells the change log about one of its tables."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Table

from tasklore.platform.db.types import Instant, instant_to_text
from tasklore.platform.unit import Record, Unit

UNTRACKED: Final = frozenset({"version", "updated_at", "search"})
"""Columns that every write moves: neither part of the log nor reasons to refuse an undo."""


class Loaded(NamedTuple):
    """A row that the user may change, and everyone who sees it."""

    row: Record
    audience: tuple[str, ...]


Load = Callable[[Unit, str, Iterable[str]], Awaitable[dict[str, Loaded]]]
"""The rows among these ids that this user may change, deleted ones included."""

Admit = Callable[[Unit, str, Record], Awaitable[tuple[str, ...]]]
"""Who will see such a row. Raises NotFound or Forbidden when this user may not put it there."""


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
    ) -> None:
        self.name = name
        self.table = table
        self.load = load
        self.admit = admit
        self.scope = scope
        self.label = label
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
