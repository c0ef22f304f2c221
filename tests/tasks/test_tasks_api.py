"""Tasks over HTTP: what each route promises, on both engines."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx2

from tasklore.platform.clock import SetClock
from tests.conftest import MakeTask

TASKS = "/api/v1/tasks"


async def titles(client: httpx2.AsyncClient, **query: Any) -> list[str]:
    answer = await client.get(TASKS, params=query)
    assert answer.status_code == 200, answer.text
    return [task["title"] for task in answer.json()["items"]]


async def test_a_task_needs_only_a_title_and_goes_to_the_inbox(client: httpx2.AsyncClient) -> None:
    answer = await client.post(TASKS, json={"title": "  Buy   milk "})

    assert answer.status_code == 201
    task = answer.json()
    assert task["title"] == "Buy milk"
    assert (task["status"], task["priority"], task["labels"], task["version"]) == ("open", 4, [], 1)
    assert answer.headers["etag"] == '"1"'
    assert (await client.get(f"{TASKS}/{task['id']}")).json() == task


async def test_todos_is_the_same_router(client: httpx2.AsyncClient) -> None:
    made = (await client.post("/api/v1/todos/", json={"title": "Buy milk", "description": "Two litres"})).json()

    assert made["notes"] == "Two litres"
    assert (await client.get(f"/api/v1/todos/{made['id']}")).json() == made
    assert [t["id"] for t in (await client.get("/api/v1/todos/")).json()["items"]] == [made["id"]]
    assert (await client.patch(f"/api/v1/todos/{made['id']}", json={"completed": True})).json()["status"] == "done"
    assert (await client.delete(f"/api/v1/todos/{made['id']}")).status_code == 204


async def test_nobody_gets_in_signed_out_whatever_they_send(nobody: httpx2.AsyncClient) -> None:
    for method, path, body in [
        ("GET", TASKS, None),
        ("POST", TASKS, b"{not json"),
        ("PATCH", f"{TASKS}/x", b"{}"),
        ("DELETE", f"{TASKS}/x", None),
    ]:
        answer = await nobody.request(method, path, content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 401, (method, path)
        assert answer.headers["content-type"] == "application/problem+json"


async def test_somebody_elses_task_answers_like_one_that_never_was(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    mine = await make_task()

    for method, body in [("GET", None), ("PATCH", {"title": "Mine now"}), ("DELETE", None)]:
        theirs = await other.request(method, f"{TASKS}/{mine['id']}", json=body)
        never = await other.request(method, f"{TASKS}/01890000-0000-7000-8000-000000000000", json=body)
        assert theirs.status_code == never.status_code == 404
        assert theirs.content == never.content
    assert await titles(other) == []
    assert (await client.get(f"{TASKS}/{mine['id']}")).json() == mine


async def test_a_patch_sets_what_is_given_and_null_clears(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task(due="2026-12-01T09:30", deadline="2026-12-05", labels=["home", "@money"])
    assert task["due"] == {"date": "2026-12-01", "time": "09:30", "timezone": None}
    assert task["labels"] == ["home", "money"]

    patched = (await client.patch(f"{TASKS}/{task['id']}", json={"deadline": None, "priority": 1})).json()

    assert (patched["deadline"], patched["priority"], patched["due"]) == (None, 1, task["due"])
    assert patched["version"] == 2


async def test_if_match_refuses_an_edit_of_an_old_version(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task()
    path = f"{TASKS}/{task['id']}"
    assert (await client.patch(path, json={"notes": "a"}, headers={"if-match": '"1"'})).status_code == 200

    late = await client.patch(path, json={"notes": "b"}, headers={"if-match": '"1"'})

    assert late.status_code == 412
    assert late.json()["version"] == 2
    assert (await client.get(path)).json()["notes"] == "a"


async def test_a_list_answers_304_until_something_changes(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    await make_task()
    first = await client.get(TASKS)
    again = await client.get(TASKS, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")

    await make_task("Another")
    changed = await client.get(TASKS, headers={"if-none-match": first.headers["etag"]})

    assert changed.status_code == 200
    assert [task["title"] for task in changed.json()["items"]] == ["Another", "Buy milk"]


async def test_pages_follow_each_other_without_gap_or_repeat(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    made = [(await make_task(f"Task {number}", due=f"2026-12-{number % 7 + 1:02}"))["id"] for number in range(23)]

    for sort in ("created", "due", "position", "priority"):
        seen: list[str] = []
        cursor = None
        while True:
            page = (
                await client.get(TASKS, params={"limit": 5, "sort": sort, **({"cursor": cursor} if cursor else {})})
            ).json()
            seen += [task["id"] for task in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert sorted(seen) == sorted(made), sort


async def test_a_cursor_that_was_not_given_out_is_refused_kindly(client: httpx2.AsyncClient) -> None:
    for cursor in ("x", "WzFd", "'; DROP TABLE task; --", "é"):
        answer = await client.get(TASKS, params={"cursor": cursor})
        assert answer.status_code == 422, cursor
        assert "hint" in answer.json() or answer.json()["code"] == "invalid"


async def test_completing_a_weekly_task_creates_the_next_one(
    client: httpx2.AsyncClient, make_task: MakeTask, clock: SetClock
) -> None:
    task = await make_task("Water the plants", due="2026-11-20", recurrence={"rrule": "FREQ=WEEKLY;BYDAY=FR"})

    done = (await client.post(f"{TASKS}/{task['id']}/complete")).json()

    assert done["status"] == "done"
    following = (await client.get(TASKS, params={"status": "open"})).json()["items"]
    assert [(t["title"], t["due"]["date"]) for t in following] == [("Water the plants", "2026-11-27")]
    assert following[0]["series_id"] == task["id"]


async def test_undoing_a_completion_takes_the_next_one_away(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task(due="2026-11-20", recurrence={"rrule": "FREQ=DAILY"})
    done = await client.post(f"{TASKS}/{task['id']}/complete")

    undone = await client.post(f"/api/v1/changes/{done.headers['x-change-set']}/undo")

    assert undone.status_code == 204
    tasks = (await client.get(TASKS)).json()["items"]
    assert [(t["id"], t["status"]) for t in tasks] == [(task["id"], "open")]


async def test_an_undo_is_refused_naming_what_changed_since(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task()
    first = await client.patch(f"{TASKS}/{task['id']}", json={"title": "Buy oat milk"})
    await client.patch(f"{TASKS}/{task['id']}", json={"title": "Buy soy milk"})

    refused = await client.post(f"/api/v1/changes/{first.headers['x-change-set']}/undo")

    assert refused.status_code == 409
    conflict = refused.json()["conflicts"][0]
    assert (conflict["field"], conflict["expected"], conflict["current"]) == ("title", "Buy oat milk", "Buy soy milk")
    assert (await client.get(f"{TASKS}/{task['id']}")).json()["title"] == "Buy soy milk"


async def test_an_undo_can_be_undone_and_a_set_only_once(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task()
    deleted = await client.delete(f"{TASKS}/{task['id']}")
    set_id = deleted.headers["x-change-set"]

    undo = await client.post(f"/api/v1/changes/{set_id}/undo")
    assert (await client.get(f"{TASKS}/{task['id']}")).status_code == 200
    assert (await client.post(f"/api/v1/changes/{set_id}/undo")).status_code == 409
    redo = await client.post(f"/api/v1/changes/{undo.headers['x-change-set']}/undo")

    assert redo.status_code == 204
    assert (await client.get(f"{TASKS}/{task['id']}")).status_code == 404


async def test_a_proposal_changes_nothing_until_it_is_approved_once(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    task = await make_task()
    path = f"{TASKS}/{task['id']}"
    proposed = await client.patch(path, json={"title": "Buy bread"}, headers={"prefer": "propose"})
    proposal = proposed.headers["x-change-set"]
    assert proposed.status_code == 202
    assert (await client.get(path)).json()["title"] == "Buy milk"
    shown = (await client.get(f"/api/v1/proposals/{proposal}")).json()
    assert shown["changes"][0]["before"] == {"title": "Buy milk"}
    assert shown["changes"][0]["after"] == {"title": "Buy bread"}
    assert (await other.post(f"/api/v1/proposals/{proposal}/approve")).status_code == 404

    assert (await client.post(f"/api/v1/proposals/{proposal}/approve")).status_code == 204

    assert (await client.get(path)).json()["title"] == "Buy bread"
    assert (await client.post(f"/api/v1/proposals/{proposal}/approve")).status_code == 409
    assert (await client.post(f"/api/v1/changes/{proposal}/undo")).status_code == 204
    assert (await client.get(path)).json()["title"] == "Buy milk"


async def test_a_proposal_expires_and_one_overtaken_is_refused(
    client: httpx2.AsyncClient, make_task: MakeTask, clock: SetClock
) -> None:
    task = await make_task()
    path = f"{TASKS}/{task['id']}"
    overtaken = (await client.patch(path, json={"title": "A"}, headers={"prefer": "propose"})).headers["x-change-set"]
    await client.patch(path, json={"title": "B"})
    refused = await client.post(f"/api/v1/proposals/{overtaken}/approve")
    assert (refused.status_code, refused.json()["code"]) == (409, "proposal_outdated")

    late = (await client.delete(path, headers={"prefer": "propose"})).headers["x-change-set"]
    clock.forward(timedelta(hours=25))

    assert (await client.post(f"/api/v1/proposals/{late}/approve")).json()["code"] == "proposal_not_waiting"
    assert (await client.get(path)).status_code == 200


async def test_a_repeated_idempotency_key_makes_one_task(client: httpx2.AsyncClient) -> None:
    body = {"title": "Once"}
    headers = {"idempotency-key": "k-1"}
    answers = await asyncio.gather(*(client.post(TASKS, json=body, headers=headers) for _ in range(8)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await titles(client) == ["Once"]
    other_body = await client.post(TASKS, json={"title": "Twice"}, headers=headers)
    assert (other_body.status_code, other_body.json()["code"]) == (409, "idempotency_key_reused")


async def test_sixteen_at_once_each_land(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task()
    path = f"{TASKS}/{task['id']}"

    answers = await asyncio.gather(*(client.patch(path, json={"notes": f"note {n}"}) for n in range(16)))

    landed = [answer for answer in answers if answer.status_code == 200]
    refused = [answer for answer in answers if answer.status_code != 200]
    assert {answer.status_code for answer in refused} <= {409}
    assert (await client.get(path)).json()["version"] == 1 + len(landed)


async def test_what_a_client_sends_is_never_a_five_hundred(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task()
    hostile: list[bytes] = [
        b"", b"null", b"[]", b"1", b'"x"', b"{", b'{"title":', b'{"title": 1}', b'{"title": null}', b'{"title": ""}',
        b'{"title": "a\\u0000b"}', b'{"title": "\\ud800"}', b'{"title": "x", "priority": NaN}', b'{"title": "x", "due": "NaN"}',
        b'{"title": "x", "priority": 1e400}', b'{"title": "x", "position": Infinity}', b'{"title": "x", "due": {"date": "0000-00-00"}}',
        b'{"title": "x", "due": "9999-12-31T23:59:59-23:59"}', b'{"title": "x", "labels": [1]}', b'{"title": "x", "labels": {"a": 1}}',
        b'{"title": "x", "recurrence": {"rrule": "FREQ=SECONDLY"}}', b'{"title": "x", "recurrence": {"rrule": "x"}}',
        b'{"title": "x", "project_id": "\\u0000"}', b'{"title": "x", "parent_id": "no-such-task"}', b'{"title": "x", "owner_id": "ben"}',
        b'{"title": "' + b"x" * 1_900_000 + b'"}', b"[" * 50_000, b'{"title":' + b"[" * 50_000, b"\xff\xfe",
    ]  # fmt: skip
    for body in hostile:
        for method, path in (("POST", TASKS), ("PATCH", f"{TASKS}/{task['id']}")):
            answer = await client.request(method, path, content=body, headers={"content-type": "application/json"})
            assert answer.status_code in (200, 201, 400, 404, 413, 415, 422), (method, body[:60], answer.text[:200])
    too_large = await client.post(TASKS, content=b'{"title": "' + b"x" * 2_000_000 + b'"}')
    assert too_large.status_code == 413
    for path in ("%00", "x" * 3000, "..%2f..", "a;b", "é"):
        assert (await client.get(f"{TASKS}/{path}")).status_code == 404
