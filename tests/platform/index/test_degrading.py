"""An engine with full text behind it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tasklore.apps.wiring import Core
from tasklore.platform.index.degrading import DegradingIndex
from tasklore.platform.index.edge import EdgeIndex
from tasklore.platform.index.fulltext import FullTextIndex
from tasklore.platform.index.port import IndexPoint, IndexSchema, IndexUnavailable
from tasklore.platform.index.server import ServerIndex
from tests.servers.qdrant import QdrantStub, qdrant_stub

WORDS = IndexSchema("1")
POINT = IndexPoint("0198c0de-0000-7000-8000-000000000001", "ada", "d1", {1: 1.0})


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.fixture
async def stub() -> AsyncIterator[QdrantStub]:
    with qdrant_stub() as stub:
        yield stub


async def test_while_the_better_engine_is_away_full_text_answers_and_says_why(services: Core) -> None:
    index = DegradingIndex(ServerIndex("http://127.0.0.1:9"), FullTextIndex(services.db))
    await index.ensure(WORDS)

    with pytest.raises(IndexUnavailable):
        await index.upsert([POINT])

    assert [hit.id for hit in (await index.lexical_top("ada", [1], 5)).hits] == [POINT.id]
    assert (index.name, index.degraded) == ("full text", True)
    assert index.reason == "The Qdrant server at http://127.0.0.1:9 does not answer."
    await index.close()


async def test_the_better_engine_is_taken_up_again_when_it_is_back(services: Core, stub: QdrantStub) -> None:
    server = ServerIndex("http://127.0.0.1:9", "secret")
    index = DegradingIndex(server, FullTextIndex(services.db))
    assert await index.ensure(WORDS)
    index.unfilled = False

    server._url = stub.url
    await server.close()
    index._rests_until = 0.0
    await index.upsert([POINT])

    assert (index.name, index.degraded, index.reason) == ("qdrant", False, None)
    assert index.unfilled, "it was found empty, and the documents from before are missing there"
    assert [hit.id for hit in (await index.lexical_top("ada", [1], 5)).hits] == [POINT.id]
    await index.close()


async def test_an_engine_that_just_failed_is_left_alone_for_a_while(services: Core, stub: QdrantStub) -> None:
    index = DegradingIndex(ServerIndex(stub.url, "secret"), FullTextIndex(services.db))
    await index.ensure(WORDS)
    await index.upsert([POINT])
    stub.api_key = "changed"

    for _ in range(3):
        assert (await index.lexical_top("ada", [1], 5)).hits != []

    assert [path for _, path in stub.requests].count("/points/query/batch") == 1
    await index.close()


async def test_a_process_that_only_reads_leaves_the_embedded_index_to_the_one_that_writes(
    services: Core, tmp_path: Path
) -> None:
    reader = DegradingIndex(EdgeIndex(tmp_path / "i"), FullTextIndex(services.db), opened_by_writers=True)
    writer = DegradingIndex(EdgeIndex(tmp_path / "i"), FullTextIndex(services.db), opened_by_writers=True)
    await reader.ensure(WORDS)
    await writer.ensure(WORDS)

    await writer.upsert([POINT])

    assert (writer.name, reader.name) == ("embedded", "full text")
    assert not reader.degraded
    assert [hit.id for hit in (await reader.lexical_top("ada", [1], 5)).hits] == [POINT.id]
    with pytest.raises(IndexUnavailable, match="QDRANT_URL"):
        await reader.open_for_writing()
    await writer.close()
    await reader.close()


async def test_full_text_alone_is_nothing_lesser(services: Core) -> None:
    index = DegradingIndex(None, FullTextIndex(services.db))
    await index.ensure(WORDS)

    await index.upsert([POINT])
    await index.delete("ada", ["d1"])

    assert (index.name, index.degraded, index.reason) == ("full text", False, None)
    assert await index.count("ada") == 0
