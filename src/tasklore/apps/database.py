"""Opening the configured database."""

import asyncio
import contextlib

import structlog

from tasklore.platform.db.address import Address, database_address
from tasklore.platform.db.database import Database
from tasklore.platform.db.sqlite import SqliteDatabase
from tasklore.platform.errors import Unavailable
from tasklore.settings import Settings

log = structlog.get_logger(__name__)


async def open_database(settings: Settings, *, wait_s: float = 30) -> Database:
    """The configured database, at the newest schema where this process may bring it there (SQLite)."""
    address = database_address(settings.platform)
    if address.sqlite_path is not None:
        address.sqlite_path.parent.mkdir(parents=True, exist_ok=True)
        await _prepare_sqlite(address)
        return SqliteDatabase(address.sqlite_path, slow_ms=settings.platform.slow_query_ms)
    from tasklore.platform.db.postgres import PostgresDatabase

    platform = settings.platform
    deadline = asyncio.get_running_loop().time() + wait_s
    while True:
        try:
            return await PostgresDatabase.connect(
                address.dsn,
                size=platform.database_pool,
                statement_cache=platform.database_statement_cache,
                slow_ms=platform.slow_query_ms,
            )
        except Unavailable as error:
            if asyncio.get_running_loop().time() > deadline:
                raise
            log.warning("database_waited_for", database=address.shown, error=error.message)
            await asyncio.sleep(0.5)


async def _prepare_sqlite(address: Address) -> None:
    """Migrates the file where it is behind; Alembic is imported only then."""
    import sqlite3

    from tasklore.migrations import HEAD

    assert address.sqlite_path is not None
    if address.sqlite_path.exists():
        with contextlib.closing(sqlite3.connect(address.sqlite_path)) as connection, contextlib.suppress(sqlite3.Error):
            if connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,):
                return
    from tasklore.migrations.upgrade import upgrade

    await upgrade(address)
