"""`?filter=` on lists of tasks, over HTTP, on both engines."""

import httpx2
import pytest

from tests.conftest import MakeTask


async def titles(client: httpx2.AsyncClient, filter_: str, **params: str) -> list[str]:
    answer = await client.get("/api/v1/tasks", params={"filter": filter_, "sort": "position", **params})
    assert answer.status_code == 200, answer.text
    return [task["title"] for task in answer.json()["items"]]


async def test_a_filter_narrows_the_list(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    await make_task("pay rent", due="2026-11-20", priority=1, labels=["home"])
    await make_task("late", due="2026-11-19", priority=1, labels=["home"])
    await make_task("later", due="2026-12-24", priority=1, labels=["home"])
    await make_task("other label", due="2026-11-20", priority=1, labels=["work"])

    assert await titles(client, "(today | overdue) & p1 & @home") == ["pay rent", "late"]
    assert await titles(client, "done = false && dueDate < now/d+7d && labels in home, work") == [
        "pay rent",
        "late",
        "other label",
    ]


async def test_done_tasks_are_listed_when_the_filter_or_the_caller_asks(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    await make_task("open", priority=1)
    done = await make_task("done", priority=1)
    await client.post(f"/api/v1/tasks/{done['id']}/complete")

    assert await titles(client, "p1") == ["open"]
    assert await titles(client, "p1 & done = true") == ["done"]
    assert await titles(client, "p1 & (done | open)") == ["open", "done"]
    assert await titles(client, "p1", status="done") == ["done"]


async def test_a_sub_task_is_listed_for_its_own_sake_and_once(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    parent = await make_task("parent", priority=1)
    await make_task("child that matches", priority=1, parent_id=parent["id"])
    await make_task("child that does not", priority=3, parent_id=parent["id"])
    plain = await make_task("parent that does not", priority=3)
    await make_task("child of another", priority=1, parent_id=plain["id"])

    assert await titles(client, "p1, p1 | subtask & p1") == ["parent", "child that matches", "child of another"]


async def test_days_are_those_of_the_readers_zone(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    await make_task("morning in Tokyo", due={"date": "2026-11-21", "time": "06:00", "timezone": "Asia/Tokyo"})

    assert await titles(client, "today", timezone="UTC") == ["morning in Tokyo"]
    assert await titles(client, "today", timezone="Asia/Tokyo") == []
    assert await titles(client, "tomorrow", timezone="Asia/Tokyo") == ["morning in Tokyo"]


async def test_pages_of_a_filter_follow_each_other(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    for number in range(5):
        await make_task(f"task {number}", labels=["home"] if number % 2 == 0 else [])

    first = (await client.get("/api/v1/tasks", params={"filter": "@home", "limit": 2})).json()
    second = (
        await client.get("/api/v1/tasks", params={"filter": "@home", "limit": 2, "cursor": first["next_cursor"]})
    ).json()

    assert [task["title"] for task in first["items"] + second["items"]] == ["task 4", "task 2", "task 0"]
    assert second["next_cursor"] is None


@pytest.mark.parametrize(
    "filter_", ["(today", "tody", "colour = red", "priority >= abc", "today &", "'; DROP TABLE task"]
)
async def test_a_filter_that_cannot_be_read_is_refused(client: httpx2.AsyncClient, filter_: str) -> None:
    answer = await client.get("/api/v1/tasks", params={"filter": filter_})

    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_filter"
    assert isinstance(answer.json()["position"], int)


async def test_a_filter_shows_nobody_elses_tasks(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    await make_task("ada's", labels=["home"])

    assert await titles(other, "all | @home | #Inbox") == []


async def test_signed_out_there_is_no_list(nobody: httpx2.AsyncClient) -> None:
    assert (await nobody.get("/api/v1/tasks", params={"filter": "today"})).status_code == 401
