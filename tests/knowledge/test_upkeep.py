"""What keeps documents and index in step: folders, rebuilding, purging, diagnosis, and what is imported when."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest

from tasklore.apps.wiring import Core
from tasklore.changes.actor import Actor
from tasklore.knowledge import jobs
from tasklore.knowledge.diagnosis import diagnose
from tasklore.knowledge.folder import FolderImport
from tasklore.knowledge.jobs import CHECK, PURGE, REBUILD
from tasklore.knowledge.parts import Knowledge
from tasklore.platform.clock import SetClock
from tasklore.platform.index.fulltext import FullTextIndex
from tasklore.platform.index.port import IndexSchema
from tasklore.platform.jobs.queue import enqueue
from tasklore.platform.unit import Unit, run

from .conftest import BREAD, DUKES, MakeDocument, Work

SEARCH = "/api/v1/knowledge/search"
ADA = Actor("ada", "import")


async def ask_for(services: Core, job: str) -> None:
    async def ask(unit: Unit) -> None:
        enqueue(unit, job, {})

    await run(services, ask)


async def test_a_folder_is_brought_in_once_and_kept_in_step(
    client: httpx2.AsyncClient, services: Core, work: Work, tmp_path: Path
) -> None:
    folder = tmp_path / "docs"
    (folder / "deep").mkdir(parents=True)
    (folder / "dukes.md").write_text(DUKES)
    (folder / "deep" / "bread.md").write_text(BREAD)
    (folder / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / ".hidden.md").write_text("secret words")
    (folder / "link.md").symlink_to("/etc/hostname")

    first = await FolderImport(services, ADA, folder).run()
    again = await FolderImport(services, ADA, folder).run()
    (folder / "dukes.md").write_text(DUKES.replace("Rouen", "Caen"))
    (folder / "deep" / "bread.md").unlink()
    changed = await FolderImport(services, ADA, folder).run()
    await work()

    assert sorted(first.added) == ["deep/bread.md", "dukes.md"]
    assert list(first.refused) == ["image.png"]
    assert sorted(again.unchanged) == ["deep/bread.md", "dukes.md"]
    assert (again.added, again.replaced, again.deleted) == ([], [], [])
    assert (changed.replaced, changed.deleted) == (["dukes.md"], ["deep/bread.md"])
    documents = (await client.get("/api/v1/documents")).json()["items"]
    assert [document["title"] for document in documents] == ["The Dukes"]
    assert "Caen" in (await client.get(SEARCH, params={"q": "William died"})).json()["items"][0]["text"]


async def test_a_rebuild_settles_every_document_and_changes_no_answer(
    client: httpx2.AsyncClient, services: Core, make_document: MakeDocument, work: Work
) -> None:
    for n in range(25):
        await make_document(f"D{n}", f"Document {n} tells of beavers.")
    index = await services.knowledge.index()
    await index.delete("ada", [d["id"] for d in (await client.get("/api/v1/documents")).json()["items"]])
    assert await index.count("ada") == 0

    await ask_for(services, REBUILD)
    await work()

    assert await index.count("ada") == 25
    assert len((await client.get(SEARCH, params={"q": "beavers", "limit": 50})).json()["items"]) == 25


async def test_an_index_found_empty_by_a_process_without_jobs_is_filled_by_the_one_that_has_them(
    client: httpx2.AsyncClient, services: Core, make_document: MakeDocument, work: Work
) -> None:
    await make_document()
    await FullTextIndex(services.db).ensure(IndexSchema("older"))
    config, folder = services.settings.knowledge, services.settings.platform.data_dir
    reader = Knowledge(config.model_copy(update={"index": "fulltext"}), services.db, folder)
    assert await (await reader.index()).count("ada") == 0

    await ask_for(services, CHECK)
    await work()

    assert await FullTextIndex(services.db).count("ada") == 2


async def test_a_long_document_is_indexed_in_several_goes(
    client: httpx2.AsyncClient, services: Core, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_INDEX_S", -1.0)
    monkeypatch.setattr(jobs, "_INDEX_BATCH", 3)

    document = await make_document("Long", "\n\n".join(f"# Part {n}\n\nBeavers number {n}." for n in range(10)))

    assert (document["status"], document["passages"]) == ("ready", 10)
    assert await (await services.knowledge.index()).count("ada") == 10


async def test_after_thirty_days_a_deleted_document_is_gone_with_its_file(
    client: httpx2.AsyncClient, services: Core, clock: SetClock, make_document: MakeDocument, work: Work
) -> None:
    document = await make_document()
    await client.delete(f"/api/v1/documents/{document['id']}")
    await work()
    file = services.knowledge.files.path(document["sha256"])
    assert file.exists()

    clock.set(clock.now() + timedelta(days=31))
    await ask_for(services, PURGE)
    await work()

    assert not file.exists()
    assert (await client.post(f"/api/v1/documents/{document['id']}/restore")).status_code == 404


async def test_a_file_that_another_document_has_too_is_kept(
    client: httpx2.AsyncClient, services: Core, clock: SetClock, make_document: MakeDocument, work: Work
) -> None:
    document = await make_document("One")
    await make_document("Two")
    await client.delete(f"/api/v1/documents/{document['id']}")

    clock.set(clock.now() + timedelta(days=31))
    await ask_for(services, PURGE)
    await work()

    assert services.knowledge.files.path(document["sha256"]).exists()


async def test_the_doctor_finds_an_index_that_lost_passages(services: Core, make_document: MakeDocument) -> None:
    document = await make_document()
    index = FullTextIndex(services.db)
    assert await diagnose(Unit(services), index) == ({"ready": 1}, [])

    await index.delete("ada", [document["id"]])

    states, problems = await diagnose(Unit(services), index)
    assert states == {"ready": 1}
    assert problems == [
        "full text: 0 of 2 passages of user ada are indexed.",
        "full text: 2 of 2 sampled passages do not find themselves.",
    ]


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    script = """
import sys
import tasklore.apps.api, tasklore.apps.jobs, tasklore.apps.wiring
heavy = {"qdrant_edge", "pypdf", "docx", "lxml", "semantic_text_splitter", "snowballstemmer", "numpy", "tokenizers", "nh3"}
print(sorted(heavy & sys.modules.keys()))
"""
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"
