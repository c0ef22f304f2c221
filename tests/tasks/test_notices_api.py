"""Reminders that ring, and the notices they leave, on both engines."""

from datetime import timedelta

import httpx2

from tasklore.apps.wiring import Core
from tasklore.platform.clock import SetClock
from tasklore.platform.jobs.worker import Worker
from tests.conftest import MakeTask
from tests.tasks.conftest import NEVER, MakeProject, Share, undo

NOTICES = "/api/v1/notices"
TASKS = "/api/v1/tasks"


async def work(services: Core) -> None:
    """Runs every job that is due."""
    worker = Worker(services, services.registry)
    while await worker.work_once():
        pass


async def rung(client: httpx2.AsyncClient) -> list[str]:
    return [notice["title"] for notice in (await client.get(NOTICES)).json()["items"]]


async def test_a_reminder_rings_at_its_time_once_and_is_marked_as_read(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, make_task: MakeTask, services: Core, clock: SetClock
) -> None:
    await make_task("Call", due="2026-11-20T12:00", reminders=[{"minutes_before": 30}])
    await work(services)
    clock.forward(timedelta(hours=2, minutes=29))
    await work(services)
    assert await rung(client) == []

    clock.forward(timedelta(minutes=2))
    await work(services)
    await work(services)

    assert await rung(client) == ["Call"]
    assert await rung(other) == []
    notice = (await client.get(NOTICES, params={"unread": True})).json()["items"][0]
    read = await client.patch(f"{NOTICES}/{notice['id']}", json={"read": True})
    assert read.json()["read_at"] is not None
    assert (await client.get(NOTICES, params={"unread": True})).json()["items"] == []
    assert (await client.patch(f"{NOTICES}/{notice['id']}", json={"read": False})).json()["read_at"] is None
    assert (await client.post(f"{NOTICES}/read")).status_code == 204
    assert (await client.get(NOTICES, params={"unread": True})).json()["items"] == []


async def test_a_day_is_reminded_in_the_time_zone_of_whoever_it_rings_for(
    client: httpx2.AsyncClient, make_task: MakeTask, services: Core, clock: SetClock
) -> None:
    await client.patch("/api/v1/preferences", json={"timezone": "America/New_York"})
    await make_task("Call", due="2026-11-20", reminders=[{"minutes_before": 0}])
    await work(services)

    clock.forward(timedelta(hours=4, minutes=59))
    await work(services)
    assert await rung(client) == []
    clock.forward(timedelta(minutes=2))
    await work(services)

    assert await rung(client) == ["Call"]


async def test_a_task_that_is_done_deleted_or_put_off_does_not_ring(
    client: httpx2.AsyncClient, make_task: MakeTask, services: Core, clock: SetClock
) -> None:
    at_noon = {"due": "2026-11-20T12:00", "reminders": [{"minutes_before": 0}]}
    done, gone, later = [await make_task(name, **at_noon) for name in ("Done", "Gone", "Later")]
    await work(services)
    await client.post(f"{TASKS}/{done['id']}/complete")
    await client.delete(f"{TASKS}/{gone['id']}")
    await client.patch(f"{TASKS}/{later['id']}", json={"due": "2026-11-20T13:00"})
    await work(services)

    clock.forward(timedelta(hours=3, minutes=1))
    await work(services)
    assert await rung(client) == []
    clock.forward(timedelta(hours=1))
    await work(services)

    assert await rung(client) == ["Later"]


async def test_what_was_undone_or_approved_rings_too(
    client: httpx2.AsyncClient, make_task: MakeTask, services: Core, clock: SetClock
) -> None:
    task = await make_task("Back", due="2026-11-20T12:00", reminders=[{"minutes_before": 0}])
    moved = await client.patch(f"{TASKS}/{task['id']}", json={"due": "2026-11-21T12:00"})
    await work(services)
    await undo(client, moved)
    proposed = await client.post(
        TASKS,
        json={"title": "Approved", "due": "2026-11-20T12:00", "reminders": [{"at": "2026-11-20T10:00:00Z"}]},
        headers={"prefer": "propose"},
    )
    await client.post(f"/api/v1/proposals/{proposed.headers['x-change-set']}/approve")
    await work(services)

    clock.forward(timedelta(hours=3, minutes=1))
    await work(services)

    assert sorted(await rung(client)) == ["Approved", "Back"]


async def test_it_rings_for_the_assignee_and_never_for_somebody_who_has_left(
    client: httpx2.AsyncClient,
    other: httpx2.AsyncClient,
    make_project: MakeProject,
    share: Share,
    services: Core,
    clock: SetClock,
) -> None:
    project = await make_project()
    await share(project)
    soon = {"due": "2026-11-20T12:00", "reminders": [{"minutes_before": 0}], "project_id": project["id"]}
    await client.post(TASKS, json={"title": "Ben's", "assignee_id": "ben", **soon})
    await other.post(TASKS, json={"title": "By Ben", **soon})
    await work(services)
    await client.delete(f"/api/v1/projects/{project['id']}/members/ben")

    clock.forward(timedelta(hours=3, minutes=1))
    await work(services)

    assert await rung(other) == []
    assert sorted(await rung(client)) == ["Ben's", "By Ben"]


async def test_each_notice_route_refuses_strangers_and_nonsense(
    client: httpx2.AsyncClient,
    other: httpx2.AsyncClient,
    nobody: httpx2.AsyncClient,
    make_task: MakeTask,
    services: Core,
    clock: SetClock,
) -> None:
    await make_task("Call", reminders=[{"at": "2026-11-20T09:30:00+00:00"}])
    await work(services)
    clock.forward(timedelta(hours=1))
    await work(services)
    notice = (await client.get(NOTICES)).json()["items"][0]

    theirs = await other.patch(f"{NOTICES}/{notice['id']}", json={"read": True})
    never = await other.patch(f"{NOTICES}/{NEVER}", json={"read": True})

    assert theirs.status_code == never.status_code == 404
    assert theirs.content == never.content
    assert (await nobody.get(NOTICES)).status_code == 401
    assert (await client.patch(f"{NOTICES}/{notice['id']}", json={"read": "maybe"})).status_code == 422
    assert (await client.get(NOTICES, params={"cursor": "x"})).status_code == 422


async def test_reminders_at_the_edges_of_the_calendar_do_no_harm(
    client: httpx2.AsyncClient, make_task: MakeTask, services: Core
) -> None:
    await make_task(
        due={"date": "0001-01-01", "time": "00:00", "timezone": "Asia/Tokyo"}, reminders=[{"minutes_before": 9}]
    )
    await make_task(
        due={"date": "9999-12-31", "time": "23:59", "timezone": "Pacific/Pago_Pago"}, reminders=[{"minutes_before": 0}]
    )
    beyond = await client.post(TASKS, json={"title": "x", "reminders": [{"at": "9999-12-31T23:59:59-12:00"}]})
    await make_task(reminders=[{"at": "9999-12-31T23:59:59Z"}, {"at": "0001-01-01T00:00:00Z"}])

    await work(services)

    assert beyond.status_code == 422
    assert len((await client.get(TASKS)).json()["items"]) == 3
    assert await rung(client) == []
