"""Refresh tokens (RFC 6749, section 1.5; RFC 9700, section 4.14): each works once, and a theft ends the family.

    issue ──► r1 ──► r2 ──► r3          r2 shown again: r3 and every token of the family are dead

A family belongs to a session and ends with it.
"""

from datetime import timedelta
from typing import Any, Final

from tasklore.accounts.digest import digest
from tasklore.accounts.models import refresh_token
from tasklore.accounts.random_text import random_text
from tasklore.platform.ids import new_id

from .errors import RefreshRefused
from .exchange import Exchange
from .session_tokens import api_token
from .sessions import SignedIn
from .store import REFRESH_TOKEN, REVOKE_FAMILY, USE_REFRESH_TOKEN

LENGTH: Final = 48


class RefreshService:
    """Refresh tokens in one unit of work."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._unit = exchange.unit
        self._life = timedelta(days=exchange.auth.config.refresh_token_expire_days)

    async def issue(self, signed_in: SignedIn) -> dict[str, Any]:
        """Stages the first token of a family, and gives the pair."""
        return self._pair(signed_in, new_id())

    async def rotate(self, shown: str) -> dict[str, Any]:
        """Stages the next token in the place of the one shown, and gives the pair.

        Raises:
            RefreshRefused: wrong, used, revoked, too old, or its session has ended.
        """
        row = await self._unit.fetch_one(REFRESH_TOKEN, digest=digest(shown), now=self._exchange.now)
        if row is None or row["client_id"] is not None:
            raise RefreshRefused()
        if row["used_at"] is not None and row["revoked_at"] is None:
            self._revoke_family(row)
            raise RefreshRefused().keeping_writes()
        signed_in = await self._exchange.sessions.get(row["user_id"], row["live_session"] or "")
        over = row["expires_at"] < self._exchange.now or row["revoked_at"] is not None or row["user_disabled"]
        if over or signed_in is None:
            raise RefreshRefused()
        # Two who show one token at once: the second finds it used, and that is a theft.
        row_name = ("refresh_token", row["id"])
        self._unit.execute(USE_REFRESH_TOKEN, expects=1, row=row_name, id=row["id"], at=self._exchange.now)
        return self._pair(signed_in, row["family"])

    def _revoke_family(self, row: dict[str, Any]) -> None:
        self._unit.execute(REVOKE_FAMILY, of_family=row["family"], now=self._exchange.now)
        if row["session_id"] is not None:
            self._exchange.sessions.end(row["session_id"])
        self._exchange.note(row["user_id"], "token_family_revoked", family=row["family"])

    def _pair(self, signed_in: SignedIn, family: str) -> dict[str, Any]:
        token = random_text(LENGTH)
        now = self._exchange.now
        self._unit.insert(
            refresh_token,
            {
                "id": new_id(),
                "user_id": signed_in.user.id,
                "family": family,
                "session_id": signed_in.session.id,
                "token_digest": digest(token),
                "expires_at": now + self._life,
                "created_at": now,
            },
        )
        return {
            "accessToken": api_token(self._exchange.auth, signed_in, now),
            "tokenType": "Bearer",
            "expiresIn": int(self._exchange.auth.api_tokens.life.total_seconds()),
            "refreshToken": token,
        }
