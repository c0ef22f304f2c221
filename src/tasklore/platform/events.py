"""The event bus: a poke that something changed for somebody.

An event carries no data, only a topic (`user:<id>`, `sessions`, …): whoever hears it reads the truth
from the database. So an event lost with Redis costs time, never correctness; listeners also look by
themselves once in a while.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Final, Protocol

import structlog

log = structlog.get_logger(__name__)

CHANNEL: Final = "tasklore:events"


class Listener:
    """Wakes when one of its topics was poked. Pokes that arrive while it works are not lost."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    async def wait(self, at_most_s: float) -> bool:
        """True when poked, False when the time is up."""
        try:
            async with asyncio.timeout(at_most_s):
                await self._woken.wait()
        except TimeoutError:
            return False
        self._woken.clear()
        return True


class EventBus(Protocol):
    """Pokes listeners of a topic, in this process and, with Redis, in every other one."""

    async def publish(self, topics: Iterable[str]) -> None: ...

    def listen(self, topic: str) -> contextlib.AbstractAsyncContextManager[Listener]: ...

    async def close(self) -> None: ...


class MemoryBus:
    """The bus of one process."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)

    async def publish(self, topics: Iterable[str]) -> None:
        self.deliver(topics)

    def deliver(self, topics: Iterable[str]) -> None:
        for topic in topics:
            for listener in self._listeners.get(topic, ()):
                listener.wake()

    @asynccontextmanager
    async def listen(self, topic: str) -> AsyncIterator[Listener]:
        listener = Listener()
        self._listeners[topic].add(listener)
        try:
            yield listener
        finally:
            self._listeners[topic].discard(listener)
            if not self._listeners[topic]:
                del self._listeners[topic]

    def wake_all(self) -> None:
        """Wakes every listener, so that open streams can end at shutdown."""
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.wake()

    async def close(self) -> None:
        self.wake_all()
