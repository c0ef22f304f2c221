"""First page, last keyset page and a search, as the whole grows: SQLite, one user with a hundredth of all tasks."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from tasklore.platform.db.sqlite import SqliteDatabase
from tasklore.platform.unit import Unit
from tasklore.tasks.store import ListShape, rows

from . import world


class _Services:
    def __init__(self, db: SqliteDatabase) -> None:
        self.db = db
        self.clock = _Clock()
        self.bus: Any = None


class _Clock:
    def now(self) -> Any:
        import datetime as dt

        return dt.datetime.now(dt.UTC)


def growth(sizes: Sequence[int]) -> dict[str, Any]:
    """Milliseconds per size and their ratio to the smallest; prints a row for each."""
    results: dict[str, Any] = {}
    print(f"\ngrowth\n{'tasks':>10} {'first page ms':>14} {'last page ms':>13}")
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="tasklore-bench-") as folder:
            path = Path(folder) / "growth.sqlite"
            world.fill_sqlite(path, users=100, each=max(1, size // 100))
            results[str(size)] = asyncio.run(_measure(path))
        print(f"{size:10,} {results[str(size)]['first']:14.3f} {results[str(size)]['last']:13.3f}")
    smallest, largest = results[str(sizes[0])], results[str(sizes[-1])]
    for name in ("first", "last"):
        print(f"ratio growth {name} {largest[name] / smallest[name]:.2f}")
    return results


async def _measure(path: Path) -> dict[str, float]:
    db = SqliteDatabase(path)
    services: Any = _Services(db)
    owner = world.user(7)
    found = await rows(Unit(services), owner, ListShape(), 50)
    oldest = found[-1]
    last = {"after_key": oldest[2], "after_id": oldest[0]}
    try:
        return {
            "first": await _median(lambda: rows(Unit(services), owner, ListShape(), 50)),
            "last": await _median(lambda: rows(Unit(services), owner, ListShape(after=True), 50, **last)),
        }
    finally:
        await db.close()


async def _median(work: Callable[[], Awaitable[Any]], times: int = 200) -> float:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        await work()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)
