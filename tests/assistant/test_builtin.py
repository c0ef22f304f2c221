"""What the built-in assistant must not take for an order. How much it understands is measured in bench/assistant."""

import socket
from typing import Any

import httpx2
import pytest

from tests.conftest import MakeTask

from .conftest import Chat


@pytest.mark.parametrize(
    "said",
    [
        "I need milk", "I forgot the milk", "I lost the milk", "the milk is closed", "milk is needed", "I read about milk",
        "Tom bought milk", "is the milk done?", "was the milk bought?", "did I complete buy milk?", "should I delete buy milk?",
        "don't delete buy milk", "do not complete buy milk", "never touch buy milk", "what if I delete buy milk?",
        "if I buy milk, delete the task", "the song is called Delete Milk", "delete it", "complete that", "delete", "yes",
    ],
)  # fmt: skip
async def test_what_is_no_order_changes_nothing(
    client: httpx2.AsyncClient, chat: Chat, make_task: MakeTask, said: str, engine: str
) -> None:
    if engine != "sqlite":
        pytest.skip("the parser knows no database")
    task = await make_task("Buy milk")

    turn = await chat(said)

    assert turn["change_sets"] == []
    assert (await client.get(f"/api/v1/tasks/{task['id']}")).json() == task


async def test_a_name_that_fits_two_is_asked_about_and_the_answer_is_understood(
    client: httpx2.AsyncClient, chat: Chat, make_task: MakeTask
) -> None:
    await make_task("Buy milk")
    await make_task("Buy bread")

    asked = await chat("delete buy")
    assert asked["change_sets"] == []
    assert asked["response"] == "Which one do you mean by “buy”? 1. “Buy milk”; 2. “Buy bread”."
    proposed = await chat("the second", to=asked)

    assert [effect["title"] for effect in proposed["change_set"]["effects"]] == ["Buy bread"]


async def test_a_slip_of_the_pen_is_forgiven_unless_it_destroys(chat: Chat, make_task: MakeTask) -> None:
    await make_task("Call the dentist")

    asked = await chat("delete the dentst task")
    done = await chat("complete call dentst")

    assert asked["change_sets"] == []
    assert "Do you mean “Call the dentist”" in asked["response"]
    assert done["response"] == "Completed “Call the dentist”."


async def test_it_opens_no_connection(chat: Chat, monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    if engine != "sqlite":
        pytest.skip("a connection to the database is one")
    await chat("hello")

    def refused(*given: Any, **named: Any) -> Any:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)

    turn = await chat("add buy milk tomorrow at 5pm and show my tasks")

    assert "Buy milk" in turn["response"]
