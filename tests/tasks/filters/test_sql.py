"""The SQL of a filter finds what the filter means, on both engines."""

import random

import pytest

from tasklore.apps.wiring import Core
from tasklore.platform.unit import Unit
from tasklore.tasks.filters import normalise, parse
from tasklore.tasks.filters.evaluate import Context, matches
from tasklore.tasks.filters.sql import where
from tasklore.tasks.store import ListShape, list_query

from .worlds import LABELS, ME, NAMES, NOW, PEOPLE, PLAIN, WHENS, ZONES, Stored, a_filter, some_tasks, store_tasks

SEED = 20261120


async def found(unit: Unit, text: str, context: Context) -> set[str]:
    filter_ = parse(text)
    values = where(filter_).values(context)
    rows = await unit.fetch_rows(list_query(ListShape(filter=filter_)), owner=context.owner, most=10_000, **values)
    return {row[0] for row in rows}


def meant(stored: list[Stored], text: str, context: Context) -> set[str]:
    filter_ = parse(text)
    return {one.id for one in stored if matches(filter_, one.task, context)}


@pytest.fixture
async def stored(services: Core) -> list[Stored]:
    return await store_tasks(Unit(services), some_tasks(random.Random(SEED), 250))


async def test_sql_finds_what_each_condition_means(services: Core, stored: list[Stored]) -> None:
    unit, some = Unit(services), 0
    texts = [*PLAIN, *NAMES]
    texts += [f"{field}{side} {when}" for field in ("due", "created") for side in (":", " before:") for when in WHENS]
    texts += [
        f"{field} {sign} {when}" for field in ("dueDate", "deadline") for sign in ("=", "<=", ">") for when in WHENS
    ]
    for text in texts:
        context = Context(ME, NOW, "Europe/Paris", PEOPLE)

        ids = await found(unit, text, context)

        assert ids == meant(stored, text, context), text
        some += 0 < len(ids) < len(stored)
    assert some > len(texts) // 2, "most conditions should tell tasks apart"


async def test_sql_finds_what_random_filters_mean(services: Core, stored: list[Stored]) -> None:
    unit, chance = Unit(services), random.Random(SEED)
    for _ in range(300):
        text = a_filter(chance)
        context = Context(ME, NOW, chance.choice(ZONES), PEOPLE)

        assert await found(unit, text, context) == meant(stored, text, context), (text, context.timezone)
        canonical = normalise(parse(text))
        assert parse(canonical) == parse(text), canonical


async def test_others_see_of_a_filter_only_what_is_shared_with_them(services: Core, stored: list[Stored]) -> None:
    unit = Unit(services)

    nadia = await found(unit, "all", Context("nadia", NOW, "UTC"))
    stranger = await found(unit, "all", Context("stranger", NOW, "UTC"))

    assert nadia == {one.id for one in stored if one.task.project in ("Work", "Home") and not one.task.done}
    assert stranger == set()


HOSTILE = (
    "x' OR '1'='1",
    'x"; DROP TABLE task; --',
    "%",
    "_",
    "\\",
    "*",
    ":owner",
    "$1",
    "?",
    "?1",
    "{}",
    "%s",
    "%(a)s",
)


async def test_a_name_is_only_ever_a_name(services: Core, stored: list[Stored]) -> None:
    context = Context(ME, NOW, "UTC")
    for name in (*LABELS, *HOSTILE):
        escaped = "".join(char if char.isalnum() else f"\\{char}" for char in name)

        for text in (
            f"@{escaped}",
            f"search: {escaped}",
            f"#{escaped}",
            f"title = {escaped}",
            f"assigned to: {escaped}",
        ):
            assert await found(Unit(services), text, context) == meant(stored, text, context)
