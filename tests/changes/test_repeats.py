"""What a request costs and does that is worked out again, and one that is sent again."""

import asyncio
from typing import Any

import httpx2
import pytest

from tasklore.apps.wiring import Core
from tasklore.platform.errors import StaleWrite
from tasklore.platform.limits import Rate
from tasklore.platform.unit import Unit


@pytest.fixture
def losing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every unit loses its first two races."""
    commit = Unit.commit

    async def losing(unit: Unit) -> None:
        if unit.attempt < 2:
            raise StaleWrite("overtaken")
        await commit(unit)

    monkeypatch.setattr(Unit, "commit", losing)


@pytest.mark.usefixtures("losing")
async def test_a_request_that_lost_races_is_made_once_and_counted_once(
    services: Core, client: httpx2.AsyncClient
) -> None:
    services.rate = Rate(5, 60)

    answer = await client.post("/api/v1/tasks", json={"title": "Once"})

    assert (answer.status_code, answer.headers["ratelimit-remaining"]) == (201, "4")
    listed = (await client.get("/api/v1/tasks")).json()["items"]
    assert [task["title"] for task in listed] == ["Once"]


async def test_an_idempotency_key_is_its_users_own(client: httpx2.AsyncClient, other: httpx2.AsyncClient) -> None:
    headers = {"idempotency-key": "same"}

    async def post(by: httpx2.AsyncClient) -> Any:
        return await by.post("/api/v1/tasks", json={"title": "Mine"}, headers=headers)

    first, again, theirs = await post(client), await post(client), await post(other)

    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")
    assert theirs.status_code == 201
    assert "idempotent-replayed" not in theirs.headers
    assert theirs.json()["id"] != first.json()["id"]


async def test_of_many_who_undo_or_decide_at_once_one_does(client: httpx2.AsyncClient) -> None:
    made = await client.post("/api/v1/tasks", json={"title": "Once"})
    undo = f"/api/v1/changes/{made.headers['x-change-set']}/undo"
    asked = await client.post("/api/v1/tasks", json={"title": "Proposed"}, headers={"prefer": "propose"})
    proposal = f"/api/v1/proposals/{asked.headers['x-change-set']}"

    undone = await asyncio.gather(*(client.post(undo) for _ in range(6)))
    decided = await asyncio.gather(*(client.post(f"{proposal}/{what}") for what in ("approve", "reject") * 3))

    assert sorted(answer.status_code for answer in undone) == [204, 409, 409, 409, 409, 409]
    assert sorted(answer.status_code for answer in decided) == [204, 409, 409, 409, 409, 409]
    (won,) = [answer for answer in decided if answer.status_code == 204]
    titles = [task["title"] for task in (await client.get("/api/v1/tasks")).json()["items"]]
    assert titles == (["Proposed"] if str(won.url).endswith("approve") else [])


async def test_one_key_sent_at_once_is_one_task(client: httpx2.AsyncClient) -> None:
    headers = {"idempotency-key": "at once"}

    answers = await asyncio.gather(
        *(client.post("/api/v1/tasks", json={"title": "One"}, headers=headers) for _ in range(6))
    )

    assert {answer.json()["id"] for answer in answers} == {answers[0].json()["id"]}
    assert len((await client.get("/api/v1/tasks")).json()["items"]) == 1


async def test_a_large_answer_is_remembered_like_any_other(client: httpx2.AsyncClient) -> None:
    creates = [{"op": "create", "values": {"title": f"Long {n}", "notes": "n" * 48_000}} for n in range(25)]
    headers = {"idempotency-key": "large"}

    first, again = [await client.post("/api/v1/bulk", json={"operations": creates}, headers=headers) for _ in range(2)]

    assert len(first.content) > 1_000_000
    assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")
    assert len((await client.get("/api/v1/tasks")).json()["items"]) == 25
