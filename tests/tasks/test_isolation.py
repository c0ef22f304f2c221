"""Every operation that takes an id, called with the ids of somebody else: made from OpenAPI, on both engines."""

from typing import Any

import httpx2
import pytest

from tests.conftest import MakeTask
from tests.tasks.conftest import NEVER, MakeProject

API = "/api/v1"
TAGS = {"tasks", "projects", "sections", "members", "labels", "comments", "attachments", "relations", "notices"}
READS = (
    "/tasks", "/tasks/trash", "/projects", "/projects/{project_id}/sections", "/projects/{project_id}/members",
    "/projects/{project_id}/invitations", "/tasks/{task_id}/comments", "/tasks/{task_id}/attachments",
    "/tasks/{task_id}/relations", "/labels", "/notices",
)  # fmt: skip


@pytest.fixture
async def ids(client: httpx2.AsyncClient, make_project: MakeProject, make_task: MakeTask) -> dict[str, str]:
    """One of everything that ada has, by the name that paths give its id."""
    project = await make_project()
    at = f"{API}/projects/{project['id']}"
    section = await client.post(f"{at}/sections", json={"name": "Soon"})
    invitation = await client.post(f"{at}/members", json={"user_id": "eve"})
    task = await make_task(project_id=project["id"], due="2026-12-01", recurrence={"rrule": "FREQ=DAILY"})
    other = await make_task("Other")
    on = f"{API}/tasks/{task['id']}"
    comment = await client.post(f"{on}/comments", json={"text": "Hello"})
    file = await client.post(f"{on}/attachments", files={"file": ("a.txt", b"hello")})
    relation = await client.post(f"{on}/relations", json={"kind": "blocks", "other_id": other["id"]})
    label = await client.post(f"{API}/labels", json={"name": "home"})
    made = {"section": section, "invitation": invitation, "comment": comment, "attachment": file, "relation": relation}
    return {
        **{f"{name}_id": answer.json()["id"] for name, answer in {**made, "label": label}.items()},
        "project_id": project["id"],
        "task_id": task["id"],
        "user_id": "ada",
        "notice_id": NEVER,
    }


def operations(document: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """Method, path and an example body of each operation of this feature that takes an id."""
    found = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if "{" not in path or not TAGS & set(operation.get("tags", ())):
                continue
            content = operation.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema", {})
            reference = schema.get("$ref") or next((s["$ref"] for s in schema.get("anyOf", ()) if "$ref" in s), None)
            body = None
            if reference is not None:
                body = document["components"]["schemas"][reference.rpartition("/")[2]]["examples"][0]
            found.append((method.upper(), path, body))
    return found


async def world(client: httpx2.AsyncClient, ids: dict[str, str]) -> list[Any]:
    return [(await client.get(API + path.format(**ids))).json() for path in READS]


async def test_every_operation_answers_a_stranger_like_an_id_that_never_was_and_changes_nothing(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, nobody: httpx2.AsyncClient, ids: dict[str, str]
) -> None:
    before = await world(client, ids)
    document = (await client.get("/openapi.json")).json()
    never = dict.fromkeys(ids, NEVER)
    listed = operations(document)

    for method, path, body in listed:
        theirs = await other.request(method, path.format(**ids), json=body)
        nowhere = await other.request(method, path.format(**never), json=body)
        assert (theirs.status_code, nowhere.status_code) == (404, 404), (method, path, theirs.text)
        assert theirs.content == nowhere.content, (method, path)
        assert set(theirs.headers) == set(nowhere.headers), (method, path)
        assert (await nobody.request(method, path.format(**ids), content=b"{")).status_code == 401, (method, path)

    assert len(listed) > 35
    assert await world(client, ids) == before


async def test_every_child_is_only_found_below_its_own_parent(
    client: httpx2.AsyncClient, ids: dict[str, str], make_project: MakeProject, make_task: MakeTask
) -> None:
    elsewhere = {
        **ids,
        "project_id": (await make_project("Elsewhere"))["id"],
        "task_id": (await make_task("Elsewhere"))["id"],
        "user_id": "eve",
    }
    before = await world(client, ids)
    document = (await client.get("/openapi.json")).json()
    nested = [one for one in operations(document) if one[1].count("{") == 2]

    for method, path, body in nested:
        answer = await client.request(method, path.format(**elsewhere), json=body)
        assert answer.status_code == 404, (method, path, answer.text)

    assert len(nested) > 12
    assert await world(client, ids) == before


async def test_ids_of_others_in_bodies_and_filters_are_like_ids_that_never_were(
    other: httpx2.AsyncClient, ids: dict[str, str]
) -> None:
    own = (await other.post(f"{API}/tasks", json={"title": "Mine"})).json()
    task, project = f"{API}/tasks/{own['id']}", ids["project_id"]
    bodies: list[tuple[str, str, dict[str, Any], str, str]] = [
        ("POST", f"{API}/tasks", {"title": "x"}, "project_id", project),
        ("POST", f"{API}/tasks", {"title": "x"}, "parent_id", ids["task_id"]),
        ("POST", f"{API}/tasks", {"title": "x"}, "section_id", ids["section_id"]),
        ("POST", f"{API}/tasks", {"title": "x"}, "assignee_id", "ada"),
        ("PATCH", task, {}, "project_id", project),
        ("PATCH", task, {}, "parent_id", ids["task_id"]),
        ("PATCH", task, {}, "section_id", ids["section_id"]),
        ("POST", f"{task}/relations", {"kind": "blocks"}, "other_id", ids["task_id"]),
        ("POST", f"{API}/projects", {"name": "x"}, "parent_id", project),
    ]
    for method, path, body, name, given in bodies:
        theirs = await other.request(method, path, json={**body, name: given})
        never = await other.request(method, path, json={**body, name: NEVER})
        assert theirs.status_code == never.status_code, (method, path, name)
        assert theirs.status_code in (404, 422), (method, path, name, theirs.text)
        assert theirs.content == never.content, (method, path, name)

    for name, given in (
        ("project_id", project),
        ("section_id", ids["section_id"]),
        ("parent_id", ids["task_id"]),
        ("assignee_id", "ada"),
        ("label", "home"),
    ):
        answer = await other.get(f"{API}/tasks", params={name: given})
        assert answer.json() == {"items": [], "next_cursor": None}, name
