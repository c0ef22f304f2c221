"""The data that every variant serves: 1,000 users with 100 tasks each, and a token for each user."""

import asyncio
import datetime as dt
import random
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import asyncpg
import jwt

from tasklore.migrations.upgrade import upgrade
from tasklore.platform.db.address import parse
from tasklore.platform.db.types import json_to_text
from tasklore.platform.ids import derived_id, new_id
from tasklore.tasks.schemas import task_json

USERS: Final = 1000
TASKS: Final = 100
SECRET: Final = "benchmark-secret-0123456789-abcdefghij"
ISSUER: Final = "tasklore"
AUDIENCE: Final = "tasklore-api"
_WORDS: Final = [
    "buy",
    "call",
    "write",
    "plan",
    "fix",
    "clean",
    "read",
    "send",
    "pay",
    "book",
    "milk",
    "rent",
    "report",
    "garden",
    "bicycle",
    "dentist",
    "invoice",
    "ticket",
    "slides",
    "meeting",
    "kitchen",
    "window",
    "passport",
    "library",
    "train",
    "parcel",
    "review",
    "draft",
    "budget",
    "lesson",
    "recipe",
    "battery",
    "filter",
    "lamp",
]


def user(number: int) -> str:
    return f"bench-user-{number:05}"


def token(number: int) -> str:
    """A token of that user, valid for an hour."""
    now = dt.datetime.now(dt.UTC)
    claims = {"sub": user(number), "iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + dt.timedelta(hours=1)}
    return jwt.encode(claims, SECRET, algorithm="HS256")


def title(rng: random.Random) -> str:
    return " ".join(rng.choice(_WORDS) for _ in range(5)).capitalize()


def _instant(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def projects(users: int) -> Iterator[dict[str, Any]]:
    """Everyone's Inbox."""
    now = dt.datetime.now(dt.UTC)
    for number in range(users):
        owner = user(number)
        yield {
            "id": derived_id(owner, "inbox"), "owner_id": owner, "name": "Inbox", "view": "list", "position": 0.0,
            "is_inbox": True, "member_ids": f'["{owner}"]', "created_at": now, "updated_at": now, "version": 1,
        }  # fmt: skip


def tasks(users: int, each: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Open tasks with plausible titles, a due date on every other, made a second apart."""
    rng = random.Random(seed)
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    for index in range(users * each):
        owner = user(index % users)
        made = start + dt.timedelta(seconds=index)
        due = (start + dt.timedelta(days=rng.randrange(400))).date().isoformat() if index % 2 else None
        row: dict[str, Any] = {
            "id": new_id(), "owner_id": owner, "project_id": derived_id(owner, "inbox"), "title": title(rng),
            "notes": "", "status": "open", "priority": rng.randrange(1, 5), "due_date": due, "position": float(index),
            "labels": ["home"] if index % 5 == 0 else [], "reminders": [], "created_by": owner,
            "created_at": made, "updated_at": made, "version": 1,
        }  # fmt: skip
        rendered = task_json(defaultdict(lambda: None, row))
        yield {**row, "labels": json_to_text(row["labels"]), "reminders": "[]", "rendered": rendered}


def fill_sqlite(path: Path, users: int = USERS, each: int = TASKS) -> None:
    """A database file at the newest schema with the world in it."""
    path.unlink(missing_ok=True)
    asyncio.run(upgrade(parse(f"sqlite:///{path}")))
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    for table, rows in (("project", projects(users)), ("task", tasks(users, each))):
        _insert_sqlite(connection, table, rows)
    connection.execute("ANALYZE")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _insert_sqlite(connection: sqlite3.Connection, table: str, rows: Iterator[dict[str, Any]]) -> None:
    batch: list[tuple[Any, ...]] = []
    text = ""
    for row in rows:
        if not text:
            text = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
        batch.append(tuple(_instant(v) if isinstance(v, dt.datetime) else v for v in row.values()))
        if len(batch) == 5000:
            connection.executemany(text, batch)
            batch.clear()
    connection.executemany(text, batch)
    connection.commit()


async def _fill_postgres(url: str, users: int, each: int) -> None:
    await upgrade(parse(url))
    connection = await asyncpg.connect(url)
    for table, rows in (("project", projects(users)), ("task", tasks(users, each))):
        batch: list[tuple[Any, ...]] = []
        names: list[str] = []
        for row in rows:
            names = list(row)
            batch.append(tuple(row.values()))
            if len(batch) == 5000:
                await connection.copy_records_to_table(table, records=batch, columns=names)
                batch.clear()
        if batch:
            await connection.copy_records_to_table(table, records=batch, columns=names)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


def fill_postgres(url: str, users: int = USERS, each: int = TASKS) -> None:
    """The world in an empty PostgreSQL database."""
    asyncio.run(_fill_postgres(url, users, each))


def copy(source: Path, target: Path) -> None:
    """A fresh copy of a filled SQLite file."""
    target.unlink(missing_ok=True)
    for tail in ("-wal", "-shm"):
        Path(f"{target}{tail}").unlink(missing_ok=True)
    shutil.copyfile(source, target)
