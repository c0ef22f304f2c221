"""What PostgreSQL alone can do to a running process: restarts, fail-overs, migrations."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from sqlalchemy import bindparam, func, select

from tasklore.apps.wiring import Core
from tasklore.platform.db import postgres
from tasklore.platform.db.query import Query
from tasklore.platform.errors import Unavailable
from tasklore.platform.unit import Unit
from tasklore.tasks.models import project
from tests.platform.test_engines import a_project

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)

GET = Query(select(project).where(project.c.id == bindparam("id")), "test.get")


async def add(services: Core, row_id: str) -> None:
    unit = Unit(services)
    unit.insert(project, a_project(unit, row_id))
    await unit.commit()


@asynccontextmanager
async def administrator(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database_url)
    try:
        yield connection
    finally:
        await connection.close()


async def disconnect_everybody(connection: asyncpg.Connection) -> None:
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


async def test_connections_that_the_server_closed_are_made_anew(services: Core, database_url: str) -> None:
    await add(services, "p1")
    async with administrator(database_url) as connection:
        await disconnect_everybody(connection)

    for row_id in ("p2", "p3", "p4"):
        try:
            await add(services, row_id)
        except Unavailable:  # it was in use at that moment
            await add(services, row_id)

    assert await Unit(services).fetch_one(GET, id="p4") is not None


async def test_a_server_that_only_reads_for_now_is_a_database_that_is_away(services: Core, database_url: str) -> None:
    name = database_url.rpartition("/")[2]
    async with administrator(database_url) as connection:
        await connection.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        await disconnect_everybody(connection)
        with pytest.raises(Unavailable):
            await add(services, "p1")
        with pytest.raises(Unavailable):
            await add(services, "p1")

        await connection.execute("SET default_transaction_read_only = off")
        await connection.execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
        await disconnect_everybody(connection)
    try:
        await add(services, "p1")
    except Unavailable:
        await add(services, "p1")

    assert await Unit(services).fetch_one(GET, id="p1") is not None


async def test_statements_survive_a_migration_that_changes_their_columns(services: Core, database_url: str) -> None:
    await add(services, "p1")
    assert await Unit(services).fetch_one(GET, id="p1") is not None

    async with administrator(database_url) as connection:
        await connection.execute("ALTER TABLE project ALTER COLUMN view TYPE varchar(40)")

    await add(services, "p2")
    assert await Unit(services).fetch_one(GET, id="p2") is not None


async def test_nobody_waits_for_ever_behind_a_server_that_hangs(
    services: Core, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "TURN_S", 0.2)
    await add(services, "p1")
    database = await postgres.PostgresDatabase.connect(database_url, size=2)
    slow = Query(select(func.pg_sleep(1.5)), "test.slow")
    try:
        holding = [asyncio.create_task(database.fetch(slow, {})) for _ in range(2)]
        await asyncio.sleep(0.1)

        waited = await asyncio.gather(*(database.fetch(GET, {"id": "p1"}) for _ in range(5)), return_exceptions=True)

        assert [type(outcome) for outcome in waited] == [Unavailable] * 5
        await asyncio.gather(*holding)
        found = await asyncio.gather(*(database.fetch(GET, {"id": "p1"}) for _ in range(5)))
        assert [len(rows) for rows in found] == [1] * 5
    finally:
        await database.close()
