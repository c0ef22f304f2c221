"""What was deleted is kept for 30 days, and then goes for good with all that hangs on it; on both engines."""

from datetime import timedelta
from typing import Any

import httpx2
from sqlalchemy import func, select

from tasklore.apps.wiring import Core
from tasklore.platform.clock import SetClock
from tasklore.platform.db.query import Query
from tasklore.platform.unit import Unit, run
from tasklore.tasks import models
from tasklore.tasks.purge import purge
from tests.conftest import MakeTask
from tests.tasks.conftest import MakeProject, Share, undo

PROJECTS = "/api/v1/projects"
TASKS = "/api/v1/tasks"


async def purge_now(services: Core) -> None:
    async def work(unit: Unit) -> None:
        await purge(unit, {})

    await run(services, work)


async def count(services: Core, table: Any) -> int:
    rows = await Unit(services).fetch_rows(Query(select(func.count()).select_from(table)))
    return int(rows[0][0])


async def test_a_task_goes_for_good_with_its_sub_tasks_whatever_their_order(
    client: httpx2.AsyncClient, make_task: MakeTask, services: Core, clock: SetClock
) -> None:
    child = await make_task("Older child")
    parent = await make_task("Parent")
    kept = await make_task("Kept")
    await client.patch(f"{TASKS}/{child['id']}", json={"parent_id": parent["id"]})
    await client.post(f"{TASKS}/{child['id']}/comments", json={"text": "Hello"})
    await client.post(f"{TASKS}/{child['id']}/relations", json={"kind": "relates", "other_id": kept["id"]})
    await client.post(f"{TASKS}/{child['id']}/attachments", files={"file": ("a.txt", b"x")})
    deleted = await client.delete(f"{TASKS}/{parent['id']}")

    clock.forward(timedelta(days=29))
    await purge_now(services)
    assert len((await client.get(f"{TASKS}/trash")).json()["items"]) == 2
    clock.forward(timedelta(days=2))
    await purge_now(services)

    assert (await client.get(f"{TASKS}/trash")).json()["items"] == []
    assert (await count(services, models.task), await count(services, models.comment)) == (1, 0)
    assert (await count(services, models.relation), await count(services, models.attachment)) == (0, 0)
    assert (await undo(client, deleted)).status_code == 403
    assert (await client.get(f"{TASKS}/{kept['id']}")).json() == kept


async def test_a_project_goes_for_good_with_all_that_was_in_it(
    client: httpx2.AsyncClient,
    make_project: MakeProject,
    make_task: MakeTask,
    share: Share,
    services: Core,
    clock: SetClock,
) -> None:
    project = await make_project()
    below = await make_project("Below", parent_id=project["id"])
    await share(project)
    section = (await client.post(f"{PROJECTS}/{below['id']}/sections", json={"name": "Soon"})).json()
    await make_task(project_id=below["id"], section_id=section["id"])
    await client.delete(f"{PROJECTS}/{project['id']}")

    clock.forward(timedelta(days=31))
    await purge_now(services)
    await purge_now(services)

    for table in (models.task, models.section, models.project_member, models.invitation):
        assert await count(services, table) == 0, table.name
    assert await count(services, models.project) == 0


async def test_a_task_that_left_a_project_before_it_went_is_kept(
    client: httpx2.AsyncClient, make_project: MakeProject, make_task: MakeTask, services: Core, clock: SetClock
) -> None:
    project = await make_project()
    task = await make_task(project_id=project["id"])
    await client.post(f"{TASKS}/{task['id']}/comments", json={"text": "Hello"})
    gone = (await client.post(f"{TASKS}/{task['id']}/comments", json={"text": "Gone"})).json()
    await client.delete(f"{TASKS}/{task['id']}/comments/{gone['id']}")
    await client.patch(f"{TASKS}/{task['id']}", json={"project_id": None})
    await client.delete(f"{PROJECTS}/{project['id']}")

    clock.forward(timedelta(days=31))
    await purge_now(services)

    assert (await client.get(f"{TASKS}/{task['id']}/comments")).json()["items"][0]["text"] == "Hello"
    assert await count(services, models.project) == 1
    assert await count(services, models.comment) == 1
