"""Projects over HTTP, on both engines."""

from typing import Any

import httpx2

from tasklore.apps.wiring import Core
from tasklore.changes.actor import Actor
from tasklore.changes.change_set import ChangeSet
from tasklore.platform.unit import Unit, run
from tasklore.tasks.service import TaskService
from tests.conftest import MakeTask
from tests.tasks.conftest import NEVER, MakeProject, Share, undo

PROJECTS = "/api/v1/projects"
TASKS = "/api/v1/tasks"


async def names(client: httpx2.AsyncClient) -> list[str]:
    answer = await client.get(PROJECTS)
    assert answer.status_code == 200, answer.text
    return [project["name"] for project in answer.json()["items"]]


async def test_a_newcomer_has_an_inbox_and_nothing_else(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    before = (await client.get(PROJECTS)).json()["items"]
    task = await make_task()

    after = (await client.get(PROJECTS)).json()["items"]

    assert [(p["name"], p["is_inbox"], p["open_tasks"]) for p in before] == [("Inbox", True, 0)]
    assert [(p["name"], p["id"], p["open_tasks"]) for p in after] == [("Inbox", task["project_id"], 1)]
    assert before[0]["id"] == after[0]["id"]


async def test_a_project_is_added_changed_and_listed(client: httpx2.AsyncClient, make_project: MakeProject) -> None:
    project = await make_project(color="#5297ff")
    path = f"{PROJECTS}/{project['id']}"

    changed = await client.patch(path, json={"name": "Home", "color": None}, headers={"if-match": '"1"'})

    assert changed.status_code == 200
    assert (changed.json()["name"], changed.json()["color"], changed.json()["version"]) == ("Home", None, 2)
    assert (await client.get(path)).json() == changed.json()
    assert (await client.get(path, headers={"if-none-match": '"2"'})).status_code == 304
    assert await names(client) == ["Inbox", "Home"]
    assert (await client.patch(path, json={"name": "Late"}, headers={"if-match": '"1"'})).status_code == 412


async def test_each_project_route_refuses_a_stranger_like_an_id_that_never_was(
    other: httpx2.AsyncClient, nobody: httpx2.AsyncClient, make_project: MakeProject, client: httpx2.AsyncClient
) -> None:
    project = await make_project()
    section = (await client.post(f"{PROJECTS}/{project['id']}/sections", json={"name": "Kitchen"})).json()
    routes: list[tuple[str, str, Any]] = [
        ("GET", "", None),
        ("PATCH", "", {"name": "Mine now"}),
        ("DELETE", "", None),
        ("POST", "/duplicate", {}),
        ("GET", "/history", None),
        ("GET", "/sections", None),
        ("POST", "/sections", {"name": "Mine"}),
        ("GET", f"/sections/{section['id']}", None),
        ("PATCH", f"/sections/{section['id']}", {"name": "Mine now"}),
        ("DELETE", f"/sections/{section['id']}", None),
        ("GET", "/members", None),
        ("POST", "/members", {"user_id": "ben"}),
        ("PATCH", "/members/ben", {"role": "admin"}),
        ("DELETE", "/members/ben", None),
        ("GET", "/invitations", None),
        ("DELETE", f"/invitations/{NEVER}", None),
    ]
    for method, path, body in routes:
        theirs = await other.request(method, f"{PROJECTS}/{project['id']}{path}", json=body)
        never = await other.request(method, f"{PROJECTS}/{NEVER}{path}", json=body)
        assert (theirs.status_code, never.status_code) == (404, 404), (method, path, theirs.text)
        assert theirs.content == never.content, (method, path)
        assert (await nobody.request(method, f"{PROJECTS}/{project['id']}{path}", json=body)).status_code == 401

    assert (await client.get(f"{PROJECTS}/{project['id']}")).json() == project


async def test_a_malformed_project_is_refused(client: httpx2.AsyncClient, make_project: MakeProject) -> None:
    project = await make_project()
    hostile: list[dict[str, Any]] = [
        {}, {"name": ""}, {"name": 1}, {"name": "x" * 121}, {"name": "x", "color": "red; x"}, {"name": "x", "view": "map"},
        {"name": "x", "owner_id": "ben"}, {"name": "x", "id": "mine"}, {"name": "x", "member_ids": ["ben"]},
        {"name": "x", "is_inbox": True}, {"name": "x", "position": "first"}, {"name": "x\u0000"},
    ]  # fmt: skip
    for body in hostile:
        assert (await client.post(PROJECTS, json=body)).status_code == 422, body
        if body:
            assert (await client.patch(f"{PROJECTS}/{project['id']}", json=body)).status_code == 422, body
    assert (await client.post(PROJECTS, json={"name": "x", "parent_id": NEVER})).status_code == 404


async def test_the_inbox_stays(client: httpx2.AsyncClient, make_project: MakeProject) -> None:
    inbox = (await client.get(PROJECTS)).json()["items"][0]
    project = await make_project()
    path = f"{PROJECTS}/{inbox['id']}"

    assert (await client.delete(path)).json()["code"] == "inbox_stays"
    assert (await client.patch(path, json={"parent_id": project["id"]})).json()["code"] == "inbox_stays"
    assert (await client.post(f"{path}/members", json={"user_id": "ben"})).json()["code"] == "inbox_stays"
    assert (await client.patch(path, json={"view": "board"})).json()["view"] == "board"
    assert (await client.post(PROJECTS, json={"name": "x", "parent_id": inbox["id"]})).status_code == 422


async def test_projects_nest_but_never_below_themselves(client: httpx2.AsyncClient, make_project: MakeProject) -> None:
    house = await make_project("House")
    kitchen = await make_project("Kitchen", parent_id=house["id"])

    refused = await client.patch(f"{PROJECTS}/{house['id']}", json={"parent_id": kitchen["id"]})

    assert (refused.status_code, refused.json()["code"]) == (422, "misplaced")
    assert kitchen["parent_id"] == house["id"]


async def test_deleting_a_project_takes_all_below_it_and_undo_brings_all_of_it_back(
    client: httpx2.AsyncClient, make_project: MakeProject, make_task: MakeTask
) -> None:
    house = await make_project("House")
    kitchen = await make_project("Kitchen", parent_id=house["id"])
    section = (await client.post(f"{PROJECTS}/{house['id']}/sections", json={"name": "Soon"})).json()
    task = await make_task(project_id=house["id"], section_id=section["id"])
    below = await make_task("Sub", parent_id=task["id"])
    deep = await make_task("Deep", project_id=kitchen["id"])
    before = {t["id"]: t for t in (await client.get(TASKS)).json()["items"]}

    deleted = await client.delete(f"{PROJECTS}/{house['id']}")

    assert deleted.status_code == 204
    assert await names(client) == ["Inbox"]
    assert (await client.get(TASKS)).json()["items"] == []
    assert (await client.post(TASKS, json={"title": "x", "project_id": kitchen["id"]})).status_code == 404
    undone = await undo(client, deleted)
    assert undone.status_code == 204, undone.text
    assert sorted(await names(client)) == ["House", "Inbox", "Kitchen"]
    after = {t["id"]: t for t in (await client.get(TASKS)).json()["items"]}
    assert set(after) == {task["id"], below["id"], deep["id"]}
    for task_id, row in after.items():
        ignored = ("version", "updated_at")
        assert {k: v for k, v in row.items() if k not in ignored} == {
            k: v for k, v in before[task_id].items() if k not in ignored
        }
    assert (await client.get(f"{PROJECTS}/{house['id']}/sections")).json()["items"][0]["name"] == "Soon"


async def test_undo_brings_back_a_project_of_a_thousand_tasks(
    client: httpx2.AsyncClient, make_project: MakeProject, services: Core
) -> None:
    project = await make_project()

    async def fill(unit: Unit) -> None:
        tasks = TaskService(unit, ChangeSet(unit, Actor("ada", "import")))
        for number in range(1000):
            await tasks.create({"title": f"Task {number}", "project_id": project["id"]})

    await run(services, fill)

    deleted = await client.delete(f"{PROJECTS}/{project['id']}")
    assert (await client.get(TASKS, params={"project_id": project["id"]})).json()["items"] == []
    assert (await undo(client, deleted)).status_code == 204

    listed = {p["name"]: p["open_tasks"] for p in (await client.get(PROJECTS)).json()["items"]}
    assert listed["House"] == 1000


async def test_the_trash_pages_through_tasks_deleted_at_one_moment(
    client: httpx2.AsyncClient, make_project: MakeProject, make_task: MakeTask
) -> None:
    project = await make_project()
    made = {(await make_task(f"Task {n}", project_id=project["id"]))["id"] for n in range(7)}
    await client.delete(f"{PROJECTS}/{project['id']}")

    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = (
            await client.get(f"{TASKS}/trash", params={"limit": 3, **({"cursor": cursor} if cursor else {})})
        ).json()
        seen += [task["id"] for task in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert len(seen) == 7
    assert set(seen) == made


async def test_undoing_a_project_s_creation_is_refused_once_something_is_in_it(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    created = await client.post(PROJECTS, json={"name": "House"})
    task = await make_task(project_id=created.json()["id"])

    refused = await undo(client, created)

    assert refused.status_code == 409
    assert refused.json()["conflicts"][0]["id"] == task["id"]
    assert "House" in await names(client)


async def test_a_task_does_not_come_back_into_a_project_that_is_gone(
    client: httpx2.AsyncClient, make_project: MakeProject, make_task: MakeTask
) -> None:
    project = await make_project()
    task = await make_task(project_id=project["id"])
    deleted = await client.delete(f"{TASKS}/{task['id']}")
    await client.delete(f"{PROJECTS}/{project['id']}")

    refused = await undo(client, deleted)

    assert refused.status_code == 409
    assert refused.json()["conflicts"][0]["field"] == "project_id"
    assert (await client.get(TASKS)).json()["items"] == []


async def test_a_copy_has_sections_open_tasks_their_tree_and_relations(
    client: httpx2.AsyncClient, make_project: MakeProject, make_task: MakeTask
) -> None:
    project = await make_project(color="#5297ff")
    section = (await client.post(f"{PROJECTS}/{project['id']}/sections", json={"name": "Soon"})).json()
    parent = await make_task("Parent", project_id=project["id"], section_id=section["id"], labels=["x"], priority=1)
    child = await make_task("Child", parent_id=parent["id"], due="2026-12-01T09:00")
    done = await make_task("Done", project_id=project["id"], status="done")
    await client.post(f"{TASKS}/{child['id']}/relations", json={"kind": "blocks", "other_id": parent["id"]})

    answer = await client.post(f"{PROJECTS}/{project['id']}/duplicate", json={"name": "Next year"})

    assert answer.status_code == 201, answer.text
    copy = answer.json()
    tasks = {t["title"]: t for t in (await client.get(TASKS, params={"project_id": copy["id"]})).json()["items"]}
    sections = (await client.get(f"{PROJECTS}/{copy['id']}/sections")).json()["items"]
    assert (copy["name"], copy["color"], copy["member_ids"]) == ("Next year", "#5297ff", ["ada"])
    assert set(tasks) == {"Parent", "Child"}
    assert done["title"] not in tasks
    assert tasks["Child"]["parent_id"] == tasks["Parent"]["id"] != parent["id"]
    assert tasks["Parent"]["section_id"] == sections[0]["id"] != section["id"]
    assert (tasks["Parent"]["labels"], tasks["Parent"]["priority"]) == (["x"], 1)
    assert tasks["Child"]["due"] == child["due"]
    relations = (await client.get(f"{TASKS}/{tasks['Child']['id']}/relations")).json()["items"]
    assert [(r["kind"], r["other"]["id"]) for r in relations] == [("blocks", tasks["Parent"]["id"])]
    assert (await undo(client, answer)).status_code == 204
    assert copy["id"] not in {p["id"] for p in (await client.get(PROJECTS)).json()["items"]}


async def test_a_copy_can_be_proposed_and_approved(
    client: httpx2.AsyncClient, make_project: MakeProject, make_task: MakeTask
) -> None:
    project = await make_project()
    parent = await make_task("Parent", project_id=project["id"])
    await make_task("Child", parent_id=parent["id"])
    proposed = await client.post(f"{PROJECTS}/{project['id']}/duplicate", headers={"prefer": "propose"})
    assert proposed.status_code == 202
    assert await names(client) == ["Inbox", "House"] or await names(client) == ["House", "Inbox"]

    approved = await client.post(f"/api/v1/proposals/{proposed.headers['x-change-set']}/approve")

    assert approved.status_code == 204, approved.text
    listed = {p["name"]: p["open_tasks"] for p in (await client.get(PROJECTS)).json()["items"]}
    assert listed["House (copy)"] == 2


async def test_a_proposal_to_delete_a_project_is_outdated_once_a_task_has_come(
    client: httpx2.AsyncClient, make_project: MakeProject, make_task: MakeTask
) -> None:
    project = await make_project()
    proposed = await client.delete(f"{PROJECTS}/{project['id']}", headers={"prefer": "propose"})
    task = await make_task(project_id=project["id"])

    refused = await client.post(f"/api/v1/proposals/{proposed.headers['x-change-set']}/approve")

    assert (refused.status_code, refused.json()["code"]) == (409, "proposal_outdated")
    assert (await client.get(f"{TASKS}/{task['id']}")).status_code == 200


async def test_the_history_of_a_project_holds_what_happened_in_it(
    client: httpx2.AsyncClient, make_project: MakeProject, make_task: MakeTask
) -> None:
    project = await make_project()
    task = await make_task(project_id=project["id"])
    await client.post(f"{TASKS}/{task['id']}/comments", json={"text": "Hello"})
    await make_task("Elsewhere")

    history = (await client.get(f"{PROJECTS}/{project['id']}/history")).json()["items"]

    assert [one["changes"][0]["entity"] for one in history] == ["comment", "task", "project"]


async def test_only_the_owner_deletes_and_an_admin_renames(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, make_project: MakeProject, share: Share
) -> None:
    parent = await make_project("Parent")
    project = await make_project(parent_id=parent["id"])
    await share(project, "admin")
    path = f"{PROJECTS}/{project['id']}"

    assert (await other.patch(path, json={"name": "Ours"})).status_code == 200
    assert (await other.delete(path)).json()["code"] == "role_too_low"
    assert (await other.patch(path, json={"position": 1})).json()["code"] == "role_too_low"
    assert (await other.get(path)).json()["parent_id"] is None
    listed = (await other.get(PROJECTS)).json()["items"]
    assert [(p["name"], p["role"], p["parent_id"]) for p in listed if not p["is_inbox"]] == [("Ours", "admin", None)]


async def test_projects_come_page_by_page(client: httpx2.AsyncClient, make_project: MakeProject) -> None:
    for number in range(5):
        await make_project(f"Project {number}", position=number + 1)

    first = (await client.get(PROJECTS, params={"limit": 3})).json()
    rest = (await client.get(PROJECTS, params={"limit": 3, "cursor": first["next_cursor"]})).json()

    listed = [p["name"] for p in (*first["items"], *rest["items"]) if not p["is_inbox"]]
    assert listed == [f"Project {number}" for number in range(5)]
    for cursor in ("x", "WzFd", "WyJhIiwiXHUwMDAwIl0", "WzFlNDAwLCIiXQ"):
        assert (await client.get(PROJECTS, params={"cursor": cursor})).status_code == 422, cursor
