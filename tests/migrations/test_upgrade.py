"""Migrations that are cut off, or run twice at once."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tasklore.migrations import HEAD
from tasklore.migrations.upgrade import upgrade
from tasklore.platform.db.address import Address


class CutOff(Exception):
    """The process ends here."""


@contextmanager
def cut_off_after(statements: int) -> Iterator[None]:
    made = 0

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal made
        made += statement.lstrip().startswith("CREATE")
        if made > statements:
            raise CutOff

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def everything_in(path: Path) -> set[tuple[str, str]]:
    with sqlite3.connect(path) as connection:
        return set(connection.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"))


@pytest.mark.parametrize("statements", [1, 20, 40])
async def test_a_migration_that_was_cut_off_left_nothing_and_can_be_run_again(
    statements: int, tmp_path: Path, sqlite_template: Path
) -> None:
    path = tmp_path / "tasklore.sqlite"
    with cut_off_after(statements), pytest.raises(CutOff):
        await upgrade(Address(path, ""))
    assert everything_in(path) == set()

    assert await upgrade(Address(path, "")) == HEAD

    assert everything_in(path) == everything_in(sqlite_template)


async def test_two_processes_that_start_at_once_make_one_schema(tmp_path: Path, sqlite_template: Path) -> None:
    path = tmp_path / "tasklore.sqlite"

    ends = await asyncio.gather(*(_migrating(path) for _ in range(2)))

    assert ends == [0, 0]
    assert everything_in(path) == everything_in(sqlite_template)


async def _migrating(path: Path) -> int:
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(path.parent), "DATABASE_URL": f"sqlite:///{path}"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tasklore.cli", "migrate", env=environ, cwd=path.parent
    )
    return await process.wait()
