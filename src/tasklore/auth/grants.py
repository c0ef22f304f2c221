"""What somebody granted to a program: a code for a minute, then tokens for one resource, until it is taken back.

approval ──► code (once, PKCE) ──► access token (an hour, for /mcp only) + refresh token
             shown twice ─────┐        ▲                                     │ rotates; shown twice ─┐
                              ▼        └─────────────────────────────────────┘                       ▼
                          the grant ends, its tokens die on every replica within a second
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import orjson
from sqlalchemy import Text, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from tasklore.accounts.digest import digest
from tasklore.accounts.models import oauth_consent, refresh_token
from tasklore.accounts.random_text import random_text
from tasklore.accounts.verification import Verifications
from tasklore.platform.db.query import Query
from tasklore.platform.db.types import Instant
from tasklore.platform.ids import new_id
from tasklore.platform.unit import Unit

from .clients import Client
from .store import REFRESH_TOKEN, REVOKE_FAMILY, USE_REFRESH_TOKEN
from .tokens import sign_ed25519

if TYPE_CHECKING:
    from .wiring import AuthServices

CODE_LIFE: Final = timedelta(minutes=1)
_USED_FOR: Final = timedelta(minutes=10)
_SEALED_FOR: Final = "authorization code"

_USER: Final = bindparam("user_id", type_=Text)
_KEEP: Final = Query(
    upsert(oauth_consent)
    .values(
        user_id=_USER,
        client_id=bindparam("client_id", type_=Text),
        client_name=bindparam("client_name", type_=Text),
        scope=bindparam("scope", type_=Text),
        created_at=bindparam("at", type_=Instant),
    )
    .on_conflict_do_update(
        index_elements=["user_id", "client_id"],
        set_={
            "client_name": bindparam("client_name", type_=Text),
            "scope": bindparam("scope", type_=Text),
            "created_at": bindparam("at", type_=Instant),
        },
    ),
    "oauth_consent.keep",
)
_CONSENTS: Final = Query(
    select(oauth_consent).where(oauth_consent.c.user_id == _USER).order_by(oauth_consent.c.created_at.desc()),
    "oauth_consent.list",
)
_TAKE_BACK: Final = Query(
    delete(oauth_consent).where(oauth_consent.c.user_id == _USER, oauth_consent.c.client_id == bindparam("client_id")),
    "oauth_consent.delete",
)
_FAMILIES: Final = Query(
    select(refresh_token.c.family, refresh_token.c.client_id)
    .where(
        refresh_token.c.user_id == _USER,
        refresh_token.c.client_id.is_not(None),
        refresh_token.c.revoked_at.is_(None),
        refresh_token.c.expires_at > bindparam("now", type_=Instant),
    )
    .distinct(),
    "refresh_token.grants",
)


class GrantRefused(Exception):
    """An OAuth error (RFC 6749, section 5.2). With `keeps_writes`, what it staged is committed all the same."""

    def __init__(self, error: str, description: str, *, keeps_writes: bool = False) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.keeps_writes = keeps_writes


class Approval(NamedTuple):
    """What somebody approved."""

    user_id: str
    client_id: str
    redirect_uri: str
    scope: str
    resource: str
    challenge: str


class GrantService:
    """Grants in one unit of work."""

    def __init__(self, unit: Unit, auth: "AuthServices", base_url: str) -> None:
        self._unit = unit
        self._auth = auth
        self._base_url = base_url
        self._verifications = Verifications(unit)

    def approve(self, approval: Approval, client: Client) -> str:
        """Stages what was approved, and gives the code for it."""
        code = random_text(43)
        kept = orjson.dumps(approval._asdict()).decode()
        self._verifications.put(_code(code), self._auth.vault.seal(kept, _SEALED_FOR), CODE_LIFE)
        self._unit.execute(
            _KEEP,
            row=("oauth_consent", f"{approval.user_id}/{client.id}"),
            user_id=approval.user_id,
            client_id=client.id,
            client_name=client.name,
            scope=approval.scope,
            at=self._unit.now,
        )
        return code

    async def redeem(self, client: Client, code: str, verifier: str, redirect_uri: str | None) -> dict[str, Any]:
        """The tokens for a code.

        Raises:
            GrantRefused
        """
        waiting = await self._verifications.take(_code(code))
        if waiting is None:
            await self._end_if_used(code)
            raise GrantRefused("invalid_grant", "The code is wrong, used or too old.", keeps_writes=True)
        approval = Approval(**orjson.loads(self._auth.vault.open(waiting.value, _SEALED_FOR)))
        if approval.client_id != client.id:
            raise GrantRefused("invalid_grant", "The code was given to another client.")
        if redirect_uri is not None and redirect_uri != approval.redirect_uri:
            raise GrantRefused("invalid_grant", "The redirect_uri is not the one that was approved.")
        if not _proves(verifier, approval.challenge):
            raise GrantRefused("invalid_grant", "The code_verifier does not fit the code_challenge.", keeps_writes=True)
        family = new_id()
        self._verifications.put(_used(code), family, _USED_FOR)
        return await self._tokens(family, approval.user_id, client.id, approval.scope, approval.resource)

    async def refresh(self, client: Client, shown: str, scope: str | None) -> dict[str, Any]:
        """The next tokens; the one shown is used up.

        Raises:
            GrantRefused
        """
        row = await self._unit.fetch_one(REFRESH_TOKEN, digest=digest(shown), now=self._unit.now)
        if row is None or row["client_id"] != client.id:
            raise GrantRefused("invalid_grant", "The refresh token is wrong or belongs to another client.")
        if row["used_at"] is not None and row["revoked_at"] is None:
            self._end(row["family"])
            raise GrantRefused(
                "invalid_grant", "The refresh token was used before; the grant has ended.", keeps_writes=True
            )
        if row["revoked_at"] is not None or row["expires_at"] < self._unit.now or row["user_disabled"]:
            raise GrantRefused("invalid_grant", "The grant has ended.")
        granted = row["scope"].split()
        asked = granted if scope is None else scope.split()
        if not asked or not set(asked) <= set(granted):
            raise GrantRefused("invalid_scope", "More is asked for than was granted.")
        row_name = ("refresh_token", row["id"])
        self._unit.execute(USE_REFRESH_TOKEN, expects=1, row=row_name, id=row["id"], at=self._unit.now)
        return await self._tokens(row["family"], row["user_id"], client.id, row["scope"], row["resource"], asked)

    async def revoke(self, client: Client, shown: str) -> None:
        """Stages the end of the grant that a token belongs to; an unknown token changes nothing (RFC 7009)."""
        row = await self._unit.fetch_one(REFRESH_TOKEN, digest=digest(shown), now=self._unit.now)
        if row is not None and row["client_id"] == client.id:
            self._end(row["family"])
            return
        claims = self._auth.verified.verify(shown)
        if claims is not None and claims.payload.get("client_id") == client.id and claims.session is not None:
            self._end(claims.session)

    async def consents(self, user_id: str) -> list[dict[str, Any]]:
        """What somebody granted, the newest first."""
        return await self._unit.fetch_all(_CONSENTS, user_id=user_id)

    async def take_back(self, user_id: str, client_id: str | None = None) -> None:
        """Stages the end of somebody's grants: all, or those of one client."""
        for row in await self._unit.fetch_all(_FAMILIES, user_id=user_id, now=self._unit.now):
            if client_id in (None, row["client_id"]):
                self._end(row["family"])
        if client_id is not None:
            row_name = ("oauth_consent", f"{user_id}/{client_id}")
            self._unit.execute(_TAKE_BACK, row=row_name, user_id=user_id, client_id=client_id)

    async def _end_if_used(self, code: str) -> None:
        used = await self._verifications.find(_used(code))
        if used is not None:
            self._end(used.value)

    def _end(self, family: str) -> None:
        self._unit.execute(REVOKE_FAMILY, of_family=family, now=self._unit.now)
        self._auth.revoked.revoke(self._unit, f"session:{family}", self._auth.token_life)

    async def _tokens(
        self, family: str, user_id: str, client_id: str, scope: str, resource: str, asked: list[str] | None = None
    ) -> dict[str, Any]:
        token = random_text(48)
        now = self._unit.now
        self._unit.insert(
            refresh_token,
            {
                "id": new_id(),
                "user_id": user_id,
                "family": family,
                "client_id": client_id,
                "resource": resource,
                "scope": scope,
                "token_digest": digest(token),
                "expires_at": now + timedelta(days=self._auth.config.refresh_token_expire_days),
                "created_at": now,
            },
        )
        life = self._auth.api_tokens.life
        granted = " ".join(asked) if asked is not None else scope
        claims: Mapping[str, Any] = {
            "iss": self._base_url,
            "aud": resource,
            "sub": user_id,
            "client_id": client_id,
            "scope": granted,
            "sid": family,
            "jti": new_id(),
            "iat": int(now.timestamp()),
            "exp": int((now + life).timestamp()),
        }
        key = await self._auth.keys.current()
        return {
            "access_token": sign_ed25519(key.private, key.kid, claims),
            "token_type": "Bearer",
            "expires_in": int(life.total_seconds()),
            "refresh_token": token,
            "scope": granted,
        }


def _proves(verifier: str, challenge: str) -> bool:
    if not 43 <= len(verifier) <= 128 or not verifier.isascii():
        return False
    made = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
    return hmac.compare_digest(made, challenge.encode("utf-8", "surrogatepass"))


def _code(code: str) -> str:
    return f"oauth-code:{code}"


def _used(code: str) -> str:
    return f"oauth-code-used:{code}"
