"""What was revoked and has not run out yet, known to every process within a second.

    sign-out ──commit──► revocation table ──bus poke, and a look every second──► each process's list

A token is verified without the database; this list is what makes that safe. An entry lives as long as the
longest token that it could concern.
"""

import asyncio
import contextlib
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import structlog

from tasklore.accounts.models import revocation
from tasklore.platform.errors import DomainError
from tasklore.platform.ids import new_id
from tasklore.platform.unit import Services, Unit

from .store import REVOKED_SINCE

log = structlog.get_logger(__name__)

TOPIC: Final = "revocations"
LOOK_EVERY_S: Final = 0.8
_OVERLAP: Final = timedelta(seconds=30)
"""Clocks of several machines differ, and a commit may take a moment: each look goes back this far."""


_CLOCKS_DIFFER_S: Final = 2.0


class _Revoked(NamedTuple):
    at: float
    until: float


class Revocations:
    """The revoked subjects, as one process knows them: `session:<id>`, `user:<id>`, `key:<id>`."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._revoked: dict[str, _Revoked] = {}
        self._since: datetime | None = None
        self._task: asyncio.Task[None] | None = None

    def concerns(self, subject: str, made_at: float) -> bool:
        """Whether a revocation of this subject concerns what was made for it at this moment.

        A session or a key never comes back. A user may: what is made for them afterwards is valid.
        """
        revoked = self._revoked.get(subject)
        return revoked is not None and (not subject.startswith("user:") or made_at <= revoked.at + _CLOCKS_DIFFER_S)

    def revoke(self, unit: Unit, subject: str, life: timedelta) -> None:
        """Stages a revocation: nothing made for the subject is valid any more. `life` is how long it could be.

        This process knows it at once after the commit, the others within a second.
        """
        expires_at = unit.now + life + _OVERLAP
        unit.insert(revocation, {"id": new_id(), "subject": subject, "at": unit.now, "expires_at": expires_at})

        async def tell() -> None:
            self._revoked[subject] = _Revoked(unit.now.timestamp(), expires_at.timestamp())
            await unit.services.bus.publish([TOPIC])

        unit.after_commit(tell)

    async def start(self) -> None:
        """Reads the list and keeps it current until `close`."""
        await self.look()
        self._task = asyncio.create_task(self._follow(), name="revocations")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def look(self) -> None:
        """Reads what is new, and forgets what has run out."""
        now = self._services.clock.now()
        since = self._since or now - timedelta(days=8)
        rows = await self._services.db.fetch(REVOKED_SINCE, {"since": since, "now": now})
        for subject, at, expires_at in rows:
            self._revoked[subject] = _Revoked(at.timestamp(), expires_at.timestamp())
        self._since = now - _OVERLAP
        if len(self._revoked) > 1000:
            present = now.timestamp()
            self._revoked = {subject: one for subject, one in self._revoked.items() if one.until > present}

    async def _follow(self) -> None:
        async with self._services.bus.listen(TOPIC) as listener:
            while True:
                await listener.wait(LOOK_EVERY_S)
                try:
                    await self.look()
                except DomainError as error:
                    log.warning("revocations_not_read", error=error.code)
                except Exception:
                    # Whatever this was: a process that stopped looking would accept what others revoke.
                    log.exception("revocations_not_read")
