"""Tasks that move: to another project, below another task, to and from the trash; on both engines."""

from typing import Any

import httpx2

from tests.conftest import MakeTask
from tests.tasks.conftest import MakeProject, Share, undo

PROJECTS = "/api/v1/projects"
TASKS = "/api/v1/tasks"


async def get(client: httpx2.AsyncClient, task: dict[str, Any]) -> dict[str, Any]:
    answer = await client.get(f"{TASKS}/{task['id']}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_task_moves_with_its_sub_tasks_and_leaves_its_section(
    client: httpx2.AsyncClient, make_project: MakeProject, make_task: MakeTask
) -> None:
    here, there = await make_project("Here"), await make_project("There")
    section = (await client.post(f"{PROJECTS}/{here['id']}/sections", json={"name": "Soon"})).json()
    task = await make_task(project_id=here["id"], section_id=section["id"])
    child = await make_task("Child", parent_id=task["id"], section_id=section["id"])
    grandchild = await make_task("Grandchild", parent_id=child["id"])

    moved = await client.patch(f"{TASKS}/{task['id']}", json={"project_id": there["id"]})

    assert (moved.json()["project_id"], moved.json()["section_id"]) == (there["id"], None)
    assert {(await get(client, t))["project_id"] for t in (task, child, grandchild)} == {there["id"]}
    assert (await get(client, child))["parent_id"] == task["id"]
    assert (await undo(client, moved)).status_code == 204
    assert (await get(client, child))["section_id"] == section["id"]
    assert {(await get(client, t))["project_id"] for t in (task, child, grandchild)} == {here["id"]}


async def test_naming_the_project_that_a_task_is_in_moves_nothing(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    parent = await make_task("Parent")
    child = await make_task("Child", parent_id=parent["id"])

    for project_id in (parent["project_id"], None):
        same = await client.patch(f"{TASKS}/{child['id']}", json={"project_id": project_id})
        assert same.json() == child


async def test_a_task_goes_into_a_section_of_the_new_project_in_one_step(
    client: httpx2.AsyncClient, make_project: MakeProject, make_task: MakeTask
) -> None:
    here, there = await make_project("Here"), await make_project("There")
    section = (await client.post(f"{PROJECTS}/{there['id']}/sections", json={"name": "Soon"})).json()
    task = await make_task(project_id=here["id"])
    refused = await client.patch(f"{TASKS}/{task['id']}", json={"section_id": section["id"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "misplaced")

    moved = await client.patch(
        f"{TASKS}/{task['id']}", json={"project_id": there["id"], "section_id": section["id"], "title": "Both"}
    )

    assert moved.status_code == 200
    assert (moved.json()["section_id"], moved.json()["title"], moved.json()["version"]) == (section["id"], "Both", 2)


async def test_a_task_is_never_below_itself(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    one = await make_task("One")
    two = await make_task("Two", parent_id=one["id"])
    three = await make_task("Three", parent_id=two["id"])

    for parent in (one, two, three):
        refused = await client.patch(f"{TASKS}/{one['id']}", json={"parent_id": parent["id"]})
        assert (refused.status_code, refused.json()["code"]) == (422, "misplaced")


async def test_rights_are_needed_at_both_ends_and_not_gained_by_undo(
    client: httpx2.AsyncClient,
    other: httpx2.AsyncClient,
    make_project: MakeProject,
    make_task: MakeTask,
    share: Share,
) -> None:
    shared, read_only, private = [await make_project(name) for name in ("Shared", "Read only", "Private")]
    await share(shared, "editor")
    await share(read_only, "viewer")
    task = await make_task(project_id=shared["id"])
    path = f"{TASKS}/{task['id']}"

    assert (await other.patch(path, json={"project_id": read_only["id"]})).json()["code"] == "role_too_low"
    assert (await other.patch(path, json={"project_id": private["id"]})).status_code == 404
    taken = await other.patch(path, json={"project_id": None})
    assert taken.status_code == 200
    assert (await client.get(path)).status_code == 404
    await client.delete(f"{PROJECTS}/{shared['id']}/members/ben")

    refused = await undo(other, taken)

    assert refused.status_code == 409
    assert refused.json()["conflicts"][0]["field"] == "project_id"
    assert (await client.get(TASKS, params={"project_id": shared["id"]})).json()["items"] == []


async def test_undoing_a_move_shows_the_task_to_the_old_project_again(
    client: httpx2.AsyncClient,
    other: httpx2.AsyncClient,
    make_project: MakeProject,
    make_task: MakeTask,
    share: Share,
) -> None:
    shared = await make_project("Shared")
    await share(shared)
    task = await make_task(project_id=shared["id"])
    moved = await client.patch(f"{TASKS}/{task['id']}", json={"project_id": None})
    without = await other.get(TASKS)
    assert without.json()["items"] == []

    await undo(client, moved)

    again = await other.get(TASKS, headers={"if-none-match": without.headers["etag"]})
    assert [t["id"] for t in again.json()["items"]] == [task["id"]]


async def test_a_task_comes_back_from_the_trash_with_its_sub_tasks_and_without_what_is_gone(
    client: httpx2.AsyncClient,
    make_project: MakeProject,
    make_task: MakeTask,
    share: Share,
) -> None:
    project = await make_project()
    await share(project)
    section = (await client.post(f"{PROJECTS}/{project['id']}/sections", json={"name": "Soon"})).json()
    parent = await make_task("Parent", project_id=project["id"])
    task = await make_task(
        "Task", parent_id=parent["id"], section_id=section["id"], assignee_id="ben", project_id=project["id"]
    )
    child = await make_task("Child", parent_id=task["id"])
    await client.delete(f"{TASKS}/{task['id']}")
    await client.delete(f"{TASKS}/{parent['id']}")
    await client.delete(f"{PROJECTS}/{project['id']}/sections/{section['id']}")
    await client.delete(f"{PROJECTS}/{project['id']}/members/ben")

    restored = await client.post(f"{TASKS}/{task['id']}/restore")

    assert restored.status_code == 200, restored.text
    back = restored.json()
    assert (back["parent_id"], back["section_id"], back["assignee_id"], back["deleted_at"]) == (None, None, None, None)
    assert back["project_id"] == project["id"]
    assert (await get(client, child))["parent_id"] == task["id"]
    assert (await client.get(f"{TASKS}/{parent['id']}")).status_code == 404
    assert (await client.post(f"{TASKS}/{task['id']}/restore")).status_code == 404


async def test_a_task_of_a_project_that_is_gone_comes_back_to_the_inbox_of_its_owner(
    client: httpx2.AsyncClient,
    other: httpx2.AsyncClient,
    make_project: MakeProject,
    make_task: MakeTask,
    share: Share,
) -> None:
    project = await make_project()
    await share(project)
    inbox_task = await make_task("In the Inbox")
    task = await make_task(project_id=project["id"])
    child = await make_task("Child", parent_id=task["id"])
    await client.post(f"{TASKS}/{child['id']}/comments", json={"text": "Hello"})
    await client.delete(f"{PROJECTS}/{project['id']}")

    refused = await other.post(f"{TASKS}/{task['id']}/restore")
    restored = await client.post(f"{TASKS}/{task['id']}/restore")

    assert (refused.status_code, refused.json()["code"]) == (409, "project_deleted")
    assert restored.json()["project_id"] == inbox_task["project_id"]
    assert (await get(client, child))["project_id"] == inbox_task["project_id"]
    assert (await other.get(f"{TASKS}/{task['id']}")).status_code == 404
    exported = (await client.get("/api/v1/export", params={"format": "json"})).text
    assert "Hello" in exported


async def test_nobody_is_assigned_in_a_project_that_they_do_not_see(
    client: httpx2.AsyncClient, make_project: MakeProject, make_task: MakeTask, share: Share
) -> None:
    shared, private = await make_project("Shared"), await make_project("Private")
    await share(shared)
    task = await make_task(project_id=shared["id"], assignee_id="ben")

    kept = await client.patch(f"{TASKS}/{task['id']}", json={"project_id": private["id"], "assignee_id": "ben"})

    assert kept.status_code == 422
    assert (await client.post(TASKS, json={"title": "x", "assignee_id": "ben"})).status_code == 422
    assert (await get(client, task))["project_id"] == shared["id"]


async def test_undo_puts_nothing_below_what_is_gone(
    client: httpx2.AsyncClient, make_project: MakeProject, make_task: MakeTask
) -> None:
    project = await make_project()
    section = (await client.post(f"{PROJECTS}/{project['id']}/sections", json={"name": "Soon"})).json()
    parent = await make_task("Parent", project_id=project["id"])
    task = await make_task(project_id=project["id"], section_id=section["id"], parent_id=parent["id"])
    out_of_section = await client.patch(f"{TASKS}/{task['id']}", json={"section_id": None})
    to_the_top = await client.patch(f"{TASKS}/{task['id']}", json={"parent_id": None})
    await client.delete(f"{PROJECTS}/{project['id']}/sections/{section['id']}")
    await client.delete(f"{TASKS}/{parent['id']}")

    for answer, field in ((out_of_section, "section_id"), (to_the_top, "parent_id")):
        refused = await undo(client, answer)
        assert (refused.status_code, refused.json()["code"]) == (409, "undo_conflict")
        assert refused.json()["conflicts"][0]["field"] == field


async def test_undoing_a_new_task_is_refused_once_it_has_sub_tasks(client: httpx2.AsyncClient) -> None:
    created = await client.post(TASKS, json={"title": "Parent"})
    child = (await client.post(TASKS, json={"title": "Child", "parent_id": created.json()["id"]})).json()

    refused = await undo(client, created)

    assert refused.status_code == 409
    assert refused.json()["conflicts"][0]["id"] == child["id"]


async def test_a_deleted_task_is_not_changed_by_an_undo_or_an_approval(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    task = await make_task()
    changed = await client.patch(f"{TASKS}/{task['id']}", json={"title": "Buy bread"})
    proposed = await client.patch(f"{TASKS}/{task['id']}", json={"notes": "x"}, headers={"prefer": "propose"})
    await client.delete(f"{TASKS}/{task['id']}")

    assert (await undo(client, changed)).json()["conflicts"][0]["field"] == "deleted_at"
    approved = await client.post(f"/api/v1/proposals/{proposed.headers['x-change-set']}/approve")
    assert approved.json()["code"] == "proposal_outdated"


async def test_an_undo_and_an_approval_are_never_themselves_proposed(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    task = await make_task()
    changed = await client.patch(f"{TASKS}/{task['id']}", json={"title": "Buy bread"})

    await client.post(f"/api/v1/changes/{changed.headers['x-change-set']}/undo", headers={"prefer": "propose"})

    assert (await get(client, task))["title"] == "Buy milk"
    proposed = await client.patch(f"{TASKS}/{task['id']}", json={"title": "Buy tea"}, headers={"prefer": "propose"})
    path = f"/api/v1/proposals/{proposed.headers['x-change-set']}/approve"
    await client.post(path, headers={"prefer": "propose"})
    assert (await get(client, task))["title"] == "Buy tea"


async def test_the_list_of_done_tasks_pages_by_when_they_were_done(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    made = [await make_task(f"Task {number}") for number in range(5)]
    await make_task("Open")
    for task in made:
        await client.post(f"{TASKS}/{task['id']}/complete")

    first = (await client.get(TASKS, params={"sort": "completed", "limit": 3})).json()
    rest = (await client.get(TASKS, params={"sort": "completed", "limit": 3, "cursor": first["next_cursor"]})).json()

    assert {t["id"] for t in (*first["items"], *rest["items"])} == {t["id"] for t in made}
    assert len(first["items"]) + len(rest["items"]) == 5


async def test_cursors_that_no_list_gave_out_are_refused(client: httpx2.AsyncClient) -> None:
    # In clear: a NUL, and numbers beyond any column.
    for cursor in (
        "WyJhXHUwMDAwIiwiYiJd",
        "WzFlMzAwLCJ4Il0",
        "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5LCJ4Il0",
        "WzUwMDAwMDAwMDAsIngiXQ",
    ):
        for sort in ("created", "due", "position", "priority", "completed"):
            answer = await client.get(TASKS, params={"cursor": cursor, "sort": sort})
            assert answer.status_code in (200, 422), (cursor, sort)
        assert (await client.get(f"{TASKS}/trash", params={"cursor": cursor})).status_code == 422


async def test_tasks_stand_in_the_order_they_were_made_until_one_is_put_elsewhere(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    await client.post(
        "/api/v1/bulk", json={"operations": [{"op": "create", "values": {"title": name}} for name in "abc"]}
    )

    async def order() -> list[str]:
        return [task["title"] for task in (await client.get(TASKS, params={"sort": "position"})).json()["items"]]

    assert await order() == ["a", "b", "c"]
    tasks = {task["title"]: task for task in (await client.get(TASKS)).json()["items"]}
    between = (tasks["a"]["position"] + tasks["b"]["position"]) / 2
    assert (await client.patch(f"{TASKS}/{tasks['c']['id']}", json={"position": between})).status_code == 200
    assert await order() == ["a", "c", "b"]
    kept = await client.patch(f"{TASKS}/{tasks['c']['id']}", json={"position": None, "notes": "x"})
    assert kept.json()["position"] == between
