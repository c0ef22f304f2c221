"""The shipped server as its own process, over a data directory of the test."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from .ports import free_port

ADA = {
    "email": "ada@example.org",
    "password": "a long enough password",
    "name": "Ada",
    "softwareBackground": "Intermediate",
    "hardwareBackground": "Beginner",
    "interestArea": "AI",
}


class TaskloreServer:
    """`tasklore serve` (or another role or command) that can be killed and started again."""

    def __init__(self, folder: Path, *, command: Sequence[str] = ("serve",), **environ: str) -> None:
        self.folder = folder
        self.port, self.auth_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.auth_url = f"http://127.0.0.1:{self.auth_port}"
        self.environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "DATA_DIR": str(folder / "data"),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "AUTH_PORT": str(self.auth_port),
            **environ,
        }
        self._command = [sys.executable, "-m", "tasklore.cli", *command]
        self._process: subprocess.Popen[bytes] | None = None
        self.log = folder / "server.log"
        self._people = 0

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self, path: str = "/health", *, port: int | None = None, at_most_s: float = 30) -> float:
        """Starts it; gives back the seconds until the first answer."""
        started = time.perf_counter()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=self.environ, stdout=log, stderr=log, cwd=self.folder, start_new_session=True
            )
        while time.perf_counter() - started < at_most_s:
            if self._process.poll() is not None:
                raise RuntimeError(f"The server ended with {self._process.returncode}:\n{self.said()}")
            connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=2)
            try:
                connection.request("GET", path)
                if connection.getresponse().status < 500:
                    return time.perf_counter() - started
            except OSError:
                time.sleep(0.02)
            finally:
                connection.close()
        raise RuntimeError(f"The server did not answer within {at_most_s} s:\n{self.said()}")

    def kill(self) -> None:
        """SIGKILL, as if the power went."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self, at_most_s: float = 15) -> int:
        """SIGTERM; gives back the exit code."""
        if self._process is None:
            return 0
        process, self._process = self._process, None
        process.terminate()
        try:
            return process.wait(at_most_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise

    def said(self) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""

    def client(self, **more: Any) -> httpx2.Client:
        return httpx2.Client(base_url=self.url, timeout=30, **more)

    def sign_up(self, **fields: str) -> httpx2.Client:
        """A client with the cookies of a new account (Ada's, unless other fields are given).

        Each comes from an address of its own, for servers that trust 127.0.0.1 as a proxy: three may join in ten
        seconds from one address.
        """
        self._people += 1
        client = self.client(
            headers={"origin": self.url, "x-forwarded-for": f"10.0.{self._people // 250}.{self._people % 250 + 1}"}
        )
        answer = client.post("/api/auth/sign-up/email", json={**ADA, **fields})
        assert answer.status_code == 200, answer.text
        return client


@contextmanager
def tasklore_server(folder: Path, *, command: Sequence[str] = ("serve",), **environ: str) -> Iterator[TaskloreServer]:
    """A started server, stopped at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    server = TaskloreServer(folder, command=command, **environ)
    try:
        server.start()
        yield server
    finally:
        server.kill()
