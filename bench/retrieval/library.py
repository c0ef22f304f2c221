"""A Tasklore in a temporary folder with documents in it: everything between a request and the index, but no HTTP."""

import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tasklore.apps.secrets import complete
from tasklore.apps.wiring import Core, open_core
from tasklore.changes.actor import Actor
from tasklore.changes.change_set import ChangeSet
from tasklore.knowledge.service import DocumentService, Upload
from tasklore.platform import log
from tasklore.platform.jobs.worker import Worker
from tasklore.platform.unit import Unit, run
from tasklore.settings import load

OWNER = "bench"
_DOCUMENTS_AT_ONCE = 50


@asynccontextmanager
async def library(**environ: str) -> AsyncIterator[Core]:
    """The services of a process over an empty SQLite database; settings by their environment names."""
    with tempfile.TemporaryDirectory(prefix="tasklore-bench-") as folder:
        settings = load({"DATA_DIR": folder, "LOG_LEVEL": "ERROR", **environ}, env_file=None)
        log.set_up(settings.platform)
        async with open_core(complete(settings, may_make=True)) as core:
            yield core


async def add(core: Core, uploads: Sequence[Upload], owner: str = OWNER) -> list[str]:
    """Adds documents and has them read and indexed; gives back their ids in order."""
    ids: list[str] = []
    for start in range(0, len(uploads), _DOCUMENTS_AT_ONCE):
        batch = uploads[start : start + _DOCUMENTS_AT_ONCE]

        async def work(unit: Unit, batch: Sequence[Upload] = batch) -> list[str]:
            service = DocumentService(unit, ChangeSet(unit, Actor(owner, "import")))
            return [(await service.create(upload))[0]["id"] for upload in batch]

        ids += await run(core, work)
    await settle(core)
    return ids


async def settle(core: Core) -> None:
    """Runs every job that is due."""
    worker = Worker(core, core.registry)
    while await worker.work_once():
        pass


def files_of(folder: Path) -> list[Upload]:
    """The documents in a folder."""
    return [Upload(path.read_bytes(), path.name) for path in sorted(folder.iterdir()) if path.suffix == ".md"]
