"""Runs everything side by side with the npm package: the script of steps, and the official client.

    make conformance                               compare; needs Node and the npm registry
    python -m tests.auth.conformance --renew       also write the package's answers to reference.json

Node packages are kept in a cache folder of the user, not in the repository.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from tests.servers.ports import free_port

from .record import as_lines, record
from .test_conformance import as_we_mean_it

HERE = Path(__file__).parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "tasklore-conformance"


def installed() -> Path:
    """The folder with the reference server and its packages."""
    CACHE.mkdir(parents=True, exist_ok=True)
    for file in (HERE / "reference").iterdir():
        shutil.copy(file, CACHE)
    if not (CACHE / "node_modules" / "better-sqlite3").is_dir():
        print("Installing the reference from npm …", flush=True)
        subprocess.run(["npm", "install", "--omit=optional", "--no-audit", "--no-fund"], cwd=CACHE, check=True)
    return CACHE


@contextmanager
def running(command: list[str], port: int, cwd: Path, **environ: str) -> Iterator[str]:
    """A server until the end of the block; gives its address."""
    process = subprocess.Popen(command, cwd=cwd, env={**os.environ, **environ}, stdout=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                httpx2.get(f"{base}/health").raise_for_status()
                break
            except httpx2.HTTPError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"{command[0]} did not start.") from None
                time.sleep(0.1)
        yield base
    finally:
        process.terminate()
        process.wait(15)


def answers(base: str, outbox: Path) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What the server at an address answers: to the script of steps, and to the official client."""
    steps = asyncio.run(record(base, outbox))
    client = subprocess.run(
        ["node", "client.mjs"], cwd=CACHE, env={**os.environ, "BASE": base}, check=True, capture_output=True
    )
    return steps, json.loads(client.stdout)


def main() -> int:
    folder = installed()
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        port = free_port()
        environ = {"PORT": str(port), "OUTBOX_FILE": str(data / "theirs.jsonl")}
        with running(["node", "server.mjs"], port, folder, **environ) as base:
            theirs, their_client = answers(base, data / "theirs.jsonl")
        port = free_port()
        environ = {
            "DATA_DIR": name,
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "TRUSTED_PROXIES": "127.0.0.1",
            "TRUSTED_ORIGINS": "http://trusted.example",
            "MAIL_OUTBOX_FILE": str(data / "ours.jsonl"),
            "BETTER_AUTH_SECRET": "a-secret-for-this-comparison-only-0123456789",
            "LOG_LEVEL": "ERROR",
        }
        ours_command = [sys.executable, "-m", "uvicorn", "tasklore.asgi:auth", "--port", str(port), "--no-access-log"]
        with running(ours_command, port, data, **environ) as base:
            ours, our_client = answers(base, data / "ours.jsonl")
    if "--renew" in sys.argv:
        (HERE / "reference.json").write_text(as_lines(theirs))
    differing = 0
    for their, our in zip(map(as_we_mean_it, theirs), ours, strict=True):
        if their != our:
            differing += 1
            print(f"{their['step']}\n  Better Auth  {their}\n  Tasklore     {our}")
    for step in sorted(their_client.keys() | our_client.keys()):
        if their_client.get(step) != our_client.get(step):
            differing += 1
            print(f"client: {step}\n  Better Auth  {their_client.get(step)}\n  Tasklore     {our_client.get(step)}")
    total = len(theirs) + len(their_client)
    print(
        f"{total - differing} of {total} answers are equal ({len(theirs)} steps, {len(their_client)} calls of the client)."
    )
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
