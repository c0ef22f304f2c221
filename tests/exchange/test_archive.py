"""Our own export: lossless, and never able to touch what is there."""

import io
import json
import zipfile
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from tasklore.platform.clock import SetClock

from .conftest import all_tasks, upload


async def made(answer: Awaitable[httpx2.Response]) -> dict[str, Any]:
    response = await answer
    assert response.status_code < 300, response.text
    return dict(response.json()) if response.content else {}


async def furnish(client: httpx2.AsyncClient) -> None:
    """A bit of everything that an export holds."""
    house = await made(client.post("/api/v1/projects", json={"name": "House", "color": "#5297ff", "view": "board"}))
    await made(client.post("/api/v1/projects", json={"name": "Garden", "parent_id": house["id"]}))
    hall = await made(client.post(f"/api/v1/projects/{house['id']}/sections", json={"name": "Hall"}))
    paint = await made(
        client.post(
            "/api/v1/tasks",
            json={
                "title": "Paint the hall",
                "notes": "Two *coats*.",
                "project_id": house["id"],
                "section_id": hall["id"],
                "priority": 2,
                "labels": ["weekend"],
                "start": "2026-11-28",
                "due": {"date": "2026-12-05", "time": "09:00", "timezone": "Europe/Paris"},
                "deadline": "2026-12-24",
                "duration_minutes": 240,
                "reminders": [{"minutes_before": 30}],
            },
        )
    )
    tape = await made(client.post("/api/v1/tasks", json={"title": "Buy tape", "parent_id": paint["id"]}))
    water = await made(
        client.post(
            "/api/v1/tasks",
            json={"title": "Water the ferns", "due": "2026-11-20", "recurrence": {"rrule": "FREQ=DAILY;INTERVAL=3"}},
        )
    )
    await made(client.post(f"/api/v1/tasks/{water['id']}/complete"))
    moved = next(t for t in await all_tasks(client) if t["title"] == "Water the ferns" and not t["completed"])
    await made(client.patch(f"/api/v1/tasks/{moved['id']}", json={"due": "2026-11-25"}))
    await made(client.post(f"/api/v1/tasks/{paint['id']}/comments", json={"text": "White, not *cream*."}))
    await made(client.post(f"/api/v1/tasks/{tape['id']}/relations", json={"kind": "blocks", "other_id": paint["id"]}))
    await made(client.post("/api/v1/labels", json={"name": "weekend", "color": "#ff0000"}))
    await made(client.post("/api/v1/filters", json={"name": "Soon", "query": "7 days & @weekend"}))


async def exported(client: httpx2.AsyncClient, **query: str) -> bytes:
    answer = await client.get("/api/v1/export", params=query)
    assert answer.status_code == 200, answer.text
    return answer.content


def by_content(document: bytes) -> Any:
    """The same whatever the ids are: what an id refers to is named by its title."""
    parsed = json.loads(document)
    names = {
        row["id"]: row.get("title") or row.get("name")
        for name in ("projects", "sections", "tasks")
        for row in parsed[name]
    }
    names |= {row["id"]: f"{row['title']} ({row['status']})" for row in parsed["tasks"]}
    told = {}
    for kind, rows in parsed.items():
        if not isinstance(rows, list):
            continue
        shown = []
        for row in rows:
            row = {key: names.get(value, value) if isinstance(value, str) else value for key, value in row.items()}
            for key in ("id", "created_by", "author_id"):
                row.pop(key, None)
            shown.append(row)
        told[kind] = sorted(shown, key=lambda row: json.dumps(row, sort_keys=True))
    return told


async def test_what_is_imported_again_exports_the_same(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, clock: SetClock
) -> None:
    await furnish(client)
    document = await exported(client)
    clock.forward(timedelta(hours=3))

    report = (await upload(other, "json", document, "tasklore.json")).json()

    assert report["made"] == {
        "projects": 2,
        "sections": 1,
        "tasks": 4,
        "comments": 1,
        "relations": 1,
        "labels": 1,
        "filters": 1,
    }
    again = by_content(await exported(other))
    before = by_content(document)
    # Creating a project or an Inbox is the one thing whose moment the Inbox keeps for itself.
    for told in (before, again):
        for project in told["projects"]:
            if project["is_inbox"]:
                del project["created_at"]
    assert again == before
    assert [remark["message"] for remark in report["remarks"]] == ["Its tasks go to your own Inbox."]


async def test_a_date_put_elsewhere_still_returns_to_its_schedule(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient
) -> None:
    await furnish(client)

    await upload(other, "json", await exported(client), "tasklore.json")

    async def next_date(whose: httpx2.AsyncClient) -> str:
        ferns = next(t for t in await all_tasks(whose) if t["title"] == "Water the ferns" and not t["completed"])
        await made(whose.post(f"/api/v1/tasks/{ferns['id']}/complete"))
        following = next(t for t in await all_tasks(whose) if t["title"] == "Water the ferns" and not t["completed"])
        return str(following["due"]["date"])

    assert await next_date(other) == await next_date(client)


async def test_ids_of_the_file_touch_nothing_that_is_there(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient
) -> None:
    await furnish(client)
    document = json.loads(await exported(client))
    before = by_content(await exported(client))
    for task in document["tasks"]:
        task["title"] = "taken over"

    await upload(other, "json", json.dumps(document), "tasklore.json")

    assert by_content(await exported(client)) == before
    theirs = {task["id"] for task in await all_tasks(other)}
    assert not theirs & {task["id"] for task in document["tasks"]}


async def test_what_the_file_does_not_hold_cannot_be_referred_to(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient
) -> None:
    await furnish(client)
    document = json.loads(await exported(client))
    ids = {task["title"]: task["id"] for task in document["tasks"]}
    stranger = {
        "format": "tasklore",
        "version": 1,
        "tasks": [
            {
                "id": "a",
                "project_id": document["projects"][0]["id"],
                "title": "Mine",
                "parent_id": ids["Paint the hall"],
            }
        ],
        "comments": [{"task_id": ids["Paint the hall"], "text": "I was here"}],
        "relations": [{"task_id": "a", "other_id": ids["Buy tape"], "kind": "blocks"}],
    }

    report = (await upload(other, "json", json.dumps(stranger), "x.json")).json()

    assert report["made"] == {"tasks": 1}
    assert len(report["remarks"]) == 4
    [task] = await all_tasks(other)
    assert task["parent_id"] is None
    comments = (await client.get(f"/api/v1/tasks/{ids['Paint the hall']}/comments")).json()["items"]
    assert [comment["text"] for comment in comments] == ["White, not *cream*."]


async def test_tasks_below_each_other_come_to_the_top(client: httpx2.AsyncClient) -> None:
    document = {
        "format": "tasklore",
        "version": 1,
        "projects": [{"id": "p", "name": "Round"}],
        "tasks": [
            {"id": name, "project_id": "p", "title": name, "parent_id": parent}
            for name, parent in (("a", "b"), ("b", "c"), ("c", "b"), ("d", "d"), ("e", "a"))
        ],
    }

    report = (await upload(client, "json", json.dumps(document), "x.json")).json()

    tasks = {task["title"]: task for task in await all_tasks(client)}
    titles = {task["id"]: task["title"] for task in tasks.values()}
    parents = {title: titles.get(task["parent_id"]) for title, task in tasks.items()}
    assert parents == {"a": "b", "b": None, "c": "b", "d": None, "e": "a"}
    assert sorted(remark["subject"] for remark in report["remarks"]) == ["b", "d"]


async def test_tasks_very_deep_are_raised(client: httpx2.AsyncClient) -> None:
    tasks = [{"id": "0", "project_id": "p", "title": "0"}]
    tasks += [{"id": str(n), "project_id": "p", "title": str(n), "parent_id": str(n - 1)} for n in range(1, 120)]
    document = {"format": "tasklore", "version": 1, "projects": [{"id": "p", "name": "Deep"}], "tasks": tasks}

    report = (await upload(client, "json", json.dumps(document), "x.json")).json()

    assert report["made"]["tasks"] == 120
    assert max(item["depth"] for item in report["items"]) == 39


async def test_a_row_that_cannot_be_read_is_left_out_and_named(client: httpx2.AsyncClient) -> None:
    document = {
        "format": "tasklore",
        "version": 1,
        "projects": [{"id": "p", "name": "Good"}, {"name": "no id"}],
        "tasks": [
            {"id": "1", "project_id": "p", "title": "Good"},
            {"id": "2", "project_id": "p", "title": "Bad", "priority": 7},
            {"id": "3", "project_id": "p", "title": "Odd rule", "rrule": "FREQ=SOMETIMES"},
            {"id": "4", "project_id": "p", "title": "Late", "created_at": "0001-01-01T00:00:00Z"},
            "not a task",
        ],
        "labels": {"not": "a list"},
        "filters": [{"name": "Broken", "query": "today &"}],
    }

    report = (await upload(client, "json", json.dumps(document), "x.json")).json()

    assert report["made"] == {"projects": 1, "tasks": 2}
    assert {remark["subject"] for remark in report["remarks"]} == {
        "projects[1].id", "tasks[1].priority", "Odd rule", "tasks[3].created_at", "tasks[4]", "labels", "Broken",
    }  # fmt: skip


async def test_attached_files_travel_in_the_zip(client: httpx2.AsyncClient, other: httpx2.AsyncClient) -> None:
    task = await made(client.post("/api/v1/tasks", json={"title": "Read it"}))
    content = b"%PDF-1.4 offer" * 1000
    files = {"file": ("offer.pdf", content)}
    await made(client.post(f"/api/v1/tasks/{task['id']}/attachments", files=files))
    archive = await exported(client, format="zip")

    report = (await upload(other, "json", archive, "tasklore.zip")).json()

    assert report["made"] == {"tasks": 1, "attachments": 1}
    [copy] = await all_tasks(other)
    [attachment] = (await other.get(f"/api/v1/tasks/{copy['id']}/attachments")).json()["items"]
    assert attachment["name"] == "offer.pdf"
    file = await other.get(f"/api/v1/tasks/{copy['id']}/attachments/{attachment['id']}/content")
    assert file.content == content


async def test_without_the_zip_an_attachment_is_reported_lost(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient
) -> None:
    task = await made(client.post("/api/v1/tasks", json={"title": "Read it"}))
    await made(client.post(f"/api/v1/tasks/{task['id']}/attachments", files={"file": ("offer.pdf", b"%PDF-1.4")}))

    # The digest of a file is not a right to it: what is in the store already is not given out for naming it.
    report = (await upload(other, "json", await exported(client), "tasklore.json")).json()

    assert report["made"] == {"tasks": 1}
    assert "offer.pdf" in {remark["subject"] for remark in report["remarks"]}


async def test_a_zip_that_unpacks_to_too_much_is_refused(client: httpx2.AsyncClient) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("tasklore.json", "w") as document:
        for _ in range(101):
            document.write(b" " * 1_000_000)

    answer = await upload(client, "json", bomb.getvalue(), "bomb.zip")

    assert answer.status_code == 413


async def test_the_trash_is_not_exported(client: httpx2.AsyncClient) -> None:
    task = await made(client.post("/api/v1/tasks", json={"title": "Gone"}))
    await made(client.delete(f"/api/v1/tasks/{task['id']}"))

    assert json.loads(await exported(client))["tasks"] == []


async def test_somebody_elses_tasks_are_not_exported(client: httpx2.AsyncClient, other: httpx2.AsyncClient) -> None:
    await furnish(client)

    document = json.loads(await exported(other))

    assert all(document[name] == [] for name in ("projects", "tasks", "comments", "labels", "relations", "filters"))


@pytest.mark.slow
async def test_ten_thousand_tasks_go_out_and_in_again(client: httpx2.AsyncClient, other: httpx2.AsyncClient) -> None:
    tasks = [
        {
            "id": str(n),
            "project_id": "p",
            "title": f"Task {n}",
            "parent_id": str(n - 1) if n % 3 else None,
            "labels": ["a"],
        }
        for n in range(10_000)
    ]
    document = {"format": "tasklore", "version": 1, "projects": [{"id": "p", "name": "Big"}], "tasks": tasks}

    report = (await upload(client, "json", json.dumps(document), "x.json")).json()
    again = (await upload(other, "json", await exported(client), "y.json")).json()

    assert report["made"] == again["made"] == {"projects": 1, "tasks": 10_000}
    assert (len(report["items"]), report["items_left_out"]) == (1000, 9001)
    undone = await client.post(f"/api/v1/changes/{report['change_set_id']}/undo")
    assert undone.status_code == 204
    assert await all_tasks(client) == []
