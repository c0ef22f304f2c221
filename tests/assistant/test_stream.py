"""A turn as a stream in the Vercel AI protocol, stopped, resumed, and cut off by the provider."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import httpx2
from fastapi import FastAPI

from tasklore.apps.wiring import Core
from tests.conftest import client_of

from .conftest import CHAT, titles


def said(text: str, conversation: str | None = None) -> dict[str, Any]:
    """What `useChat` sends."""
    message = {"id": "m1", "role": "user", "parts": [{"type": "text", "text": text}]}
    return {"id": conversation or str(uuid4()), "trigger": "submit-message", "messages": [message]}


def chunks_of(body: str) -> list[dict[str, Any]]:
    events = [line.removeprefix("data: ") for line in body.split("\n\n") if line.startswith("data: ")]
    assert events[-1] == "[DONE]"
    return [json.loads(event) for event in events[:-1]]


def text_of(chunks: list[dict[str, Any]]) -> str:
    return "".join(chunk["delta"] for chunk in chunks if chunk["type"] == "text-delta")


async def test_a_stream_has_the_tool_its_result_the_text_and_the_turn(client: httpx2.AsyncClient) -> None:
    answer = await client.post(f"{CHAT}/stream", json=said("add buy milk"))

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["x-vercel-ai-ui-message-stream"] == "v1"
    chunks = chunks_of(answer.text)
    kinds = [chunk["type"] for chunk in chunks]
    assert kinds[0] == "start"
    assert kinds.index("tool-input-available") < kinds.index("tool-output-available") < kinds.index("text-delta")
    assert kinds[-1] == "finish"
    assert text_of(chunks) == "Added “Buy milk”."
    turn = next(chunk["data"] for chunk in chunks if chunk["type"] == "data-turn")
    assert turn["change_set"]["status"] == "applied"
    history = (await client.get(f"{CHAT}/history")).json()["items"]
    assert [item["content"] for item in history] == ["Added “Buy milk”.", "add buy milk"]


async def test_an_id_of_the_clients_own_making_stays_one_conversation(client: httpx2.AsyncClient) -> None:
    await client.post(f"{CHAT}/stream", json=said("add buy milk", "chat-no-uuid"))

    chunks = chunks_of((await client.post(f"{CHAT}/stream", json=said("make it p1", "chat-no-uuid"))).text)

    assert "priority: 4 → 1" in text_of(chunks)
    assert len((await client.get(f"{CHAT}/conversations")).json()["items"]) == 1


async def test_a_yes_is_streamed_too(client: httpx2.AsyncClient) -> None:
    conversation = str(uuid4())
    await client.post(f"{CHAT}/stream", json=said("add buy milk", conversation))
    asked = chunks_of((await client.post(f"{CHAT}/stream", json=said("delete it", conversation))).text)
    assert next(c["data"] for c in asked if c["type"] == "data-turn")["change_set"]["status"] == "proposed"

    chunks = chunks_of((await client.post(f"{CHAT}/stream", json=said("yes", conversation))).text)

    assert text_of(chunks) == "Done: Deleted task “Buy milk”."
    assert await titles(client) == []


class Slow:
    """A model that says one word and then waits until it is let go."""

    def __init__(self) -> None:
        self.waiting = asyncio.Event()
        self.go = asyncio.Event()

    def model(self) -> Any:
        from pydantic_ai.models.function import FunctionModel

        async def stream(messages: Any, info: Any) -> Any:
            yield "One "
            self.waiting.set()
            await self.go.wait()
            yield "two."

        return FunctionModel(stream_function=stream, model_name="slow")


async def test_a_stream_can_be_followed_again_from_its_beginning(
    app: FastAPI, client: httpx2.AsyncClient, services: Core
) -> None:
    slow = Slow()
    (await services.assistant.engine()).use(slow.model())
    conversation = str(uuid4())
    first = asyncio.create_task(client.post(f"{CHAT}/stream", json=said("count", conversation)))
    await slow.waiting.wait()
    first.cancel()

    async with client_of(app, "ada") as again, client_of(app, "ben") as other:
        assert (await other.get(f"{CHAT}/{conversation}/stream")).status_code == 204
        resumed = asyncio.create_task(again.get(f"{CHAT}/{conversation}/stream"))
        await asyncio.sleep(0)
        slow.go.set()
        chunks = chunks_of((await resumed).text)

    assert chunks[0]["type"] == "start"
    assert text_of(chunks) == "One two."
    assert (await client.get(f"{CHAT}/{conversation}/stream")).status_code == 204


async def test_a_turn_that_is_stopped_says_so_and_frees_the_conversation(
    client: httpx2.AsyncClient, services: Core
) -> None:
    slow = Slow()
    (await services.assistant.engine()).use(slow.model())
    conversation = str(uuid4())
    first = asyncio.create_task(client.post(f"{CHAT}/stream", json=said("count", conversation)))
    await slow.waiting.wait()
    assert (await client.get(f"{CHAT}/conversations/{conversation}")).json()["running"] is True

    assert (await client.post(f"{CHAT}/conversations/{conversation}/stop")).status_code == 204

    chunks = chunks_of((await first).text)
    assert text_of(chunks).endswith("Stopped. What was done until then is kept.")
    assert next(c["data"] for c in chunks if c["type"] == "data-turn")["status"] == "stopped"
    shown = (await client.get(f"{CHAT}/history")).json()["items"][0]
    assert (shown["status"], shown["content"]) == ("stopped", "Stopped. What was done until then is kept.")
    assert (await client.get(f"{CHAT}/conversations/{conversation}")).json()["running"] is False


async def test_a_provider_cut_off_in_mid_stream_leaks_nothing_and_is_kept(
    client: httpx2.AsyncClient, services: Core
) -> None:
    from pydantic_ai.models.function import FunctionModel

    async def stream(messages: Any, info: Any) -> Any:
        yield "One "
        raise RuntimeError("secret details of the provider")

    (await services.assistant.engine()).use(FunctionModel(stream_function=stream, model_name="cut"))

    answer = await client.post(f"{CHAT}/stream", json=said("count"))

    assert "secret" not in answer.text
    chunks = chunks_of(answer.text)
    assert any(chunk["type"] == "error" for chunk in chunks)
    history = (await client.get(f"{CHAT}/history")).json()["items"]
    assert [(item["role"], item["status"]) for item in history] == [("assistant", "failed"), ("user", None)]


async def test_the_first_byte_comes_soon(client: httpx2.AsyncClient) -> None:
    """30 ms in the median are the goal, measured in bench/assistant; here that nothing waits for the whole turn."""
    async with client.stream("POST", f"{CHAT}/stream", json=said("add buy milk")) as answer:
        async for line in answer.aiter_lines():
            assert json.loads(line.removeprefix("data: "))["type"] == "start"
            break


async def test_one_person_keeps_five_conversations_busy_at_most(client: httpx2.AsyncClient, services: Core) -> None:
    slow = Slow()
    (await services.assistant.engine()).use(slow.model())
    busy = [asyncio.create_task(client.post(f"{CHAT}/stream", json=said("count"))) for _ in range(5)]
    while sum(not turn.done.is_set() for turn in services.assistant._turns.values()) < 5:
        await asyncio.sleep(0.01)

    refused = await client.post(f"{CHAT}/stream", json=said("count"))

    slow.go.set()
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert [answer.status_code for answer in await asyncio.gather(*busy)] == [200] * 5
