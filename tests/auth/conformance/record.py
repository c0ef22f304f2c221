"""Runs the conformance script against a server and writes its answers down.

`python -m tests.auth.conformance.record URL OUTBOX_FILE > answers.json`
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import httpx2

from .script import Script
from .steps import play


async def record(base_url: str, outbox: Path) -> list[dict[str, Any]]:
    """The answers of the server at an address that appends its mails to a file, one JSON object a line."""

    async def read_outbox() -> list[dict[str, Any]]:
        return [json.loads(line) for line in outbox.read_text().splitlines()] if outbox.exists() else []

    async with httpx2.AsyncClient(timeout=30) as client:
        return [answer.as_json() for answer in await play(Script(client, base_url, read_outbox))]


def as_lines(answers: list[dict[str, Any]]) -> str:
    """JSON with one answer a line, so that a change of one is a change of one line."""
    return "[" + ",\n ".join(json.dumps(answer, ensure_ascii=False) for answer in answers) + "]\n"


if __name__ == "__main__":
    print(as_lines(asyncio.run(record(sys.argv[1], Path(sys.argv[2])))), end="")
