"""Quick add over HTTP: understood with somebody's own names, saved in one change set."""

import httpx2

from tests.conftest import client_of

NOW = "2026-11-20T09:00:00Z"


async def parsed(client: httpx2.AsyncClient, text: str, **more: object) -> dict[str, object]:
    answer = await client.post("/api/v1/quick/parse", json={"text": text, "now": NOW, **more})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_line_is_understood_and_nothing_is_saved(client: httpx2.AsyncClient) -> None:
    found = await parsed(client, "Pay rent every 1st at 9am #Home @money p1", timezone="Europe/Paris")

    assert found["title"] == "Pay rent"
    assert found["due"] == {"date": "2026-12-01", "time": "09:00", "timezone": None}
    assert found["recurrence"] == {"rrule": "FREQ=MONTHLY;BYMONTHDAY=1", "from": "schedule"}
    assert (found["project"], found["labels"], found["priority"]) == ("Home", ["money"], 1)
    assert (await client.get("/api/v1/tasks")).json()["items"] == []


async def test_a_refused_chip_stays_in_the_title(client: httpx2.AsyncClient) -> None:
    found = await parsed(client, "Call mum tomorrow")
    (span,) = found["spans"]  # type: ignore[misc]

    again = await parsed(client, "Call mum tomorrow", ignore=[span])

    assert (again["title"], again["due"]) == ("Call mum tomorrow", None)


async def test_several_lines_become_tasks_and_subtasks_in_one_change(client: httpx2.AsyncClient) -> None:
    text = "Plan the party #Home/Party\n  Send invitations tomorrow @mail\n  Order cake\nBuy stamps"

    added = await client.post("/api/v1/tasks/quick", json={"text": text, "now": NOW})

    assert added.status_code == 201, added.text
    tasks = added.json()["tasks"]
    assert [task["title"] for task in tasks] == ["Plan the party", "Send invitations", "Order cake", "Buy stamps"]
    assert [task["parent_id"] for task in tasks] == [None, tasks[0]["id"], tasks[0]["id"], None]
    assert tasks[1]["due"]["date"] == "2026-11-21"
    projects = {p["id"]: p["name"] for p in (await client.get("/api/v1/projects")).json()["items"]}
    assert projects[tasks[0]["project_id"]] == "Home"
    assert projects[tasks[3]["project_id"]] == "Inbox"

    undone = await client.post(f"/api/v1/changes/{added.headers['x-change-set']}/undo")

    assert undone.status_code == 204
    assert (await client.get("/api/v1/tasks")).json()["items"] == []
    assert [p["name"] for p in (await client.get("/api/v1/projects")).json()["items"]] == ["Inbox"]


async def test_a_named_project_that_is_there_is_used(client: httpx2.AsyncClient) -> None:
    made = (await client.post("/api/v1/projects", json={"name": "Side Project"})).json()

    added = (
        await client.post("/api/v1/tasks/quick", json={"text": "Draw the logo #side project p2", "now": NOW})
    ).json()

    assert (added["task"]["title"], added["task"]["project_id"]) == ("Draw the logo", made["id"])


async def test_nobody_parses_signed_out_and_bad_input_is_refused_kindly(
    app: object, client: httpx2.AsyncClient
) -> None:
    async with client_of(app) as nobody:  # type: ignore[arg-type]
        assert (await nobody.post("/api/v1/quick/parse", json={"text": "x"})).status_code == 401
    for body in (
        {}, {"text": ""}, {"text": "x" * 20_001}, {"text": "x", "timezone": "Mars/Base"}, {"text": "x", "now": "2026-11-20T09:00:00"},
        {"text": "x", "locale": "../etc"}, {"text": "x", "dialect": "klingon"}, {"text": "x", "ignore": [{"start": -1, "end": 2}]},
    ):  # fmt: skip
        assert (await client.post("/api/v1/quick/parse", json=body)).status_code == 422, body
    empty = await client.post("/api/v1/tasks/quick", json={"text": "tomorrow"})
    assert empty.status_code in (201, 422)
