"""A real Redis for the tests."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .ports import free_port

HOW_TO_GET_IT = "The tests need redis-server. Install it (Debian: apt-get install redis-server)."


class RedisServer:
    """A server that can be taken away and brought back on the same port."""

    def __init__(self, program: str) -> None:
        self._program = program
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [self._program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("Redis did not start within 10 s.")

    def kill(self) -> None:
        """As if the power went: SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    """A Redis started for the caller and stopped after it."""
    program = shutil.which("redis-server")
    if program is None:
        raise RuntimeError(HOW_TO_GET_IT)
    server = RedisServer(program)
    server.start()
    try:
        yield server
    finally:
        server.kill()
