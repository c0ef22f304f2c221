"""Comments over HTTP, on both engines."""

from typing import Any

import httpx2

from tests.conftest import MakeTask
from tests.tasks.conftest import NEVER, MakeProject, Share, undo

TASKS = "/api/v1/tasks"


async def test_comments_come_oldest_first_and_page_by_page(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    path = f"{TASKS}/{(await make_task())['id']}/comments"
    for number in range(5):
        assert (await client.post(path, json={"text": f"Comment {number}"})).status_code == 201

    first = (await client.get(path, params={"limit": 3})).json()
    rest = (await client.get(path, params={"limit": 3, "cursor": first["next_cursor"]})).json()

    assert [c["text"] for c in (*first["items"], *rest["items"])] == [f"Comment {number}" for number in range(5)]
    assert rest["next_cursor"] is None


async def test_a_comment_is_changed_deleted_and_brought_back(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    path = f"{TASKS}/{(await make_task())['id']}/comments"
    comment = (await client.post(path, json={"text": "Helo"})).json()
    assert comment["author_id"] == "ada"

    changed = await client.patch(f"{path}/{comment['id']}", json={"text": "Hello"}, headers={"if-match": '"1"'})
    late = await client.patch(f"{path}/{comment['id']}", json={"text": "x"}, headers={"if-match": '"1"'})
    deleted = await client.delete(f"{path}/{comment['id']}")

    assert (changed.status_code, changed.json()["text"], late.status_code) == (200, "Hello", 412)
    assert (await client.get(f"{path}/{comment['id']}")).status_code == 404
    assert (await undo(client, deleted)).status_code == 204
    assert (await client.get(f"{path}/{comment['id']}")).json()["text"] == "Hello"


async def test_what_others_said_is_theirs_to_change_and_an_admin_s_to_delete(
    client: httpx2.AsyncClient,
    other: httpx2.AsyncClient,
    make_project: MakeProject,
    make_task: MakeTask,
    share: Share,
) -> None:
    project = await make_project()
    await share(project, "editor")
    path = f"{TASKS}/{(await make_task(project_id=project['id']))['id']}/comments"
    mine = (await client.post(path, json={"text": "Mine"})).json()
    theirs = (await other.post(path, json={"text": "Theirs"})).json()

    assert (await other.patch(f"{path}/{mine['id']}", json={"text": "x"})).status_code == 403
    assert (await other.delete(f"{path}/{mine['id']}")).json()["code"] == "role_too_low"
    assert (await client.delete(f"{path}/{theirs['id']}")).status_code == 204
    assert [c["text"] for c in (await other.get(path)).json()["items"]] == ["Mine"]


async def test_a_comment_under_another_task_is_not_found(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, nobody: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    here, there = await make_task("Here"), await make_task("There")
    comment = (await client.post(f"{TASKS}/{here['id']}/comments", json={"text": "Hello"})).json()
    routes: list[tuple[str, Any]] = [("GET", None), ("PATCH", {"text": "x"}), ("DELETE", None)]
    for method, body in routes:
        wrong = await client.request(method, f"{TASKS}/{there['id']}/comments/{comment['id']}", json=body)
        never = await client.request(method, f"{TASKS}/{there['id']}/comments/{NEVER}", json=body)
        assert wrong.status_code == never.status_code == 404
        assert wrong.content == never.content
        stranger = await other.request(method, f"{TASKS}/{here['id']}/comments/{comment['id']}", json=body)
        nowhere = await other.request(method, f"{TASKS}/{NEVER}/comments/{NEVER}", json=body)
        assert stranger.status_code == nowhere.status_code == 404
        assert stranger.content == nowhere.content
        assert (await nobody.request(method, f"{TASKS}/{here['id']}/comments/x", json=body)).status_code == 401


async def test_a_comment_that_says_nothing_is_refused(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    path = f"{TASKS}/{(await make_task())['id']}/comments"
    for body in ({}, {"text": ""}, {"text": 1}, {"text": "x\u0000"}, {"text": "x", "author_id": "ben"}):
        assert (await client.post(path, json=body)).status_code == 422, body
    assert (await client.post(path, json={"text": "x" * 50_001})).status_code == 422
    assert (await client.post(path, json={"text": "x" * 50_000})).status_code == 201


async def test_comments_follow_their_task_to_another_project(
    client: httpx2.AsyncClient,
    other: httpx2.AsyncClient,
    make_project: MakeProject,
    make_task: MakeTask,
    share: Share,
) -> None:
    shared, private = await make_project("Shared"), await make_project("Private")
    await share(shared)
    task = await make_task(project_id=shared["id"], assignee_id="ben")
    path = f"{TASKS}/{task['id']}/comments"
    comment = (await client.post(path, json={"text": "Hello"})).json()

    moved = await client.patch(f"{TASKS}/{task['id']}", json={"project_id": private["id"]})

    assert (moved.json()["project_id"], moved.json()["assignee_id"]) == (private["id"], None)
    assert (await other.get(path)).status_code == 404
    deleted = await client.delete(f"{path}/{comment['id']}")
    assert (await other.get(f"/api/v1/changes/{deleted.headers['x-change-set']}")).status_code == 404
    assert (await undo(client, deleted)).status_code == 204
    assert (await undo(client, moved)).status_code == 204
    assert (await other.get(path)).json()["items"][0]["text"] == "Hello"
    assert (await other.get(f"{TASKS}/{task['id']}")).json()["assignee_id"] == "ben"
