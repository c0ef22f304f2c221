"""Talking to the assistant over HTTP: `await chat("add buy milk")`."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx2
import pytest
import structlog

from tests.knowledge.conftest import make_document, work
from tests.servers.language_model import LanguageModel, language_model

__all__ = ["make_document", "work"]

CHAT = "/api/v1/chat"


@pytest.fixture(scope="session", autouse=True)
def plain_log() -> None:
    """Tracebacks without the values of local variables, which take a minute to draw."""
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()],
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=False,
    )


Chat = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def chat(client: httpx2.AsyncClient) -> Chat:
    """Says something as ada and gives back the turn; with `to`, in the conversation of that turn."""

    async def say(message: str, to: dict[str, Any] | None = None) -> dict[str, Any]:
        body = {"message": message, **({"conversation_id": to["conversation_id"]} if to else {})}
        answer = await client.post(f"{CHAT}/", json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    return say


@pytest.fixture(scope="session")
def model_server() -> Iterator[LanguageModel]:
    with language_model() as server:
        yield server


@pytest.fixture
def provider(model_server: LanguageModel) -> LanguageModel:
    """The language model server, with nothing left of the test before."""
    model_server.answer = lambda messages: "Hello."
    model_server.failing = model_server.cut_after = None
    model_server.requests.clear()
    return model_server


async def titles(client: httpx2.AsyncClient, **query: Any) -> list[str]:
    """The titles of ada's tasks, sorted."""
    items = (await client.get("/api/v1/tasks", params=query)).json()["items"]
    return sorted(task["title"] for task in items)
