"""The live event stream: server-sent, resumable, across replicas.

    event: change            data: one change set, `id:` its revision in the reader's feed
    event: reset             the client asked for what is no longer there, or is too far behind: read all again
    : beat                   every 15 s, so that proxies keep the line

The bus only pokes; what is sent is read from the feed, so nothing is lost when a poke is. A watch looks
at the revisions of all connected readers once a second, for what other processes wrote.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Final

import structlog

from tasklore.platform.errors import DomainError
from tasklore.platform.events import Listener
from tasklore.platform.unit import Services, Unit

from . import store
from .service import ChangeService

log = structlog.get_logger(__name__)

BEAT_S: Final = 15.0
WATCH_S: Final = 0.5
FAR_BEHIND: Final = 500
"""A reader this many revisions behind is told to read everything again."""


class RevisionWatch:
    """Pokes connected readers whose revision moved in another process."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._connected: Counter[str] = Counter()
        self._seen: dict[str, int] = {}
        self.closing = False
        self._task = asyncio.create_task(self._watch(), name="revision-watch")

    @contextlib.contextmanager
    def connected(self, owner: str) -> Iterator[None]:
        self._connected[owner] += 1
        try:
            yield
        finally:
            self._connected[owner] -= 1
            if not self._connected[owner]:
                del self._connected[owner]
                self._seen.pop(owner, None)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_S)
            if not self._connected:
                continue
            try:
                rows = await self._services.db.fetch(store.REVISIONS, {"users": list(self._connected)})
            except DomainError:
                continue  # the database is away: streams keep their heartbeat and catch up afterwards
            moved = [user for user, value in rows if self._seen.get(user) != value]
            self._seen.update(dict(rows))
            if moved:
                await self._services.bus.publish(f"user:{user}" for user in moved)

    async def close(self) -> None:
        """Ends every open stream cleanly: clients reconnect, to another replica where there is one."""
        self.closing = True
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        for user in list(self._connected):
            await self._services.bus.publish([f"user:{user}"])


async def events(services: Services, watch: RevisionWatch, owner: str, after: int | None) -> AsyncIterator[bytes]:
    """The reader's change sets from revision `after` on (from now on when None), for as long as they listen."""
    async with services.bus.listen(f"user:{owner}") as listener:
        with watch.connected(owner):
            current = await store.revision_of(Unit(services), owner)
            if after is None or after > current or current - after > FAR_BEHIND:
                yield b"retry: 1000\nid: %d\nevent: %s\ndata: {}\n\n" % (
                    current,
                    b"ready" if after is None else b"reset",
                )
                after = current
            else:
                yield b"retry: 1000\n\n"
            async for chunk in _follow(services, watch, owner, after, listener):
                yield chunk


async def _follow(
    services: Services, watch: RevisionWatch, owner: str, after: int, listener: Listener
) -> AsyncIterator[bytes]:
    while not watch.closing:
        try:
            page = await ChangeService(Unit(services)).since(owner, after, 50)
        except DomainError:
            page = None
        for item in page.items if page else ():
            assert item.revision is not None
            after = item.revision
            yield b"id: %d\nevent: change\ndata: %s\n\n" % (after, item.model_dump_json().encode())
        if page and page.next_cursor:
            continue
        if not await listener.wait(BEAT_S):
            yield b": beat\n\n"
