"""The unit of work: one request, one job, one command.

It reads at once and stages what it writes; the edge commits, once, and only then hands out its events.
There is no open transaction while Python thinks: a staged update carries the version it was planned on,
and a batch that has been overtaken is refused whole and worked out again.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

import structlog
from sqlalchemy import Table

from .clock import Clock
from .db.database import Database, Row
from .db.query import Query
from .db.write import Write, delete_query, insert_query, update_query
from .errors import StaleWrite, UniqueViolation
from .events import EventBus

log = structlog.get_logger(__name__)

T = TypeVar("T")
Record = dict[str, Any]

ATTEMPTS: Final = 8
"""How often a unit that lost a race is worked out again before the caller is told."""


class Services(Protocol):
    """What a unit is made from; the wiring of each process provides it."""

    @property
    def db(self) -> Database: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def bus(self) -> EventBus: ...


class Unit:
    """A unit of work over the process's services."""

    def __init__(self, services: Services, attempt: int = 0) -> None:
        self.services = services
        self.attempt = attempt
        self.db = services.db
        self.now: datetime = services.clock.now()
        self._writes: list[Write] = []
        self._before_commit: list[Callable[[], None]] = []
        self._after_commit: list[Callable[[], Awaitable[None] | None]] = []

    async def fetch_rows(self, query: Query, **params: Any) -> Sequence[Row]:
        """The rows of a read, each in the order of the query's columns."""
        return await self.db.fetch(query, params)

    async def fetch_all(self, query: Query, **params: Any) -> list[Record]:
        """The rows of a read, by column name."""
        rows = await self.db.fetch(query, params)
        columns = query.on(self.db.dialect).columns
        return [dict(zip(columns, row, strict=True)) for row in rows]

    async def fetch_one(self, query: Query, **params: Any) -> Record | None:
        """The row that a read finds by its key, by column name, or None."""
        rows = await self.db.fetch_by_key(query, params)
        return dict(zip(query.on(self.db.dialect).columns, rows[0], strict=True)) if rows else None

    async def fetch_row(self, query: Query, **params: Any) -> Row | None:
        """The one row of a read by a unique key. On SQLite it costs ten microseconds and no thread hop."""
        rows = await self.db.fetch_by_key(query, params)
        return rows[0] if rows else None

    def insert(self, table: Table, row: Mapping[str, Any], *, or_nothing: bool = False) -> None:
        """Stages a new row; with `or_nothing`, one that is there already stays as it is."""
        key = "/".join(str(row[column.name]) for column in table.primary_key if column.name in row)
        query = insert_query(table, tuple(row), or_nothing)
        self._writes.append(Write(query, row, None, (table.name, key) if key else None))

    def update(
        self,
        table: Table,
        key: Mapping[str, Any],
        values: Mapping[str, Any],
        *,
        expected_version: int | None = None,
        expects: int | None = 1,
    ) -> None:
        """Stages new values for the rows at `key`; with `expected_version`, only if none has come since."""
        params = {f"new_{name}": value for name, value in values.items()}
        params.update({f"key_{name}": value for name, value in key.items()})
        if expected_version is not None:
            params["expected_version"] = expected_version
        query = update_query(table, tuple(values), tuple(key), expected_version is not None)
        self._writes.append(Write(query, params, expects, (table.name, "/".join(map(str, key.values())))))

    def delete(self, table: Table, key: Mapping[str, Any], *, expects: int | None = None) -> None:
        """Stages the removal of the rows at `key`."""
        params = {f"key_{name}": value for name, value in key.items()}
        row = (table.name, "/".join(map(str, key.values())))
        self._writes.append(Write(delete_query(table, tuple(key)), params, expects, row))

    def execute(
        self, query: Query, *, expects: int | None = None, row: tuple[str, str] | None = None, **params: Any
    ) -> None:
        """Stages any other write. Without `row`, the batch becomes a transaction of several statements."""
        self._writes.append(Write(query, params, expects, row))

    def before_commit(self, action: Callable[[], None]) -> None:
        """Runs when the unit commits, before its writes are applied; it may stage more of them."""
        self._before_commit.append(action)

    def after_commit(self, action: Callable[[], Awaitable[None] | None]) -> None:
        """Runs once the writes are durable: events, caches. A failure here is logged, not answered."""
        self._after_commit.append(action)

    @contextmanager
    def tentatively(self) -> Iterator[None]:
        """What is staged inside is forgotten when it raises; what was staged before stays."""
        lists: tuple[list[Any], ...] = (self._writes, self._before_commit, self._after_commit)
        lengths = [len(staged) for staged in lists]
        try:
            yield
        except BaseException:
            for staged, length in zip(lists, lengths, strict=True):
                del staged[length:]
            raise

    def discard(self) -> None:
        """Drops everything staged, for an edge that answers a refusal itself."""
        self._writes.clear()
        self._before_commit.clear()
        self._after_commit.clear()

    async def commit(self) -> None:
        """Applies everything staged, in one batch, and then hands out the events.

        Raises:
            StaleWrite, UniqueViolation: lost a race; nothing was written.
        """
        for action in self._before_commit:
            action()
        self._before_commit.clear()
        writes, self._writes = self._writes, []
        if writes:
            await self.db.apply(writes)
        actions, self._after_commit = self._after_commit, []
        for after in actions:
            try:
                outcome = after()
                if outcome is not None:
                    await outcome
            except Exception:
                # The writes are durable: an error from here would have them answered as refused, or made again.
                log.exception("after_commit_failed")


async def run(services: Services, work: Callable[[Unit], Awaitable[T]]) -> T:
    """Works in a unit and commits it; a unit that lost a race starts again from the beginning.

    Raises:
        StaleWrite, UniqueViolation: it lost every time.
    """
    for attempt in range(ATTEMPTS):
        unit = Unit(services, attempt)
        try:
            result = await work(unit)
            await unit.commit()
        except (StaleWrite, UniqueViolation):
            if attempt == ATTEMPTS - 1:
                raise
            await back_off(attempt)
        else:
            return result
    raise AssertionError("unreachable")


async def back_off(attempt: int) -> None:
    """Waits a little, longer and less evenly each time, so that rivals do not meet again."""
    await asyncio.sleep(random.uniform(0, 0.004 * 2**attempt))  # noqa: S311  (jitter, not a secret)
