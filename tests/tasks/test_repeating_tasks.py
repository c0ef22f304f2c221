"""Tasks that repeat: what the next one takes over, and what reopening, skipping and moving do; on both engines."""

from typing import Any

import httpx2

from tests.conftest import MakeTask
from tests.tasks.conftest import undo

TASKS = "/api/v1/tasks"
WEEKLY = {"rrule": "FREQ=WEEKLY"}


async def open_tasks(client: httpx2.AsyncClient) -> dict[str, dict[str, Any]]:
    return {t["title"]: t for t in (await client.get(TASKS, params={"status": "open"})).json()["items"]}


async def complete(client: httpx2.AsyncClient, task: dict[str, Any]) -> httpx2.Response:
    answer = await client.post(f"{TASKS}/{task['id']}/complete")
    assert answer.status_code == 200, answer.text
    return answer


async def test_the_next_one_takes_over_what_belongs_to_the_task_at_the_same_distance(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    task = await make_task(
        "Report",
        due="2026-11-20T17:00",
        start="2026-11-18",
        deadline="2026-11-21",
        recurrence=WEEKLY,
        labels=["work"],
        priority=1,
        reminders=[{"minutes_before": 30}, {"at": "2026-11-20T08:00:00Z"}],
    )

    await complete(client, task)

    following = (await open_tasks(client))["Report"]
    assert following["due"] == {"date": "2026-11-27", "time": "17:00", "timezone": None}
    assert (following["start"]["date"], following["deadline"]) == ("2026-11-25", "2026-11-28")
    assert (following["labels"], following["priority"]) == (["work"], 1)
    assert following["reminders"] == [{"minutes_before": 30}, {"at": "2026-11-27T08:00:00+00:00"}]


async def test_its_sub_tasks_come_again_open_in_their_tree_whatever_their_age(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    task = await make_task("Report", due="2026-11-20", recurrence=WEEKLY)
    older = await make_task("Older leaf", parent_id=task["id"], due="2026-11-19")
    younger = await make_task("Younger branch", parent_id=task["id"])
    done = await make_task("Done before", parent_id=younger["id"])
    await complete(client, done)
    # The child is older than its parent now: copies must be made in the order of the tree, not of age.
    await client.patch(f"{TASKS}/{older['id']}", json={"parent_id": younger["id"]})

    answer = await complete(client, task)

    tasks = await open_tasks(client)
    assert set(tasks) == {"Report", "Older leaf", "Younger branch", "Done before"}
    assert tasks["Younger branch"]["parent_id"] == tasks["Report"]["id"] != task["id"]
    assert tasks["Older leaf"]["parent_id"] == tasks["Done before"]["parent_id"] == tasks["Younger branch"]["id"]
    assert tasks["Older leaf"]["due"]["date"] == "2026-11-26"
    assert (await undo(client, answer)).status_code == 204
    back = await open_tasks(client)
    assert {t["id"] for t in back.values()} == {task["id"], older["id"], younger["id"]}


async def test_a_repeating_sub_task_goes_on_repeating_below_the_next_one(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    task = await make_task("Report", due="2026-11-20", recurrence=WEEKLY)
    await make_task("Water", parent_id=task["id"], due="2026-11-20", recurrence={"rrule": "FREQ=DAILY"})

    await complete(client, task)

    assert (await open_tasks(client))["Water"]["recurrence"]["rrule"].startswith("FREQ=DAILY")


async def test_completing_twice_creates_one(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task("Report", due="2026-11-20", recurrence=WEEKLY)

    await complete(client, task)
    await complete(client, task)

    assert len((await client.get(TASKS)).json()["items"]) == 2


async def test_a_reopened_one_is_a_task_of_its_own_once_the_series_has_gone_on(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    task = await make_task("Report", due="2026-11-20", recurrence=WEEKLY)
    await complete(client, task)

    reopened = (await client.post(f"{TASKS}/{task['id']}/reopen")).json()
    await complete(client, task)

    assert (reopened["status"], reopened["recurrence"]) == ("open", None)
    following = (await client.get(TASKS, params={"status": "open"})).json()["items"]
    assert [t["due"]["date"] for t in following] == ["2026-11-27"]


async def test_a_task_without_a_date_does_not_repeat(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task("Report", due="2026-11-20", recurrence=WEEKLY)

    cleared = (await client.patch(f"{TASKS}/{task['id']}", json={"due": None})).json()

    assert (cleared["due"], cleared["recurrence"]) == (None, None)
    both = (await client.patch(f"{TASKS}/{task['id']}", json={"due": None, "recurrence": WEEKLY})).json()
    assert both["due"]["date"] == "2026-11-20"


async def test_one_date_put_elsewhere_leaves_the_rest_of_the_series(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    task = await make_task("Report", due="2026-11-20", recurrence=WEEKLY)
    await client.patch(f"{TASKS}/{task['id']}", json={"due": "2026-11-22"})

    await complete(client, task)

    assert (await open_tasks(client))["Report"]["due"]["date"] == "2026-11-27"


async def test_what_is_done_to_an_old_version_is_refused(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task("Report", due="2026-11-20", recurrence=WEEKLY)
    await client.patch(f"{TASKS}/{task['id']}", json={"notes": "x"})

    for verb in ("skip", "complete", "reopen"):
        answer = await client.post(f"{TASKS}/{task['id']}/{verb}", headers={"if-match": '"1"'})
        assert answer.status_code == 412, verb
        assert (await client.post(f"{TASKS}/{task['id']}/{verb}", headers={"if-match": "*"})).status_code == 200, verb


async def test_skipping_leaves_one_date_out(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task("Report", due="2026-11-20", recurrence=WEEKLY)
    plain = await make_task("Plain")

    skipped = await client.post(f"{TASKS}/{task['id']}/skip")

    assert (skipped.json()["due"]["date"], skipped.json()["status"]) == ("2026-11-27", "open")
    assert (await client.post(f"{TASKS}/{plain['id']}/skip")).json()["code"] == "not_repeating"
