"""Relations over HTTP, on both engines."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx2

from tasklore.platform.clock import SetClock
from tests.conftest import MakeTask
from tests.tasks.conftest import NEVER, MakeProject, Share, undo

TASKS = "/api/v1/tasks"


async def related(client: httpx2.AsyncClient, task: dict[str, Any]) -> list[tuple[str, str]]:
    answer = await client.get(f"{TASKS}/{task['id']}/relations")
    assert answer.status_code == 200, answer.text
    return [(relation["kind"], relation["other"]["title"]) for relation in answer.json()["items"]]


async def relate(client: httpx2.AsyncClient, one: dict[str, Any], kind: str, two: dict[str, Any]) -> httpx2.Response:
    return await client.post(f"{TASKS}/{one['id']}/relations", json={"kind": kind, "other_id": two["id"]})


async def test_a_relation_is_seen_from_both_sides(
    client: httpx2.AsyncClient, make_task: MakeTask, clock: SetClock
) -> None:
    paint, buy, call = await make_task("Paint"), await make_task("Buy paint"), await make_task("Call")

    made = await relate(client, paint, "blocked_by", buy)
    clock.forward(timedelta(seconds=1))
    await relate(client, paint, "relates", call)

    assert made.status_code == 201
    assert made.json()["kind"] == "blocked_by"
    assert await related(client, paint) == [("blocked_by", "Buy paint"), ("relates", "Call")]
    assert await related(client, buy) == [("blocks", "Paint")]
    assert await related(client, call) == [("relates", "Paint")]


async def test_no_task_comes_to_wait_for_itself(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    one, two, three = await make_task("One"), await make_task("Two"), await make_task("Three")
    await relate(client, one, "blocks", two)
    await relate(client, two, "blocks", three)

    refused = await relate(client, three, "blocks", one)

    assert (refused.status_code, refused.json()["code"]) == (409, "relation_cycle")
    assert (await relate(client, one, "blocked_by", three)).status_code == 409
    assert (await relate(client, one, "blocks", one)).status_code == 422
    assert (await relate(client, three, "relates", one)).status_code == 201


async def test_of_two_that_would_block_each_other_at_once_one_wins(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    one, two = await make_task("One"), await make_task("Two")

    answers = await asyncio.gather(relate(client, one, "blocks", two), relate(client, two, "blocks", one))

    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_a_relation_is_kept_once_removed_from_either_side_and_brought_back(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    one, two = await make_task("One"), await make_task("Two")
    made = (await relate(client, one, "duplicates", two)).json()
    assert (await relate(client, two, "duplicated_by", one)).json()["code"] == "relation_exists"

    removed = await client.delete(f"{TASKS}/{two['id']}/relations/{made['id']}")

    assert removed.status_code == 204
    assert await related(client, one) == []
    assert (await undo(client, removed)).status_code == 204
    assert await related(client, one) == [("duplicates", "Two")]
    await client.delete(f"{TASKS}/{one['id']}/relations/{made['id']}")
    assert (await relate(client, two, "duplicates", one)).status_code == 201
    assert await related(client, one) == [("duplicated_by", "Two")]


async def test_nobody_learns_of_a_task_through_a_relation(
    client: httpx2.AsyncClient,
    other: httpx2.AsyncClient,
    make_project: MakeProject,
    make_task: MakeTask,
    share: Share,
) -> None:
    project = await make_project()
    await share(project)
    shared, private = await make_task("Shared", project_id=project["id"]), await make_task("Private")

    made = await relate(client, shared, "blocked_by", private)

    assert await related(client, shared) == [("blocked_by", "Private")]
    assert await related(other, shared) == []
    assert (await other.get(f"/api/v1/changes/{made.headers['x-change-set']}")).status_code == 404
    theirs = await relate(other, shared, "relates", private)
    never = await relate(other, shared, "relates", {"id": NEVER})
    assert theirs.status_code == never.status_code == 404
    assert theirs.content == never.content
    assert (await other.delete(f"{TASKS}/{shared['id']}/relations/{made.json()['id']}")).status_code == 404


async def test_each_relation_route_refuses_strangers_and_nonsense(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, nobody: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    one, two = await make_task("One"), await make_task("Two")
    made = (await relate(client, one, "blocks", two)).json()
    body = {"kind": "blocks", "other_id": two["id"]}
    routes: list[tuple[str, str, Any]] = [("GET", "", None), ("POST", "", body), ("DELETE", f"/{made['id']}", None)]
    for method, path, sent in routes:
        theirs = await other.request(method, f"{TASKS}/{one['id']}/relations{path}", json=sent)
        never = await other.request(method, f"{TASKS}/{NEVER}/relations{path}", json=sent)
        assert theirs.status_code == never.status_code == 404
        assert theirs.content == never.content
        assert (await nobody.request(method, f"{TASKS}/{one['id']}/relations{path}", json=sent)).status_code == 401
    for wrong in ({}, {"kind": "eats", "other_id": two["id"]}, {"kind": "blocks"}, {**body, "id": "x"}):
        assert (await client.post(f"{TASKS}/{one['id']}/relations", json=wrong)).status_code == 422
