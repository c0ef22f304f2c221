"""The dates of repeating tasks over HTTP, on both engines."""

from typing import Any

import httpx2
import pytest

from tests.conftest import MakeTask

WEEKLY = {"rrule": "FREQ=WEEKLY;BYDAY=MO"}


async def dates(client: httpx2.AsyncClient, task: dict[str, Any], **params: Any) -> list[str]:
    answer = await client.get(f"/api/v1/tasks/{task['id']}/occurrences", params=params)
    assert answer.status_code == 200, answer.text
    return [item["date"] for item in answer.json()["items"]]


async def test_this_date_moves_and_the_schedule_stays(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task(due="2026-11-23", recurrence=WEEKLY)

    moved = await client.post(f"/api/v1/tasks/{task['id']}/reschedule", json={"due": "2026-11-25"})

    assert moved.json()["due"]["date"] == "2026-11-25"
    assert moved.json()["recurrence"]["rrule"] == "FREQ=WEEKLY;BYDAY=MO"
    assert await dates(client, task, limit=3) == ["2026-11-25", "2026-11-30", "2026-12-07"]


async def test_all_that_follow_go_along(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task(due={"date": "2026-11-23", "time": "09:00"}, recurrence=WEEKLY)
    body = {"due": {"date": "2026-11-24", "time": "18:00"}, "following": True}

    moved = await client.post(f"/api/v1/tasks/{task['id']}/reschedule", json=body)

    assert moved.json()["recurrence"] == {"rrule": "FREQ=WEEKLY;BYDAY=TU", "from": "schedule"}
    assert (moved.json()["due"]["date"], moved.json()["due"]["time"]) == ("2026-11-24", "18:00")
    assert await dates(client, task, limit=2) == ["2026-11-24", "2026-12-01"]


async def test_what_was_put_elsewhere_can_be_undone(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task(due="2026-11-23", recurrence=WEEKLY)
    moved = await client.post(f"/api/v1/tasks/{task['id']}/reschedule", json={"due": "2026-11-24", "following": True})

    await client.post(f"/api/v1/changes/{moved.headers['x-change-set']}/undo")

    assert await dates(client, task, limit=2) == ["2026-11-23", "2026-11-30"]


async def test_the_rule_is_told_in_words(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task(due="2026-01-31", recurrence={"rrule": "FREQ=MONTHLY"})

    answer = await client.get(f"/api/v1/tasks/{task['id']}/occurrences", params={"limit": 3, "locale": "de-DE"})

    assert answer.json()["words"] == "jeden Monat am 31. (in kürzeren Monaten am letzten Tag)"
    assert [item["date"] for item in answer.json()["items"]] == ["2026-01-31", "2026-02-28", "2026-03-31"]


async def test_a_task_that_does_not_repeat_has_no_dates(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    plain = await make_task(due="2026-11-23")

    assert (await client.get(f"/api/v1/tasks/{plain['id']}/occurrences")).status_code == 409
    moved = await client.post(f"/api/v1/tasks/{plain['id']}/reschedule", json={"due": "2026-11-24", "following": True})
    assert moved.json()["due"]["date"] == "2026-11-24"


async def test_an_outdated_move_is_refused(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task(due="2026-11-23", recurrence=WEEKLY)
    path = f"/api/v1/tasks/{task['id']}/reschedule"
    await client.post(path, json={"due": "2026-11-24"})

    assert (await client.post(path, json={"due": "2026-11-25"}, headers={"if-match": '"1"'})).status_code == 412
    assert (await client.post(path, json={"due": "tomorrow"})).status_code == 422


async def test_nobody_moves_what_is_not_theirs(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, nobody: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    task = await make_task(due="2026-11-23", recurrence=WEEKLY)
    path, body = f"/api/v1/tasks/{task['id']}/reschedule", {"due": "2026-11-24"}

    assert (await other.post(path, json=body)).status_code == 404
    assert (await nobody.post(path, json=body)).status_code == 401
    assert (await other.get(f"/api/v1/tasks/{task['id']}/occurrences")).status_code == 404
    assert (await client.post(path, json=body)).status_code == 200


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en-US", "every 2 weeks on Monday and Thursday"),
        ("fr-FR", "toutes les 2 semaines le lundi et le jeudi"),
        ("es", "cada 2 semanas el lunes y el jueves"),
    ],
)
async def test_a_rule_is_explained(client: httpx2.AsyncClient, locale: str, words: str) -> None:
    body = {
        "rrule": "rrule:freq=weekly;interval=2;byday=th,mo",
        "start": "2026-11-23",
        "locale": locale,
        "limit": 3,
    }

    answer = await client.post("/api/v1/recurrence/explain", json=body)

    assert answer.json() == {
        "ok": True,
        "words": words,
        "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
        "dates": [{"date": day, "time": None, "timezone": None} for day in ("2026-11-23", "2026-11-26", "2026-12-07")],
        "error": None,
    }


async def test_a_rule_that_cannot_be_read_says_why(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/v1/recurrence/explain", json={"rrule": "FREQ=SECONDLY"})

    assert answer.status_code == 200
    assert answer.json()["ok"] is False
    assert "too often" in answer.json()["error"]


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        (
            {"due": "2026-12-31", "recurrence": {"rrule": "FREQ=MONTHLY"}},
            ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"],
        ),
        (
            {
                "due": {"date": "2027-03-26", "time": "02:30", "timezone": "Europe/Paris"},
                "recurrence": {"rrule": "FREQ=DAILY"},
            },
            ["2027-03-27 02:30", "2027-03-28 03:30", "2027-03-29 02:30"],
        ),
        ({"due": "2026-11-23", "recurrence": {"rrule": "FREQ=DAILY;COUNT=3"}}, ["2026-11-24", "2026-11-25"]),
    ],
    ids=["short months", "clock change", "count"],
)
async def test_each_completion_brings_the_next_date(
    client: httpx2.AsyncClient, make_task: MakeTask, task: dict[str, Any], expected: list[str]
) -> None:
    current = await make_task(**task)
    seen = []
    for _ in range(len(expected) + 1):
        await client.post(f"/api/v1/tasks/{current['id']}/complete")
        listed = (await client.get("/api/v1/tasks", params={"filter": "recurring"})).json()["items"]
        if not listed:
            break
        (current,) = listed
        due = current["due"]
        seen.append(due["date"] + (f" {due['time']}" if due["time"] else ""))

    assert seen[: len(expected)] == expected
    assert len(seen) == len(expected) or "COUNT" not in task["recurrence"]["rrule"]
