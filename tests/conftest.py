"""Fixtures: makers with defaults, and both engines for whatever has two.

`services` comes once on SQLite and once on PostgreSQL; `client` speaks HTTP to the API in the same process,
signed in by a header that only the test authenticator knows.
"""

import asyncio
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI, Request

from tasklore.apps.api import make_api
from tasklore.apps.secrets import complete
from tasklore.apps.wiring import Core, open_core
from tasklore.auth.principal import Principal
from tasklore.platform.clock import SetClock
from tasklore.platform.unit import Unit
from tasklore.settings import Settings, load
from tests.servers.postgres import PostgresServer, postgres_server
from tests.servers.redis import redis_server

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class HeaderAuthenticator:
    """Takes the principal from `X-Test-User`; scopes from `X-Test-Scopes`."""

    async def principal(self, request: Request, unit: Unit) -> Principal | None:
        user = request.headers.get("x-test-user")
        if user is None:
            return None
        scopes = request.headers.get("x-test-scopes")
        return Principal(user, "bearer", scopes=frozenset(scopes.split()) if scopes is not None else None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL of this test run on loopback; TEST_POSTGRES_URL names one that is there already."""
    with postgres_server(os.environ.get("TEST_POSTGRES_URL")) as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest schema, made once and copied for each test."""
    from tasklore.migrations.upgrade import upgrade
    from tasklore.platform.db.address import Address

    path = tmp_path_factory.mktemp("template") / "tasklore.sqlite"
    asyncio.run(upgrade(Address(path, "")))
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of this engine, at the newest schema, for this test alone."""
    if engine == "sqlite":
        path = tmp_path / "tasklore.sqlite"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"test_{secrets.token_hex(6)}"
    asyncio.run(server.copy_template(name))
    yield server.url(name)
    asyncio.run(server.drop(name))


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOW)


def make_settings(tmp_path: Path, database_url: str, **environ: str) -> Settings:
    """Settings of a process whose data lies in `tmp_path`; further ones by their environment names."""
    environ = {"DATA_DIR": str(tmp_path), "DATABASE_URL": database_url, "LOG_LEVEL": "ERROR", **environ}
    return complete(load(environ, env_file=None), may_make=True)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return make_settings(tmp_path, database_url)


@pytest.fixture
async def services(settings: Settings, clock: SetClock) -> AsyncIterator[Core]:
    """The services of a process, on each engine."""
    async with open_core(settings, clock=clock) as core:
        yield core


@pytest.fixture
async def app(settings: Settings, services: Core) -> AsyncIterator[FastAPI]:
    """The API over `services`, with the test authenticator."""
    services.authenticator = HeaderAuthenticator()

    @asynccontextmanager
    async def running() -> AsyncIterator[Core]:
        yield services

    api = make_api(settings, running)
    async with api.router.lifespan_context(api):
        yield api


@asynccontextmanager
async def client_of(app: FastAPI, user: str | None = None, **headers: str) -> AsyncIterator[httpx2.AsyncClient]:
    """An HTTP client of an app in this process; signed in as `user`."""
    signed = {"x-test-user": user} if user is not None else {}
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(
        transport=transport, base_url="http://tasklore.test", headers={**signed, **headers}
    ) as client:
        yield client


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """Signed in as ada."""
    async with client_of(app, "ada") as client:
        yield client


@pytest.fixture
async def other(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """Signed in as ben, who shares nothing with ada."""
    async with client_of(app, "ben") as client:
        yield client


@pytest.fixture
async def nobody(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """Signed out."""
    async with client_of(app) as client:
        yield client


MakeTask = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def make_task(client: httpx2.AsyncClient) -> MakeTask:
    """Makes a task of ada's over HTTP: `await make_task(due="2026-12-01")`."""

    async def make(title: str = "Buy milk", **fields: Any) -> dict[str, Any]:
        answer = await client.post("/api/v1/tasks", json={"title": title, **fields})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    return make


@pytest.fixture(scope="session")
def redis() -> Iterator[str]:
    """The URL of a Redis of this test run."""
    with redis_server() as server:
        yield server.url
