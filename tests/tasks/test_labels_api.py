"""Labels over HTTP, on both engines."""

from typing import Any

import httpx2

from tests.conftest import MakeTask
from tests.tasks.conftest import NEVER, MakeProject, Share, undo

LABELS = "/api/v1/labels"
TASKS = "/api/v1/tasks"


async def listed(client: httpx2.AsyncClient) -> list[tuple[str, str | None, int]]:
    answer = await client.get(LABELS)
    assert answer.status_code == 200, answer.text
    return [(label["name"], label["color"], label["open_tasks"]) for label in answer.json()["items"]]


async def test_the_list_holds_labels_with_a_row_and_names_that_are_only_used(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    await client.post(LABELS, json={"name": "@errand", "color": "#5297ff"})
    await make_task(labels=["errand", "home"])
    await make_task(labels=["home"], status="done")

    assert await listed(client) == [("errand", "#5297ff", 1), ("home", None, 1)]
    assert await listed(other) == []


async def test_a_new_name_is_set_on_every_task_in_the_same_step_and_undo_takes_it_back(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    label = (await client.post(LABELS, json={"name": "errand"})).json()
    tasks = [await make_task(f"Task {n}", labels=["errand", "zoo"]) for n in range(3)]

    renamed = await client.patch(f"{LABELS}/{label['id']}", json={"name": "shopping"})

    assert renamed.status_code == 200
    assert (renamed.json()["id"], renamed.json()["name"]) == (label["id"], "shopping")
    for task in tasks:
        assert (await client.get(f"{TASKS}/{task['id']}")).json()["labels"] == ["shopping", "zoo"]
    found = (await client.get(TASKS, params={"label": "shopping"})).json()["items"]
    assert len(found) == 3
    assert (await undo(client, renamed)).status_code == 204
    assert (await client.get(f"{TASKS}/{tasks[0]['id']}")).json()["labels"] == ["errand", "zoo"]
    assert await listed(client) == [("errand", None, 3), ("zoo", None, 3)]


async def test_a_name_that_is_only_used_can_be_renamed_and_given_a_colour(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    task = await make_task(labels=["home"])
    used = (await client.get(LABELS)).json()["items"][0]
    assert used["version"] == 0

    changed = await client.patch(f"{LABELS}/{used['id']}", json={"name": "house", "color": "teal"})

    assert changed.status_code == 200, changed.text
    assert (await client.get(f"{TASKS}/{task['id']}")).json()["labels"] == ["house"]
    assert await listed(client) == [("house", "teal", 1)]


async def test_deleting_a_label_takes_it_off_its_tasks_and_the_name_can_be_used_again(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    label = (await client.post(LABELS, json={"name": "errand"})).json()
    task = await make_task(labels=["errand"])

    deleted = await client.delete(f"{LABELS}/{label['id']}")

    assert deleted.status_code == 204
    assert (await client.get(f"{TASKS}/{task['id']}")).json()["labels"] == []
    assert await listed(client) == []
    assert (await client.post(LABELS, json={"name": "errand"})).status_code == 201
    assert (await undo(client, deleted)).status_code == 409


async def test_two_labels_never_differ_by_case_alone(client: httpx2.AsyncClient) -> None:
    label = (await client.post(LABELS, json={"name": "Home"})).json()

    assert (await client.post(LABELS, json={"name": "home"})).json()["code"] == "label_exists"
    other = (await client.post(LABELS, json={"name": "Work"})).json()
    assert (await client.patch(f"{LABELS}/{other['id']}", json={"name": "HOME"})).status_code == 409
    assert (await client.patch(f"{LABELS}/{label['id']}", json={"name": "home"})).json()["name"] == "home"


async def test_a_label_is_one_in_whatever_case_its_tasks_carry_it(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    label = (await client.post(LABELS, json={"name": "Straße"})).json()
    one, two = await make_task("One", labels=["straße", "x"]), await make_task("Two", labels=["Straße", "STRASSE"])
    assert [(name, count) for name, _, count in await listed(client)] == [("Straße", 3), ("x", 1)]

    await client.patch(f"{LABELS}/{label['id']}", json={"name": "road"})

    assert (await client.get(f"{TASKS}/{one['id']}")).json()["labels"] == ["road", "x"]
    assert (await client.get(f"{TASKS}/{two['id']}")).json()["labels"] == ["road"]


async def test_renaming_reaches_shared_projects_of_one_s_own_and_no_others(
    client: httpx2.AsyncClient,
    other: httpx2.AsyncClient,
    make_project: MakeProject,
    make_task: MakeTask,
    share: Share,
) -> None:
    project = await make_project()
    await share(project)
    task = await make_task(project_id=project["id"], labels=["home"])
    theirs = (await other.post(LABELS, json={"name": "home"})).json()

    assert (await other.patch(f"{LABELS}/{theirs['id']}", json={"name": "x"})).status_code == 200

    assert (await client.get(f"{TASKS}/{task['id']}")).json()["labels"] == ["home"]


async def test_each_label_route_refuses_strangers_and_nonsense(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, nobody: httpx2.AsyncClient
) -> None:
    label = (await client.post(LABELS, json={"name": "home"})).json()
    routes: list[tuple[str, Any]] = [("GET", None), ("PATCH", {"name": "x"}), ("DELETE", None)]
    for method, body in routes:
        theirs = await other.request(method, f"{LABELS}/{label['id']}", json=body)
        never = await other.request(method, f"{LABELS}/{NEVER}", json=body)
        assert theirs.status_code == never.status_code == 404
        assert theirs.content == never.content
        assert (await nobody.request(method, f"{LABELS}/{label['id']}", json=body)).status_code == 401
    assert (await nobody.get(LABELS)).status_code == 401
    for wrong in ({}, {"name": ""}, {"name": "x", "owner_id": "ben"}, {"name": "x", "color": "#12"}, []):
        assert (await client.post(LABELS, json=wrong)).status_code == 422, wrong
