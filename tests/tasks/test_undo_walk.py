"""A random walk over everything that can be done to tasks, undone step by step: the way back ends where it began."""

import random
from typing import Any

import httpx2
import pytest

from tests.tasks.conftest import MakeProject, Share

API = "/api/v1"
STEPS = 40
MOVED_BY_EVERY_WRITE = ("version", "updated_at")


async def world(client: httpx2.AsyncClient) -> dict[str, Any]:
    """Everything that ada sees, without what every write moves."""
    seen: dict[str, Any] = {}
    for name in ("tasks", "projects", "labels"):
        items = (await client.get(f"{API}/{name}", params={"limit": 200} if name != "labels" else {})).json()["items"]
        seen[name] = {item["id"]: item for item in items}
    for project_id in seen["projects"]:
        for below in ("sections", "members"):
            items = (await client.get(f"{API}/projects/{project_id}/{below}")).json()["items"]
            seen[f"{below} of {project_id}"] = {item.get("id", item.get("user_id")): item for item in items}
    for task_id in seen["tasks"]:
        for below in ("comments", "relations"):
            items = (await client.get(f"{API}/tasks/{task_id}/{below}")).json()["items"]
            seen[f"{below} of {task_id}"] = {item["id"]: item for item in items}
    return {
        name: {
            item_id: {field: value for field, value in item.items() if field not in MOVED_BY_EVERY_WRITE}
            for item_id, item in items.items()
        }
        for name, items in seen.items()
        if items
    }


class Walk:
    """Steps of one seed; each is a request that may or may not be allowed just now."""

    def __init__(self, client: httpx2.AsyncClient, seed: int) -> None:
        self.client = client
        self.dice = random.Random(seed)

    async def step(self) -> httpx2.Response:
        tasks = (await self.client.get(f"{API}/tasks", params={"limit": 200})).json()["items"]
        projects = (await self.client.get(f"{API}/projects")).json()["items"]
        labels = (await self.client.get(f"{API}/labels")).json()["items"]
        pick = self.dice.choice
        task = pick(tasks) if tasks else {"id": "none"}
        other = pick(tasks) if tasks else {"id": "none"}
        project = pick(projects)
        sections = (await self.client.get(f"{API}/projects/{project['id']}/sections")).json()["items"]
        section = pick(sections)["id"] if sections else None
        label = pick(labels)["id"] if labels else "none"
        on, at = f"{API}/tasks/{task['id']}", f"{API}/projects/{project['id']}"
        choices: list[tuple[str, str, Any]] = [
            ("POST", f"{API}/tasks", {"title": "Plain", "project_id": project["id"], "labels": [pick("abc")]}),
            ("POST", f"{API}/tasks", {"title": "In section", "project_id": project["id"], "section_id": section}),
            ("POST", f"{API}/tasks", {"title": "Below", "parent_id": task["id"]}),
            ("POST", f"{API}/tasks", {"title": "Weekly", "due": "2026-12-01", "recurrence": {"rrule": "FREQ=WEEKLY"}}),
            ("PATCH", on, {"title": f"Renamed {self.dice.random()}", "due": "2026-12-24", "labels": ["a", "b"]}),
            ("PATCH", on, {"project_id": project["id"]}),
            ("PATCH", on, {"parent_id": other["id"]}),
            ("PATCH", on, {"project_id": project["id"], "section_id": section}),
            ("PATCH", on, {"assignee_id": pick(["ada", "ben", None])}),
            ("POST", f"{on}/complete", None),
            ("POST", f"{on}/reopen", None),
            ("POST", f"{on}/skip", None),
            ("DELETE", on, None),
            ("POST", f"{on}/comments", {"text": "Hello"}),
            ("POST", f"{on}/relations", {"kind": pick(["blocks", "relates"]), "other_id": other["id"]}),
            ("POST", f"{API}/projects", {"name": "Project", "parent_id": pick([None, project["id"]])}),
            ("PATCH", at, {"name": "Renamed", "parent_id": None}),
            ("DELETE", at, None),
            ("POST", f"{at}/duplicate", {}),
            ("POST", f"{at}/sections", {"name": "Section"}),
            ("DELETE", f"{at}/sections/{section}", None),
            ("DELETE", f"{at}/members/ben", None),
            ("POST", f"{API}/labels", {"name": pick("abc")}),
            ("PATCH", f"{API}/labels/{label}", {"name": pick("abcd")}),
            ("DELETE", f"{API}/labels/{label}", None),
        ]
        method, path, body = pick(choices)
        answer = await self.client.request(method, path, json=body)
        assert answer.status_code < 500, (method, path, body, answer.text)
        return answer


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_undoing_every_step_in_turn_leads_back_through_every_state(
    client: httpx2.AsyncClient, make_project: MakeProject, share: Share, seed: int
) -> None:
    shared = await make_project("Shared")
    await share(shared)
    await client.post(f"{API}/tasks", json={"title": "First"})
    walk = Walk(client, seed)
    states: list[tuple[str, dict[str, Any]]] = []
    for _ in range(STEPS):
        before = await world(client)
        answer = await walk.step()
        if answer.status_code < 300 and "x-change-set" in answer.headers:
            states.append((answer.headers["x-change-set"], before))

    for change_set, before in reversed(states):
        undone = await client.post(f"{API}/changes/{change_set}/undo")
        assert undone.status_code == 204, (seed, undone.text)
        assert await world(client) == before, seed

    assert len(states) > STEPS / 3
