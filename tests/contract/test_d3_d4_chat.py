"""D3, D4. The assistant and its history, on the shipped process with no setting at all and with a language model."""

import concurrent.futures
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from tests.servers.language_model import language_model
from tests.servers.tasklore import TaskloreServer, tasklore_server

CHAT = "/api/v1/chat/"


@pytest.fixture(scope="module")
def signed_in(server: TaskloreServer) -> httpx2.Client:
    return server.sign_up(email="eve@example.org")


@pytest.fixture
def eve(signed_in: httpx2.Client) -> httpx2.Client:
    """Signed in, with nothing to do and nothing said."""
    for todo in signed_in.get("/api/v1/todos/").json()["items"]:
        signed_in.delete(f"/api/v1/todos/{todo['id']}").raise_for_status()
    for conversation in signed_in.get(f"{CHAT}conversations").json()["items"]:
        signed_in.delete(f"{CHAT}conversations/{conversation['id']}").raise_for_status()
    return signed_in


def said(client: httpx2.Client, message: str, conversation_id: str | None = None) -> dict[str, object]:
    answer = client.post(CHAT, json={"message": message, "conversation_id": conversation_id})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_d3_the_assistant_acts_on_todos_without_any_key(eve: httpx2.Client) -> None:
    turn = said(eve, "Add buy milk tomorrow and call Anna")

    assert turn.keys() >= {
        "response", "conversation_id", "tool_calls", "sources", "change_set", "processing_time_ms",
    }  # fmt: skip
    assert turn["model"] == "builtin"
    todos = eve.get("/api/v1/todos/").json()["items"]
    assert sorted(todo["title"] for todo in todos) == ["Buy milk", "Call Anna"]


def test_d3_list_complete_delete_and_undo_by_talking(eve: httpx2.Client) -> None:
    conversation = str(said(eve, "add buy milk")["conversation_id"])
    assert "Buy milk" in str(said(eve, "what do I have to do?", conversation)["response"])
    assert eve.get("/api/v1/todos/").json()["items"][0]["completed"] is False

    said(eve, "complete the first", conversation)
    assert eve.get("/api/v1/todos/").json()["items"][0]["completed"] is True
    said(eve, "undo", conversation)
    assert eve.get("/api/v1/todos/").json()["items"][0]["completed"] is False

    asked = said(eve, "delete buy milk", conversation)
    assert len(eve.get("/api/v1/todos/").json()["items"]) == 1, "nothing is deleted before a yes"
    assert asked["change_set"]["status"] == "proposed"  # type: ignore[index]
    said(eve, "yes", conversation)
    assert eve.get("/api/v1/todos/").json()["items"] == []


def test_d3_four_at_once_in_one_conversation(server: TaskloreServer, eve: httpx2.Client) -> None:
    body = {"message": "add only once", "conversation_id": str(uuid4())}
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: eve.post(CHAT, json=body).status_code, range(4)))

    # A turn takes milliseconds, so that a late post may come after the first one's end and be a turn of its own.
    assert set(answers) <= {200, 409}
    assert len(eve.get("/api/v1/todos/").json()["items"]) == answers.count(200)


def test_d4_the_history_is_paged_in_utc_and_ones_own(server: TaskloreServer, eve: httpx2.Client) -> None:
    for number in range(3):
        said(eve, f"add task {number}")

    first = eve.get(f"{CHAT}history", params={"limit": 4}).json()
    rest = eve.get(f"{CHAT}history", params={"limit": 4, "cursor": first["next_cursor"]}).json()

    items = [*first["items"], *rest["items"]]
    assert len(items) == 6
    assert rest["next_cursor"] is None
    assert len({item["id"] for item in items}) == 6
    moments = [datetime.fromisoformat(item["created_at"]) for item in items]
    assert moments == sorted(moments, reverse=True)
    assert all(moment.utcoffset() == timedelta(0) for moment in moments)
    stranger = server.sign_up(email="mallory@example.org")
    assert stranger.get(f"{CHAT}history").json()["items"] == []
    assert server.client().get(f"{CHAT}history").status_code == 401


def test_d3_with_a_model_server_and_when_it_is_gone(tmp_path: Path) -> None:
    with language_model() as model:
        model.answer = lambda messages: (
            "Your milk is on the list."
            if messages[-1]["role"] == "tool"
            else [("add_tasks", {"tasks": [{"title": "Milk"}]})]
        )
        environ = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": f"{model.url}/v1", "OPENAI_MODEL": "local"}
        with tasklore_server(tmp_path, **environ) as server:
            client = server.sign_up()
            turn = said(client, "I am out of milk")
            assert (turn["response"], turn["model"]) == ("Your milk is on the list.", "local")
            assert [todo["title"] for todo in client.get("/api/v1/todos/").json()["items"]] == ["Milk"]

            model.failing = 503
            turn = said(client, "add bread")

            assert turn["model"] == "builtin"
            assert sorted(todo["title"] for todo in client.get("/api/v1/todos/").json()["items"]) == ["Bread", "Milk"]
