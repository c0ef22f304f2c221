"""Running commands: in this process where one suffices, against a real server where two are meant."""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import pytest

from tasklore.cli import main
from tasklore.platform import log
from tests.servers.ports import free_port

PASSWORD = "correct horse 1 battery"
SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"


class Ran(NamedTuple):
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Ran]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with nothing set and nobody signed in."""
    for name in [name for name in os.environ if name.startswith("TASKLORE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def command(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs a command in this process, as the entry point does: `command("list", "--json").json`."""
    monkeypatch.setattr(log, "set_up", lambda *_, **__: None)

    def run(*arguments: str, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["tasklore", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        capfd.readouterr()
        code = 0
        try:
            main()
        except SystemExit as error:
            code = int(error.code or 0)
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture
def data(folder: Path, sqlite_template: Path) -> Path:
    """A data directory with an empty database."""
    (folder / "data").mkdir()
    shutil.copyfile(sqlite_template, folder / "data" / "tasklore.sqlite")
    return folder / "data"


@pytest.fixture
def ada(command: Command, data: Path) -> str:
    """The only user of the data directory."""
    assert command("user", "add", "ada@example.org", "--password-stdin", stdin=PASSWORD).code == 0
    return "ada@example.org"


@pytest.fixture(scope="session")
def served_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="session")
def served_data(served_folder: Path) -> Path:
    """The data directory of `server`."""
    return served_folder / "data"


@pytest.fixture(scope="session")
def served_ports() -> dict[str, int]:
    """Where `server` listens."""
    return {"PORT": free_port(), "AUTH_PORT": free_port()}


@pytest.fixture(scope="session")
def server(served_folder: Path, served_ports: dict[str, int]) -> Iterator[str]:
    """The one process, really started; its address."""
    ports = {name: str(port) for name, port in served_ports.items()}
    with served(served_folder, **ports) as address:
        yield address


def environment_of(folder: Path, **environ: str) -> dict[str, str]:
    """What a process of its own is started with: its data in this folder, ports of its own."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("TASKLORE_")},
        "DATA_DIR": str(folder / "data"),
        "PORT": str(free_port()),
        "AUTH_PORT": str(free_port()),
        "AUTH_RATE_LIMITS": "false",
        **environ,
    }


@contextlib.contextmanager
def served(folder: Path, role: str = "all", *options: str, **environ: str) -> Iterator[str]:
    """`tasklore serve` in a process of its own, until it answers; stopped as an operator would."""
    environment = environment_of(folder, **environ)
    address = f"http://127.0.0.1:{environment['AUTH_PORT' if role == 'auth' else 'PORT']}"
    with (folder / "log").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", "from tasklore.cli import main; main()", "serve", role, *options],
            env=environment,
            cwd=folder,
            stdout=output,
            stderr=output,
        )
        try:
            wait_for(f"{address}/health", process, folder / "log")
            yield address
        finally:
            process.terminate()
            process.wait(15)


def wait_for(url: str, process: "subprocess.Popen[bytes]", said: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert process.poll() is None, said.read_text()
        with contextlib.suppress(httpx2.HTTPError):
            if httpx2.get(url, timeout=2).status_code == 200:
                return
        time.sleep(0.05)
    raise AssertionError(f"{url} did not answer within half a minute: {said.read_text()}")


@pytest.fixture(params=["embedded", "server"])
def tasks(request: pytest.FixtureRequest, command: Command) -> Command:
    """Commands on the tasks of a fresh user, in the data directory and on a server: both must do the same."""
    if request.param == "embedded":
        request.getfixturevalue("ada")
        return command
    address: str = request.getfixturevalue("server")
    email = f"ada-{time.monotonic_ns()}@example.org"
    account = {"email": email, "password": PASSWORD, "name": "Ada"}
    assert httpx2.post(f"{address}/api/auth/sign-up/email", json=account).status_code == 200
    signed_in = command("login", "--server", address, "--email", email, "--password-stdin", stdin=PASSWORD)
    assert signed_in.code == 0, signed_in.err
    return command
