"""Values that wait to be shown once: reset links, two-factor challenges, trusted devices, OAuth states.

Only a digest of the identifier is kept, so the database gives no usable link away. Taking one removes it
in the same commit as what it allows: of two who show it at once, one loses the race and finds nothing.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from tasklore.platform.ids import new_id
from tasklore.platform.unit import Unit

from .digest import digest
from .models import verification
from .store import EXPIRED_VERIFICATIONS, VERIFICATION


class Waiting(NamedTuple):
    """A value that waits."""

    id: str
    value: str
    expires_at: datetime


class Verifications:
    """The values that wait, in one unit of work."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def put(self, identifier: str, value: str, life: timedelta) -> None:
        """Keeps a value until it is taken or `life` is over; what is over long since is removed."""
        now = self._unit.now
        row = {
            "id": new_id(),
            "identifier_digest": digest(identifier),
            "value": value,
            "expires_at": now + life,
            "created_at": now,
        }
        self._unit.insert(verification, row)
        self._unit.execute(EXPIRED_VERIFICATIONS, row=("verification", "expired"), now=now)

    async def find(self, identifier: str) -> Waiting | None:
        """The newest value under an identifier, unless its time is over."""
        row = await self._unit.fetch_one(VERIFICATION, digest=digest(identifier))
        if row is None or row["expires_at"] < self._unit.now:
            return None
        return Waiting(row["id"], row["value"], row["expires_at"])

    async def take(self, identifier: str) -> Waiting | None:
        """The value under an identifier, which nobody can take again."""
        waiting = await self.find(identifier)
        if waiting is not None:
            self._unit.delete(verification, {"id": waiting.id}, expects=1)
            self.drop(identifier)
        return waiting

    def drop(self, identifier: str) -> None:
        """Removes everything under an identifier."""
        self._unit.delete(verification, {"identifier_digest": digest(identifier)})
