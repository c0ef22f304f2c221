"""Sections over HTTP, on both engines."""

from typing import Any

import httpx2

from tests.conftest import MakeTask
from tests.tasks.conftest import NEVER, MakeProject, Share, undo

PROJECTS = "/api/v1/projects"


async def test_a_section_is_added_renamed_and_moved(client: httpx2.AsyncClient, make_project: MakeProject) -> None:
    project = await make_project()
    path = f"{PROJECTS}/{project['id']}/sections"
    first = (await client.post(path, json={"name": "Later", "position": 2})).json()
    await client.post(path, json={"name": "Soon", "position": 1})

    changed = await client.patch(f"{path}/{first['id']}", json={"name": "Now", "position": 0})

    assert changed.status_code == 200
    assert [s["name"] for s in (await client.get(path)).json()["items"]] == ["Now", "Soon"]
    assert (await client.get(f"{path}/{first['id']}")).json() == changed.json()
    assert (
        await client.patch(f"{path}/{first['id']}", json={"name": "x"}, headers={"if-match": '"1"'})
    ).status_code == 412


async def test_a_section_under_another_project_is_not_found(
    client: httpx2.AsyncClient, make_project: MakeProject
) -> None:
    here, there = await make_project("Here"), await make_project("There")
    section = (await client.post(f"{PROJECTS}/{here['id']}/sections", json={"name": "Soon"})).json()
    wrong = f"{PROJECTS}/{there['id']}/sections"

    for method, body in (("GET", None), ("PATCH", {"name": "x"}), ("DELETE", None)):
        answer = await client.request(method, f"{wrong}/{section['id']}", json=body)
        never = await client.request(method, f"{wrong}/{NEVER}", json=body)
        assert answer.status_code == never.status_code == 404
        assert answer.content == never.content


async def test_tasks_stay_when_their_section_goes_and_undo_puts_them_back(
    client: httpx2.AsyncClient, make_project: MakeProject, make_task: MakeTask
) -> None:
    project = await make_project()
    path = f"{PROJECTS}/{project['id']}/sections"
    section = (await client.post(path, json={"name": "Soon"})).json()
    task = await make_task(project_id=project["id"], section_id=section["id"])

    deleted = await client.delete(f"{path}/{section['id']}")

    assert (await client.get(f"/api/v1/tasks/{task['id']}")).json()["section_id"] is None
    assert (await client.get(path)).json()["items"] == []
    assert (await undo(client, deleted)).status_code == 204
    assert (await client.get(f"/api/v1/tasks/{task['id']}")).json()["section_id"] == section["id"]


async def test_a_viewer_reads_sections_and_changes_none(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, make_project: MakeProject, share: Share
) -> None:
    project = await make_project()
    path = f"{PROJECTS}/{project['id']}/sections"
    section = (await client.post(path, json={"name": "Soon"})).json()
    await share(project, "viewer")

    assert [s["id"] for s in (await other.get(path)).json()["items"]] == [section["id"]]
    for method, where, body in (
        ("POST", path, {"name": "x"}),
        ("PATCH", f"{path}/{section['id']}", {"name": "x"}),
        ("DELETE", f"{path}/{section['id']}", None),
    ):
        assert (await other.request(method, where, json=body)).json()["code"] == "role_too_low"


async def test_a_malformed_section_is_refused(client: httpx2.AsyncClient, make_project: MakeProject) -> None:
    project = await make_project()
    hostile: list[Any] = [{}, {"name": ""}, {"name": "x", "project_id": "y"}, {"name": ["x"]}, [], "x"]
    for body in hostile:
        assert (await client.post(f"{PROJECTS}/{project['id']}/sections", json=body)).status_code == 422
