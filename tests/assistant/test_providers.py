"""Language models behind the real clients of OpenAI and Cohere, and what happens when they fail."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from tasklore.accounts.models import user
from tasklore.apps.api import make_api
from tasklore.apps.wiring import Core, open_core
from tasklore.assistant.breaker import Breaker
from tasklore.platform.clock import SetClock
from tasklore.platform.unit import Unit
from tests.conftest import HeaderAuthenticator, client_of, make_settings
from tests.servers.language_model import LanguageModel

from .conftest import CHAT, titles


async def app_with(
    tmp_path: Path, database_url: str, clock: SetClock, **environ: str
) -> AsyncIterator[tuple[FastAPI, Core]]:
    settings = make_settings(tmp_path, database_url, **environ)
    async with open_core(settings, clock=clock) as core:
        core.authenticator = HeaderAuthenticator()
        app = make_api(settings)
        app.state.services = core
        yield app, core


@pytest.fixture(params=["openai", "cohere"])
async def client(
    request: pytest.FixtureRequest, tmp_path: Path, database_url: str, clock: SetClock, provider: LanguageModel
) -> AsyncIterator[httpx2.AsyncClient]:
    """ada, where a language model is configured."""
    environ = {
        "openai": {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": f"{provider.url}/v1", "OPENAI_MODEL": "gpt-4o-mini"},
        "cohere": {"COHERE_API_KEY": "co-test", "COHERE_BASE_URL": provider.url, "COHERE_MODEL": "command-a-03-2025"},
    }[request.param]
    async for app, core in app_with(tmp_path, database_url, clock, **environ):
        request.node.core = core
        async with client_of(app, "ada") as client:
            yield client


def calls_then(*calls: tuple[str, dict[str, Any]], text: str) -> Any:
    """Calls these tools once, then says that."""

    def answer(messages: list[dict[str, Any]]) -> Any:
        return text if messages[-1]["role"] == "tool" else list(calls)

    return answer


async def test_a_language_model_calls_tools_and_its_tokens_are_counted(
    client: httpx2.AsyncClient, provider: LanguageModel
) -> None:
    task = {"title": "Buy milk", "due": "tomorrow 5pm"}
    provider.answer = calls_then(("add_tasks", {"tasks": [task]}), text="I have added it.")

    turn = (await client.post(CHAT, json={"message": "milk, tomorrow at five"})).json()

    assert turn["response"] == "I have added it."
    assert [call["name"] for call in turn["tool_calls"]] == ["add_tasks"]
    assert turn["change_set"]["effects"][0]["after"]["due"] == "2026-11-21 17:00"
    assert turn["model"] in ("gpt-4o-mini", "command-a-03-2025")
    assert (turn["usage"]["requests"], turn["usage"]["input_tokens"], turn["usage"]["output_tokens"]) == (2, 240, 60)
    assert turn["usage"]["cost_usd"] is None or 0 < turn["usage"]["cost_usd"] < 0.01
    assert await titles(client) == ["Buy milk"]


async def test_the_next_turn_is_told_what_was_said_and_done(
    client: httpx2.AsyncClient, provider: LanguageModel
) -> None:
    provider.answer = calls_then(("add_tasks", {"tasks": [{"title": "Buy milk"}]}), text="Added.")
    first = (await client.post(CHAT, json={"message": "milk"})).json()
    provider.answer = lambda messages: "Bread it is."

    await client.post(CHAT, json={"message": "and bread", "conversation_id": first["conversation_id"]})

    told = str(provider.requests[-1]["messages"])
    assert all(text in told for text in ("'milk'", "add_tasks", "Added.", "and bread"))


async def test_arguments_that_do_not_fit_are_sent_back_to_be_mended(
    client: httpx2.AsyncClient, provider: LanguageModel
) -> None:
    def answer(messages: list[dict[str, Any]]) -> Any:
        tries = sum(message["role"] == "tool" for message in messages)
        due = "the twelfth of never" if tries == 0 else "2026-12-12"
        return "Done." if tries == 2 else [("add_tasks", {"tasks": [{"title": "Wait", "due": due}]})]

    provider.answer = answer

    turn = (await client.post(CHAT, json={"message": "wait"})).json()

    assert turn["response"] == "Done."
    assert "is not a date" in str(provider.requests[1]["messages"])
    assert await titles(client) == ["Wait"]


@pytest.mark.parametrize("status", [401, 429, 500, 503])
async def test_the_built_in_assistant_answers_when_the_provider_fails(
    client: httpx2.AsyncClient, provider: LanguageModel, status: int, engine: str
) -> None:
    provider.failing = status

    turn = (await client.post(CHAT, json={"message": "add buy milk"})).json()

    assert turn["model"] == "builtin"
    assert turn["fallback"]
    assert turn["response"].startswith("Added “Buy milk”.")
    assert "secret details" not in str(turn)
    assert len(provider.requests) == 1, "no retries"
    assert await titles(client) == ["Buy milk"]


async def test_after_two_failures_the_provider_is_left_alone_for_a_while(
    client: httpx2.AsyncClient, provider: LanguageModel, request: pytest.FixtureRequest
) -> None:
    provider.failing = 503
    for number in range(4):
        await client.post(CHAT, json={"message": f"add task {number}"})
    assert len(provider.requests) == 2

    provider.failing = None
    request.node.core.assistant.breaker.succeeded()

    assert (await client.post(CHAT, json={"message": "hi"})).json()["response"] == "Hello."


async def test_a_model_that_fails_after_acting_leaves_a_turn_that_says_what_was_done(
    client: httpx2.AsyncClient, provider: LanguageModel
) -> None:
    def answer(messages: list[dict[str, Any]]) -> Any:
        provider.failing = 500
        return [("add_tasks", {"tasks": [{"title": "Buy milk"}]})]

    provider.answer = answer

    turn = (await client.post(CHAT, json={"message": "milk"})).json()

    assert turn["response"].startswith("Added “Buy milk”.")
    assert await titles(client) == ["Buy milk"]


async def test_a_model_that_never_stops_is_stopped(client: httpx2.AsyncClient, provider: LanguageModel) -> None:
    provider.answer = lambda messages: [("find_tasks", {})]

    turn = (await client.post(CHAT, json={"message": "loop"})).json()

    assert turn["status"] == "stopped"
    assert len(provider.requests) <= 8
    assert len(turn["tool_calls"]) <= 10


async def test_the_profile_the_zone_and_the_users_own_words_reach_the_model(
    client: httpx2.AsyncClient, provider: LanguageModel, request: pytest.FixtureRequest
) -> None:
    core: Core = request.node.core
    unit = Unit(core)
    row = {
        "id": "ada", "email": "ada@example.org", "email_verified": True, "name": "Ada", "software_background": "Compilers",
        "hardware_background": "Looms", "interest_area": "Robots", "role": "user", "two_factor_enabled": False,
        "disabled": False, "created_at": unit.now, "updated_at": unit.now,
    }  # fmt: skip
    unit.insert(user, row)
    await unit.commit()
    from tasklore.accounts.preferences import change_preferences

    unit = Unit(core)
    given = {"timezone": "Asia/Tokyo", "locale": "ja-JP", "instructions": "Call me Countess."}
    await change_preferences(unit, "ada", given)
    await unit.commit()

    await client.post(CHAT, json={"message": "hi"})

    told = str(provider.requests[-1]["messages"])
    for text in ("Compilers", "Looms", "Robots", "Asia/Tokyo", "ja-JP", "Call me Countess.", "2026-11-20 18:00"):
        assert text in told, text
    assert "ada@example.org" not in told


async def test_a_model_cannot_say_yes_for_the_user(client: httpx2.AsyncClient, provider: LanguageModel) -> None:
    made = (await client.post("/api/v1/tasks", json={"title": "Buy milk"})).json()
    provider.answer = calls_then(("delete_tasks", {"tasks": [made["id"]]}), text="Deleted! The user said yes.")
    first = (await client.post(CHAT, json={"message": "clean up"})).json()
    assert first["change_set"]["status"] == "proposed"
    assert await titles(client) == ["Buy milk"]

    again = {"message": "yes", "conversation_id": first["conversation_id"]}
    second = (await client.post(CHAT, json=again)).json()

    assert second["change_set"]["status"] == "applied"
    assert await titles(client) == []


def test_a_breaker_opens_after_failures_in_a_row_and_closes_after_its_rest() -> None:
    now = 0.0
    breaker = Breaker(failures=2, rest_s=30, now=lambda: now)
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert not breaker.is_open

    breaker.failed()
    assert breaker.is_open

    now = 31.0
    assert not breaker.is_open


async def test_an_answer_from_documents_is_worded_by_the_model_and_checked(
    client: httpx2.AsyncClient, provider: LanguageModel, request: pytest.FixtureRequest
) -> None:
    from tasklore.platform.jobs.worker import Worker

    core: Core = request.node.core
    text = (
        "# Bread\n\nA sourdough loaf needs flour, water and salt. The dough rests for twelve hours at room temperature."
    )
    assert (await client.post("/api/v1/documents", json={"title": "Bread", "text": text})).status_code == 201
    while await Worker(core, core.registry).work_once():
        pass

    def answer(messages: list[dict[str, Any]]) -> str:
        marker = str(messages).partition("passage id=")[2].partition(">")[0]
        return f"The dough rests for twelve hours [{marker}]. Paris is in France [nowhr]."

    provider.answer = answer

    told = (await client.post("/v1/chat", json={"message": "How long does the dough rest at room temperature?"})).json()

    assert "twelve hours" in told["response"], (told, provider.requests)
    assert "Paris" not in told["response"]
    assert [source["title"] for source in told["sources"]] == ["Bread"]
    assert "Do nothing but answer".lower() in str(provider.requests[-1]["messages"]).lower()

    provider.failing = 500
    told = (await client.post("/v1/chat", json={"message": "How long does the dough rest at room temperature?"})).json()
    assert "twelve hours" in told["response"], "the document's own sentence stands in"
