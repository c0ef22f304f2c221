"""Live events: resumable, each reader's own, and across replicas with and without Redis."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from tasklore.apps.wiring import Core
from tasklore.platform.errors import Unavailable
from tests.servers.postgres import PostgresServer
from tests.servers.tasklore import ADA, TaskloreServer

SECRET = "f3a1c5d7e9b2046813579bdf02468ace"


class Ear:
    """Listens to the event stream in a thread."""

    def __init__(self, url: str, token: str, last_event_id: str | None = None) -> None:
        self.events: list[tuple[str, dict[str, object]]] = []
        self.ids: list[str] = []
        self._headers = {"authorization": f"Bearer {token}", "accept": "text/event-stream"}
        if last_event_id is not None:
            self._headers["last-event-id"] = last_event_id
        self._url = url
        self._open = threading.Event()
        self._stop = False
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        assert self._open.wait(10)

    def _listen(self) -> None:
        with contextlib.suppress(httpx2.HTTPError):  # the server was killed or stopped
            self._follow()

    def _follow(self) -> None:
        with (
            httpx2.Client(timeout=httpx2.Timeout(5, read=30)) as client,
            client.stream("GET", f"{self._url}/api/v1/events", headers=self._headers) as answer,
        ):
            assert answer.status_code == 200
            kind = ""
            for line in answer.iter_lines():
                self._open.set()
                if self._stop:
                    return
                if line.startswith("event: "):
                    kind = line[7:]
                elif line.startswith("id: "):
                    self.ids.append(line[4:])
                elif line.startswith("data: "):
                    self.events.append((kind, json.loads(line[6:])))

    def heard(self, words: str, at_most_s: float) -> float:
        """Seconds until an event holds these words."""
        started = time.monotonic()
        while time.monotonic() - started < at_most_s:
            if any(words in json.dumps(event) for event in self.events):
                return time.monotonic() - started
            time.sleep(0.01)
        raise AssertionError(f"{words!r} was not heard within {at_most_s} s; heard {self.events}")

    def is_over(self, at_most_s: float) -> None:
        """Waits for the server to end the stream."""
        self._thread.join(at_most_s)
        assert not self._thread.is_alive(), f"the stream was still open after {at_most_s} s"


@contextmanager
def replicas(folder: Path, **environ: str) -> Iterator[tuple[TaskloreServer, TaskloreServer]]:
    servers = []
    try:
        for name in ("a", "b"):
            (folder / name).mkdir()
            server = TaskloreServer(folder / name, BETTER_AUTH_SECRET=SECRET, **environ)
            server.start("/ready")
            servers.append(server)
        yield servers[0], servers[1]
    finally:
        for server in servers:
            server.kill()


@pytest.mark.parametrize("shared", ["redis", "nothing"])
async def test_a_change_at_one_replica_is_heard_at_the_other_within_a_second(
    shared: str, postgres: PostgresServer, redis: str, tmp_path: Path
) -> None:
    name = f"stream_{shared}"
    await postgres.copy_template(name)
    more = {"REDIS_URL": redis} if shared == "redis" else {}
    with replicas(tmp_path, DATABASE_URL=postgres.url(name), **more) as (first, second):
        client = first.sign_up()
        token = client.get("/api/auth/jwt").json()["token"]
        stranger = first.sign_up(email="ben@example.org").get("/api/auth/jwt").json()["token"]
        ear, other = Ear(second.url, token), Ear(second.url, stranger)

        client.post("/api/v1/tasks", json={"title": "Heard elsewhere"}).raise_for_status()

        assert ear.heard("Heard elsewhere", 3) < 1.5
        assert not any(kind == "change" for kind, _ in other.events)


def test_a_stream_resumes_after_the_last_event_and_loses_nothing(tmp_path: Path) -> None:
    server = TaskloreServer(tmp_path)
    try:
        server.start()
        client = server.sign_up()
        token = client.get("/api/auth/jwt").json()["token"]
        client.post("/api/v1/tasks", json={"title": "First"}).raise_for_status()
        ear = Ear(server.url, token, last_event_id="0")
        ear.heard("First", 3)
        last = ear.ids[-1]
        server.kill()
        server.start()
        for title in ("Second", "Third"):
            httpx2.post(
                f"{server.url}/api/v1/tasks", json={"title": title}, headers={"authorization": f"Bearer {token}"}
            ).raise_for_status()

        again = Ear(server.url, token, last_event_id=last)

        again.heard("Third", 3)
        titles = [event["title"] for kind, event in again.events if kind == "change"]
        assert titles == ["Added task “Second”", "Added task “Third”"]
    finally:
        server.kill()


def test_open_streams_do_not_hold_up_a_stop(tmp_path: Path) -> None:
    server = TaskloreServer(tmp_path)
    try:
        server.start()
        token = server.sign_up().get("/api/auth/jwt").json()["token"]
        Ear(server.url, token)
        started = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - started < 8
    finally:
        server.kill()


@pytest.mark.parametrize("shown", ["session", "api key"])
async def test_a_stream_ends_soon_after_what_opened_it_is_revoked_at_another_replica(
    shown: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    name = f"stream_ends_{shown.replace(' ', '_')}"
    await postgres.copy_template(name)
    with replicas(tmp_path, DATABASE_URL=postgres.url(name)) as (first, second):
        client, stays = first.sign_up(), first.client(headers={"origin": first.url})
        stays.post(
            "/api/auth/sign-in/email", json={"email": ADA["email"], "password": ADA["password"]}
        ).raise_for_status()
        token, key_id = client.get("/api/auth/jwt").json()["token"], ""
        if shown == "api key":
            key = client.post("/api/auth/api-key/create", json={"name": "ear"}).json()
            token, key_id = key["key"], key["id"]
        ended, going_on = Ear(second.url, token), Ear(second.url, stays.get("/api/auth/jwt").json()["token"])

        if shown == "session":
            client.post("/api/auth/sign-out", json={}).raise_for_status()
        else:
            client.post("/api/auth/api-key/delete", json={"keyId": key_id}).raise_for_status()

        ended.is_over(3)
        stays.post("/api/v1/tasks", json={"title": "After it"}).raise_for_status()
        going_on.heard("After it", 3)
        assert "After it" not in json.dumps(ended.events)


async def test_a_stream_that_cannot_be_opened_is_refused_as_a_problem(
    client: httpx2.AsyncClient, services: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*args: object) -> None:
        raise Unavailable("The database does not answer.", retry_after_s=2)

    monkeypatch.setattr(services.db, "fetch_by_key", away)

    answer = await client.get("/api/v1/events")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
