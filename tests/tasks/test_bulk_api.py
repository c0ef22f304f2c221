"""Many changes at once over HTTP, on both engines."""

from typing import Any

import httpx2
from fastapi import FastAPI

from tests.conftest import MakeTask, client_of
from tests.tasks.conftest import NEVER, MakeProject, undo

BULK = "/api/v1/bulk"
TASKS = "/api/v1/tasks"


async def bulk(client: httpx2.AsyncClient, *operations: dict[str, Any], **headers: str) -> httpx2.Response:
    return await client.post(BULK, json={"operations": list(operations)}, headers=headers)


async def test_each_change_has_its_result_and_one_undo_takes_all_back(
    client: httpx2.AsyncClient, make_project: MakeProject, make_task: MakeTask
) -> None:
    project = await make_project()
    done, moved, gone, renamed = [await make_task(name) for name in ("Done", "Moved", "Gone", "Old name")]
    before = {t["id"]: (t["title"], t["status"], t["project_id"]) for t in (await client.get(TASKS)).json()["items"]}

    answer = await bulk(
        client,
        {"op": "create", "values": {"title": "New", "due": "2026-12-01", "project_id": project["id"]}},
        {"op": "complete", "id": done["id"]},
        {"op": "move", "id": moved["id"], "values": {"project_id": project["id"]}},
        {"op": "delete", "id": gone["id"]},
        {"op": "update", "id": renamed["id"], "values": {"title": "New name"}},
        {"op": "create", "entity": "label", "values": {"name": "errand"}},
        {"op": "create", "entity": "section", "values": {"name": "Soon", "project_id": project["id"]}},
        {"op": "update", "entity": "project", "id": project["id"], "values": {"name": "Home"}},
    )

    assert answer.status_code == 200, answer.text
    results = answer.json()["results"]
    assert [result["status"] for result in results] == [201, 200, 200, 204, 200, 201, 201, 200]
    assert results[0]["task"] == (await client.get(f"{TASKS}/{results[0]['id']}")).json()
    assert results[1]["task"]["status"] == "done"
    assert results[2]["task"]["project_id"] == project["id"]
    assert (results[3]["id"], "task" in results[3]) == (gone["id"], False)
    assert results[5]["label"]["name"] == "errand"
    assert results[6]["section"]["project_id"] == project["id"]
    assert results[7]["project"]["name"] == "Home"
    assert (await undo(client, answer)).status_code == 204
    after = {t["id"]: (t["title"], t["status"], t["project_id"]) for t in (await client.get(TASKS)).json()["items"]}
    assert after == before
    assert (await client.get("/api/v1/labels")).json()["items"] == []


async def test_what_fails_says_why_and_stops_nothing(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    task = await make_task()
    theirs = (await other.post(TASKS, json={"title": "Theirs"})).json()

    answer = await bulk(
        client,
        {"op": "update", "id": theirs["id"], "values": {"title": "Mine"}},
        {"op": "update", "id": NEVER, "values": {"title": "Mine"}},
        {"op": "create", "values": {"title": ""}},
        {"op": "create", "values": {"title": "x", "owner_id": "ben"}},
        {"op": "update", "values": {"title": "x"}},
        {"op": "complete", "entity": "project", "id": NEVER},
        {"op": "delete", "id": task["id"], "values": {"title": "x"}},
        {"op": "create", "entity": "section", "values": {"name": "x", "project_id": NEVER}},
        {"op": "create", "values": {"title": "Fine"}},
    )

    results = answer.json()["results"]
    assert [result["status"] for result in results] == [404, 404, 422, 422, 422, 422, 422, 404, 201]
    assert results[0]["error"] == results[1]["error"]
    assert results[2]["error"]["detail"].startswith("values.title")
    assert [t["title"] for t in (await client.get(TASKS)).json()["items"]] == ["Fine", "Buy milk"]
    assert (await other.get(f"{TASKS}/{theirs['id']}")).json() == theirs


async def test_a_change_that_fails_half_way_leaves_nothing_behind(
    client: httpx2.AsyncClient, make_project: MakeProject, make_task: MakeTask
) -> None:
    project = await make_project()
    parent = await make_task("Parent")
    child = await make_task("Child", parent_id=parent["id"])

    # The project is changed before the section turns out to be elsewhere.
    answer = await bulk(
        client,
        {"op": "update", "id": parent["id"], "values": {"notes": "kept"}},
        {"op": "move", "id": parent["id"], "values": {"project_id": project["id"], "section_id": NEVER}},
    )

    assert [result["status"] for result in answer.json()["results"]] == [200, 422]
    assert (await client.get(f"{TASKS}/{parent['id']}")).json()["notes"] == "kept"
    assert (await client.get(f"{TASKS}/{parent['id']}")).json()["project_id"] == parent["project_id"]
    assert (await client.get(f"{TASKS}/{child['id']}")).json() == child


async def test_changes_see_what_the_ones_before_them_did(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task()

    answer = await bulk(
        client,
        {"op": "update", "id": task["id"], "values": {"notes": "a"}},
        {"op": "update", "id": task["id"], "values": {"priority": 1}},
        {"op": "delete", "id": task["id"]},
        {"op": "update", "id": task["id"], "values": {"notes": "b"}},
    )

    assert [result["status"] for result in answer.json()["results"]] == [200, 200, 204, 404]
    assert answer.json()["results"][1]["task"]["notes"] == "a"
    changes = (await client.get(f"/api/v1/changes/{answer.headers['x-change-set']}")).json()["changes"]
    assert [change["kind"] for change in changes] == ["delete"]


async def test_a_bulk_can_be_proposed(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task()

    answer = await bulk(
        client, {"op": "delete", "id": task["id"]}, {"op": "create", "values": {"title": "New"}}, prefer="propose"
    )

    assert answer.status_code == 202
    assert [t["title"] for t in (await client.get(TASKS)).json()["items"]] == ["Buy milk"]
    approved = await client.post(f"/api/v1/proposals/{answer.headers['x-change-set']}/approve")
    assert approved.status_code == 204, approved.text
    assert [t["title"] for t in (await client.get(TASKS)).json()["items"]] == ["New"]


async def test_a_key_without_the_scope_deletes_nothing(
    client: httpx2.AsyncClient, app: FastAPI, make_task: MakeTask
) -> None:
    task = await make_task()
    async with client_of(app, "ada", **{"x-test-scopes": "tasks:read tasks:write"}) as key:
        answer = await bulk(key, {"op": "delete", "id": task["id"]}, {"op": "complete", "id": task["id"]})

    results = answer.json()["results"]
    assert [(r["status"], r.get("error", {}).get("code")) for r in results] == [
        (403, "insufficient_scope"),
        (200, None),
    ]


async def test_two_hundred_are_taken_and_one_more_is_too_many(client: httpx2.AsyncClient) -> None:
    one = {"op": "create", "values": {"title": "x"}}

    many = await bulk(client, *[one] * 200)
    too_many = await bulk(client, *[one] * 201)

    assert {result["status"] for result in many.json()["results"]} == {201}
    assert too_many.status_code == 413
    assert (await bulk(client)).status_code == 422
    positions = [result["task"]["position"] for result in many.json()["results"]]
    assert positions == sorted(set(positions))


async def test_a_malformed_bulk_is_refused(client: httpx2.AsyncClient, nobody: httpx2.AsyncClient) -> None:
    hostile: list[Any] = [
        [], {}, {"operations": {}}, {"operations": [1]}, {"operations": [{"op": "explode"}]},
        {"operations": [{"op": "create", "entity": "user"}]}, {"operations": [{"op": "create", "values": []}]},
        {"operations": [{"op": "delete", "id": "\u0000"}]}, {"operations": [{"op": "create", "owner": "ben"}]},
    ]  # fmt: skip
    for body in hostile:
        assert (await client.post(BULK, json=body)).status_code == 422, body
    for depth in (150, 900, 100_000):
        nested = b'{"operations":[{"op":"create","values":{"title":' + b"[" * depth + b"]" * depth + b"}}]}"
        answer = await client.post(BULK, content=nested, headers={"content-type": "application/json"})
        assert answer.status_code in (200, 400, 422), (depth, answer.status_code)
        assert answer.status_code != 200 or answer.json()["results"][0]["status"] == 422
    assert (await nobody.post(BULK, json={"operations": []})).status_code == 401
