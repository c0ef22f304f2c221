"""Jobs: asked for with the change, done once, tried again, given up visibly."""

import asyncio
import contextlib
from datetime import timedelta
from typing import Any

import pytest

from tasklore.apps.wiring import Core
from tasklore.platform.clock import SetClock
from tasklore.platform.jobs.models import job
from tasklore.platform.jobs.queue import Registry, enqueue
from tasklore.platform.jobs.worker import Worker, counts, dead
from tasklore.platform.unit import Unit, run


def ask(name: str, **payload: Any) -> Any:
    async def work(unit: Unit) -> None:
        enqueue(unit, name, payload)

    return work


async def test_a_job_is_there_only_if_the_change_that_asks_for_it_is(services: Core) -> None:
    unit = Unit(services)
    enqueue(unit, "never", {})
    del unit

    assert await counts(Unit(services)) == []


async def test_many_workers_do_each_job_once(services: Core) -> None:
    done: list[int] = []

    async def note(unit: Unit, payload: dict[str, Any]) -> None:
        await asyncio.sleep(0.002)
        unit.after_commit(lambda: done.append(payload["n"]))

    registry = Registry()
    registry.add("note", note)
    for number in range(30):
        await run(services, ask("note", n=number))

    workers = [Worker(services, registry) for _ in range(3)]
    for _ in range(30):
        if not sum(await asyncio.gather(*(worker.work_once() for worker in workers))):
            break

    assert sorted(done) == list(range(30))
    assert await counts(Unit(services)) == []


async def test_a_failing_job_is_tried_later_and_in_the_end_kept_with_its_error(services: Core, clock: SetClock) -> None:
    tries = 0

    async def fail(unit: Unit, payload: dict[str, Any]) -> None:
        nonlocal tries
        tries += 1
        raise ValueError("no such luck")

    registry = Registry()
    registry.add("fail", fail, attempts=3)
    await run(services, ask("fail"))
    worker = Worker(services, registry)

    assert await worker.work_once() == 1
    assert await worker.work_once() == 0, "not before its time"
    for _ in range(5):
        clock.forward(timedelta(hours=2))
        await worker.work_once()

    assert tries == 3
    (row,) = await dead(Unit(services))
    assert (row["name"], row["error"]) == ("fail", "ValueError: no such luck")


async def test_a_worker_whose_lease_was_lost_cannot_finish_the_job(services: Core, clock: SetClock) -> None:
    effects: list[str] = []
    registry_a, registry_b = Registry(), Registry()

    async def slow(unit: Unit, payload: dict[str, Any]) -> None:
        clock.forward(timedelta(minutes=10))
        await Worker(services, registry_b).work_once()
        unit.after_commit(lambda: effects.append("slow"))

    async def quick(unit: Unit, payload: dict[str, Any]) -> None:
        unit.after_commit(lambda: effects.append("quick"))

    registry_a.add("work", slow)
    registry_b.add("work", quick)
    await run(services, ask("work"))

    await Worker(services, registry_a).work_once()

    assert effects == ["quick"]
    assert await counts(Unit(services)) == []


async def test_a_recurring_job_is_always_waiting_and_planted_once(services: Core, clock: SetClock) -> None:
    ran: list[int] = []

    async def tick(unit: Unit, payload: dict[str, Any]) -> None:
        unit.after_commit(lambda: ran.append(1))

    registry = Registry()
    registry.add("tick", tick, every=timedelta(hours=1))
    for _ in range(2):
        await Worker(services, registry)._plant_recurring()
    for _ in range(3):
        await Worker(services, registry).work_once()
        clock.forward(timedelta(minutes=61))

    assert len(ran) == 3
    assert [row["count"] for row in await counts(Unit(services))] == [1]


async def test_a_job_that_is_always_refused_is_put_back_and_given_up_like_any_other(
    services: Core, clock: SetClock
) -> None:
    async def refused(unit: Unit, payload: dict[str, Any]) -> None:
        unit.update(job, {"id": "never was"}, {"name": "other"})

    registry = Registry()
    registry.add("refused", refused, attempts=2)
    await run(services, ask("refused"))
    for _ in range(2):
        await Worker(services, registry).work_once()
        clock.forward(timedelta(hours=2))

    (row,) = await dead(Unit(services))
    assert row["error"].startswith("StaleWrite")


async def test_a_job_that_ends_its_worker_each_time_is_given_up(services: Core, clock: SetClock) -> None:
    tries = 0

    async def fatal(unit: Unit, payload: dict[str, Any]) -> None:
        nonlocal tries
        tries += 1
        raise asyncio.CancelledError

    registry = Registry()
    registry.add("fatal", fatal, attempts=3)
    await run(services, ask("fatal"))
    for _ in range(5):
        with contextlib.suppress(asyncio.CancelledError):
            await Worker(services, registry).work_once()
        clock.forward(timedelta(hours=2))

    assert tries == 3
    assert len(await dead(Unit(services))) == 1


async def test_an_error_whose_text_no_database_holds_is_kept_all_the_same(services: Core) -> None:
    async def fail(unit: Unit, payload: dict[str, Any]) -> None:
        raise ValueError("a\x00b\ud800")

    registry = Registry()
    registry.add("fail", fail, attempts=1)
    await run(services, ask("fail"))

    await Worker(services, registry).work_once()

    (row,) = await dead(Unit(services))
    assert row["error"] == "ValueError: ab?"


async def test_an_unexpected_error_does_not_end_the_worker(services: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    done = asyncio.Event()

    async def note(unit: Unit, payload: dict[str, Any]) -> None:
        done.set()

    registry = Registry()
    registry.add("note", note)
    await run(services, ask("note"))
    worker = Worker(services, registry)
    work_once, failures = worker.work_once, [RuntimeError("of a kind that nobody knows")]

    async def sometimes() -> int:
        if failures:
            raise failures.pop()
        return await work_once()

    async def at_once(at_most_s: float) -> None:
        pass

    monkeypatch.setattr(worker, "work_once", sometimes)
    monkeypatch.setattr(worker, "_pause", at_once)
    running = asyncio.create_task(worker.run())
    await asyncio.wait_for(done.wait(), 10)
    worker.stop()
    await asyncio.wait_for(running, 10)


async def test_a_job_of_a_newer_release_waits_for_a_worker_that_knows_it(services: Core, clock: SetClock) -> None:
    done: list[int] = []

    async def note(unit: Unit, payload: dict[str, Any]) -> None:
        unit.after_commit(lambda: done.append(1))

    newer = Registry()
    newer.add("note", note)
    await run(services, ask("note"))

    await Worker(services, Registry()).work_once()
    clock.forward(timedelta(minutes=1))
    await Worker(services, newer).work_once()

    assert done == [1]


async def test_a_recurring_job_that_another_release_gave_up_is_planted_again(services: Core, clock: SetClock) -> None:
    ran: list[int] = []

    async def tick(unit: Unit, payload: dict[str, Any]) -> None:
        unit.after_commit(lambda: ran.append(1))

    registry = Registry()
    registry.add("tick", tick, every=timedelta(hours=1))
    await Worker(services, registry)._plant_recurring()
    for _ in range(12):
        await Worker(services, Registry()).work_once()
        clock.forward(timedelta(hours=2))
    assert [row["state"] for row in await counts(Unit(services))] == ["dead"]

    await Worker(services, registry)._plant_recurring()
    await Worker(services, registry).work_once()

    assert ran == [1]


async def test_a_recurring_job_that_was_planted_twice_is_one_again(services: Core, clock: SetClock) -> None:
    async def tick(unit: Unit, payload: dict[str, Any]) -> None:
        pass

    async def plant_twice(unit: Unit) -> None:
        enqueue(unit, "tick", {}, job_id="recurring:tick")
        enqueue(unit, "tick", {}, job_id="recurring:tick@1", run_at=unit.now + timedelta(minutes=10))

    registry = Registry()
    registry.add("tick", tick, every=timedelta(hours=1))
    await run(services, plant_twice)
    for _ in range(24):
        await Worker(services, registry).work_once()
        clock.forward(timedelta(minutes=5))

    assert [row["count"] for row in await counts(Unit(services))] == [1]
