"""Saved filters and explanations, over HTTP, on both engines."""

from typing import Any

import httpx2
import pytest

from tests.conftest import MakeTask


async def saved(client: httpx2.AsyncClient, **fields: Any) -> dict[str, Any]:
    answer = await client.post("/api/v1/filters", json={"name": "Urgent", "query": "p1 & today", **fields})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_a_filter_is_saved_listed_changed_and_deleted(client: httpx2.AsyncClient) -> None:
    made = await saved(client, color="#d1453b")
    assert (made["name"], made["query"], made["color"]) == ("Urgent", "p1 & today", "#d1453b")

    changed = await client.patch(f"/api/v1/filters/{made['id']}", json={"filter": "p1 | p2"})
    assert changed.json()["query"] == "p1 | p2"
    assert changed.headers["etag"] == f'"{changed.json()["version"]}"'
    listed = (await client.get("/api/v1/filters")).json()
    assert [one["query"] for one in listed["items"]] == ["p1 | p2"]

    assert (await client.delete(f"/api/v1/filters/{made['id']}")).status_code == 204
    assert (await client.get(f"/api/v1/filters/{made['id']}")).status_code == 404
    assert (await client.get("/api/v1/filters")).json()["items"] == []


async def test_its_tasks_are_those_of_today_whenever_it_was_saved(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    made = await saved(client)
    await make_task("now", due="2026-11-20", priority=1)
    await make_task("later", due="2026-11-21", priority=1)

    answer = await client.get(f"/api/v1/filters/{made['id']}/tasks")

    assert [task["title"] for task in answer.json()["items"]] == ["now"]
    assert answer.headers["cache-control"] == "private, no-store"


async def test_a_filter_that_cannot_be_read_is_not_saved(client: httpx2.AsyncClient) -> None:
    made = await saved(client)

    created = await client.post("/api/v1/filters", json={"name": "x", "query": "p1 & tody"})
    changed = await client.patch(f"/api/v1/filters/{made['id']}", json={"query": "(p1"})

    assert (created.status_code, created.json()["code"], created.json()["position"]) == (422, "invalid_filter", 5)
    assert created.json()["suggestion"] == "Did you mean 'today'?"
    assert changed.status_code == 422
    assert (await client.get(f"/api/v1/filters/{made['id']}")).json()["query"] == "p1 & today"


async def test_an_outdated_change_is_refused(client: httpx2.AsyncClient) -> None:
    made = await saved(client)
    await client.patch(f"/api/v1/filters/{made['id']}", json={"name": "Now"})

    late = await client.patch(f"/api/v1/filters/{made['id']}", json={"name": "Late"}, headers={"if-match": '"1"'})

    assert late.status_code == 412


async def test_somebody_elses_filter_is_not_there(client: httpx2.AsyncClient, other: httpx2.AsyncClient) -> None:
    made = await saved(client)

    for path in (f"/api/v1/filters/{made['id']}", f"/api/v1/filters/{made['id']}/tasks"):
        assert (await client.get(path)).status_code == 200
        assert (await other.get(path)).status_code == 404
    assert (await other.patch(f"/api/v1/filters/{made['id']}", json={"name": "mine"})).status_code == 404
    assert (await other.delete(f"/api/v1/filters/{made['id']}")).status_code == 404
    assert (await other.get("/api/v1/filters")).json()["items"] == []


@pytest.mark.parametrize(
    "body", [{}, {"name": "x"}, {"name": "", "query": "p1"}, {"name": "x", "query": "p1", "owner": 1}]
)
async def test_a_malformed_filter_is_refused(client: httpx2.AsyncClient, body: dict[str, Any]) -> None:
    assert (await client.post("/api/v1/filters", json=body)).status_code == 422


async def test_signed_out_there_are_no_filters(nobody: httpx2.AsyncClient) -> None:
    assert (await nobody.get("/api/v1/filters")).status_code == 401
    assert (await nobody.post("/api/v1/filters/explain", json={"query": "p1"})).status_code == 401


async def test_a_filter_is_explained(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/v1/filters/explain", json={"query": "(Today|OD) && done=false", "locale": "fr-FR"})

    assert answer.status_code == 200
    assert answer.json() == {
        "ok": True,
        "explanation": "Tâches\u00a0: (à faire aujourd’hui ou en retard) et ouvertes.",
        "normalised": "(today | overdue) & open",
        "error": None,
    }


async def test_a_mistake_is_explained_with_its_place(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/v1/filters/explain", json={"filter": "p1 & ovredue"})

    assert answer.status_code == 200
    assert answer.json() == {
        "ok": False,
        "explanation": None,
        "normalised": None,
        "error": {
            "position": 5,
            "message": "Unknown condition 'ovredue'.",
            "suggestion": "Did you mean 'overdue'?",
        },
    }
