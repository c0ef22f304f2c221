"""SQLite: two reader threads, and one writer thread with group commit.

    apply() ──► queue ──► writer: BEGIN IMMEDIATE
                            SAVEPOINT  writes of one batch  RELEASE     (a refused batch rolls back alone)
                            SAVEPOINT  …
                          COMMIT (synchronous=FULL: on disk)  ──► every batch of the group is acknowledged

One fsync serves every batch that waited while the last one ran, so that FULL durability costs about
what NORMAL costs with a commit each.
"""

import asyncio
import contextlib
import queue
import sqlite3
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ..errors import StaleWrite, StorageFull, Unavailable, UniqueViolation
from .database import Row
from .functions import add_functions
from .query import Compiled, DialectName, Query
from .slow import note_if_slow
from .write import Write

READERS: Final = 2
GROUP: Final = 64
"""Most batches that share one commit."""


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with the pragmas that every part of Tasklore relies on."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    # busy_timeout first: switching to WAL takes a lock of its own.
    for pragma in (
        "busy_timeout=5000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-16000",
        "mmap_size=0",
        "temp_store=MEMORY",
        f"query_only={'ON' if read_only else 'OFF'}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    add_functions(connection)
    return connection


class _Job:
    """Work for a thread, and the future that waits for it on an event loop."""

    __slots__ = ("future", "loop", "work")

    def __init__(self, work: Any) -> None:
        self.work = work
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()


def _settle(outcomes: Sequence[tuple[_Job, Any, BaseException | None]]) -> None:
    """Hands results to their loops, one wake-up per loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any, BaseException | None]]] = {}
    for job, result, error in outcomes:
        by_loop.setdefault(job.loop, []).append((job.future, result, error))
    for loop, settled in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_set, settled)


def _set(settled: Sequence[tuple[asyncio.Future[Any], Any, BaseException | None]]) -> None:
    for future, result, error in settled:
        if future.cancelled():
            continue
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)


class SqliteDatabase:
    """A database in one file."""

    dialect: DialectName = "sqlite"

    def __init__(self, path: Path, *, slow_ms: int = 200) -> None:
        self.path = path
        self._slow_s = slow_ms / 1000
        self._reads: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._writes: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._local = connect(path, read_only=True)
        # Connected here: a thread that could not would end alone, and whatever waits for it would wait for ever.
        self._threads = [
            threading.Thread(
                target=self._read_loop, args=(connect(path, read_only=True),), name=f"sqlite-reader-{n}", daemon=True
            )
            for n in range(READERS)
        ]
        self._threads.append(
            threading.Thread(target=self._write_loop, args=(connect(path),), name="sqlite-writer", daemon=True)
        )
        for thread in self._threads:
            thread.start()

    async def fetch(self, query: Query, params: Mapping[str, Any]) -> Sequence[Row]:
        compiled = query.on("sqlite")
        job = _Job((query.name, compiled, compiled.bind(params)))
        self._submit(self._reads, job)
        rows: Sequence[Row] = await job.future
        return rows

    async def fetch_by_key(self, query: Query, params: Mapping[str, Any]) -> Sequence[Row]:
        """On the calling thread: a row by its key takes about ten microseconds, the way to a thread and back sixty."""
        compiled = query.on("sqlite")
        try:
            return _decoded(compiled, self._local.execute(compiled.text, compiled.bind(params)).fetchall())
        except sqlite3.Error as error:
            raise _translated(error) from error

    async def apply(self, writes: Sequence[Write]) -> None:
        bound = [(write, (c := write.query.on("sqlite")).text, c.bind(write.params)) for write in writes]
        job = _Job(bound)
        self._submit(self._writes, job)
        await job.future

    async def ping(self) -> None:
        try:
            self._local.execute("SELECT 1").fetchone()
        except sqlite3.Error as error:
            raise _translated(error) from error

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        for _ in range(READERS):
            self._reads.put(None)
        self._writes.put(None)
        for thread in self._threads:
            await asyncio.to_thread(thread.join, 10)
        self._local.close()

    def _submit(self, lane: "queue.SimpleQueue[_Job | None]", job: _Job) -> None:
        if self._closed:
            raise Unavailable("The database is closed.", retry_after_s=1)
        lane.put(job)

    def _read_loop(self, connection: sqlite3.Connection) -> None:
        while (job := self._reads.get()) is not None:
            name, compiled, values = job.work
            started = time.perf_counter()
            try:
                rows = _decoded(compiled, connection.execute(compiled.text, values).fetchall())
            except Exception as error:
                _settle([(job, None, _translated(error))])
            else:
                _settle([(job, rows, None)])
            note_if_slow(self._slow_s, name, compiled.text, started)
        connection.close()

    def _write_loop(self, connection: sqlite3.Connection) -> None:
        while (job := self._writes.get()) is not None:
            group = [job]
            stop = False
            while len(group) < GROUP and not self._writes.empty():
                waiting = self._writes.get()
                if waiting is None:
                    stop = True
                    break
                group.append(waiting)
            started = time.perf_counter()
            _settle(self._commit(connection, group))
            note_if_slow(self._slow_s, "batch", f"group of {len(group)}", started)
            if stop:
                break
        with contextlib.suppress(sqlite3.Error):
            connection.execute("PRAGMA optimize")
        connection.close()

    @staticmethod
    def _commit(connection: sqlite3.Connection, group: Sequence[_Job]) -> list[tuple[_Job, Any, BaseException | None]]:
        outcomes: list[tuple[_Job, Any, BaseException | None]]
        try:
            connection.execute("BEGIN IMMEDIATE")
            outcomes = [(job, None, _run_batch(connection, job.work)) for job in group]
            connection.execute("COMMIT")
        except Exception as error:
            # SQLite may have rolled back by itself (disk full does); a second ROLLBACK would hide the cause.
            if connection.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
            failure = _translated(error)
            return [(job, None, failure) for job in group]
        return outcomes


def _run_batch(connection: sqlite3.Connection, bound: Sequence[tuple[Write, str, list[Any]]]) -> BaseException | None:
    """Runs one batch inside its savepoint; what it returns was rolled back. Errors of the whole file are raised."""
    connection.execute("SAVEPOINT batch")
    try:
        for write, text, values in bound:
            cursor = connection.execute(text, values)
            if write.expects is None:
                cursor.close()
                continue
            touched = len(cursor.fetchall()) if cursor.description else cursor.rowcount
            if touched != write.expects:
                raise StaleWrite()
    except Exception as error:
        if not connection.in_transaction:
            raise  # SQLite rolled the whole group back by itself
        # Whatever is wrong with one batch, a value that SQLite cannot hold even, is not the others' fault.
        connection.execute("ROLLBACK TO batch")
        connection.execute("RELEASE batch")
        return _translated(error)
    connection.execute("RELEASE batch")
    return None


def _decoded(compiled: Compiled, rows: list[Row]) -> Sequence[Row]:
    if not compiled.decoders or not rows:
        return rows
    decoded = []
    for row in rows:
        values = list(row)
        for index, decode in compiled.decoders:
            if values[index] is not None:
                values[index] = decode(values[index])
        decoded.append(tuple(values))
    return decoded


_FULL: Final = ("disk is full", "disk i/o error", "readonly database", "unable to open database")


def _translated(error: BaseException) -> BaseException:
    """The domain's word for an error of the engine; unknown ones as they are."""
    text = str(error)
    if isinstance(error, sqlite3.IntegrityError):
        if "UNIQUE" in text or "PRIMARY KEY" in text:
            return UniqueViolation(text.rpartition(": ")[2])
        return StaleWrite("Something this refers to is no longer there. Read it again and repeat the change.")
    if isinstance(error, sqlite3.OperationalError):
        if any(sign in text.lower() for sign in _FULL):
            return StorageFull(
                "The disk is full or cannot be written; nothing was saved.",
                hint="Free some space on the server's disk; it goes on by itself then.",
                retry_after_s=10,
            )
        if "locked" in text or "busy" in text:
            return Unavailable("The database is busy.", retry_after_s=1)
    return error
