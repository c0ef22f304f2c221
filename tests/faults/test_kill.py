"""kill -9 under load: what was acknowledged is there, whole, and once."""

import threading
import time
from pathlib import Path

import httpx2
import pytest

from tests.servers.postgres import PostgresServer
from tests.servers.tasklore import TaskloreServer

SECRET = "f3a1c5d7e9b2046813579bdf02468ace"
ROUNDS = 3
WRITERS = 8


class Writers:
    """Clients that add tasks until they are told to stop, and remember what was acknowledged."""

    def __init__(self, server: TaskloreServer, token: str, round_: int) -> None:
        self.acknowledged: set[str] = set()
        self.unknown: set[str] = set()
        self._server, self._token, self._round = server, token, round_
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(n,), daemon=True) for n in range(WRITERS)]
        for thread in self._threads:
            thread.start()

    def _write(self, number: int) -> None:
        with httpx2.Client(base_url=self._server.url, headers={"authorization": f"Bearer {self._token}"}) as client:
            count = 0
            while not self._stop.is_set():
                title = f"r{self._round} w{number} n{count}"
                count += 1
                try:
                    answer = client.post("/api/v1/tasks", json={"title": title}, timeout=5)
                except httpx2.HTTPError:
                    self.unknown.add(title)
                    return
                if answer.status_code == 201:
                    self.acknowledged.add(title)

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(10)


def everything(server: TaskloreServer, token: str) -> tuple[list[str], list[dict[str, object]]]:
    """All titles, and all change sets, over HTTP."""
    titles, sets = [], []
    headers = {"authorization": f"Bearer {token}"}
    with httpx2.Client(base_url=server.url, headers=headers, timeout=30) as client:
        cursor: str | None = ""
        while cursor is not None:
            page = client.get("/api/v1/tasks", params={"limit": 200, **({"cursor": cursor} if cursor else {})}).json()
            titles += [task["title"] for task in page["items"]]
            cursor = page["next_cursor"]
        revision = 0
        while True:
            page = client.get("/api/v1/changes", params={"since": revision, "limit": 200}).json()
            sets += page["items"]
            if page["next_cursor"] is None:
                break
            revision = page["items"][-1]["revision"]
    return titles, sets


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_every_acknowledged_write_survives_kill_9(engine: str, postgres: PostgresServer, tmp_path: Path) -> None:
    environ = {"AUTH_RATE_LIMIT_PER_MINUTE": "1000", "BETTER_AUTH_SECRET": SECRET}
    if engine == "postgresql":
        await postgres.copy_template("faults_kill")
        environ["DATABASE_URL"] = postgres.url("faults_kill")
    server = TaskloreServer(tmp_path, **environ)
    acknowledged: set[str] = set()
    unknown: set[str] = set()
    try:
        server.start("/ready")
        token = server.sign_up().get("/api/auth/jwt").json()["token"]
        for round_ in range(ROUNDS):
            writers = Writers(server, token, round_)
            time.sleep(1.0)
            server.kill()
            writers.stop()
            assert len(writers.acknowledged) > 20
            acknowledged |= writers.acknowledged
            unknown |= writers.unknown
            server.start("/ready")
        titles, sets = everything(server, token)
    finally:
        server.kill()

    assert acknowledged <= set(titles), "an acknowledged write is lost"
    assert len(titles) == len(set(titles)), "a write was done twice"
    assert set(titles) - acknowledged <= unknown, "a write appeared that nobody made"
    logged = [change["after"]["title"] for one in sets for change in one["changes"] if change["entity"] == "task"]  # type: ignore[index,attr-defined]
    assert sorted(logged) == sorted(titles), "the log and the tasks disagree"
    revisions = [one["revision"] for one in sets]
    assert revisions == list(range(1, len(revisions) + 1)), "a revision is missing"
