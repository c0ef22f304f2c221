"""Documents of ada's, read and indexed before the test asks for them."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest

from tasklore.apps.wiring import Core
from tasklore.platform.jobs.worker import Worker

DUKES = """# The Dukes

## William

William, Duke of Normandy, died on 9 September 1087 in Rouen. He had conquered England in 1066.

## Robert

Robert Curthose was the eldest son of William. He ruled Normandy from 1087 until 1106.
"""
BREAD = """# Bread

A sourdough loaf needs flour, water and salt. The dough rests for twelve hours at room temperature.
Bake the loaf at 230 degrees for forty minutes.
"""

Work = Callable[[], Awaitable[int]]
MakeDocument = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def work(services: Core) -> Work:
    """Runs the jobs that are due, and those that they ask for."""
    worker = Worker(services, services.registry)

    async def work() -> int:
        done = 0
        while count := await worker.work_once():
            done += count
        return done

    return work


@pytest.fixture
def make_document(client: httpx2.AsyncClient, work: Work) -> MakeDocument:
    """Makes a document of ada's over HTTP and has it read: `await make_document("Bread", BREAD)`."""

    async def make(title: str = "Dukes", text: str = DUKES, **fields: Any) -> dict[str, Any]:
        answer = await client.post("/api/v1/documents", json={"title": title, "text": text, **fields})
        assert answer.status_code == 201, answer.text
        await work()
        return dict((await client.get(f"/api/v1/documents/{answer.json()['id']}")).json())

    return make
