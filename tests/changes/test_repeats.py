"""What a request costs and does that is worked out again, and one that is sent again."""

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
