"""The chat over HTTP without a language model: turns, history, conversations, one at a time."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tasklore.apps.wiring import Core
from tasklore.platform.unit import Unit
from tests.conftest import MakeTask, client_of

from .conftest import CHAT, Chat, titles


async def test_a_turn_adds_a_task_and_says_how_to_undo_it(client: httpx2.AsyncClient, chat: Chat) -> None:
    turn = await chat("Add buy milk tomorrow at 5pm")

    assert turn["response"] == "Added “Buy milk” for tomorrow 2026-11-21 at 17:00."
    assert [call["name"] for call in turn["tool_calls"]] == ["add_tasks"]
    assert turn["change_set"]["status"] == "applied"
    assert (turn["model"], turn["usage"]["cost_usd"], turn["sources"]) == ("builtin", 0.0, [])
    assert turn["processing_time_ms"] > 0
    tasks = (await client.get("/api/v1/tasks")).json()["items"]
    assert [(task["title"], task["due"]["date"], task["due"]["time"]) for task in tasks] == [
        ("Buy milk", "2026-11-21", "17:00")
    ]

    assert (await client.post(turn["change_set"]["undo"])).status_code == 204

    assert await titles(client) == []


async def test_both_spellings_of_the_path_answer(client: httpx2.AsyncClient) -> None:
    for path in (CHAT, f"{CHAT}/"):
        assert (await client.post(path, json={"message": "hello"})).status_code == 200
    for path in (f"{CHAT}/history", f"{CHAT}/history/", f"{CHAT}/conversations", f"{CHAT}/conversations/"):
        assert (await client.get(path)).status_code == 200


async def test_signed_out_nobody_gets_in_anywhere(nobody: httpx2.AsyncClient) -> None:
    some = str(uuid4())
    for method, path in [
        ("POST", CHAT),
        ("POST", f"{CHAT}/stream"),
        ("GET", f"{CHAT}/history"),
        ("GET", f"{CHAT}/conversations"),
        ("GET", f"{CHAT}/conversations/{some}"),
        ("GET", f"{CHAT}/conversations/{some}/export"),
        ("POST", f"{CHAT}/conversations/{some}/stop"),
        ("DELETE", f"{CHAT}/conversations/{some}"),
        ("GET", f"{CHAT}/{some}/stream"),
    ]:
        assert (await nobody.request(method, path, content=b"{")).status_code == 401, (method, path)


async def test_what_a_client_sends_is_never_a_five_hundred(client: httpx2.AsyncClient) -> None:
    hostile: list[bytes] = [
        b"", b"null", b"[]", b"{", b'{"message": ""}', b'{"message": null}', b'{"message": "\\u0000"}', b'{"message": "\\ud800"}',
        b'{"message": "x", "conversation_id": "no uuid"}', b'{"message": "' + b"x" * 30_000 + b'"}', b"[" * 50_000,
        b'{"messages": []}', b'{"messages": [{"role": "user"}]}', b'{"messages": [{"role": "user", "parts": [{"type": "text"}]}]}',
        b'{"messages": [{"role": "user", "parts": [{"type": "text", "text": "\\ud800"}]}]}',
        b'{"id": "\\ud800", "messages": [{"role": "system", "content": "x"}]}',
    ]  # fmt: skip
    for body in hostile:
        for path in (CHAT, f"{CHAT}/stream"):
            answer = await client.post(path, content=body, headers={"content-type": "application/json"})
            assert answer.status_code in (400, 422), (path, body[:60], answer.status_code)


@pytest.mark.parametrize(
    "said", ["(" * 3000, "add " * 2000, "delete " + "all of " * 900, "a,and " * 2500, "move x to " * 1500, '"' * 9000]
)
async def test_a_message_made_to_be_slow_is_answered_soon(chat: Chat, said: str) -> None:
    turn = await chat(said[:19_000])

    assert turn["processing_time_ms"] < 5000


async def test_the_history_has_both_sides_latest_first_in_utc(client: httpx2.AsyncClient, chat: Chat) -> None:
    first = await chat("add buy milk")
    await chat("add buy bread", to=first)
    await chat("hello")

    pages: list[dict[str, Any]] = []
    cursor = None
    while True:
        query = {"limit": 4, **({"cursor": cursor} if cursor else {})}
        page = (await client.get(f"{CHAT}/history", params=query)).json()
        pages.append(page)
        cursor = page["next_cursor"]
        if cursor is None:
            break

    items = [item for page in pages for item in page["items"]]
    assert [len(page["items"]) for page in pages] == [4, 2]
    assert [(item["role"], item["content"][:9]) for item in reversed(items)] == [
        ("user", "add buy m"), ("assistant", "Added “Bu"), ("user", "add buy b"), ("assistant", "Added “Bu"),
        ("user", "hello"), ("assistant", "Hello! Wh"),
    ]  # fmt: skip
    assert all(item["created_at"].endswith("Z") for item in items)
    assert items[-2]["tool_calls"][0]["name"] == "add_tasks"
    one = (await client.get(f"{CHAT}/history", params={"conversation_id": first["conversation_id"]})).json()["items"]
    assert len(one) == 4


async def test_conversations_are_renamed_exported_and_deleted(client: httpx2.AsyncClient, chat: Chat) -> None:
    turn = await chat("add buy milk")
    path = f"{CHAT}/conversations/{turn['conversation_id']}"
    assert (await client.get(path)).json()["title"] == "add buy milk"

    renamed = await client.patch(path, json={"title": "Shopping"})
    exported = (await client.get(f"{path}/export")).json()

    assert renamed.json()["title"] == "Shopping"
    assert exported["conversation"]["title"] == "Shopping"
    assert [message["role"] for message in exported["messages"]] == ["user", "assistant"]
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404
    assert (await client.get(f"{CHAT}/history")).json()["items"] == []
    assert await titles(client) == ["Buy milk"]


async def test_somebody_elses_conversation_is_not_there(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, chat: Chat
) -> None:
    turn = await chat("add buy milk")
    path = f"{CHAT}/conversations/{turn['conversation_id']}"

    for method, of_it in [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/export"), ("POST", "/stop")]:
        body = {"title": "Mine"} if method == "PATCH" else None
        assert (await other.request(method, path + of_it, json=body)).status_code == 404, (method, of_it)
    query = {"conversation_id": turn["conversation_id"]}
    assert (await other.get(f"{CHAT}/history", params=query)).status_code == 404
    assert (await other.get(f"{CHAT}/history")).json()["items"] == []

    theirs = await other.post(CHAT, json={"message": "make it high priority", **query})

    assert "Which task" in theirs.json()["response"]
    assert (await client.get(path)).json()["title"] == "add buy milk"


async def test_four_posts_at_once_make_one_task(client: httpx2.AsyncClient) -> None:
    body = {"message": "add buy milk", "conversation_id": str(uuid4())}

    answers = await asyncio.gather(*(client.post(CHAT, json=body) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"turn_running"}
    assert await titles(client) == ["Buy milk"]
    assert (await client.post(CHAT, json={**body, "message": "hello"})).status_code == 200


async def test_a_client_that_hangs_up_finds_its_turn_in_the_history(client: httpx2.AsyncClient, services: Core) -> None:
    body = {"message": "add buy milk", "conversation_id": str(uuid4())}
    request = asyncio.create_task(client.post(CHAT, json=body))
    while services.assistant.running("ada", body["conversation_id"]) is None:
        await asyncio.sleep(0)
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request

    turn = services.assistant.running("ada", body["conversation_id"])
    assert turn is not None
    await turn.done.wait()

    said = [item["content"] for item in (await client.get(f"{CHAT}/history")).json()["items"]]
    assert said == ["Added “Buy milk”.", "add buy milk"]
    assert await titles(client) == ["Buy milk"]


async def test_a_lease_that_a_dead_process_left_runs_out(
    client: httpx2.AsyncClient, services: Core, clock: Any
) -> None:
    from datetime import timedelta

    from tasklore.assistant.models import running_turn

    conversation_id = str(uuid4())
    unit = Unit(services)
    row = {"owner_id": "ada", "conversation_id": conversation_id, "turn_id": "gone", "stop_asked": False}
    unit.insert(running_turn, {**row, "leased_until": clock.now() + timedelta(seconds=60)})
    await unit.commit()
    body = {"message": "hello", "conversation_id": conversation_id}
    assert (await client.post(CHAT, json=body)).status_code == 409

    clock.forward(timedelta(seconds=61))

    assert (await client.post(CHAT, json=body)).status_code == 200


async def test_a_key_needs_the_scopes_of_what_it_does(app: Any, make_task: MakeTask) -> None:
    await make_task("Buy milk")
    for scopes, said, expected in [
        ("tasks:read", "hello", 403),
        ("assistant:write tasks:read", "complete buy milk", "This token may only read."),
        ("assistant:write tasks:read tasks:propose", "complete buy milk", "I would complete “Buy milk”."),
        ("assistant:write tasks:read tasks:write", "complete buy milk", "Completed “Buy milk”."),
    ]:
        async with client_of(app, "ada", **{"x-test-scopes": scopes}) as client:
            answer = await client.post(CHAT, json={"message": said})
            if isinstance(expected, int):
                assert answer.status_code == expected
            else:
                assert answer.json()["response"].startswith(expected), scopes


async def test_a_turn_with_one_tool_costs_little(chat: Chat, engine: str) -> None:
    """15 ms of CPU are the goal, measured in bench/assistant; here a bound that a loaded machine keeps too."""
    import time

    await chat("add warm up")
    took = []
    for number in range(10):
        started = time.process_time()
        await chat(f"add task number {number}")
        took.append(time.process_time() - started)

    assert sorted(took)[5] < 0.1


async def test_nothing_said_outlives_its_account(client: httpx2.AsyncClient, chat: Chat, services: Core) -> None:
    from tasklore.assistant.erasure import erase
    from tasklore.platform.unit import run

    await chat("add buy milk")

    await run(services, lambda unit: erase(unit, {"user_id": "ada"}))

    assert (await client.get(f"{CHAT}/history")).json()["items"] == []
    assert (await client.get(f"{CHAT}/conversations")).json()["items"] == []
