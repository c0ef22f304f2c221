"""The auth service in this process, spoken to over HTTP."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from tasklore.accounts import passwords
from tasklore.apps.auth import make_auth
from tasklore.apps.wiring import Core, open_core
from tasklore.settings import Settings
from tests.auth.conformance.script import Script
from tests.conftest import make_settings

BASE = "http://127.0.0.1:3001"


class Mailbox:
    """The mails that were posted, read from the outbox file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def read(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._path.read_text().splitlines()] if self._path.exists() else []

    async def newest(self, address: str) -> dict[str, Any]:
        return [mail for mail in await self.read() if mail["to"] == address][-1]


@pytest.fixture(autouse=True)
def cheap_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign-ups are made by the hundred here; what a hash must cost has tests of its own (tests/accounts)."""
    monkeypatch.setattr(passwords, "_N", 1024)


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path / "outbox.jsonl")


@pytest.fixture
def settings(tmp_path: Path, database_url: str, mailbox: Mailbox) -> Settings:
    return make_settings(
        tmp_path,
        database_url,
        PUBLIC_URL=BASE,
        TRUSTED_PROXIES="127.0.0.1",
        TRUSTED_ORIGINS="http://trusted.example",
        MAIL_OUTBOX_FILE=str(tmp_path / "outbox.jsonl"),
    )


@pytest.fixture
async def services(settings: Settings) -> AsyncIterator[Core]:
    """The services of a process on the machine's own clock: codes and tokens are checked by others, too."""
    async with open_core(settings) as core:
        yield core


@pytest.fixture
async def auth_app(settings: Settings, services: Core) -> AsyncIterator[FastAPI]:
    """The auth service, as `tasklore serve auth` runs it."""

    @asynccontextmanager
    async def running() -> AsyncIterator[Core]:
        yield services

    app = make_auth(settings, running)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def http(auth_app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """A client without cookies of its own; requests come from 127.0.0.1, which is trusted as a proxy."""
    transport = httpx2.ASGITransport(app=auth_app, client=("127.0.0.1", 5000))
    async with httpx2.AsyncClient(transport=transport, base_url=BASE) as client:
        yield client


@pytest.fixture
def script(http: httpx2.AsyncClient, mailbox: Mailbox) -> Script:
    """Browsers, addresses and a mailbox; see `conformance/script.py`."""
    return Script(http, BASE, mailbox.read)
