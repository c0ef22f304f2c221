"""What both databases promise alike."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import bindparam, select, update

from tasklore.apps.wiring import Core
from tasklore.changes.models import idempotency
from tasklore.platform.db.query import Query, among
from tasklore.platform.db.sqlite import SqliteDatabase
from tasklore.platform.db.write import Write
from tasklore.platform.errors import StaleWrite, UniqueViolation
from tasklore.platform.unit import Record, Unit, run
from tasklore.tasks.models import project

GET = Query(select(project).where(project.c.id == bindparam("id")), "test.get")
SOME = Query(select(project.c.id).where(among(project.c.id, "ids")).order_by(project.c.id), "test.some")
RENAME_ALL = Query(update(project).values(name=bindparam("new_name")), "test.rename_all")


def a_project(unit: Unit, row_id: str, **more: object) -> Record:
    times = {"created_at": unit.now, "updated_at": unit.now, "version": 1}
    row = {"id": row_id, "owner_id": "ada", "name": "Home", "view": "list", "position": 1.5, "is_inbox": False}
    return {**row, "member_ids": ["ada", "bén 🎉"], **times, **more}


async def test_what_is_written_is_read_back_with_the_same_python_values(services: Core) -> None:
    unit = Unit(services)
    unit.insert(project, a_project(unit, "p1", color=None, name="Ünï 'quoted' \"name\" \\ %s ?"))
    await unit.commit()

    row = await Unit(services).fetch_one(GET, id="p1")

    assert row is not None
    assert row["name"] == "Ünï 'quoted' \"name\" \\ %s ?"
    assert (row["member_ids"], row["is_inbox"], row["position"]) == (["ada", "bén 🎉"], False, 1.5)
    assert (row["created_at"], row["color"], row["deleted_at"]) == (unit.now, None, None)


async def test_nothing_is_written_before_the_commit(services: Core) -> None:
    unit = Unit(services)
    unit.insert(project, a_project(unit, "p1"))

    assert await Unit(services).fetch_one(GET, id="p1") is None
    await unit.commit()
    assert await Unit(services).fetch_one(GET, id="p1") is not None


@pytest.mark.parametrize("extra_writes", [0, 30])
async def test_a_batch_that_was_overtaken_is_refused_whole(services: Core, extra_writes: int) -> None:
    first = Unit(services)
    first.insert(project, a_project(first, "p1"))
    await first.commit()
    late = Unit(services)
    for number in range(extra_writes + 1):
        late.insert(project, a_project(late, f"new{number}"))
    late.update(project, {"id": "p1"}, {"name": "Late", "version": 2}, expected_version=1)
    early = Unit(services)
    early.update(project, {"id": "p1"}, {"name": "Early", "version": 2}, expected_version=1)
    await early.commit()

    with pytest.raises(StaleWrite):
        await late.commit()

    row = await Unit(services).fetch_one(GET, id="p1")
    assert row is not None
    assert row["name"] == "Early"
    assert await Unit(services).fetch_one(GET, id="new0") is None


async def test_a_second_row_of_the_same_key_is_refused_and_can_be_passed_over(services: Core) -> None:
    for or_nothing in (False, True):
        unit = Unit(services)
        unit.insert(project, a_project(unit, "p1"), or_nothing=or_nothing)
        await unit.commit()
    again = Unit(services)
    again.insert(project, a_project(again, "p2"))
    again.insert(project, a_project(again, "p1"))

    with pytest.raises(UniqueViolation):
        await again.commit()
    assert await Unit(services).fetch_one(GET, id="p2") is None


async def test_a_unit_that_lost_a_race_is_worked_out_again_until_all_have_landed(services: Core) -> None:
    async def add(unit: Unit) -> None:
        unit.insert(project, a_project(unit, "p1", position=0.0))

    await run(services, add)

    async def count(unit: Unit) -> None:
        row = await unit.fetch_one(GET, id="p1")
        assert row is not None
        values = {"position": row["position"] + 1, "version": row["version"] + 1}
        unit.update(project, {"id": "p1"}, values, expected_version=row["version"])

    await asyncio.gather(*(run(services, count) for _ in range(5)))

    row = await Unit(services).fetch_one(GET, id="p1")
    assert row is not None
    assert (row["position"], row["version"]) == (5.0, 6)


async def test_many_values_are_one_argument(services: Core) -> None:
    unit = Unit(services)
    for number in range(40):
        unit.insert(project, a_project(unit, f"p{number:02}"))
    await unit.commit()

    assert await unit.fetch_rows(SOME, ids=[]) == []
    found = await unit.fetch_rows(SOME, ids=["p03", "p01", "x'); DROP TABLE project; --"])
    assert [row[0] for row in found] == ["p01", "p03"]
    unit.execute(RENAME_ALL, new_name="All")
    await unit.commit()
    row = await unit.fetch_one(GET, id="p39")
    assert row is not None
    assert row["name"] == "All"


async def test_moments_keep_their_order_and_their_microseconds(services: Core) -> None:
    base = services.clock.now()
    moments = [base + timedelta(microseconds=step) for step in (0, 1, 999_999, 1_000_000)]
    unit = Unit(services)
    for number, moment in enumerate(moments):
        unit.insert(
            idempotency,
            {"user_id": "ada", "key": str(number), "fingerprint": "", "status": 200, "headers": {}, "body": "", "created_at": moment},
        )  # fmt: skip
    await unit.commit()

    found = await unit.fetch_rows(
        Query(select(idempotency.c.created_at).order_by(idempotency.c.created_at), "test.order")
    )

    assert [row[0] for row in found] == moments


async def test_a_sqlite_file_takes_many_writers_at_once_without_a_lock(tmp_path: Path, services: Core) -> None:
    async def add(number: int) -> None:
        async def work(unit: Unit) -> None:
            unit.insert(project, a_project(unit, f"p{number:03}"))

        await run(services, work)

    await asyncio.gather(*(add(number) for number in range(200)))

    assert len(await Unit(services).fetch_rows(SOME, ids=[f"p{number:03}" for number in range(200)])) == 200


async def test_a_value_that_the_database_cannot_hold_refuses_its_own_batch_alone(services: Core) -> None:
    async def add(row_id: str, **more: object) -> None:
        unit = Unit(services)
        unit.insert(project, a_project(unit, row_id, **more))
        await unit.commit()

    outcomes = await asyncio.gather(
        add("p1"), add("p2", version=2**80), add("p3"), add("p4", name="\ud800"), add("p5"), return_exceptions=True
    )

    assert [outcome is None for outcome in outcomes] == [True, False, True, False, True]
    assert [row[0] for row in await Unit(services).fetch_rows(SOME, ids=["p1", "p2", "p3", "p4", "p5"])] == [
        "p1",
        "p3",
        "p5",
    ]
    await add("p6")


async def test_what_fails_after_the_commit_neither_refuses_nor_repeats_the_writes(services: Core) -> None:
    heard: list[str] = []
    tries = 0

    async def work(unit: Unit) -> None:
        nonlocal tries
        tries += 1
        unit.insert(project, a_project(unit, f"p{tries}"))
        unit.after_commit(lambda: (_ for _ in ()).throw(StaleWrite("out of place")))
        unit.after_commit(lambda: heard.append("told"))

    await run(services, work)

    assert (tries, heard) == (1, ["told"])
    assert [row[0] for row in await Unit(services).fetch_rows(SOME, ids=["p1", "p2"])] == ["p1"]


async def test_a_log_that_cannot_be_written_does_not_end_the_writer(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **values: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "slow.sqlite"
    shutil.copyfile(sqlite_template, path)
    database = SqliteDatabase(path, slow_ms=0)
    monkeypatch.setattr("tasklore.platform.db.slow.log", SimpleNamespace(warning=broken))
    try:
        for name in ("first", "second"):
            async with asyncio.timeout(5):
                await database.apply([Write(RENAME_ALL, {"new_name": name})])
                assert await database.fetch(SOME, {"ids": []}) == []
                assert await database.fetch(SOME, {"ids": []}) == []
    finally:
        await database.close()


async def test_a_caller_that_goes_away_in_the_middle_takes_nothing_with_it(services: Core) -> None:
    async def add(row_id: str) -> None:
        unit = Unit(services)
        await unit.fetch_one(GET, id=row_id)
        unit.insert(project, a_project(unit, row_id))
        await unit.commit()

    for turns in range(1, 25):
        going = asyncio.create_task(add(f"gone{turns}"))
        for _ in range(turns // 2):
            await asyncio.sleep(0.0005)
        going.cancel()
        await asyncio.gather(going, return_exceptions=True)

    async with asyncio.timeout(10):
        await asyncio.gather(*(add(f"p{number}") for number in range(30)))
    assert len(await Unit(services).fetch_rows(SOME, ids=[f"p{number}" for number in range(30)])) == 30
