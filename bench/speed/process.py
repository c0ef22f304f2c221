"""Server processes: pinned to a core, waited for, measured, ended."""

import contextlib
import http.client
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_TICK: Final = os.sysconf("SC_CLK_TCK")
SERVER_CORE: Final = 0
LOAD_CORE: Final = (os.cpu_count() or 1) - 1


class Server:
    """A running server and what it has used."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process = process
        self.port = port

    @property
    def cpu_s(self) -> float:
        """CPU seconds of the process and its children so far."""
        return sum(_cpu_s(pid) for pid in tree(self.process.pid))

    @property
    def memory_mb(self) -> float:
        """Proportional set size of the process and its children."""
        return sum(_pss_kb(pid) for pid in tree(self.process.pid)) / 1024


def tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children") if Path(f"/proc/{pid}").exists() else ():
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                found += tree(int(child))
    return found


def _cpu_s(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK


def _pss_kb(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def pinned(core: int, command: Sequence[str]) -> list[str]:
    """The command on one core, where that can be had."""
    return ["taskset", "-c", str(core), *command] if shutil.which("taskset") else list(command)


@contextmanager
def serving(
    command: Sequence[str], port: int, environ: Mapping[str, str], *, path: str = "/health", core: int = SERVER_CORE
) -> Iterator[Server]:
    """Starts a server and waits for its first answer; ends it afterwards."""
    process = subprocess.Popen(
        pinned(core, command),
        env={**os.environ, **environ},
        stdout=subprocess.DEVNULL,
        stderr=None if os.environ.get("BENCH_VERBOSE") else subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(port, path, process)
        yield Server(process, port)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(port: int, path: str, process: "subprocess.Popen[bytes]", at_most_s: float = 30) -> float:
    """Seconds until the first answer below 500.

    Raises:
        RuntimeError: the process ended, or did not answer in time.
    """
    started = time.perf_counter()
    while time.perf_counter() - started < at_most_s:
        if process.poll() is not None:
            raise RuntimeError(f"The server on port {port} ended with {process.returncode}; BENCH_VERBOSE=1 shows why.")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", path)
            if connection.getresponse().status < 500:
                return time.perf_counter() - started
        except OSError:
            time.sleep(0.005)
        finally:
            connection.close()
    raise RuntimeError(f"The server on port {port} did not answer within {at_most_s} s.")
