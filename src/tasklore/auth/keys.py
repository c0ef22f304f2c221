"""The signing keys of this service, and the key set of a foreign issuer.

Our keys are Ed25519, kept sealed in the database so that every process signs with the same one. The newest signs;
after `JWKS_ROTATION_DAYS` a new one takes over, and the old one is published and verifies for 30 days more.
"""

import asyncio
import base64
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

import orjson
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tasklore.accounts.models import signing_key
from tasklore.accounts.random_text import random_text
from tasklore.accounts.vault import Vault
from tasklore.platform.unit import Services, Unit, run

from .store import SIGNING_KEYS

log = structlog.get_logger(__name__)

GRACE: Final = timedelta(days=30)
_SEALED_FOR: Final = "signing key"
_REREAD_S: Final = 60.0


class SigningKey(NamedTuple):
    kid: str
    private: Ed25519PrivateKey
    public: Ed25519PublicKey
    expires_at: datetime

    def as_jwk(self) -> dict[str, str]:
        """The public half as RFC 8037 writes it."""
        return {
            "alg": "EdDSA",
            "crv": "Ed25519",
            "x": _text(self.public.public_bytes_raw()),
            "kty": "OKP",
            "kid": self.kid,
        }


class KeyRing:
    """Our keys, as one process knows them."""

    def __init__(self, services: Services, vault: Vault, rotation: timedelta) -> None:
        self._services = services
        self._vault = vault
        self._rotation = rotation
        self._keys: dict[str, SigningKey] = {}
        self._read_at = 0.0
        self._lock = asyncio.Lock()

    async def start(self) -> None:
        await self._read()

    def public(self, kid: str) -> Ed25519PublicKey | None:
        """The key that a `kid` names, if it is one of ours and known here."""
        key = self._keys.get(kid)
        return key.public if key else None

    async def current(self) -> SigningKey:
        """The key to sign with; made when there is none yet, or the last one has served its time."""
        now = self._services.clock.now()
        key = next(iter(self._keys.values()), None)
        if key is not None and key.expires_at > now and time.monotonic() - self._read_at < _REREAD_S:
            return key
        async with self._lock:
            await self._read()
            key = next(iter(self._keys.values()), None)
            if key is None or key.expires_at <= now:
                await run(self._services, self._make)
                await self._read()
                key = next(iter(self._keys.values()))
        return key

    async def all(self) -> list[SigningKey]:
        """Every key that somebody may still have to verify with, the newest first."""
        await self.current()
        return list(self._keys.values())

    async def reread(self) -> None:
        """Looks for keys that another process made, once a second at most."""
        if time.monotonic() - self._read_at > 1:
            await self._read()

    async def _read(self) -> None:
        now = self._services.clock.now()
        rows = await self._services.db.fetch(SIGNING_KEYS, {"verifies_until": now - GRACE})
        keys = {}
        for kid, public, sealed, _created_at, expires_at in rows:
            known = self._keys.get(kid)
            if known is None:
                private = Ed25519PrivateKey.from_private_bytes(_bytes(self._vault.open(sealed, _SEALED_FOR)))
                known = SigningKey(kid, private, Ed25519PublicKey.from_public_bytes(_bytes(public)), expires_at)
            keys[kid] = known
        self._keys = keys
        self._read_at = time.monotonic()

    async def _make(self, unit: Unit) -> None:
        private = Ed25519PrivateKey.generate()
        unit.insert(
            signing_key,
            {
                "id": random_text(32),
                "public_key": _text(private.public_key().public_bytes_raw()),
                "private_key": self._vault.seal(_text(private.private_bytes_raw()), _SEALED_FOR),
                "created_at": unit.now,
                "expires_at": unit.now + self._rotation,
            },
        )


class ForeignKeys:
    """The key set of another issuer, fetched in the background and bounded in every way.

    `public` never waits: an unknown `kid` asks for a new copy of the set, at most every ten seconds, and the next
    request finds it.
    """

    MOST_KEYS: Final = 50
    MOST_BYTES: Final = 100_000
    FRESH_S: Final = 600.0
    BETWEEN_S: Final = 10.0

    def __init__(self, url: str) -> None:
        import httpx2  # 10 MB that a process without a foreign issuer need not load

        self._url = url
        self._client = httpx2.AsyncClient()
        self._failures = (httpx2.HTTPError, ValueError, KeyError, TypeError)
        self._keys: Mapping[str, Ed25519PublicKey] = {}
        self._asked_at = 0.0
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        await self.fetch()

    async def close(self) -> None:
        await self._client.aclose()

    def public(self, kid: str) -> Ed25519PublicKey | None:
        key = self._keys.get(kid)
        age = time.monotonic() - self._asked_at
        if age > self.FRESH_S or (key is None and age > self.BETWEEN_S):
            self._asked_at = time.monotonic()
            self._task = asyncio.get_running_loop().create_task(self.fetch(), name="jwks")
        return key

    async def fetch(self) -> None:
        """Replaces the keys by those at the address; keeps the old ones when it does not answer."""
        self._asked_at = time.monotonic()
        try:
            async with self._client.stream("GET", self._url, timeout=5, follow_redirects=False) as response:
                response.raise_for_status()
                body = b""
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > self.MOST_BYTES:
                        raise ValueError("the key set is larger than 100 kB")
            self._keys = keys_of(body, self.MOST_KEYS)
        except self._failures as error:
            log.warning("jwks_not_read", url=self._url, error=f"{type(error).__name__}: {error}"[:200])


def keys_of(body: bytes, most: int) -> dict[str, Ed25519PublicKey]:
    """The Ed25519 keys of a JSON Web Key Set; keys of other kinds are passed over."""
    document: Any = orjson.loads(body)
    keys = {}
    for jwk in document["keys"][:most]:
        if not isinstance(jwk, dict):
            raise ValueError("not a key set")
        if jwk.get("kty") == "OKP" and jwk.get("crv") == "Ed25519" and isinstance(jwk.get("kid"), str):
            keys[jwk["kid"]] = Ed25519PublicKey.from_public_bytes(_bytes(jwk["x"]))
    return keys


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
