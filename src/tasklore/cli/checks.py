"""What `doctor` looks at. Nothing is changed: not even a schema that is behind."""

import asyncio
import importlib.util
import os
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from sqlalchemy import Connection, text

from tasklore.migrations import HEAD, KNOWN
from tasklore.migrations.upgrade import connected, current_revision
from tasklore.platform.db.address import Address, database_address
from tasklore.platform.errors import DomainError
from tasklore.settings import BadSettings, Settings, load

if TYPE_CHECKING:
    from tasklore.knowledge.diagnosis import Diagnosis

State = Literal["ok", "warn", "fail"]

_LOW_BYTES: Final = 1_000_000_000
_TOO_LOW_BYTES: Final = 100_000_000
_LATE: Final = timedelta(minutes=10)
_CHECKED_BYTES: Final = 500_000_000
"""Largest SQLite file that is read whole to check it."""


class Check(NamedTuple):
    """One line of the diagnosis: how it is, and what to do about it."""

    name: str
    state: State
    message: str
    hint: str | None = None


async def checked() -> list[Check]:
    """All checks, the settings first; with bad ones there is nothing else to look at."""
    try:
        settings = load()
    except BadSettings as error:
        return [Check("settings", "fail", line) for line in error.lines]
    found = [Check("settings", "ok", "all can be read")]
    found.extend(_data_directory(settings))
    found.extend(_secrets(settings))
    found.extend([check async for check in _database(database_address(settings.platform), settings)])
    found.append(await _redis(settings))
    found.append(await _index(settings))
    found.append(_web())
    return found


def _data_directory(settings: Settings) -> Iterator[Check]:
    folder = settings.platform.data_dir
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        yield Check(
            "data directory", "fail", f"{folder} cannot be written", "Set DATA_DIR to a folder that you may write to."
        )
        return
    missing = "" if folder.exists() else "; it is made at the first start"
    yield Check("data directory", "ok", f"{folder.absolute()}{missing}")
    free = shutil.disk_usage(there).free
    state: State = "fail" if free < _TOO_LOW_BYTES else "warn" if free < _LOW_BYTES else "ok"
    yield Check("disk", state, f"{free / 1e9:.1f} GB free", None if state == "ok" else "Free some space on this disk.")


def _secrets(settings: Settings) -> Iterator[Check]:
    folder = settings.platform.data_dir / "secrets"
    files = [path for path in (folder, *folder.glob("*"), Path(".env")) if path.exists()]
    open_to_others = [path for path in files if stat.S_IMODE(path.stat().st_mode) & 0o077]
    for path in open_to_others:
        mode = 700 if path.is_dir() else 600
        yield Check("secrets", "warn", f"{path} can be read by other users of this machine", f"chmod {mode} {path}")
    if not open_to_others:
        yield Check("secrets", "ok", "readable by their owner only" if files else "none kept here")


async def _database(address: Address, settings: Settings) -> AsyncIterator[Check]:
    if address.sqlite_path is not None and not address.sqlite_path.exists():
        yield Check("database", "warn", f"{address.shown} is not there yet", "The first `tasklore serve` makes it.")
        return
    try:
        kind, revision = await connected(address, lambda connection: _read_database(connection, address))
    except DomainError as error:
        yield Check("database", "fail", error.message, "Start PostgreSQL, or correct DATABASE_URL.")
        return
    except Exception as error:
        said = str(getattr(error, "orig", None) or error).splitlines()[0]
        yield Check("database", "fail", f"{address.shown}: {said}", "Restore a backup, or correct DATABASE_URL.")
        return
    yield kind
    if revision == HEAD:
        yield Check("schema", "ok", f"{revision}, the newest")
    elif revision is None or revision in KNOWN:
        yield Check("schema", "warn", f"{revision or 'none yet'}; this release needs {HEAD}", "Run: tasklore migrate")
        return
    else:
        hint = "Start the newer release, or restore a backup taken before the upgrade."
        yield Check("schema", "fail", f"{revision} was made by a newer release", hint)
        return
    for check in await _inside(settings):
        yield check


def _read_database(connection: Connection, address: Address) -> tuple[Check, str | None]:
    revision = current_revision(connection)
    if address.sqlite_path is None:
        version = str(connection.execute(text("SHOW server_version")).scalar())
        if int(version.partition(".")[0]) < 15:
            return Check(
                "database", "fail", f"PostgreSQL {version} at {address.shown}", "Tasklore needs 15 or newer."
            ), revision
        return Check("database", "ok", f"PostgreSQL {version} at {address.shown}"), revision
    size = address.sqlite_path.stat().st_size
    if size <= _CHECKED_BYTES:
        damage = connection.execute(text("PRAGMA quick_check(1)")).scalar()
        if damage != "ok":
            return Check("database", "fail", f"{address.shown} is damaged: {damage}", "Restore a backup."), revision
    return Check("database", "ok", f"SQLite {sqlite3.sqlite_version}, {size / 1e6:.1f} MB at {address.shown}"), revision


async def _inside(settings: Settings) -> list[Check]:
    """What the database says of jobs and users."""
    from tasklore.accounts.roster import Roster
    from tasklore.knowledge.diagnosis import diagnose
    from tasklore.platform.index.fulltext import FullTextIndex
    from tasklore.platform.jobs.worker import counts, dead
    from tasklore.platform.unit import Unit

    from .embedded import open_local

    async with open_local(settings) as local:
        unit = Unit(local)
        found = [*_jobs(await counts(unit), await dead(unit)), _users(await Roster(unit).count())]
        found.extend(_documents(await diagnose(unit, FullTextIndex(local.db))))
        return found


def _jobs(counted: list[dict[str, Any]], given_up: list[dict[str, Any]]) -> Iterator[Check]:
    waiting = [row for row in counted if row["state"] == "ready"]
    late = [row for row in waiting if row["earliest"] < datetime.now(UTC) - _LATE]
    total = sum(row["count"] for row in waiting)
    if late:
        names = ", ".join(sorted({row["name"] for row in late}))
        yield Check("jobs", "warn", f"{names}: due for more than ten minutes", "Start a worker: tasklore worker")
    else:
        yield Check("jobs", "ok", f"{total} waiting, none late")
    for row in given_up[:5]:
        yield Check("jobs", "warn", f"{row['name']} was given up: {row['error']}", "The log of the worker says more.")
    if len(given_up) > 5:
        yield Check("jobs", "warn", f"{len(given_up) - 5} more were given up")


def _documents(diagnosis: "Diagnosis") -> Iterator[Check]:
    """The embedded index belongs to a running server; full text holds the same passages and may be looked into."""
    for problem in diagnosis.problems:
        yield Check("documents", "warn", problem, "Run: tasklore index rebuild")
    if not diagnosis.problems:
        states = ", ".join(f"{number} {state}" for state, number in sorted(diagnosis.states.items()))
        yield Check("documents", "ok", states or "none yet")


def _users(number: int) -> Check:
    if number:
        return Check("users", "ok", f"{number}")
    return Check(
        "users", "warn", "nobody has an account yet", "Sign up in the browser, or: tasklore user add you@example.org"
    )


async def _redis(settings: Settings) -> Check:
    from tasklore.apps.wiring import redis_url

    url = redis_url(settings)
    if url is None:
        return Check("redis", "ok", "not used; one process needs none")
    from redis.asyncio import Redis
    from redis.exceptions import RedisError

    client = Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2)
    try:
        async with asyncio.timeout(4):
            await client.execute_command("PING")  # type: ignore[no-untyped-call]
    except (RedisError, OSError, TimeoutError) as error:
        hint = "Start it, or correct REDIS_URL. Meanwhile limits and events are each process's own."
        return Check("redis", "warn", f"does not answer: {error}", hint)
    finally:
        await client.aclose()
    return Check("redis", "ok", "answers")


async def _index(settings: Settings) -> Check:
    """Where passages of documents are searched. Without an index, the database's full text stands in."""
    config = settings.knowledge
    if config.index == "fulltext":
        return Check("index", "ok", "the database's full text")
    if config.qdrant_url is None or config.index == "embedded":
        if importlib.util.find_spec("qdrant_edge") is None:
            hint = "It has no build for this machine; the database's full text stands in."
            return Check("index", "warn", "the embedded one cannot be loaded", hint)
        return Check("index", "ok", "embedded, or the database's full text")
    import httpx2

    key = {"api-key": config.qdrant_api_key.get_secret_value()} if config.qdrant_api_key else {}
    try:
        async with httpx2.AsyncClient(timeout=3, headers=key) as client:
            answer = await client.get(config.qdrant_url)
        version = str(answer.json()["version"])
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, KeyError, TypeError) as error:
        hint = "Start it, or correct QDRANT_URL. Meanwhile the database's full text stands in."
        return Check("index", "warn", f"Qdrant does not answer: {error or type(error).__name__}", hint)
    return Check("index", "ok", f"Qdrant {version}")


def _web() -> Check:
    from tasklore.apps.web import folder

    if folder() is None:
        return Check("web app", "warn", "has not been built", "Run: make web")
    return Check("web app", "ok", "built")
