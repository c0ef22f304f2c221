"""The MCP server, spoken to by the official client and by hand."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from mcp.client.streamable_http import streamable_http_client

from mcp import Client, StdioServerParameters
from tasklore.apps.wiring import Core
from tests.conftest import MakeTask, client_of
from tests.servers.tasklore import tasklore_server

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

URL = "http://localhost/mcp"
EVERYTHING = "tasks:read tasks:write tasks:delete documents:read"


@asynccontextmanager
async def connected(app: FastAPI, scopes: str = EVERYTHING, user: str = "ada") -> AsyncIterator[Client]:
    """The official client, with a key of these scopes."""
    headers = {"x-test-user": user, "x-test-scopes": scopes, "authorization": "Bearer key"}
    transport = httpx2.ASGITransport(app=app)
    async with (
        httpx2.AsyncClient(transport=transport, headers=headers) as http,
        Client(streamable_http_client(URL, http_client=http)) as client,
    ):
        yield client


async def call(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return dict(result.structured_content)


async def test_a_client_adds_finds_completes_and_undoes(app: FastAPI, client: httpx2.AsyncClient) -> None:
    async with connected(app) as mcp:
        added = await call(mcp, "add_tasks", tasks=[{"title": "Buy milk", "due": "tomorrow 5pm"}])
        found = await call(mcp, "find_tasks", filter="tomorrow")
        done = await call(mcp, "complete_tasks", tasks=["milk"])
        undone = await call(mcp, "undo", change_set=done["change_set"])

    assert added["effects"][0]["after"]["due"] == "2026-11-21 17:00"
    assert [task["title"] for task in found["tasks"]] == ["Buy milk"]
    assert (done["status"], undone["effects"][0]["what"]) == ("done", "reopened")
    history = (await client.get("/api/v1/changes")).json()["items"]
    assert {item["door"] for item in history} == {"mcp"}


async def test_each_client_sees_its_own_tasks(app: FastAPI, make_task: MakeTask) -> None:
    await make_task("Buy milk")

    async with connected(app, user="ben") as mcp:
        assert (await call(mcp, "find_tasks"))["total"] == 0
    async with connected(app, user="ada") as mcp:
        assert (await call(mcp, "find_tasks"))["total"] == 1


async def test_the_tool_list_stays_within_its_budget(app: FastAPI) -> None:
    async with connected(app) as mcp:
        tools = (await mcp.list_tools()).tools

    text = json.dumps([tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in tools])
    # No tokenizer is at hand; words, numbers and runs of signs come out a little above what the common ones count.
    tokens = len(re.findall(r"[A-Za-z]{1,8}|\d{1,3}|[^\sA-Za-z\d]+", text))
    assert 8 <= len(tools) <= 12
    assert tokens < 4000
    assert all("user" not in parameter for tool in tools for parameter in tool.input_schema.get("properties", {}))


async def test_a_token_that_may_only_read_sees_and_does_nothing_else(
    app: FastAPI, client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    await make_task("Buy milk")
    async with connected(app, "tasks:read") as mcp:
        names = {tool.name for tool in (await mcp.list_tools()).tools}
        refused = await mcp.call_tool("complete_tasks", {"tasks": ["Buy milk"]})
        documents = await mcp.call_tool("ask_documents", {"question": "What?"})

    assert names == {"find_tasks", "get_task", "list_projects", "what_changed"}
    assert refused.is_error
    assert documents.is_error
    assert (await client.get("/api/v1/tasks")).json()["items"][0]["status"] == "open"


async def test_a_token_that_may_propose_leaves_the_decision_to_its_owner(
    app: FastAPI, client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    task = await make_task("Buy milk")
    async with connected(app, "tasks:read tasks:propose") as mcp:
        proposed = await call(mcp, "complete_tasks", tasks=["Buy milk"])

    assert proposed["status"] == "proposed"
    assert (await client.get(f"/api/v1/tasks/{task['id']}")).json()["status"] == "open"
    assert (await client.post(f"/api/v1/proposals/{proposed['change_set']}/approve")).status_code == 204
    assert (await client.get(f"/api/v1/tasks/{task['id']}")).json()["status"] == "done"


async def test_deleting_needs_its_own_scope_and_is_proposed_without(
    app: FastAPI, client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    task = await make_task("Buy milk")
    async with connected(app, "tasks:read tasks:write") as mcp:
        assert (await call(mcp, "delete_tasks", tasks=["Buy milk"]))["status"] == "proposed"
    assert (await client.get(f"/api/v1/tasks/{task['id']}")).status_code == 200

    async with connected(app) as mcp:
        deleted = await call(mcp, "delete_tasks", tasks=["Buy milk"])

    assert deleted["status"] == "done"
    assert (await client.get(f"/api/v1/tasks/{task['id']}")).status_code == 404
    assert (await client.post(f"/api/v1/changes/{deleted['change_set']}/undo")).status_code == 204


async def test_a_mistake_is_told_so_that_it_can_be_mended_and_a_fault_is_not(
    app: FastAPI, make_task: MakeTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connected(app) as mcp:
        wrong = await mcp.call_tool("find_tasks", {"filter": "todya"})
        missing = await mcp.call_tool("get_task", {"task": "the unicorn"})
        from tasklore.assistant import lookup

        monkeypatch.setattr(lookup, "projects", lambda *given: 1 / 0)
        fault = await mcp.call_tool("list_projects", {})

    assert wrong.is_error
    assert "today" in str(wrong.content)
    assert missing.is_error
    assert "no task called" in str(missing.content)
    assert fault.is_error
    assert "zero" not in str(fault.content)


INITIALIZE = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}  # fmt: skip
ACCEPT = {"accept": "application/json, text/event-stream", "content-type": "application/json"}


async def test_without_a_token_the_answer_says_where_to_get_one(app: FastAPI, services: Core) -> None:
    async with client_of(app, None, **ACCEPT) as nobody:
        answer = await nobody.post("/mcp", json=INITIALIZE)
        where = re.search(r'resource_metadata="([^"]+)"', answer.headers["www-authenticate"])
        assert answer.status_code == 401
        assert where is not None
        metadata = (
            await nobody.get(where[1].partition("/.well-known")[1] + where[1].partition("/.well-known")[2])
        ).json()

    assert metadata["resource"].endswith("/mcp")
    assert metadata["authorization_servers"]
    assert "tasks:read" in metadata["scopes_supported"]
    assert metadata["bearer_methods_supported"] == ["header"]


async def test_who_may_not_come_in(app: FastAPI) -> None:
    key = {"authorization": "Bearer key"}
    for headers, status in [
        ({**key, "x-test-scopes": "documents:read"}, 403),
        ({**key, "x-test-scopes": "tasks:read", "origin": "https://evil.example"}, 403),
        ({"cookie": "session_token=x"}, 401),
        ({**key, "x-test-scopes": "tasks:read"}, 200),
    ]:
        async with client_of(app, "ada", **ACCEPT, **headers) as client:
            answer = await client.post("/mcp", json=INITIALIZE)
            assert answer.status_code == status, (headers, answer.text)


async def test_what_a_client_sends_is_never_a_five_hundred(app: FastAPI) -> None:
    headers = {**ACCEPT, "authorization": "Bearer key"}
    async with client_of(app, "ada", **headers) as client:
        for body in (
            b"",
            b"null",
            b"[]",
            b"{",
            b"[" * 50_000,
            b'{"jsonrpc": "2.0"}',
            b'{"jsonrpc":"2.0","id":1,"method":"x"}',
        ):
            answer = await client.post("/mcp", content=body)
            assert answer.status_code < 500, (body[:40], answer.status_code)
        assert (await client.get("/mcp")).status_code == 405
        assert (await client.delete("/mcp")).status_code == 405


async def test_over_stdio_a_local_client_works_on_the_data_directory(tmp_path: Path) -> None:
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "-m", "tasklore.cli"]
    made = subprocess.run(
        [*command, "user", "add", "ada@example.org", "--password-stdin"],
        input=b"a long enough password\n", env=environ, capture_output=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr.decode()

    async with Client(
        StdioServerParameters(command=sys.executable, args=["-m", "tasklore.cli", "mcp"], env=environ)
    ) as mcp:
        added = await call(mcp, "add_tasks", tasks=[{"title": "Buy milk"}])
        deleted = await call(mcp, "delete_tasks", tasks=["milk"])
        found = [(await call(mcp, "find_tasks"))["total"] for _ in range(12)]

    assert (added["status"], deleted["status"], set(found)) == ("done", "proposed", {1})


@pytest.mark.skipif(
    shutil.which("node") is None or "MCP_TYPESCRIPT_SDK" not in os.environ,
    reason="needs Node, and MCP_TYPESCRIPT_SDK: a folder where @modelcontextprotocol/sdk is installed",
)
def test_the_typescript_client_with_an_api_key(tmp_path: Path) -> None:
    with tasklore_server(tmp_path) as server:
        ada = server.sign_up()
        made = ada.post("/api/auth/api-key/create", json={"name": "laptop"})
        assert made.status_code == 200, made.text
        script = Path(__file__).with_name("client.mjs")
        command = ["node", str(script), server.url, made.json()["key"], os.environ["MCP_TYPESCRIPT_SDK"]]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert ran.returncode == 0, ran.stderr
        saw = json.loads(ran.stdout)

    assert "find_tasks" in saw["tools"]
    assert (saw["added"], saw["found"], saw["wrong"]) == ("done", 1, True)
