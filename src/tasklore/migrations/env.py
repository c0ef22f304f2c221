"""What Alembic runs: on a connection handed over by `upgrade`, or on the configured database."""

import asyncio

from alembic import context
from sqlalchemy import text
from sqlalchemy.engine import Connection

from tasklore.migrations.tables import whole
from tasklore.migrations.upgrade import connected
from tasklore.platform.db.address import database_address
from tasklore.settings import load


def migrate(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # All or nothing, also when the power goes; another process that migrates waits and finds nothing to do.
        connection.execute(text("BEGIN IMMEDIATE"))
    context.configure(
        connection=connection,
        target_metadata=whole(),
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    asyncio.run(connected(database_address(load().platform), migrate))
