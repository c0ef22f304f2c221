"""Documents with QDRANT_URL set: found in Qdrant, and in full text while it is away."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tasklore.apps.wiring import Core, open_core
from tasklore.knowledge.chat import AnswerService
from tasklore.platform.unit import Unit
from tests.conftest import make_settings
from tests.servers.qdrant import QdrantStub, qdrant_stub

from .conftest import DUKES
from .test_embedding import add

QUESTION = "When did William, Duke of Normandy, die?"


@pytest.fixture
async def qdrant() -> AsyncIterator[QdrantStub]:
    with qdrant_stub(api_key="secret") as stub:
        yield stub


@pytest.fixture
async def core(tmp_path: Path, database_url: str, qdrant: QdrantStub) -> AsyncIterator[Core]:
    """A process with a Qdrant server, on each database."""
    settings = make_settings(tmp_path, database_url, QDRANT_URL=qdrant.url, QDRANT_API_KEY="secret")
    async with open_core(settings) as core:
        yield core


async def test_passages_go_to_qdrant_and_answers_come_from_there(core: Core, qdrant: QdrantStub) -> None:
    document_id = await add(core, "Dukes", DUKES)

    answer, results = await AnswerService(Unit(core)).ask("ada", QUESTION)

    assert (results.engine, results.degraded) == ("qdrant", None)
    assert answer.sources[0].document_id == document_id
    assert "9 September 1087" in answer.response
    assert ("POST", "/points/query/batch") in qdrant.requests


async def test_the_answer_is_the_same_when_qdrant_goes_away(core: Core, qdrant: QdrantStub) -> None:
    await add(core, "Dukes", DUKES)
    with_qdrant, _ = await AnswerService(Unit(core)).ask("ada", QUESTION)
    qdrant.api_key = "gone"

    without, results = await AnswerService(Unit(core)).ask("ada", QUESTION)

    assert results.engine == "full text"
    assert results.degraded == "The Qdrant server refuses the key. Check QDRANT_API_KEY."
    assert [(s.quote, s.score) for s in without.sources] == [(s.quote, s.score) for s in with_qdrant.sources]
