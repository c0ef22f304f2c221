"""Uploading, and the files that people really export."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
HEADER = (
    "TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,"
    "DURATION,DURATION_UNIT,DEADLINE,DEADLINE_LANG"
)

Upload = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def kitchen() -> bytes:
    """A project as Todoist exports it; lies beside the repository."""
    path = SAMPLES / "todoist.csv"
    if not path.is_file():
        pytest.skip("../shared/samples/todoist.csv is not there")
    return path.read_bytes()


async def upload(
    client: httpx2.AsyncClient, format: str, data: bytes | str, name: str, **query: str
) -> httpx2.Response:
    content = data.encode() if isinstance(data, str) else data
    return await client.post(f"/api/v1/import/{format}", params=query, files={"file": (name, content)})


@pytest.fixture
def import_csv(client: httpx2.AsyncClient) -> Upload:
    """Imports lines of a Todoist file: `await import_csv("task,Buy milk,,4,1")`."""

    async def run(*lines: str, name: str = "Kitchen.csv", **query: str) -> dict[str, Any]:
        answer = await upload(client, "todoist-csv", "\n".join([HEADER, *lines]), name, **query)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    return run


async def all_tasks(client: httpx2.AsyncClient) -> list[dict[str, Any]]:
    """Every task of this client's, in the order of their positions."""
    answer = await client.get("/api/v1/tasks", params={"limit": 200, "sort": "position"})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])
