"""A folder of documents, kept in step: new files come in, changed ones are replaced, lost ones go to the trash."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from tasklore.changes.actor import Actor
from tasklore.changes.change_set import ChangeSet
from tasklore.platform.errors import DomainError
from tasklore.platform.unit import Unit, run

from .parts import KnowledgeServices
from .service import DocumentService, Upload

_MOST_FILES: Final = 10_000


class FolderReport(msgspec.Struct):
    """What became of each file, by its path in the folder."""

    added: list[str] = []
    replaced: list[str] = []
    unchanged: list[str] = []
    deleted: list[str] = []
    refused: dict[str, str] = {}
    """With the reason."""


class FolderImport:
    """Brings a folder into one person's documents. Doing it twice changes nothing."""

    def __init__(self, services: KnowledgeServices, actor: Actor, folder: Path) -> None:
        self._services = services
        self._actor = actor
        self._folder = folder.resolve()

    @property
    def origin(self) -> str:
        """Marks the documents that came from this folder."""
        return f"folder:{self._folder}/"

    async def run(self, report: FolderReport | None = None) -> FolderReport:
        """Each file is a change set of its own; a failure stops nothing but its file.

        Links are not followed, and what begins with a full stop is left alone.
        """
        report = report or FolderReport()
        known = {
            row["origin"]: (row["id"], row["sha256"])
            for row in await run(self._services, lambda unit: self._service(unit).imported_from(self.origin))
        }
        seen = set()
        for path in await asyncio.to_thread(lambda: list(_files(self._folder))):
            name = path.relative_to(self._folder).as_posix()
            origin = self.origin + name
            seen.add(origin)
            try:
                await self._bring(path, name, origin, known.get(origin), report)
            except (DomainError, OSError) as error:
                report.refused[name] = error.message if isinstance(error, DomainError) else str(error.strerror)
        for origin in known.keys() - seen:
            document_id = known[origin][0]
            await run(self._services, lambda unit, id_=document_id: self._service(unit).delete(id_))  # type: ignore[misc]
            report.deleted.append(origin.removeprefix(self.origin))
        return report

    async def _bring(
        self, path: Path, name: str, origin: str, known: tuple[str, str] | None, report: FolderReport
    ) -> None:
        content = await asyncio.to_thread(path.read_bytes)
        upload = Upload(content, path.name, origin=origin)
        if known is None:
            _, is_new = await run(self._services, lambda unit: self._service(unit).create(upload))
            (report.added if is_new else report.unchanged).append(name)
            return
        document_id, sha256 = known
        changed = await run(self._services, lambda unit: self._service(unit).replace(document_id, upload))
        (report.unchanged if changed["sha256"] == sha256 else report.replaced).append(name)

    def _service(self, unit: Unit) -> DocumentService:
        return DocumentService(unit, ChangeSet(unit, self._actor))


def _files(folder: Path) -> Iterator[Path]:
    count = 0
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or path.is_symlink() or not path.is_file():
            continue
        count += 1
        if count > _MOST_FILES:
            return
        yield path
