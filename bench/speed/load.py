"""Load: wrk where it is installed, else a plain client of our own (slower, so ratios lean on CPU per request)."""

import asyncio
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from .process import LOAD_CORE, pinned

_DONE: Final = """
done = function(summary, latency, requests)
  io.write(string.format("RESULT %d %d %d %d %d %d %d\\n", summary.requests, summary.duration,
    summary.errors.status, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99), summary.bytes))
end
"""


class Request(NamedTuple):
    """One request of a scenario."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: str | None = None


class Measured(NamedTuple):
    """What the load saw in one turn."""

    requests: int
    seconds: float
    errors: int
    p50_ms: float
    p99_ms: float

    @property
    def per_s(self) -> float:
        return self.requests / self.seconds if self.seconds else 0.0


def run(port: int, requests: Sequence[Request], seconds: float, clients: int) -> Measured:
    """Sends the requests round and round for so many seconds over so many connections."""
    if shutil.which("wrk"):
        return _wrk(port, requests, seconds, clients)
    return asyncio.run(_own(port, requests, seconds, clients))


def _wrk(port: int, requests: Sequence[Request], seconds: float, clients: int) -> Measured:
    lines = ["local r = {}"]
    for number, request in enumerate(requests, 1):
        headers = ", ".join(f"[{json.dumps(name)}] = {json.dumps(value)}" for name, value in request.headers)
        body = "nil" if request.body is None else json.dumps(request.body)
        lines.append(
            f"r[{number}] = wrk.format({json.dumps(request.method)}, {json.dumps(request.path)}, {{{headers}}}, {body})"
        )
    # wrk.format needs the host, which is only known in init.
    script = (
        "local n = 0\nlocal r = {}\nfunction init(args)\n"
        + "\n".join(line.replace("local r = {}", "") for line in lines)
        + "\nend\nfunction request()\n  n = n + 1\n  if n > #r then n = 1 end\n  return r[n]\nend\n"
        + _DONE
    )
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as file:
        file.write(script)
    try:
        command = ["wrk", "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--timeout", "10s", "--latency",
                   "-s", file.name, f"http://127.0.0.1:{port}"]  # fmt: skip
        output = subprocess.run(pinned(LOAD_CORE, command), capture_output=True, text=True, check=True).stdout
    finally:
        Path(file.name).unlink()
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)", output)
    if found is None:
        raise RuntimeError(f"wrk said nothing that can be read: {output[-500:]}")
    requests_, duration_us, status, broken, p50_us, p99_us, _ = map(int, found.groups())
    return Measured(requests_, duration_us / 1e6, status + broken, p50_us / 1000, p99_us / 1000)


async def _own(port: int, requests: Sequence[Request], seconds: float, clients: int) -> Measured:
    prepared = [_wire(port, request) for request in requests]
    times: list[float] = []
    errors = 0
    position = 0
    until = time.perf_counter() + seconds

    async def client() -> None:
        nonlocal errors, position
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < until:
            position = (position + 1) % len(prepared)
            started = time.perf_counter()
            writer.write(prepared[position])
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            if length:
                await reader.readexactly(int(length[1]))
            if not head.startswith((b"HTTP/1.1 2", b"HTTP/1.1 3")):
                errors += 1
            times.append(time.perf_counter() - started)
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    took = time.perf_counter() - started
    times.sort()
    return Measured(
        len(times),
        took,
        errors,
        times[len(times) // 2] * 1000,
        times[min(len(times) - 1, int(len(times) * 0.99))] * 1000,
    )


def _wire(port: int, request: Request) -> bytes:
    body = (request.body or "").encode()
    lines = [f"{request.method} {request.path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in request.headers]
    if request.body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
