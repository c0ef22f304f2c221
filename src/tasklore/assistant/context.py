"""Who acts while a tool runs, what they may do, and what they have done so far.

A tool never learns its owner from an argument: it asks `acting()`, which the turn or the MCP call has set.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from tasklore.accounts.preferences import Preferences, preferences_of
from tasklore.changes.actor import Actor
from tasklore.platform.unit import Services, Unit
from tasklore.tasks.values import zone

from .results import Source

Policy = Literal["read", "propose", "apply"]
"""What writes come to: nothing, a proposal that waits, or a change at once where the risk allows it."""

MOST_TASKS: Final = 25
"""Most tasks that one turn may touch."""

MOST_CALLS: Final = 10
"""Most tools that one turn may call."""


@dataclass
class Acting:
    """One turn or one MCP call."""

    services: Services
    actor: Actor
    policy: Policy = "apply"
    may_delete: bool = True
    may_read_documents: bool = True
    tainted: bool = False
    """What others wrote has been read: from here on every write is only proposed."""
    applied: int = 0
    """Tasks touched so far."""
    calls: int = 0
    change_sets: list[str] = field(default_factory=list)
    proposals: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    call_id: str | None = None
    _preferences: Preferences | None = None

    @property
    def owner(self) -> str:
        return self.actor.user_id

    @property
    def now(self) -> datetime:
        return self.services.clock.now()

    async def preferences(self) -> Preferences:
        """How the acting person likes things. One query, once."""
        if self._preferences is None:
            self._preferences = await preferences_of(Unit(self.services), self.owner)
        return self._preferences

    async def local_now(self) -> datetime:
        """The clock on their wall, aware."""
        return self.now.astimezone(zone((await self.preferences()).timezone))


_acting: ContextVar[Acting] = ContextVar("acting")


def acting() -> Acting:
    """Whoever acts in this turn or call. Outside of one, LookupError."""
    return _acting.get()


@contextmanager
def acting_as(who: Acting) -> Iterator[Acting]:
    """Sets who acts, for tools called inside."""
    token = _acting.set(who)
    try:
        yield who
    finally:
        _acting.reset(token)
