"""Starting: quick help, one line for what is wrong, exit codes."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.ports import free_port

from .conftest import Command, Ran

HEAVY = ("sqlalchemy", "fastapi", "pydantic", "rich", "structlog", "httpx2", "tasklore.settings")


def test_help_imports_nothing_that_a_command_needs() -> None:
    code = f"import sys, tasklore.cli.app; print([name for name in {HEAVY} if name in sys.modules])"

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"


def test_the_data_directory_is_worked_on_without_the_web_framework() -> None:
    code = (
        "import sys, tasklore.cli.embedded; print([n for n in ('fastapi', 'alembic', 'uvicorn') if n in sys.modules])"
    )

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"


def test_every_command_has_help(command: Command) -> None:
    overview = command("--help")

    assert overview.code == 0
    for name in ("serve", "worker", "migrate", "user", "settings", "doctor", "list", "show", "add", "done", "undo"):
        assert name in overview.out
        assert command(name, "--help").code == 0


def test_an_unknown_option_is_wrong_usage(command: Command) -> None:
    assert command("list", "--nope").code == 2


def said(ran: Ran) -> list[str]:
    return ran.err.strip().splitlines()


def test_a_bad_setting_is_one_line_with_an_example(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eighty")
    monkeypatch.setenv("CACHE_TTL", "-1")

    ran = command("serve")

    assert ran.code == 2
    lines = said(ran)
    assert len(lines) == 3
    assert lines[1].startswith("  PORT: ")
    assert lines[1].endswith("It is 'eighty'. Example: PORT=8000")
    assert lines[2].startswith("  CACHE_TTL: ")


@pytest.mark.parametrize(
    ("arguments", "setting"),
    [([], "PORT"), ([], "AUTH_PORT"), (["api", "--workers", "2"], "PORT"), (["auth", "--reload"], "AUTH_PORT")],
)
def test_a_port_that_is_taken_says_which_setting_to_change(
    command: Command, monkeypatch: pytest.MonkeyPatch, data: Path, arguments: list[str], setting: str
) -> None:
    monkeypatch.setenv("BETTER_AUTH_SECRET", "0123456789abcdef0123456789abcdef-for-tests")
    with socket.socket() as taken, socket.socket() as free:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        free.bind(("127.0.0.1", 0))
        ports = {"PORT": free.getsockname()[1], "AUTH_PORT": free.getsockname()[1], setting: taken.getsockname()[1]}
        free.close()
        for name, port in ports.items():
            monkeypatch.setenv(name, str(port))

        ran = command("serve", *arguments)

    assert ran.code == 2
    assert said(ran)[0] == f"Port {ports[setting]} is taken by another program."
    assert f"{setting}=" in said(ran)[1]


@pytest.mark.parametrize("arguments", [["serve"], ["list"], ["user", "list"], ["migrate"]])
def test_a_data_directory_that_cannot_be_written_says_what_to_set(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    (folder / "file").write_text("")
    monkeypatch.setenv("DATA_DIR", str(folder / "file" / "data"))

    ran = command(*arguments)

    assert ran.code == 2
    assert len(said(ran)) == 2
    assert "DATA_DIR" in ran.err


@pytest.mark.parametrize("arguments", [["serve"], ["worker"], ["list"], ["migrate"]])
def test_a_database_that_is_none_is_one_line(
    command: Command, data: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("BETTER_AUTH_SECRET", "0123456789abcdef0123456789abcdef-for-tests")
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.setenv("AUTH_PORT", str(free_port()))
    (data / "tasklore.sqlite").unlink()
    (data / "tasklore.sqlite").mkdir()

    ran = command(*arguments)

    assert ran.code == 2
    assert said(ran)[0].startswith(f"The data directory {data} cannot be used: ")


def test_services_that_run_apart_demand_their_secret(command: Command) -> None:
    ran = command("serve", "auth")

    assert ran.code == 2
    assert "BETTER_AUTH_SECRET" in ran.err


def test_with_json_an_error_is_json_too(command: Command, data: Path) -> None:
    ran = command("list", "--json")

    assert ran.code == 2
    error = json.loads(ran.err)["error"]
    assert error["code"] == "no_users"
    assert "tasklore user add" in error["hint"]


def test_every_format_that_is_served_is_offered() -> None:
    from tasklore.cli.exchanging import ExportFormat, ImportFormat
    from tasklore.exchange.catalogue import READABLE, WRITTEN

    # A folder of documents is no format: it goes to another feature.
    assert [format.value for format in ImportFormat if format is not ImportFormat.docs] == list(READABLE)
    assert [format.value for format in ExportFormat] == list(WRITTEN)
