"""The data directory, through the same services as every other door."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar, cast

import msgspec

from tasklore.accounts.roster import Roster
from tasklore.accounts.user import User
from tasklore.apps.database import open_database
from tasklore.changes.actor import Actor
from tasklore.changes.change_set import ChangeSet
from tasklore.changes.service import ChangeService
from tasklore.platform import log
from tasklore.platform.clock import Clock, SystemClock
from tasklore.platform.db.database import Database
from tasklore.platform.errors import TooLarge
from tasklore.platform.events import MemoryBus
from tasklore.platform.files import FileStore
from tasklore.platform.paging import MOST
from tasklore.platform.unit import Record, Unit, run
from tasklore.settings import Settings, load
from tasklore.tasks.comments.schemas import CommentPage
from tasklore.tasks.comments.service import CommentService
from tasklore.tasks.projects.schemas import ProjectPage
from tasklore.tasks.projects.service import ProjectService
from tasklore.tasks.quick.service import Asked, QuickService
from tasklore.tasks.schemas import task_json
from tasklore.tasks.service import ListQuery, TaskService
from tasklore.tasks.store import ListShape

from .client import Json
from .data_folder import usable
from .errors import Misused

if TYPE_CHECKING:
    from tasklore.exchange.catalogue import Written
    from tasklore.exchange.schemas import ImportReport

T = TypeVar("T")
R = TypeVar("R")
_PAGE: Final = 50
_NARROWING: Final = frozenset({"status", "project_id", "section_id", "parent_id", "label", "due_from", "due_to"})


class Local:
    """The services that a command needs: a database, a clock, files. Events reach a running server by its own looking."""

    def __init__(self, settings: Settings, db: Database, clock: Clock) -> None:
        self.settings = settings
        self.db = db
        self.clock = clock
        self.bus = MemoryBus()
        self.files = FileStore(settings.platform.data_dir / "files")
        self.redis_url: str | None = None


@asynccontextmanager
async def open_local(settings: Settings | None = None) -> AsyncIterator[Local]:
    """The services of this machine's data.

    Raises:
        BadSettings: the settings are wrong.
        Misused: the data directory cannot be used.
    """
    settings = settings or load()
    log.set_up(settings.platform.model_copy(update={"log_level": "ERROR"}), to_stderr=True)
    with usable(settings):
        db = await open_database(settings, wait_s=2)
    try:
        yield Local(settings, db, SystemClock())
    finally:
        await db.close()


@asynccontextmanager
async def open_embedded(user: str | None) -> AsyncIterator["EmbeddedClient"]:
    """The tasks of one user of this machine's data.

    Raises:
        Misused: no such user, or several and none was named.
    """
    async with open_local() as local:
        yield EmbeddedClient(local, await _chosen(local, user))


async def _chosen(local: Local, email: str | None) -> User:
    roster = Roster(Unit(local))
    if email is not None:
        found = await roster.by_email(email)
        if found is None:
            raise Misused(
                f"There is no user {email!r} here.", hint="See who there is: tasklore user list", code="no_such_user"
            )
        return found
    everyone = await roster.page(most=2)
    if not everyone:
        raise Misused(
            "Nobody has an account here yet.",
            hint="Make one with `tasklore user add you@example.org`, or sign up in the browser after `tasklore serve`.",
            code="no_users",
        )
    if len(everyone) > 1:
        raise Misused(
            "There are several users here.",
            hint="Say whose tasks: --user you@example.org, or TASKLORE_USER.",
            code="which_user",
        )
    return everyone[0]


class EmbeddedClient:
    """One person's tasks in the data directory."""

    def __init__(self, local: Local, user: User) -> None:
        self._local = local
        self._user = user
        self._actor = Actor(user.id, "cli")

    async def me(self) -> Json:
        return {"id": self._user.id, "email": self._user.email, "name": self._user.name}

    async def tasks(self, query: Mapping[str, Any]) -> Json:
        given = {name: str(value) for name, value in query.items() if name in _NARROWING}
        narrowed: dict[str, Any] = {name.removesuffix("_id"): True for name in given}
        shape = ListShape(sort=query.get("sort", "created"), **narrowed)
        wanted = ListQuery(
            shape,
            given,
            query.get("cursor"),
            int(query.get("limit", _PAGE)),
            filter=query.get("filter"),
            timezone=query.get("timezone"),
        )
        unit = Unit(self._local)
        content, _ = await TaskService(unit, ChangeSet(unit, self._actor)).page(wanted)
        return _plain(content)

    async def task(self, task_id: str) -> Json:
        unit = Unit(self._local)
        return _task(await TaskService(unit, ChangeSet(unit, self._actor)).get(task_id))

    async def delete_project(self, project_id: str) -> None:
        await self._change(
            lambda unit, changes: ProjectService(unit, changes).delete(project_id), lambda nothing: nothing
        )

    async def add(self, text: str, timezone: str | None) -> Json:
        asked = Asked(text, timezone=timezone)
        return await self._change(
            lambda unit, changes: QuickService(unit, changes).save(asked), lambda saved: _plain(saved.json)
        )

    async def complete(self, task_id: str) -> Json:
        return await self._change(lambda unit, changes: TaskService(unit, changes).complete(task_id), _task)

    async def history(self, cursor: str | None) -> Json:
        page = await ChangeService(Unit(self._local)).history(self._user.id, cursor, _PAGE)
        return page.model_dump(mode="json")

    async def undo(self, change_set_id: str) -> None:
        import tasklore.knowledge.entities  # noqa: F401  (what is undone may be a document's)

        await self._change(
            lambda unit, changes: ChangeService(unit).undo(changes, change_set_id), lambda nothing: nothing
        )

    async def comments(self, task_id: str) -> list[Json]:
        async def page(cursor: str | None) -> CommentPage:
            unit = Unit(self._local)
            return await CommentService(unit, ChangeSet(unit, self._actor)).page(task_id, cursor, MOST)

        return await _every(page)

    async def projects(self) -> list[Json]:
        async def page(cursor: str | None) -> ProjectPage:
            unit = Unit(self._local)
            return await ProjectService(unit, ChangeSet(unit, self._actor)).page(cursor, MOST)

        return await _every(page)

    async def import_file(self, format: str, name: str, data: bytes, *, preview: bool) -> Json:
        from tasklore.exchange.service import MOST_BYTES, ImportService, Upload, importing

        upload = Upload(format, name, data)
        if len(data) > MOST_BYTES:
            raise TooLarge(f"The file is larger than {MOST_BYTES:,} bytes.")
        if preview:
            unit = Unit(self._local)
            report = await ImportService(unit, ChangeSet(unit, self._actor)).preview(upload)
            return report.model_dump(mode="json")

        async def work(unit: Unit) -> "ImportReport":
            return await ImportService(unit, ChangeSet(unit, importing(self._actor, format))).run(upload)

        return (await run(self._local, work)).model_dump(mode="json")

    async def export(self, format: str) -> AsyncIterator[bytes]:
        from tasklore.exchange.service import ExportService

        async for chunk in ExportService(Unit(self._local), self._user.id).written(cast("Written", format)):
            yield chunk

    async def _change(self, act: Callable[[Unit, ChangeSet], Awaitable[T]], shown: Callable[[T], R]) -> R:
        """Runs one act as one change set, again from the beginning where it lost a race."""

        async def work(unit: Unit) -> T:
            return await act(unit, ChangeSet(unit, self._actor))

        return shown(await run(self._local, work))


class _Page(Protocol):
    @property
    def next_cursor(self) -> str | None: ...

    def model_dump(self, *, mode: str) -> Json: ...


async def _every(page: Callable[[str | None], Awaitable[_Page]]) -> list[Json]:
    """The items of every page of a list."""
    items: list[Json] = []
    cursor: str | None = None
    while True:
        found = await page(cursor)
        items.extend(found.model_dump(mode="json")["items"])
        cursor = found.next_cursor
        if cursor is None:
            return items


def _plain(content: bytes | str) -> Json:
    """What the API would send, as plain values."""
    plain: Json = msgspec.json.decode(content)
    return plain


def _task(row: Record) -> Json:
    return _plain(task_json(row))
