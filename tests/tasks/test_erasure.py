"""What becomes of somebody's tasks when their account goes, on both engines."""

import httpx2
from sqlalchemy import func, select

from tasklore.accounts.service import AccountService
from tasklore.apps.wiring import Core
from tasklore.changes import models as log
from tasklore.platform.db.query import Query
from tasklore.platform.jobs.worker import Worker, dead
from tasklore.platform.unit import Unit, run
from tasklore.tasks import models
from tests.conftest import MakeTask
from tests.tasks.conftest import MakeProject, Share

PROJECTS = "/api/v1/projects"
TASKS = "/api/v1/tasks"


async def count(services: Core, table: object) -> int:
    rows = await Unit(services).fetch_rows(Query(select(func.count()).select_from(table)))  # type: ignore[arg-type]
    return int(rows[0][0])


async def test_whoever_goes_leaves_nothing_of_their_own_and_takes_nothing_of_others(
    client: httpx2.AsyncClient,
    other: httpx2.AsyncClient,
    make_project: MakeProject,
    make_task: MakeTask,
    share: Share,
    services: Core,
) -> None:
    async def sign_up(unit: Unit) -> None:
        await AccountService(unit).create(email="ben@example.org", name="Ben", user_id="ben")

    async def delete_account(unit: Unit) -> None:
        AccountService(unit).delete("ben")

    await run(services, sign_up)
    shared = await make_project("Ada's, with Ben")
    await share(shared)
    assigned = await make_task("Ben's part", project_id=shared["id"], assignee_id="ben")
    said = await other.post(f"{TASKS}/{assigned['id']}/comments", json={"text": "On it"})
    parent = (await other.post(TASKS, json={"title": "Private", "labels": ["x"]})).json()
    await other.post(TASKS, json={"title": "Below", "parent_id": parent["id"]})
    await other.post(f"{TASKS}/{parent['id']}/comments", json={"text": "Secret"})
    await other.post("/api/v1/labels", json={"name": "x"})
    theirs = (await other.post(PROJECTS, json={"name": "Ben's, with Ada"})).json()
    asked = (await other.post(f"{PROJECTS}/{theirs['id']}/members", json={"user_id": "ada"})).json()
    await client.post(f"/api/v1/invitations/{asked['id']}/accept")
    before = await client.get(TASKS)

    await run(services, delete_account)
    worker = Worker(services, services.registry)
    while await worker.work_once():
        pass

    assert await dead(Unit(services)) == []
    after = await client.get(TASKS, headers={"if-none-match": before.headers["etag"]})
    assert [(t["title"], t["assignee_id"]) for t in after.json()["items"]] == [("Ben's part", None)]
    assert {p["name"] for p in (await client.get(PROJECTS)).json()["items"]} == {"Inbox", "Ada's, with Ben"}
    comments = (await client.get(f"{TASKS}/{assigned['id']}/comments")).json()["items"]
    assert [c["id"] for c in comments] == [said.json()["id"]]
    assert (await count(services, models.task), await count(services, models.label)) == (1, 0)
    assert await count(services, models.comment) == 1
    assert await count(services, models.project_member) == 0
    logged = await Unit(services).fetch_rows(Query(select(log.change.c.after)))
    assert "Secret" not in str(logged)
    assert "Private" not in str(logged)
    assert (await other.get(TASKS)).json()["items"] == []
