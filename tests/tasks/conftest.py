"""Makers for what tasks live in."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest

MakeProject = Callable[..., Awaitable[dict[str, Any]]]
Share = Callable[..., Awaitable[None]]

NEVER = "01890000-0000-7000-8000-000000000000"
"""An id that never was."""


@pytest.fixture
def make_project(client: httpx2.AsyncClient) -> MakeProject:
    """Makes a project of ada's over HTTP."""

    async def make(name: str = "House", **fields: Any) -> dict[str, Any]:
        answer = await client.post("/api/v1/projects", json={"name": name, **fields})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    return make


@pytest.fixture
def share(client: httpx2.AsyncClient, other: httpx2.AsyncClient) -> Share:
    """Makes ben a member of a project of ada's: `await share(project, "editor")`."""

    async def share(project: dict[str, Any], role: str = "editor") -> None:
        invited = await client.post(f"/api/v1/projects/{project['id']}/members", json={"user_id": "ben", "role": role})
        assert invited.status_code == 201, invited.text
        accepted = await other.post(f"/api/v1/invitations/{invited.json()['id']}/accept")
        assert accepted.status_code == 204, accepted.text

    return share


async def undo(client: httpx2.AsyncClient, answer: httpx2.Response) -> httpx2.Response:
    """Undoes the change set that an answer names."""
    return await client.post(f"/api/v1/changes/{answer.headers['x-change-set']}/undo")
