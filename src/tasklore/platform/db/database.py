"""The port: what both engines do."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from .query import DialectName, Query
from .write import Write

Row = tuple[Any, ...]


class Database(Protocol):
    """One database. Reads see what is committed; a batch of writes is atomic and, once it returns, durable."""

    dialect: DialectName

    async def fetch(self, query: Query, params: Mapping[str, Any]) -> Sequence[Row]:
        """All rows of a read, each in the order of the query's columns.

        Raises:
            Unavailable: the database does not answer.
        """
        ...

    async def fetch_by_key(self, query: Query, params: Mapping[str, Any]) -> Sequence[Row]:
        """The same for a few rows found by their keys, without a detour where the engine can do that."""
        ...

    async def apply(self, writes: Sequence[Write]) -> None:
        """Applies all writes, or none.

        Raises:
            StaleWrite: a write touched another number of rows than it expects, or lost a race.
            UniqueViolation: a row exists already.
            StorageFull, Unavailable: the engine cannot write now; nothing was written.
        """
        ...

    async def ping(self) -> None:
        """Raises Unavailable when the database does not answer."""
        ...

    async def close(self) -> None: ...
