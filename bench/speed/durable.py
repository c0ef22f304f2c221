"""32 clients add tasks, the server is killed, again and again: what was acknowledged must be there."""

import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import httpx2
from tests.servers.tasklore import TaskloreServer

CLIENTS = 32


def durable(rounds: int, db: str) -> dict[str, int]:
    """Counts what was acknowledged, lost and refused as locked; prints them. SQLite only: PostgreSQL is killed in tests/faults."""
    if db != "sqlite":
        print("durable measures SQLite; PostgreSQL's own kills are in tests/faults.")
    acknowledged: list[str] = []
    locked: list[int] = []
    with tempfile.TemporaryDirectory(prefix="tasklore-bench-") as folder:
        server = TaskloreServer(Path(folder))
        server.start()
        token = server.sign_up().get("/api/auth/jwt").json()["token"]
        headers = {"authorization": f"Bearer {token}"}
        for round_ in range(rounds):
            stop = threading.Event()
            threads = [
                threading.Thread(target=_add, args=(server.url, headers, f"{round_}-{n}", stop, acknowledged, locked))
                for n in range(CLIENTS)
            ]
            for thread in threads:
                thread.start()
            time.sleep(3)
            server.kill()
            stop.set()
            for thread in threads:
                thread.join()
            server.start()
        there = _titles(server.url, headers)
        server.kill()
    result = {"acknowledged": len(acknowledged), "lost": len(set(acknowledged) - there), "locked": len(locked)}
    print("\ndurable\n" + ", ".join(f"{name} {count}" for name, count in result.items()))
    return result


def _add(
    url: str, headers: dict[str, str], name: str, stop: threading.Event, done: list[str], locked: list[int]
) -> None:
    with httpx2.Client(base_url=url, headers=headers, timeout=10) as client:
        count = 0
        while not stop.is_set():
            title = f"{name}-{count}"
            count += 1
            try:
                answer = client.post("/api/v1/tasks", json={"title": title})
            except httpx2.HTTPError:
                return
            if answer.status_code == 201:
                done.append(title)
            elif answer.status_code == 503:
                locked.append(1)


def _titles(url: str, headers: dict[str, str]) -> set[str]:
    titles: set[str] = set()
    with httpx2.Client(base_url=url, headers=headers, timeout=30) as client:
        query: dict[str, Any] = {"limit": 200}
        while True:
            page = client.get("/api/v1/tasks", params=query).json()
            titles.update(task["title"] for task in page["items"])
            if page["next_cursor"] is None:
                return titles
            query["cursor"] = page["next_cursor"]
