"""The live event stream: server-sent, resumable, across replicas.

    event: change            data: one change set, `id:` its revision in the reader's feed
    event: reset             the client asked for what is no longer there, or is too far behind: read all again
    : beat                   every 15 s, so that proxies keep the line

The bus only pokes; what is sent is read from the feed, so nothing is lost when a poke is. A watch looks
at the revisions of all connected readers twice a second, for what other processes wrote, and ends the
streams of those who have signed out.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Final, Protocol

import structlog

from tasklore.auth.principal import Principal
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


class Revoked(Protocol):
    """What was revoked, as the process knows it."""

    def concerns(self, subject: str, made_at: float) -> bool: ...


class _Auth(Protocol):
    @property
    def revoked(self) -> Revoked: ...


class StreamServices(Services, Protocol):
    """What the wiring provides beyond the platform's own services."""

    @property
    def auth(self) -> _Auth: ...


class Stream:
    """An open stream, and by what right it is open."""

    def __init__(self, reader: Principal, opened_at: float, listener: Listener) -> None:
        self.subjects = (f"user:{reader.user_id}", f"session:{reader.session_id}", f"key:{reader.key_id}")
        self.opened_at = opened_at
        self.listener = listener
        self.ended = False


class RevisionWatch:
    """Pokes connected readers whose revision moved in another process, and ends streams that may not go on."""

    def __init__(self, services: StreamServices) -> None:
        self._services = services
        self._streams: set[Stream] = set()
        self._connected: Counter[str] = Counter()
        self._seen: dict[str, int] = {}
        self.closing = False
        self._task = asyncio.create_task(self._watch(), name="revision-watch")

    @contextlib.contextmanager
    def connected(self, reader: Principal, listener: Listener) -> Iterator[Stream]:
        """Watches over a stream while it is open."""
        owner = reader.user_id
        stream = Stream(reader, self._services.clock.now().timestamp(), listener)
        self._streams.add(stream)
        self._connected[owner] += 1
        try:
            yield stream
        finally:
            self._streams.discard(stream)
            self._connected[owner] -= 1
            if not self._connected[owner]:
                del self._connected[owner]
                self._seen.pop(owner, None)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_S)
            if not self._connected:
                continue
            self._end_revoked()
            try:
                await self._poke_moved()
            except DomainError:
                continue  # the database is away: streams keep their heartbeat and catch up afterwards
            except Exception:
                log.exception("revision_watch_failed")  # nobody would start it again

    def _end_revoked(self) -> None:
        revoked = self._services.auth.revoked
        for stream in self._streams:
            if any(revoked.concerns(subject, stream.opened_at) for subject in stream.subjects):
                stream.ended = True
                stream.listener.wake()

    async def _poke_moved(self) -> None:
        rows = await self._services.db.fetch(store.REVISIONS, {"users": list(self._connected)})
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


async def events(
    services: Services, watch: RevisionWatch, reader: Principal, after: int | None, current: int
) -> AsyncIterator[bytes]:
    """The reader's change sets from revision `after` on (from now on when None), for as long as they listen and may.

    `current` is their present revision, read while an error can still be answered.
    """
    owner = reader.user_id
    async with services.bus.listen(f"user:{owner}") as listener:
        with watch.connected(reader, listener) as stream:
            if after is None or after > current or current - after > FAR_BEHIND:
                yield b"retry: 1000\nid: %d\nevent: %s\ndata: {}\n\n" % (
                    current,
                    b"ready" if after is None else b"reset",
                )
                after = current
            else:
                yield b"retry: 1000\n\n"
            async for chunk in _follow(services, watch, owner, after, stream):
                yield chunk


async def _follow(
    services: Services, watch: RevisionWatch, owner: str, after: int, stream: Stream
) -> AsyncIterator[bytes]:
    while not (watch.closing or stream.ended):
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
        if not await stream.listener.wait(BEAT_S):
            yield b": beat\n\n"
