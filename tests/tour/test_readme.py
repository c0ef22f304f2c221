"""The README's tours, line for line, against the shipped server and the shipped command."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.servers.tasklore import TaskloreServer, tasklore_server

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def block(heading: str) -> str:
    """The first shell block under a heading of the README."""
    section = README.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    found = re.search(r"```sh\n(.*?)```", section, re.DOTALL)
    assert found is not None
    return found[1]


def shell(script: str, environ: dict[str, str]) -> str:
    """Runs a block as a person would paste it; stops at the first command that fails."""
    environ = {**environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    outcome = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert outcome.returncode == 0, f"{outcome.stdout}\n{outcome.stderr}"
    return outcome.stdout


def test_the_tour_over_http_and_a_restart_keeps_all_of_it(tmp_path: Path) -> None:
    if not (ROOT / "web" / "node_modules" / "better-auth").is_dir():
        pytest.fail("The tour signs up with the official client: run `make web` first.")
    with tasklore_server(tmp_path) as server:
        script = block("A tour over HTTP").replace("http://127.0.0.1:8000", server.url)
        said = shell(f"{script}\necho; echo TOKEN=$TOKEN", server.environ)
        token = said.rpartition("TOKEN=")[2].strip()

        before = tasks_of(server, token)
        server.stop()
        server.start()

        assert tasks_of(server, token) == before
    open_tasks = {task["title"]: task for task in before if task["status"] == "open"}
    assert open_tasks["Pay rent"]["recurrence"]["rrule"] == "FREQ=MONTHLY;BYMONTHDAY=1"
    assert open_tasks["Pay rent"]["due"]["time"] == "09:00"
    plants = [task for task in before if task["title"] == "Water the plants"]
    assert sorted(task["status"] for task in plants) == ["done", "open"]
    assert "Altpapier rausbringen" in open_tasks


def tasks_of(server: TaskloreServer, token: str) -> list[dict[str, object]]:
    answer = httpx2.get(f"{server.url}/api/v1/tasks?limit=200", headers={"authorization": f"Bearer {token}"})
    return list(answer.json()["items"])


def test_the_tour_with_the_command_line(tmp_path: Path) -> None:
    script = block("The same with the command line").replace("backup.json", str(tmp_path / "backup.json"))
    environ = {"DATA_DIR": str(tmp_path / "data"), "HOME": str(tmp_path)}

    said = shell(script, environ)

    assert "Water the plants" in said
    exported = json.loads((tmp_path / "backup.json").read_text())
    titles = {task["title"] for task in exported["tasks"]}
    assert {"Pay rent", "Water the plants", "Measure the kitchen"} <= titles


def test_the_first_command_of_the_readme_is_make_run() -> None:
    assert re.search(r"```sh\n(.*?)```", README, re.DOTALL)[1] == "make run\n"  # type: ignore[index]
    assert shutil.which("make")
