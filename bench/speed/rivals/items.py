"""The rivals' table, filled like ours: 9 fields and the one index that serves its lists."""

import datetime as dt
import random

import asyncpg

from ..world import title, user

SCHEMA = """
CREATE TABLE item (
  id text PRIMARY KEY, owner_id text NOT NULL, title text NOT NULL, notes text NOT NULL, status text NOT NULL,
  priority integer NOT NULL, due_date text, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL
);
CREATE INDEX item_owner ON item (owner_id, created_at DESC, id DESC);
"""
FIELDS = ("id", "owner_id", "title", "notes", "status", "priority", "due_date", "created_at", "updated_at")


async def fill(url: str, users: int, each: int) -> None:
    """The table and its rows in an empty database."""
    rng = random.Random(1)
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    connection = await asyncpg.connect(url)
    await connection.execute(SCHEMA)
    rows = []
    for index in range(users * each):
        made = start + dt.timedelta(seconds=index)
        due = "2026-12-01" if index % 2 else None
        rows.append((f"item-{index:08}", user(index % users), title(rng), "", "open", 2, due, made, made))
    await connection.copy_records_to_table("item", records=rows, columns=FIELDS)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()
