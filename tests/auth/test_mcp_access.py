"""A program that somebody allowed in reaches /mcp with its token, and only there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from tasklore.apps.all_in_one import make_all
from tasklore.apps.wiring import Core
from tasklore.settings import Settings
from tests.auth.conformance.script import Browser, Script
from tests.auth.test_oauth_server import granted

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}
ACCEPT = {"Accept": "application/json, text/event-stream"}


@pytest.fixture
async def auth_app(settings: Settings, services: Core) -> AsyncIterator[FastAPI]:
    """Everything in one process."""

    @asynccontextmanager
    async def running() -> AsyncIterator[Core]:
        yield services

    app = make_all(settings, running)
    async with app.router.lifespan_context(app):
        yield app


async def hello(browser: Browser, token: str | None) -> httpx2.Response:
    headers: dict[str, Any] = {**ACCEPT, **({"Authorization": f"Bearer {token}"} if token else {})}
    return await browser.send("POST", "/~mcp", json=HELLO, headers=headers)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_from_the_challenge_to_the_tool(script: Script) -> None:
    refused = await hello(script.browser(), None)
    where = refused.headers["www-authenticate"].partition('resource_metadata="')[2].rstrip('"')
    resource = (await script.browser().send("GET", f"/~{where.partition('//')[2].partition('/')[2]}")).json()
    known = await script.signed_up()

    _, tokens = await granted(script, known, resource=resource["resource"], scope="tasks:read")
    answered = await hello(script.browser(), tokens["access_token"])

    assert refused.status_code == 401
    assert resource["authorization_servers"] == [script.base_url]
    assert answered.status_code == 200, answered.text
    assert answered.json()["result"]["serverInfo"]["name"]
    elsewhere = await script.browser().send(
        "GET", "/~api/v1/tasks", headers={"Authorization": f"Bearer {tokens['access_token']}"}
    )
    assert elsewhere.status_code == 401


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_grant_that_was_taken_back_opens_nothing(script: Script) -> None:
    known = await script.signed_up()
    client_id, tokens = await granted(script, known)
    assert (await hello(script.browser(), tokens["access_token"])).status_code == 200

    await known.send("DELETE", f"/~api/v1/account/clients?client_id={client_id}")

    assert (await hello(script.browser(), tokens["access_token"])).status_code == 401
