"""A search finds on each engine what `words.py` means, before the index has it and after."""

import random
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql

from tasklore.apps.wiring import Core
from tasklore.platform.db.query import Query
from tasklore.platform.ids import new_id
from tasklore.platform.unit import Unit
from tasklore.tasks.models import comment, project, task
from tasklore.tasks.search.indexing import index_search
from tasklore.tasks.search.sql import found
from tasklore.tasks.search.words import Search, parse_search
from tasklore.tasks.store import ListShape, list_query
from tests.tasks.filters.worlds import ME, NOW, OTHER, some_tasks, store_tasks

WORDS = (
    *("milk", "Milch", "Café", "ÉCLAIR", "naïve", "straße", "oat", "2nd", "v2", "3", "2026", "O'Brien", "e-mail"),
    *("über-wichtig", "😎", "北京", "москва", "a_b", "100%", "https://example.com/x?y=1", "C++", "don't", "x" * 60),
)
QUERIES = (
    *("milk", "mil", "MILK ", "cafe", "café", "eclair", "naive", "strasse", "straße", "2", "2nd", "brien", "o'brien"),
    *(
        '"oat milk"',
        '"milk oat"',
        "oat milk",
        "mi*",
        "e-mail",
        "mail",
        "uber",
        "über-w",
        "москва",
        "моск",
        "北京",
        "北",
    ),
    *("milk -oat", "-oat milk", '-"oat milk" milk', "a_b", "b", "100", "example.com", "xx", "c++", "don't", "t"),
    *(
        "https",
        "zzz",
        '"',
        '"milk',
        "*",
        "milk*bread",
        "-milk",
        "NOT milk",
        "milk OR oat",
        "NEAR(milk oat)",
        "title:milk",
    ),
)


@dataclass(frozen=True, slots=True)
class Written:
    """The texts of a task, and of its comments."""

    id: str
    title: str
    notes: str
    comments: tuple[str, ...]

    def has(self, search: Search, title_only: bool) -> bool:
        in_task = search.is_in(self.title, self.notes, title_only=title_only)
        return in_task or (not title_only and any(search.is_in("", text) for text in self.comments))


async def write(services: Core, count: int = 150) -> list[Written]:
    """Tasks of ME with texts of WORDS, half of them with comments."""
    chance, unit = random.Random(20261120), Unit(services)

    def some_text() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(1, 5)))

    tasks = [replace(one, title=some_text(), notes=some_text()) for one in some_tasks(chance, count)]
    stored = await store_tasks(unit, tasks)
    projects = dict(await unit.fetch_rows(Query(select(task.c.id, task.c.project_id))))
    written = []
    for one in stored:
        comments = tuple(some_text() for _ in range(chance.choice((0, 0, 1, 2))))
        written.append(Written(one.id, one.task.title, one.task.notes, comments))
        for text in comments:
            unit.insert(comment, comment_row(one.id, projects[one.id], text))
    await unit.commit()
    return written


def comment_row(task_id: str, project_id: str, text: str) -> dict[str, object]:
    moments = {"created_at": NOW, "updated_at": NOW, "deleted_at": None, "version": 1}
    return {"id": new_id(), "task_id": task_id, "project_id": project_id, "author_id": ME, "text": text, **moments}


async def finds(services: Core, text: str, owner: str = ME, *, title_only: bool = False) -> set[str]:
    search = parse_search(text)
    if search is None:
        return set()
    unit = Unit(services)
    values = (await found(unit, owner, search)).values(unit.db.dialect)
    shape = ListShape(search="title" if title_only else "any")
    rows = await unit.fetch_rows(list_query(shape), owner=owner, most=10_000, **values)
    return {row[0] for row in rows}


def means(written: list[Written], text: str, *, title_only: bool = False) -> set[str]:
    search = parse_search(text)
    return set() if search is None else {one.id for one in written if one.has(search, title_only)}


@pytest.mark.parametrize("indexed", [False, True], ids=["noted", "indexed"])
async def test_a_search_finds_what_it_means(services: Core, indexed: bool) -> None:
    written = await write(services)
    if indexed:
        await index_search(Unit(services), {})

    for text in QUERIES:
        assert await finds(services, text) == means(written, text), text
        titled = await finds(services, text, title_only=True)
        assert titled == means(written, text, title_only=True), text


async def test_what_changes_after_it_was_indexed_is_found_as_it_is(services: Core) -> None:
    written = await write(services, 3)
    await index_search(Unit(services), {})
    unit = Unit(services)
    changed, removed, kept = written
    unit.update(task, {"id": changed.id}, {"title": "zebra crossing"})
    unit.update(task, {"id": removed.id}, {"title": "zebra", "deleted_at": NOW})
    project_id = (await unit.fetch_rows(Query(select(task.c.project_id).where(task.c.id == kept.id))))[0][0]
    row = comment_row(kept.id, project_id, "a zebra too")
    unit.insert(comment, row)
    await unit.commit()

    assert await finds(services, "zebra") == {changed.id, kept.id}
    await index_search(Unit(services), {})
    assert await finds(services, "zebra") == {changed.id, kept.id}
    assert await finds(services, "zebra", title_only=True) == {changed.id}

    unit = Unit(services)
    unit.update(comment, {"id": row["id"]}, {"deleted_at": NOW})
    unit.update(task, {"id": changed.id}, {"title": "horse"})
    await unit.commit()
    assert await finds(services, "zebra") == set()
    await index_search(Unit(services), {})
    assert await finds(services, "zebra") == set()


async def test_others_find_only_what_is_shared_with_them(services: Core) -> None:
    written = await write(services)
    await index_search(Unit(services), {})
    unit = Unit(services)
    shared = await unit.fetch_rows(list_query(ListShape()), owner=OTHER, most=10_000)

    found_by_other = await finds(services, "milk", OTHER)

    assert found_by_other == means(written, "milk") & {row[0] for row in shared}
    assert found_by_other
    assert await finds(services, "milk", "stranger") == set()


async def test_a_task_that_moves_is_found_by_those_who_see_it_there(services: Core) -> None:
    written = await write(services)
    await index_search(Unit(services), {})
    unit = Unit(services)
    projects = dict(await unit.fetch_rows(Query(select(project.c.name, project.c.id))))
    hidden = await finds(services, "milk") - await finds(services, "milk", OTHER)
    moved = next(one.id for one in written if one.id in hidden)

    unit.update(task, {"id": moved}, {"project_id": projects["Work"]})
    await unit.commit()
    assert moved in await finds(services, "milk", OTHER)
    await index_search(Unit(services), {})
    assert moved in await finds(services, "milk", OTHER)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_search_starts_at_the_index_not_at_the_readers_tasks(services: Core) -> None:
    for place in ("any", "title", "rest"):
        compiled = list_query(ListShape(search=place)).on("sqlite")
        plan = Query(sql(f"EXPLAIN QUERY PLAN {compiled.text.replace('?', 'NULL')}"))

        steps = [row[3] for row in await Unit(services).fetch_rows(plan)]

        assert any("task_search VIRTUAL TABLE" in step for step in steps), steps
        assert not any(step == "SCAN task" or "ix_task_owner" in step for step in steps), steps


async def test_a_search_costs_two_queries(services: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    await write(services, 30)
    asked = 0
    fetch = services.db.fetch

    async def counting(query: Query, params: Any) -> Any:
        nonlocal asked
        asked += 1
        return await fetch(query, params)

    monkeypatch.setattr(services.db, "fetch", counting)
    await finds(services, "milk")

    assert asked == 2
