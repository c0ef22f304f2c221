"""Sessions: an opaque token in a cookie, a row behind it."""

from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from tasklore.accounts.digest import digest
from tasklore.accounts.models import session
from tasklore.accounts.random_text import random_text
from tasklore.accounts.security_log import Origin
from tasklore.accounts.service import milliseconds
from tasklore.accounts.user import User, wire_time
from tasklore.accounts.vault import Vault
from tasklore.platform.ids import new_id
from tasklore.platform.unit import Unit

from .revocation import Revocations
from .store import SESSION_COLUMNS, SESSION_OF_USER, SESSION_WITH_USER, SESSIONS_OF

TOKEN_LENGTH: Final = 32
SHORT_LIFE: Final = timedelta(days=1)
"""Of a session that should not be remembered."""

PROLONGED_EVERY: Final = timedelta(days=1)
FRESH: Final = timedelta(days=1)
_SEALED_FOR: Final = "session token"


class Session(NamedTuple):
    """A session as its owner knows it, with its token."""

    id: str
    user_id: str
    token: str
    expires_at: datetime
    ip_address: str
    user_agent: str
    created_at: datetime
    updated_at: datetime

    def as_wire(self) -> dict[str, Any]:
        """The session as Better Auth's protocol shows it."""
        return {
            "expiresAt": wire_time(self.expires_at),
            "token": self.token,
            "createdAt": wire_time(self.created_at),
            "updatedAt": wire_time(self.updated_at),
            "ipAddress": self.ip_address,
            "userAgent": self.user_agent,
            "userId": self.user_id,
            "id": self.id,
        }

    def is_fresh(self, now: datetime) -> bool:
        """Whether somebody signed in with a password not long ago."""
        return now - self.created_at < FRESH


class SignedIn(NamedTuple):
    """A live session and whose it is."""

    session: Session
    user: User


class SessionService:
    """Sessions in one unit of work."""

    def __init__(
        self, unit: Unit, vault: Vault, revoked: Revocations, *, life: timedelta, token_life: timedelta
    ) -> None:
        self._unit = unit
        self._vault = vault
        self._revoked = revoked
        self.life = life
        self._token_life = token_life

    async def find(self, token: str) -> SignedIn | None:
        """The session of a token, expired or not, and its user. One query."""
        row = await self._unit.fetch_row(SESSION_WITH_USER, digest=digest(token))
        if row is None:
            return None
        return SignedIn(_of_row(row[:SESSION_COLUMNS], token), User(*row[SESSION_COLUMNS:]))

    async def get(self, user_id: str, session_id: str) -> SignedIn | None:
        """Somebody's live session by its id."""
        rows = await self._unit.fetch_rows(SESSION_OF_USER, user_id=user_id, id=session_id)
        if not rows:
            return None
        found = SignedIn(self._opened(rows[0][:SESSION_COLUMNS]), User(*rows[0][SESSION_COLUMNS:]))
        return found if found.session.expires_at > self._unit.now else None

    async def live(self, user_id: str) -> list[Session]:
        """Somebody's live sessions, the oldest first."""
        rows = await self._unit.fetch_rows(SESSIONS_OF, user_id=user_id, now=self._unit.now)
        return [self._opened(row) for row in rows]

    def create(self, user_id: str, origin: Origin, *, remember: bool = True) -> Session:
        """Stages a new session with a token of its own."""
        now = milliseconds(self._unit.now)
        made = Session(
            id=new_id(),
            user_id=user_id,
            token=random_text(TOKEN_LENGTH),
            expires_at=now + (self.life if remember else SHORT_LIFE),
            ip_address=origin.ip_address,
            user_agent=origin.user_agent[:1000],
            created_at=now,
            updated_at=now,
        )
        row = made._asdict()
        token = row.pop("token")
        row |= {"token_digest": digest(token), "token_sealed": self._vault.seal(token, _SEALED_FOR)}
        self._unit.insert(session, row)
        return made

    def is_due(self, found: Session) -> bool:
        """Whether a session was last prolonged a day ago or more."""
        return found.expires_at - self.life + PROLONGED_EVERY <= self._unit.now

    def prolong(self, found: Session) -> Session:
        """Stages a new full life for a session in use."""
        now = milliseconds(self._unit.now)
        longer = found._replace(expires_at=now + self.life, updated_at=now)
        # Any number of rows: a session that ended at this moment stays ended.
        self._unit.update(
            session,
            {"id": found.id},
            {"expires_at": longer.expires_at, "updated_at": longer.updated_at},
            expects=None,
        )
        return longer

    def end(self, session_id: str) -> None:
        """Stages the end of a session; tokens made from it die with it, on every replica."""
        self._unit.delete(session, {"id": session_id})
        self._revoked.revoke(self._unit, f"session:{session_id}", self._token_life)

    async def end_all(self, user_id: str, *, keep: str | None = None) -> int:
        """Stages the end of all of somebody's sessions, but for one. Gives their number."""
        ended = [one.id for one in await self.live(user_id) if one.id != keep]
        for session_id in ended:
            self.end(session_id)
        return len(ended)

    def _opened(self, row: tuple[Any, ...]) -> Session:
        return _of_row(row, self._vault.open(row[3], _SEALED_FOR))


def _of_row(row: tuple[Any, ...], token: str) -> Session:
    session_id, user_id, _digest, _sealed, *rest = row
    return Session(session_id, user_id, token, *rest)
