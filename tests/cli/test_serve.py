"""Processes that serve: where they answer, how they stop, what they leave."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from tests.servers.ports import free_port

from .conftest import PASSWORD, Command, environment_of, served, wait_for

SECRET = "0123456789abcdef0123456789abcdef-for-tests"


def test_one_process_answers_on_both_ports(server: str, served_ports: dict[str, int]) -> None:
    api = httpx2.get(f"{server}/health").json()
    auth = httpx2.get(f"http://127.0.0.1:{served_ports['AUTH_PORT']}/health").json()

    assert api == {"status": "healthy", "service": "api-service"}
    assert auth == {"status": "healthy", "service": "auth-service"}


def test_who_signs_up_on_one_port_is_known_on_the_other(server: str, served_ports: dict[str, int]) -> None:
    auth = f"http://127.0.0.1:{served_ports['AUTH_PORT']}"
    account = {"email": "kim@example.org", "password": PASSWORD, "name": "Kim"}

    token = httpx2.post(f"{auth}/api/auth/sign-up/email", json=account).json()["token"]

    answer = httpx2.get(f"{server}/api/v1/tasks", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200


@pytest.mark.parametrize(("role", "setting"), [("api", "PORT"), ("auth", "AUTH_PORT")])
def test_parts_run_apart_with_a_secret(tmp_path: Path, role: str, setting: str) -> None:
    port = free_port()

    with served(tmp_path, role, BETTER_AUTH_SECRET=SECRET, **{setting: str(port)}) as address:
        assert httpx2.get(f"http://127.0.0.1:{port}/health").json()["service"] == f"{role}-service"
        assert address.endswith(str(port))


def test_several_processes_share_a_port(tmp_path: Path) -> None:
    with served(tmp_path, "api", "--workers", "2", BETTER_AUTH_SECRET=SECRET) as address:
        assert httpx2.get(f"{address}/health").json()["service"] == "api-service"


def test_data_is_there_after_a_restart(tmp_path: Path) -> None:
    account = {"email": "ada@example.org", "password": PASSWORD, "name": "Ada"}
    with served(tmp_path) as address:
        token = httpx2.post(f"{address}/api/auth/sign-up/email", json=account).json()["token"]
        bearer = {"authorization": f"Bearer {token}"}
        made = httpx2.post(f"{address}/api/v1/tasks", json={"title": "Buy milk"}, headers=bearer)
        assert made.status_code == 201

    with served(tmp_path) as address:
        tasks = httpx2.get(f"{address}/api/v1/tasks", headers=bearer).json()["items"]
        assert [task["title"] for task in tasks] == ["Buy milk"]


def test_an_open_event_stream_does_not_hold_the_shutdown(tmp_path: Path) -> None:
    account = {"email": "ada@example.org", "password": PASSWORD, "name": "Ada"}
    port = free_port()
    said = tmp_path / "log"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", "from tasklore.cli import main; main()", "serve"],
            env=environment_of(tmp_path, PORT=str(port)),
            cwd=tmp_path,
            stdout=output,
            stderr=output,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/health", process, said)
        token = httpx2.post(f"{address}/api/auth/sign-up/email", json=account).json()["token"]
        with httpx2.stream("GET", f"{address}/api/v1/events", headers={"authorization": f"Bearer {token}"}) as events:
            lines = events.iter_lines()
            assert next(lines)

            started = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert list(lines) is not None
            assert process.wait(10) == 0
            assert time.monotonic() - started < 5
    finally:
        process.kill()
        process.wait()


def test_migrate_makes_the_schema_once(command: Command, folder: Path) -> None:
    first, second = command("migrate", "--json").json, command("migrate", "--json").json

    assert (first["changed"], second["changed"]) == (True, False)
    assert first["schema"] == second["schema"]


def test_a_worker_runs_until_it_is_told_to_stop(tmp_path: Path) -> None:
    said = tmp_path / "log"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", "from tasklore.cli import main; main()", "worker"],
            env=environment_of(tmp_path, BETTER_AUTH_SECRET=SECRET),
            cwd=tmp_path,
            stdout=output,
            stderr=output,
        )
    try:
        deadline = time.monotonic() + 20
        while "The worker runs." not in said.read_text():
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    finally:
        process.kill()
        process.wait()
