"""Searching over HTTP, on both engines."""

from typing import Any

import httpx2
import pytest

from tests.conftest import MakeTask


async def search(client: httpx2.AsyncClient, q: str, **params: Any) -> dict[str, Any]:
    answer = await client.get("/api/v1/search", params={"q": q, **params})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def titles(client: httpx2.AsyncClient, q: str, **params: Any) -> list[str]:
    return [hit["task"]["title"] for hit in (await search(client, q, **params))["items"]]


async def test_titles_come_first_and_then_notes_and_comments(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    await make_task("Buy oat milk")
    commented = await make_task("Breakfast")
    await client.post(f"/api/v1/tasks/{commented['id']}/comments", json={"text": "We are out of milk again."})
    await make_task("Shopping", notes="bread\nmilk\neggs")
    await make_task("Call the dentist")

    assert await titles(client, "milk") == ["Buy oat milk", "Shopping", "Breakfast"]
    assert await titles(client, '"oat milk"') == ["Buy oat milk"]
    assert await titles(client, "mil") == ["Buy oat milk", "Shopping", "Breakfast"]
    assert await titles(client, "milk -bread -oat") == ["Breakfast"]
    assert await titles(client, "quinoa") == []


async def test_each_match_says_where(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task("Café au lait", notes=f"{'word ' * 100}the cafe is closed {'word ' * 100}")
    comment = (await client.post(f"/api/v1/tasks/{task['id']}/comments", json={"text": "Which café?"})).json()

    (hit,) = (await search(client, "cafe"))["items"]
    title, notes, said = hit["matches"]

    assert (title["field"], title["text"], title["spans"]) == ("title", "Café au lait", [[0, 4]])
    assert notes["field"] == "notes"
    assert [notes["text"][start:end] for start, end in notes["spans"]] == ["cafe"]
    assert notes["text"][:5] == "…word"
    assert notes["text"][-1] == "…"
    assert len(notes["text"]) < 250
    assert (said["field"], said["comment_id"], said["spans"]) == ("comment", comment["id"], [[6, 10]])


async def test_a_search_and_a_filter_narrow_each_other(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    await make_task("Milk today", due="2026-11-20", labels=["home"])
    await make_task("Milk tomorrow", due="2026-11-21", labels=["home"])
    await make_task("Bread today", due="2026-11-20", labels=["home"])

    assert await titles(client, "milk", filter="today & @home") == ["Milk today"]
    listed = await client.get("/api/v1/tasks", params={"q": "milk", "filter": "tomorrow"})
    assert [task["title"] for task in listed.json()["items"]] == ["Milk tomorrow"]


async def test_a_list_can_be_searched_too(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    await make_task("Milk")
    await make_task("Bread")

    async def found(q: str) -> list[str]:
        answer = await client.get("/api/v1/tasks", params={"q": q})
        return [task["title"] for task in answer.json()["items"]]

    assert await found("milk") == ["Milk"]
    assert await found("!!") == []
    await make_task("More milk")
    assert await found("milk") == ["More milk", "Milk"]


async def test_pages_follow_each_other_from_titles_to_the_rest(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    for number in range(3):
        await make_task(f"milk {number}")
        await make_task(f"other {number}", notes="milk")
    expected = ["milk 2", "milk 1", "milk 0", "other 2", "other 1", "other 0"]

    for limit in (1, 2, 3, 4, 6):
        seen: list[str] = []
        cursor = None
        while True:
            page = await search(client, "milk", limit=limit, **({"cursor": cursor} if cursor else {}))
            seen += [hit["task"]["title"] for hit in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert seen == expected, limit


async def test_deleted_tasks_are_not_found_and_restored_ones_are(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    task = await make_task("Milk")

    await client.delete(f"/api/v1/tasks/{task['id']}")
    assert await titles(client, "milk") == []
    await client.post(f"/api/v1/tasks/{task['id']}/restore")
    assert await titles(client, "milk") == ["Milk"]


async def test_nobody_finds_what_is_not_theirs(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    await make_task("Secret milk")

    assert await titles(client, "milk") == ["Secret milk"]
    assert await titles(other, "milk") == []


@pytest.mark.parametrize(
    "params", [{}, {"q": "milk", "filter": "(today"}, {"q": "milk", "cursor": "nonsense"}, {"q": "m" * 301}]
)
async def test_a_malformed_search_is_refused(client: httpx2.AsyncClient, params: dict[str, str]) -> None:
    assert (await client.get("/api/v1/search", params=params)).status_code == 422


async def test_signed_out_there_is_no_search(nobody: httpx2.AsyncClient) -> None:
    assert (await nobody.get("/api/v1/search", params={"q": "milk"})).status_code == 401
