"""E6 and E7. The book chat: cited answers with a bearer token, on the embedded index and on a Qdrant server."""

import contextlib
import time
from pathlib import Path

import httpx2

from tests.servers.qdrant import qdrant_stub
from tests.servers.tasklore import TaskloreServer, tasklore_server

CHAPTER = (
    "# Ownership\n\nOwnership is a set of rules that govern how a program manages memory. "
    "Each value has an owner. There can only be one owner at a time. "
    "When the owner goes out of scope, the value will be dropped.\n"
)


def ready(server: TaskloreServer, token: str) -> httpx2.Client:
    """A client with the bearer token, once the chapter can be asked."""
    client = httpx2.Client(base_url=server.url, headers={"authorization": f"Bearer {token}"}, timeout=30)
    made = client.post("/api/v1/documents", files={"file": ("ownership.md", CHAPTER.encode(), "text/markdown")})
    assert made.status_code in (201, 202), made.text
    deadline = time.monotonic() + 30
    while client.get(f"/api/v1/documents/{made.json()['id']}").json()["status"] != "ready":
        assert time.monotonic() < deadline, "the document was not indexed within 30 s"
        time.sleep(0.1)
    return client


def test_e6_the_book_chat_answers_with_sources_that_quote_verbatim(server: TaskloreServer) -> None:
    person = server.sign_up(email="e6@example.org")
    token = person.get("/api/auth/jwt").json()["token"]
    with contextlib.closing(ready(server, token)) as client:
        answer = client.post("/v1/chat", json={"message": "What happens when the owner goes out of scope?"})
        assert answer.status_code == 200, answer.text
        refused = client.post("/v1/chat", json={"message": "Who won the football world cup in 1954?"}).json()

    found = answer.json()
    assert "the value will be dropped" in found["response"]
    assert found["sources"][0]["title"]
    assert found["sources"][0]["quote"] in CHAPTER
    assert isinstance(found["processing_time_ms"], int | float)
    assert (refused["grounded"], refused["sources"]) == (False, [])
    assert httpx2.post(f"{server.url}/v1/chat", json={"message": "Anything"}).status_code == 401


def test_e7_qdrant_is_used_where_it_is_configured(tmp_path: Path) -> None:
    with (
        qdrant_stub(api_key="secret") as qdrant,
        tasklore_server(tmp_path, QDRANT_URL=qdrant.url, QDRANT_API_KEY="secret") as server,
    ):
        token = server.sign_up().get("/api/auth/jwt").json()["token"]
        with contextlib.closing(ready(server, token)) as client:
            found = client.post("/v1/chat", json={"message": "What happens when the owner goes out of scope?"}).json()
        asked = ("POST", "/points/query/batch") in qdrant.requests
    assert "the value will be dropped" in found["response"]
    assert asked
