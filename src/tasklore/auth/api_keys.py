"""API keys: a secret for a machine that acts for its owner.

64 letters after an optional prefix, shown once; a digest is kept. A key may be limited to scopes, ends at a date,
and has a limit of its own.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tasklore.accounts.digest import digest
from tasklore.accounts.models import api_key
from tasklore.accounts.random_text import LETTERS, random_text
from tasklore.accounts.service import milliseconds
from tasklore.accounts.user import wire_time
from tasklore.platform.ids import new_id
from tasklore.platform.unit import Unit

from .errors import (
    ApiKeyDisabled,
    ApiKeyExpired,
    ApiKeyInvalid,
    ApiKeyLimited,
    ApiKeyMalformed,
    ApiKeyNotFound,
    ApiKeyOrphaned,
    ApiKeyOverLimit,
)
from .limits import Window
from .revocation import Revocations
from .sessions import Session, SignedIn
from .store import API_KEY, API_KEY_WITH_USER, API_KEYS_OF, USE_API_KEY

if TYPE_CHECKING:
    from .exchange import Exchange

KEY_LENGTH: Final = 64
START_LENGTH: Final = 6
SHORTEST_LIFE: Final = timedelta(days=1)
LONGEST_LIFE: Final = timedelta(days=365)
_MINUTE_MS: Final = 60_000
_CACHED_FOR: Final = timedelta(minutes=5)


class NewKey(NamedTuple):
    """A key as its maker sees it, once."""

    row: dict[str, Any]
    key: str


class ApiKeyService:
    """Somebody's keys, in one unit of work."""

    def __init__(self, unit: Unit, revoked: Revocations, *, most_a_minute: int) -> None:
        self._unit = unit
        self._revoked = revoked
        self._most_a_minute = most_a_minute

    def create(
        self,
        owner: str,
        *,
        name: str | None = None,
        prefix: str | None = None,
        life: timedelta | None = None,
        scopes: Iterable[str] | None = None,
    ) -> NewKey:
        """Stages a key. This is the only time that it can be read."""
        key = (prefix or "") + random_text(KEY_LENGTH, LETTERS)
        now = milliseconds(self._unit.now)
        row = {
            "id": new_id(),
            "user_id": owner,
            "config_id": "default",
            "name": name,
            "start": key[:START_LENGTH],
            "prefix": prefix,
            "key_digest": digest(key),
            "enabled": True,
            "scopes": None if scopes is None else sorted(set(scopes)),
            "rate_limit_window_ms": _MINUTE_MS,
            "rate_limit_most": self._most_a_minute,
            "request_count": 0,
            "last_request": None,
            "expires_at": None if life is None else now + life,
            "created_at": now,
            "updated_at": now,
        }
        self._unit.insert(api_key, row)
        return NewKey(row, key)

    async def get(self, owner: str, key_id: str) -> dict[str, Any]:
        """Raises ApiKeyNotFound, also for somebody else's."""
        row = await self._unit.fetch_one(API_KEY, user_id=owner, id=key_id)
        if row is None:
            raise ApiKeyNotFound()
        return row

    async def list(self, owner: str) -> list[dict[str, Any]]:
        """All of somebody's keys, the oldest first. One query."""
        return await self._unit.fetch_all(API_KEYS_OF, user_id=owner)

    async def change(self, owner: str, key_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Stages new values and gives the key as it will be.

        Raises:
            ApiKeyNotFound
        """
        row = await self.get(owner, key_id)
        changed = {**values, "updated_at": milliseconds(self._unit.now)}
        self._unit.update(api_key, {"id": key_id}, changed)
        self._revoked.revoke(self._unit, f"key:{key_id}", _CACHED_FOR)
        return row | changed

    async def delete(self, owner: str, key_id: str) -> None:
        """Raises ApiKeyNotFound."""
        await self.get(owner, key_id)
        self._unit.delete(api_key, {"id": key_id}, expects=1)
        self._revoked.revoke(self._unit, f"key:{key_id}", _CACHED_FOR)


def as_wire(row: Mapping[str, Any]) -> dict[str, Any]:
    """A key as Better Auth's protocol shows it: everything but the key."""
    return {
        "id": row["id"],
        "configId": row["config_id"],
        "name": row["name"],
        "start": row["start"],
        "prefix": row["prefix"],
        "referenceId": row["user_id"],
        "refillInterval": None,
        "refillAmount": None,
        "lastRefillAt": None,
        "enabled": row["enabled"],
        "rateLimitEnabled": True,
        "rateLimitTimeWindow": row["rate_limit_window_ms"],
        "rateLimitMax": row["rate_limit_most"],
        "requestCount": row["request_count"],
        "remaining": None,
        "lastRequest": None if row["last_request"] is None else wire_time(row["last_request"]),
        "expiresAt": None if row["expires_at"] is None else wire_time(row["expires_at"]),
        "createdAt": wire_time(row["created_at"]),
        "updatedAt": wire_time(row["updated_at"]),
        "permissions": _permissions(row["scopes"]),
        "metadata": None,
    }


def _permissions(scopes: list[str] | None) -> dict[str, list[str]] | None:
    """Scopes such as `tasks:read` as the protocol groups them: `{"tasks": ["read"]}`."""
    if scopes is None:
        return None
    grouped: dict[str, list[str]] = {}
    for scope in scopes:
        area, _, action = scope.partition(":")
        grouped.setdefault(area, []).append(action)
    return grouped


async def live_key(unit: Unit, key: str) -> dict[str, Any]:
    """The row of a key that may be used. One query.

    Raises:
        ApiKeyInvalid, ApiKeyDisabled, ApiKeyExpired, ApiKeyOrphaned
    """
    if len(key) > 1000:
        raise ApiKeyInvalid()
    row = await unit.fetch_one(API_KEY_WITH_USER, digest=digest(key))
    if row is None:
        raise ApiKeyInvalid()
    if not row["enabled"]:
        raise ApiKeyDisabled()
    if row["expires_at"] is not None and row["expires_at"] < unit.now:
        raise ApiKeyExpired()
    if row["user_disabled"] is not False:  # None: the user is gone
        raise ApiKeyOrphaned()
    return row


async def session_by_key(exchange: "Exchange", key: str) -> SignedIn:
    """The session that a key stands for; it has no row of its own.

    Raises:
        ApiKeyMalformed: too short to be one.
        ApiKeyLimited: it is for the API.
        ApiKeyInvalid, ApiKeyDisabled, ApiKeyExpired, ApiKeyOrphaned, ApiKeyOverLimit
    """
    if len(key) < KEY_LENGTH:
        raise ApiKeyMalformed()
    row = await live_key(exchange.unit, key)
    if row["scopes"] is not None:
        # The protocol knows no scopes: here a limited key would be able to do everything.
        raise ApiKeyLimited()
    turn = await exchange.auth.windows.take(f"key:{row['id']}", Window(row["rate_limit_most"], 60))
    if not turn.allowed:
        raise ApiKeyOverLimit()
    user = await exchange.accounts.get(row["user_id"])
    if user is None:
        raise ApiKeyOrphaned()
    exchange.unit.execute(USE_API_KEY, row=("api_key", row["id"]), id=row["id"], at=exchange.now)
    now = milliseconds(exchange.now)
    session = Session(
        id=row["id"],
        user_id=user.id,
        token=key,
        expires_at=row["expires_at"] or now + timedelta(days=exchange.auth.config.session_days),
        ip_address=exchange.origin.ip_address,
        user_agent=exchange.origin.user_agent,
        created_at=now,
        updated_at=now,
    )
    return SignedIn(session, user)
