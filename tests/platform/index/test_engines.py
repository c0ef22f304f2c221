"""One suite for every engine of the index: embedded, served, and the full text of both databases."""

import asyncio
import math
import random
import signal
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tasklore.platform.db.address import parse
from tasklore.platform.db.postgres import PostgresDatabase
from tasklore.platform.db.sqlite import SqliteDatabase
from tasklore.platform.index.edge import EdgeIndex
from tasklore.platform.index.fulltext import FullTextIndex
from tasklore.platform.index.port import IndexPoint, IndexSchema, IndexUnavailable, VectorIndex
from tasklore.platform.index.server import ServerIndex
from tests.servers.qdrant import qdrant_stub

WORDS = IndexSchema("1")
MEANING = IndexSchema("1", "model", 8)

DENSE = ("edge", "server")
ENGINES = (*DENSE, "sqlite", "postgresql")


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def url(engine: str, request: pytest.FixtureRequest) -> str:
    """An empty database for the engines that live in one."""
    return "" if engine in DENSE else str(request.getfixturevalue("database_url"))


@pytest.fixture
async def index(engine: str, url: str, tmp_path: Path) -> AsyncIterator[VectorIndex]:
    """Each engine in turn, opened for words and, where it can, for meaning."""
    async with AsyncExitStack() as stack:
        opened: VectorIndex
        if engine == "edge":
            opened = EdgeIndex(tmp_path / "index")
        elif engine == "server":
            opened = ServerIndex(stack.enter_context(qdrant_stub()).url, "secret")
        else:
            address = parse(url)
            db = (
                SqliteDatabase(address.sqlite_path)
                if address.sqlite_path
                else await PostgresDatabase.connect(address.dsn)
            )
            stack.push_async_callback(db.close)
            opened = FullTextIndex(db)
        stack.push_async_callback(opened.close)
        await opened.ensure(MEANING)
        yield opened


def point(
    owner: str = "ada", document: str = "d1", terms: dict[int, float] | None = None, vector: list[float] | None = None
) -> IndexPoint:
    return IndexPoint(str(uuid.uuid4()), owner, document, terms or {1: 1.0}, vector)


def corpus(owner: str, count: int, seed: int) -> list[IndexPoint]:
    """Passages of forty terms, some common and most rare, with unit vectors."""
    dice = random.Random(seed)
    points = []
    for n in range(count):
        terms = {min(int(dice.paretovariate(0.6)), 4_000_000_000): dice.uniform(0.2, 2.2) for _ in range(40)}
        vector = [dice.gauss(0, 1) for _ in range(8)]
        length = math.sqrt(sum(x * x for x in vector))
        points.append(point(owner, f"{owner}-{n // 10}", terms, [x / length for x in vector]))
    return points


def rarities_of(points: list[IndexPoint], terms: list[int]) -> dict[int, float]:
    found = {}
    for term in terms:
        n = sum(term in p.terms for p in points)
        if n:
            found[term] = math.log(1 + (len(points) - n + 0.5) / (n + 0.5))
    return found


async def test_a_passage_is_found_by_its_words_once_it_is_added(index: VectorIndex) -> None:
    wanted, other = point(terms={7: 1.0, 8: 1.0}), point(terms={9: 1.0})

    await index.upsert([wanted, other])

    found = await index.lexical_top("ada", [7, 8], 10)
    assert [hit.id for hit in found.hits] == [wanted.id]
    assert found.hits[0].score > 0


async def test_somebody_elses_passages_are_in_no_answer_no_count_and_no_score(index: VectorIndex) -> None:
    mine = corpus("ada", 60, seed=1)
    await index.upsert(mine)
    terms = sorted(mine[0].terms)[:12]
    before = await index.lexical_top("ada", terms, 20)

    await index.upsert(corpus("ben", 120, seed=2))
    await index.upsert([point("ben", "ben-x", dict.fromkeys(terms, 2.0)) for _ in range(50)])

    after = await index.lexical_top("ada", terms, 20)
    assert [hit.id for hit in after.hits] == [hit.id for hit in before.hits]
    assert [hit.score for hit in after.hits] == pytest.approx([hit.score for hit in before.hits], rel=1e-5)
    assert after.rarities == pytest.approx(before.rarities, rel=1e-5)
    assert await index.count("ada") == 60
    assert await index.count("eve") == 0
    assert (await index.lexical_top("eve", terms, 20)).hits == []
    assert await index.dense_top("eve", [1.0] + [0.0] * 7, 20) == []


async def test_rarities_are_counted_among_the_owners_passages(index: VectorIndex) -> None:
    points = corpus("ada", 80, seed=3)
    await index.upsert(points)
    terms = sorted({term for p in points[:4] for term in p.terms} | {3_999_999_999})

    found = await index.lexical_top("ada", terms, 10)

    assert found.rarities == pytest.approx(rarities_of(points, terms), rel=1e-3)


async def test_the_best_by_words_agree_with_brute_force(index: VectorIndex) -> None:
    points = corpus("ada", 300, seed=4)
    await index.upsert(points)
    full_text = index.name == "full text"

    for wanted in points[:30]:
        terms = sorted(wanted.terms, reverse=True)[:10]
        rarity = rarities_of(points, terms)
        exact = {
            p.id: sum(rarity[t] * (1.0 if full_text else p.terms[t]) for t in terms if t in p.terms) for p in points
        }
        best = sorted(exact, key=lambda id_: -exact[id_])[:10]
        found = [hit.id for hit in (await index.lexical_top("ada", terms, 10)).hits]
        # Equal scores may come in any order, so the scores are compared and not the names.
        assert [exact[id_] for id_ in found] == pytest.approx([exact[id_] for id_ in best], rel=1e-3)


async def test_the_nearest_vectors_agree_with_brute_force(index: VectorIndex) -> None:
    points = corpus("ada", 300, seed=5)
    await index.upsert([*points, *corpus("ben", 300, seed=6)])

    for wanted in points[:20]:
        assert wanted.vector is not None
        found = [hit.id for hit in await index.dense_top("ada", wanted.vector, 10)]
        if index.name == "full text":
            assert found == []
            continue
        near = {p.id: sum(a * b for a, b in zip(p.vector or (), wanted.vector, strict=True)) for p in points}
        assert found == sorted(near, key=lambda id_: -near[id_])[:10]


async def test_a_question_can_be_kept_to_some_documents(index: VectorIndex) -> None:
    points = [point(document=name, terms={5: 1.0}, vector=[1.0] + [0.0] * 7) for name in ("d1", "d2", "d3")]
    await index.upsert([*points, point("ben", "d2", {5: 1.0})])

    words = await index.lexical_top("ada", [5], 10, ["d2", "d3"])

    assert {hit.id for hit in words.hits} == {points[1].id, points[2].id}
    assert (await index.lexical_top("ada", [5], 10, [])).hits == []
    meaning = await index.dense_top("ada", [1.0] + [0.0] * 7, 10, ["d2"])
    assert [hit.id for hit in meaning] in ([points[1].id], [])


async def test_a_deleted_document_leaves_nothing_behind_and_takes_nothing_of_others(index: VectorIndex) -> None:
    gone, kept, other = point(document="d1"), point(document="d2"), point("ben", "d1")
    await index.upsert([gone, kept, other])

    await index.delete("ada", ["d1"])

    assert [hit.id for hit in (await index.lexical_top("ada", [1], 10)).hits] == [kept.id]
    assert [hit.id for hit in (await index.lexical_top("ben", [1], 10)).hits] == [other.id]
    assert await index.count("ada", "d1") == 0
    assert await index.count("ben", "d1") == 1


async def test_a_passage_added_again_replaces_the_old_one(index: VectorIndex) -> None:
    first = point(terms={1: 1.0, 2: 1.0})
    await index.upsert([first])

    await index.upsert([IndexPoint(first.id, "ada", "d1", {3: 1.0})])

    assert (await index.lexical_top("ada", [1, 2], 10)).hits == []
    assert [hit.id for hit in (await index.lexical_top("ada", [3], 10)).hits] == [first.id]
    assert await index.count("ada") == 1


async def test_a_question_without_words_finds_nothing(index: VectorIndex) -> None:
    await index.upsert([point()])

    assert (await index.lexical_top("ada", [], 10)).hits == []


async def test_an_index_of_another_analysis_is_empty_and_says_so(index: VectorIndex) -> None:
    await index.upsert([point()])
    assert not await index.ensure(MEANING)
    assert await index.count("ada") == 1

    assert await index.ensure(IndexSchema("2", "model", 8))

    assert await index.count("ada") == 0
    assert (await index.lexical_top("ada", [1], 10)).hits == []


async def test_a_second_process_is_told_that_the_embedded_index_is_taken(tmp_path: Path) -> None:
    index = EdgeIndex(tmp_path)
    await index.ensure(WORDS)
    await index.upsert([point()])
    script = """
import asyncio, pathlib, sys
from tasklore.platform.index.edge import EdgeIndex
from tasklore.platform.index.port import IndexSchema, IndexUnavailable
for words in ("1", "2"):
    try:
        asyncio.run(EdgeIndex(pathlib.Path(sys.argv[1])).ensure(IndexSchema(words)))
    except IndexUnavailable as error:
        print(error)
"""

    second = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, str(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    told, errors = await second.communicate()

    assert told.decode().count("QDRANT_URL") == 2, errors
    assert await index.count("ada") == 1
    await index.close()


async def test_what_the_embedded_index_acknowledged_outlives_a_kill(tmp_path: Path) -> None:
    script = """
import asyncio, pathlib, sys, uuid
from tasklore.platform.index.edge import EdgeIndex
from tasklore.platform.index.port import IndexPoint, IndexSchema
async def main():
    index = EdgeIndex(pathlib.Path(sys.argv[1]))
    await index.ensure(IndexSchema("1"))
    while True:
        points = [IndexPoint(str(uuid.uuid4()), "ada", "d", {n: 1.0 for n in range(50)}) for _ in range(20)]
        await index.upsert(points)
        print(" ".join(p.id for p in points), flush=True)
asyncio.run(main())
"""
    acknowledged: set[str] = set()
    for kill in range(3):
        process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for _ in range(5 + 3 * kill):
            acknowledged.update(process.stdout.readline().split())
        process.send_signal(signal.SIGKILL)
        # A batch may have been acknowledged between the last line read and the kill; cut lines were not.
        acknowledged.update(id_ for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")
                            for id_ in line.split())  # fmt: skip
        process.stdout.close()
        process.wait()

    index = EdgeIndex(tmp_path)
    assert not await index.ensure(WORDS)
    found = {hit.id for hit in (await index.lexical_top("ada", [1], 100_000)).hits}
    assert acknowledged <= found
    assert len(acknowledged) >= 3 * 5 * 20
    await index.close()


async def test_a_damaged_embedded_index_is_built_anew(tmp_path: Path) -> None:
    index = EdgeIndex(tmp_path)
    await index.ensure(WORDS)
    await index.upsert([point()])
    await index.close()
    for file in (tmp_path / "shard").rglob("*.json"):
        file.write_text("{")

    assert await index.ensure(WORDS)

    await index.upsert([point()])
    assert await index.count("ada") == 1
    await index.close()


async def test_a_qdrant_server_is_shown_the_key_and_asked_its_version() -> None:
    with qdrant_stub(api_key="right") as stub:
        wrong = ServerIndex(stub.url, "wrong")
        with pytest.raises(IndexUnavailable, match="QDRANT_API_KEY"):
            await wrong.ensure(WORDS)
        await wrong.close()
    with qdrant_stub(version="1.18.2") as stub:
        old = ServerIndex(stub.url, "secret")
        with pytest.raises(IndexUnavailable, match=r"'1\.18\.2'; 1\.19"):
            await old.ensure(WORDS)
        await old.close()


async def test_a_qdrant_server_that_is_away_is_unavailable() -> None:
    index = ServerIndex("http://127.0.0.1:9", None)

    with pytest.raises(IndexUnavailable, match="does not answer"):
        await index.ensure(WORDS)

    await index.close()
