"""Every server of a comparison: how it is filled and started."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.servers.ports import free_port
from tests.servers.postgres import PostgresServer

from . import world
from .process import Server, serving
from .rivals import items


class Place(NamedTuple):
    """Where variants keep their data during a run."""

    folder: Path
    postgres: PostgresServer


class Variant(NamedTuple):
    """A server to measure. `start` gives a running one over fresh data; `uses_postgres` counts its CPU too."""

    name: str
    start: Callable[[Place], "object"]
    uses_postgres: bool
    targets: str
    """Prefix of the ids that a PATCH may name; filled at start."""


_UVICORN = (
    sys.executable,
    "-m",
    "uvicorn",
    "--no-access-log",
    "--log-level",
    "warning",
    "--loop",
    "uvloop",
    "--http",
    "httptools",
)


def _ours(database: Callable[[Place], str], **environ: str) -> Callable[[Place], "object"]:
    @contextmanager
    def start(place: Place) -> Iterator[Server]:
        port = free_port()
        settings = {
            "DATABASE_URL": database(place),
            "DATA_DIR": str(place.folder / "data"),
            "BETTER_AUTH_SECRET": "benchmark-cookies-0123456789-abcdefghij",
            "JWT_SECRET": world.SECRET,
            **environ,
        }
        command = [*_UVICORN, "tasklore.asgi:api", "--port", str(port)]
        with serving(command, port, settings) as server:
            yield server

    return start


def _sqlite(place: Place) -> str:
    template = place.folder / "template.sqlite"
    if not template.exists():
        world.fill_sqlite(template)
    target = place.folder / f"ours-{free_port()}.sqlite"
    world.copy(template, target)
    return f"sqlite:///{target}"


def _postgres(place: Place) -> str:
    name = f"ours_{free_port()}"
    url = asyncio.run(place.postgres.create(name))
    world.fill_postgres(url)
    return url


def _items(place: Place) -> str:
    url = asyncio.run(place.postgres.create(f"rival_{free_port()}"))
    asyncio.run(items.fill(url, world.USERS, world.TASKS))
    return url


def _limit(switches: bool) -> Callable[[Place], "object"]:
    @contextmanager
    def start(place: Place) -> Iterator[Server]:
        port = free_port()
        environ = {"DATABASE_URL": _items(place), "LIMIT_SWITCHES": "1" if switches else "0"}
        with serving([*_UVICORN, "bench.speed.rivals.limit:app", "--port", str(port)], port, environ) as server:
            yield server

    return start


@contextmanager
def _flask(place: Place) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--worker-class", "gthread",
               "--threads", "8", "--log-level", "error", "bench.speed.rivals.flask_app:app"]  # fmt: skip
    with serving(command, port, {"DATABASE_URL": _items(place)}) as server:
        yield server


VARIANTS = {
    "postgres": Variant("tasklore, PostgreSQL", _ours(_postgres), True, "task"),
    "sqlite": Variant("tasklore, SQLite", _ours(_sqlite), False, "task"),
    "limit": Variant("limit (Starlette, asyncpg, msgspec)", _limit(False), True, "item"),
    "switches": Variant("limit, same switches", _limit(True), True, "item"),
    "flask": Variant("Flask, psycopg2, gthread x8", _flask, True, "item"),
}
