"""Bringing a database to the newest schema."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, create_engine, event, text

from tasklore.platform.db.address import Address
from tasklore.platform.errors import Conflict, Unavailable

from . import HEAD, KNOWN

FOLDER: Final = Path(__file__).parent


class NewerSchema(Conflict):
    code = "newer_schema"

    def __init__(self, found: str) -> None:
        super().__init__(
            f"The database was made by a newer release (schema {found}; this one knows up to {HEAD}).",
            hint="Start the newer release, or restore a backup taken before the upgrade.",
        )


async def connected(address: Address, work: Callable[[Connection], Any]) -> Any:
    """Runs blocking work on a plain SQLAlchemy connection to the database."""
    if address.sqlite_path is not None:
        return await asyncio.to_thread(_on_sqlite, address.sqlite_path, work)
    from sqlalchemy.ext.asyncio import create_async_engine

    engine = create_async_engine("postgresql+asyncpg://", **_asyncpg(address))
    try:
        async with engine.connect() as connection:
            outcome = await connection.run_sync(work)
            await connection.commit()
            return outcome
    except OSError as error:
        raise Unavailable(f"PostgreSQL cannot be reached: {error}", retry_after_s=5) from error
    finally:
        await engine.dispose()


def _asyncpg(address: Address) -> dict[str, Any]:
    import asyncpg

    async def connect() -> Any:
        return await asyncpg.connect(address.dsn, timeout=10, server_settings={"application_name": "tasklore-migrate"})

    return {"async_creator": connect}


def _on_sqlite(path: Path, work: Callable[[Connection], Any]) -> Any:
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _leave_transactions_to_us)
    try:
        with engine.connect() as connection:
            connection.execute(text("PRAGMA busy_timeout=30000"))
            connection.execute(text("PRAGMA journal_mode=WAL"))
            outcome = work(connection)
            connection.commit()
            return outcome
    finally:
        engine.dispose()


def _leave_transactions_to_us(connection: sqlite3.Connection, _record: object) -> None:
    """Python's driver would make each CREATE TABLE a transaction of its own; see `env.migrate`."""
    connection.isolation_level = None


def current_revision(connection: Connection) -> str | None:
    """The schema's revision, or None in an empty database."""
    from sqlalchemy import inspect

    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> str | None:
    found = current_revision(connection)
    if found == HEAD:
        return None
    if found is not None and found not in KNOWN:
        raise NewerSchema(found)
    from alembic import command
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        # Several replicas may start at once: one migrates, the others wait here and then find nothing to do.
        connection.execute(text("SELECT pg_advisory_lock(727274)"))
        connection.commit()
        if current_revision(connection) == HEAD:
            return None
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return HEAD


async def upgrade(address: Address) -> str | None:
    """Brings the database to the newest schema; gives back its revision, or None when it was there already.

    Raises:
        NewerSchema: a newer release made it.
        Unavailable: it cannot be reached.
    """
    outcome: str | None = await connected(address, _upgrade)
    return outcome
