"""PostgreSQL through bare asyncpg.

A batch that touches each row once is a single statement made of CTEs, so that a write costs one round
trip and no BEGIN; a larger one is a transaction. `tasklore_require(false)` (made by the first migration)
refuses the whole statement when a write touched another number of rows than it expects.
"""

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

import asyncpg

from ..errors import StaleWrite, StorageFull, Unavailable, UniqueViolation
from .database import Row
from .query import DialectName, Query
from .slow import note_if_slow
from .types import decode_json, json_to_text
from .write import Write

ONE_STATEMENT: Final = 10
"""Most writes that are put into one statement; beyond, a transaction with executemany."""

TURN_S: Final = 10.0
"""How long a caller waits for a connection: behind a server that hangs, the queue would grow for minutes."""

STALE: Final = "TL001"
_RETRYABLE: Final = {STALE, "40001", "40P01", "23503"}
_PLACEHOLDER: Final = re.compile(r"\$(\d+)")


class PostgresDatabase:
    """A database on a server, reached through a small pool."""

    dialect: DialectName = "postgresql"

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", size: int, *, slow_ms: int = 200) -> None:
        self._pool = pool
        # asyncpg lets newcomers overtake waiters; a FIFO gate of the pool's size keeps the tail short.
        self._gate = asyncio.Semaphore(size)
        self._slow_s = slow_ms / 1000
        self._texts: dict[tuple[tuple[Query, int | None], ...], str] = {}

    @classmethod
    async def connect(
        cls, dsn: str, *, size: int = 10, statement_cache: int = 500, slow_ms: int = 200
    ) -> "PostgresDatabase":
        """Opens one connection at once, the others when needed.

        Raises:
            Unavailable: the server does not answer or refuses the credentials.
        """
        try:
            pool = await asyncpg.create_pool(
                dsn,
                min_size=1,
                max_size=size,
                init=_prepare,
                reset=_keep,
                statement_cache_size=statement_cache,
                command_timeout=30,
                timeout=5,
                server_settings={"application_name": "tasklore", "timezone": "UTC"},
            )
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
            raise Unavailable(f"PostgreSQL cannot be reached: {error}", retry_after_s=5) from error
        return cls(pool, size, slow_ms=slow_ms)

    async def fetch(self, query: Query, params: Mapping[str, Any]) -> Sequence[Row]:
        compiled = query.on("postgresql")
        values = compiled.bind(params)
        started = time.perf_counter()
        try:
            await self._turn()
            try:
                connection = await self._pool.acquire()
                try:
                    rows: Sequence[Row] = await connection.fetch(compiled.text, *values)
                finally:
                    await self._pool.release(connection)
            finally:
                self._gate.release()
        except _TRANSLATED as error:
            raise _translated(error) from error
        note_if_slow(self._slow_s, query.name, compiled.text, started)
        return rows

    async def fetch_by_key(self, query: Query, params: Mapping[str, Any]) -> Sequence[Row]:
        return await self.fetch(query, params)

    async def apply(self, writes: Sequence[Write]) -> None:
        started = time.perf_counter()
        try:
            await self._turn()
            try:
                connection = await self._pool.acquire()
                try:
                    if len(writes) <= ONE_STATEMENT and _touches_each_row_once(writes):
                        values = [v for write in writes for v in write.query.on("postgresql").bind(write.params)]
                        await connection.execute(self._combined(writes), *values)
                    else:
                        await _transact(connection, writes)
                finally:
                    await self._pool.release(connection)
            finally:
                self._gate.release()
        except _TRANSLATED as error:
            raise _translated(error) from error
        note_if_slow(self._slow_s, "batch", writes[0].query.name if writes else "", started)

    async def ping(self) -> None:
        try:
            async with asyncio.timeout(3), self._gate, self._pool.acquire() as connection:
                await connection.fetchval("SELECT 1")
        except _TRANSLATED as error:
            raise _translated(error) from error

    async def close(self) -> None:
        try:
            await asyncio.wait_for(self._pool.close(), 10)
        except TimeoutError:
            self._pool.terminate()

    async def _turn(self) -> None:
        """Passes the gate, which the caller opens again."""
        if not self._gate.locked():
            await self._gate.acquire()
            return
        async with asyncio.timeout(TURN_S):
            await self._gate.acquire()

    def _combined(self, writes: Sequence[Write]) -> str:
        shape = tuple((write.query, write.expects) for write in writes)
        text = self._texts.get(shape)
        if text is None:
            text = _combine(writes)
            if len(self._texts) < 2000:
                self._texts[shape] = text
        return text


_AWAY: Final = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # between the server's farewell and the end of the connection
    OSError,
    TimeoutError,
    # After a fail-over: a standby that is not the primary yet; after a change of the password, one not told yet.
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InvalidAuthorizationSpecificationError,
)
_TRANSLATED: Final = (asyncpg.PostgresError, *_AWAY)


def _translated(error: Exception) -> Exception:
    """The domain's word for an error of the server; unknown ones as they are."""
    if isinstance(error, asyncpg.UniqueViolationError):
        return UniqueViolation(error.constraint_name or "")
    if isinstance(error, asyncpg.DiskFullError):
        return StorageFull("The database server's disk is full; nothing was saved.", retry_after_s=10)
    if isinstance(error, _AWAY):
        return Unavailable("The database does not answer.", retry_after_s=2)
    if isinstance(error, asyncpg.PostgresError) and error.sqlstate in _RETRYABLE:
        return StaleWrite()
    return error


def _touches_each_row_once(writes: Sequence[Write]) -> bool:
    rows = [write.row for write in writes]
    return None not in rows and len(set(rows)) == len(rows)


def _shifted(text: str, by: int) -> str:
    """A statement whose arguments come after `by` others."""
    return _PLACEHOLDER.sub(lambda match: f"${int(match[1]) + by}", text)


def _combine(writes: Sequence[Write]) -> str:
    """One statement: each changing write a CTE, each call of a function a column of the final SELECT."""
    parts: list[str] = []
    final: list[str] = []
    offset = 0
    for number, write in enumerate(writes):
        compiled = write.query.on("postgresql")
        text = _shifted(compiled.text, offset)
        offset += len(compiled.arguments)
        if text.startswith("SELECT") and write.expects is None:
            final.append(f"({text})")
            continue
        parts.append(f"w{number} AS ({text})")
        if write.expects is not None:
            final.append(f"tasklore_require((SELECT count(*) FROM w{number}) = {write.expects})")  # noqa: S608  (numbers only)
    return f"WITH {', '.join(parts)} SELECT {', '.join(final) or '1'}" if parts else f"SELECT {', '.join(final)}"


async def _transact(connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]", writes: Sequence[Write]) -> None:
    """A transaction; neighbours with the same statement and no expectation go out together."""
    async with connection.transaction():
        position = 0
        while position < len(writes):
            write = writes[position]
            compiled = write.query.on("postgresql")
            if write.expects is None:
                run = position
                while run < len(writes) and writes[run].query is write.query and writes[run].expects is None:
                    run += 1
                if run - position > 1:
                    await connection.executemany(compiled.text, [compiled.bind(w.params) for w in writes[position:run]])
                else:
                    await connection.execute(compiled.text, *compiled.bind(write.params))
                position = run
                continue
            if compiled.columns or "RETURNING" in compiled.text:
                touched = len(await connection.fetch(compiled.text, *compiled.bind(write.params)))
            else:
                status = await connection.execute(compiled.text, *compiled.bind(write.params))
                touched = int(status.rpartition(" ")[2])
            if touched != write.expects:
                raise StaleWrite()
            position += 1


async def _prepare(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=json_to_text, decoder=decode_json, format="text"
    )


async def _keep(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """No reset query: a session's state is never changed here, and the round trip costs 40 µs twice."""
