"""Attachments: what can be done with them, whichever door it comes through."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final, NamedTuple, Protocol, cast

from tasklore.changes.change_set import ChangeSet
from tasklore.platform.errors import NotFound
from tasklore.platform.files import FileStore
from tasklore.platform.ids import new_id
from tasklore.platform.unit import Record, Services, Unit

from ..entities import ATTACHMENT_ENTITY
from ..service import Found, TaskService
from . import store
from .errors import TooManyAttachments
from .media_type import LOOKED_AT, media_type
from .names import harmless
from .schemas import AttachmentPage, AttachmentRead

LARGEST_BYTES: Final = 25_000_000
MOST_PER_TASK: Final = 100


class Kept(NamedTuple):
    """A file in the store, as the columns of an attachment."""

    name: str
    media_type: str
    size_bytes: int
    sha256: str


class FileServices(Services, Protocol):
    """What the wiring provides beyond the platform's own services."""

    @property
    def files(self) -> FileStore: ...


def files_of(unit: Unit) -> FileStore:
    """Where attachments lie, apart from other features' files, so that each can tidy its own."""
    return FileStore(cast(FileServices, unit.services).files.folder / "attachments")


class AttachmentService:
    """Files on tasks that `changes.actor` sees."""

    def __init__(self, unit: Unit, changes: ChangeSet) -> None:
        self.unit = unit
        self.changes = changes
        self.owner = changes.actor.user_id
        self._tasks = TaskService(unit, changes)

    async def page(self, task_id: str, cursor: str | None, most: int) -> AttachmentPage:
        """The task's files, oldest first. Two queries."""
        await self._tasks.get(task_id)
        rows, following = await store.LIST.page(self.unit, cursor, most, task_id=task_id)
        return AttachmentPage(items=[AttachmentRead(**row) for row in rows], next_cursor=following)

    async def get(self, task_id: str, attachment_id: str) -> Record:
        """What is known of the file.

        Raises:
            NotFound: not there, not on that task, or not theirs to see.
        """
        return (await self._find(task_id, attachment_id))[1]

    async def path(self, task_id: str, attachment_id: str) -> tuple[Record, Path]:
        """The file and where it lies."""
        row = await self.get(task_id, attachment_id)
        path = files_of(self.unit).path(row["sha256"])
        if not path.is_file():
            raise NotFound("File")
        return row, path

    async def admit(self, task_id: str) -> Found:
        """The task that a file may be put on. Ask before the file is read.

        Raises:
            NotFound, Forbidden: the task is not there, or its project is theirs to read only.
            TooManyAttachments: no further one.
        """
        found = await self._tasks.find(task_id, "editor")
        if (await self.unit.fetch_rows(store.COUNT, task_id=task_id))[0][0] >= MOST_PER_TASK:
            raise TooManyAttachments(MOST_PER_TASK)
        return found

    async def keep(self, name: str | None, chunks: AsyncIterator[bytes]) -> Kept:
        """Reads a file and puts it into the store.

        Raises:
            TooLarge: more than 25 MB came.
            StorageFull: the disk is full.
        """
        head = bytearray()

        async def watched() -> AsyncIterator[bytes]:
            async for chunk in chunks:
                if len(head) < LOOKED_AT:
                    head.extend(chunk[:LOOKED_AT])
                yield chunk

        stored = await files_of(self.unit).put(watched(), LARGEST_BYTES)
        return Kept(harmless(name), media_type(bytes(head)), stored.size_bytes, stored.sha256)

    def add(self, found: Found, kept: Kept) -> Record:
        """Puts a kept file on the task that `admit` gave."""
        row: Record = {
            "id": new_id(),
            "task_id": found.row["id"],
            "project_id": found.row["project_id"],
            **kept._asdict(),
            "created_by": self.owner,
        }
        return self.changes.create(ATTACHMENT_ENTITY, row, found.audience)

    async def delete(self, task_id: str, attachment_id: str) -> None:
        """Takes the file off its task; the bytes stay for as long as that can be undone."""
        found, row = await self._find(task_id, attachment_id)
        found.require("editor")
        self.changes.delete(ATTACHMENT_ENTITY, row, found.audience)

    async def _find(self, task_id: str, attachment_id: str) -> tuple[Found, Record]:
        found = await self._tasks.find(task_id)
        row = await self.unit.fetch_one(store.GET, task_id=task_id, id=attachment_id)
        if row is None:
            raise NotFound("Attachment")
        return found, row
