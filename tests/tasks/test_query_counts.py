"""Lists cost the same number of queries however long they are, on both engines."""

from collections.abc import Mapping, Sequence
from typing import Any

import httpx2
import pytest

from tasklore.apps.wiring import Core
from tasklore.platform.db.database import Row
from tasklore.platform.db.query import Query
from tests.conftest import MakeTask
from tests.tasks.conftest import MakeProject


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/api/v1/projects", 2),
        ("/api/v1/projects/{project}/sections", 2),
        ("/api/v1/projects/{project}/members", 3),
        ("/api/v1/projects/{project}/invitations", 2),
        ("/api/v1/labels", 2),
        ("/api/v1/notices", 1),
        ("/api/v1/invitations", 2),
        ("/api/v1/tasks/{task}/comments", 2),
        ("/api/v1/tasks/{task}/attachments", 2),
        ("/api/v1/tasks/{task}/relations", 2),
        ("/api/v1/tasks/trash", 1),
    ],
)
async def test_a_list_costs_a_fixed_number_of_queries(
    client: httpx2.AsyncClient,
    make_project: MakeProject,
    make_task: MakeTask,
    services: Core,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    most: int,
) -> None:
    project = await make_project()
    task = await make_task(project_id=project["id"], labels=["a", "b"])
    for number in range(3):
        await make_project(f"Project {number}")
        await client.post(f"/api/v1/projects/{project['id']}/sections", json={"name": f"Section {number}"})
        await client.post(f"/api/v1/projects/{project['id']}/members", json={"user_id": f"u{number}"})
        await client.post(f"/api/v1/tasks/{task['id']}/comments", json={"text": f"Comment {number}"})
        other = await make_task(f"Other {number}", labels=["a"])
        await client.post(f"/api/v1/tasks/{task['id']}/relations", json={"kind": "relates", "other_id": other["id"]})
        await client.post("/api/v1/labels", json={"name": f"label {number}"})
    asked: list[str] = []
    fetch = services.db.fetch

    async def counted(query: Query, params: Mapping[str, Any]) -> Sequence[Row]:
        asked.append(query.name)
        return await fetch(query, params)

    monkeypatch.setattr(services.db, "fetch", counted)
    monkeypatch.setattr(services.db, "fetch_by_key", counted)

    answer = await client.get(path.format(project=project["id"], task=task["id"]))

    assert answer.status_code == 200
    assert 1 <= len(asked) <= most, asked
