"""Signed tokens (JWT): made with one algorithm, verified by one algorithm each, then remembered for a minute.

    SharedSecret   HS256, JWT_SECRET                      what the API sees; contract B4, E4
    KeySet         EdDSA, public keys by `kid`            this service's own keys, or a foreign issuer's JWKS

A token's header never chooses a key or an algorithm: a verifier has its algorithm, and `kid` only selects among
the keys that it trusts already; `jku`, `x5u`, `jwk` and `crit` are not read.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, Protocol

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tasklore.platform.clock import Clock

from .origins import is_loopback

LONGEST: Final = 8_192
"""Characters of a token that is looked at."""

KEY_SET_TOKEN_LIFE: Final = timedelta(minutes=15)
"""Of a token that our key set verifies; Better Auth's default."""

REQUIRED: Final = ["exp", "iat", "sub", "aud", "iss"]
_LEEWAY_S: Final = 5
"""A token may come from a clock that is a little ahead. An expired one is expired."""

_LONGEST_LIFE_S: Final = 7 * 86_400 + 60


class Claims(NamedTuple):
    """What a verified token says."""

    subject: str
    session: str | None
    scopes: frozenset[str] | None
    issued_at: float
    expires_at: float
    payload: Mapping[str, Any]


class Verifier(Protocol):
    """Says what a token claims, or None when it is not valid here."""

    def verify(self, token: str, now: float) -> Claims | None: ...


class SharedSecret:
    """HS256 tokens of one issuer for one audience."""

    def __init__(self, secret: str, *, issuer: str, audience: str, life: timedelta) -> None:
        self._secret = secret
        self.issuer = issuer
        self.audience = audience
        self.life = life

    def issue(self, subject: str, claims: Mapping[str, Any], now: datetime, *, life: timedelta | None = None) -> str:
        """A token that is valid from now on, for `life` or the configured time."""
        standard = {
            "sub": subject,
            "iss": self.issuer,
            "aud": self.audience,
            "iat": int(now.timestamp()),
            "exp": int((now + (life or self.life)).timestamp()),
        }
        return jwt.encode({**claims, **standard}, self._secret, algorithm="HS256")

    def verify(self, token: str, now: float) -> Claims | None:
        return _verified(token, self._secret, "HS256", self.issuer, self.audience, now)


class KeySet:
    """EdDSA tokens of one issuer.

    Args:
        key: gives the public key that a `kid` names, or None.
        issuer: None for a server without a configured address: its tokens name an address of this machine, and the
            same as audience.
        path: what the audience has after that address, for tokens of one resource.
    """

    def __init__(
        self,
        key: Callable[[str], Ed25519PublicKey | None],
        *,
        issuer: str | None,
        audience: str | None,
        path: str = "",
    ) -> None:
        self._key = key
        self._path = path
        self.issuer = issuer
        self.audience = None if audience is None else f"{audience}{path}"

    def verify(self, token: str, now: float) -> Claims | None:
        try:
            kid = jwt.get_unverified_header(token).get("kid")
        except (jwt.InvalidTokenError, ValueError, RecursionError):
            return None
        key = self._key(kid) if isinstance(kid, str) else None
        if key is None:
            return None
        claims = _verified(token, key, "EdDSA", self.issuer, self.audience, now)
        if claims is None or self.issuer is not None:
            return claims
        issuer = claims.payload["iss"]
        return claims if is_loopback(issuer) and claims.payload["aud"] == f"{issuer}{self._path}" else None


def sign_ed25519(key: Ed25519PrivateKey, kid: str, claims: Mapping[str, Any]) -> str:
    """An EdDSA token with these claims and the header `{alg, kid}`."""
    return jwt.encode(dict(claims), key, algorithm="EdDSA", headers={"kid": kid, "typ": None})


def _verified(
    token: str, key: Any, algorithm: str, issuer: str | None, audience: str | None, now: float
) -> Claims | None:
    try:
        header = jwt.get_unverified_header(token)
        if "crit" in header or not header.get("b64", True):
            return None
        payload = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            issuer=issuer,
            audience=audience,
            # Times are compared with our own clock, below.
            options={
                "require": REQUIRED,
                "verify_aud": audience is not None,
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError, RecursionError):
        return None
    issued_at, expires_at, not_before = payload["iat"], payload["exp"], payload.get("nbf", 0)
    if not isinstance(payload["iss"], str):
        return None
    if not isinstance(payload["sub"], str) or not payload["sub"] or len(payload["sub"]) > 200:
        return None
    if not all(_is_moment(moment) for moment in (issued_at, expires_at, not_before)):
        return None
    if not max(issued_at, not_before) - _LEEWAY_S <= now < expires_at:
        return None
    if expires_at - issued_at > _LONGEST_LIFE_S:
        return None
    session, scope = payload.get("sid"), payload.get("scope")
    return Claims(
        subject=payload["sub"],
        session=session if isinstance(session, str) else None,
        scopes=frozenset(scope.split()) if isinstance(scope, str) else None,
        issued_at=float(issued_at),
        expires_at=float(expires_at),
        payload=payload,
    )


def _is_moment(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12


class VerifiedTokens:
    """Asks each verifier once and remembers what was valid: a signature costs 40 to 140 µs, a look here 1.

    Only a digest of a token is kept. An entry lives a minute at most, so whoever also knows which sessions were
    revoked (`revocation.py`) can rely on it.
    """

    MOST: Final = 10_000
    SECONDS: Final = 60.0

    def __init__(self, verifiers: Sequence[Verifier], clock: Clock) -> None:
        self._verifiers = tuple(verifiers)
        self._clock = clock
        self._known: OrderedDict[bytes, tuple[float, Claims]] = OrderedDict()

    def verify(self, token: str) -> Claims | None:
        """The claims of a token that one of the verifiers accepts, or None."""
        if len(token) > LONGEST:
            return None
        key = hashlib.blake2b(token.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        now = self._clock.now().timestamp()
        known = self._known.get(key)
        if known is not None:
            if known[0] > now:
                return known[1]
            del self._known[key]
        if token.count(".") != 2:
            return None
        for verifier in self._verifiers:
            claims = verifier.verify(token, now)
            if claims is not None:
                while len(self._known) >= self.MOST:
                    self._known.popitem(last=False)
                self._known[key] = (min(claims.expires_at, now + self.SECONDS), claims)
                return claims
        return None

    def forget(self) -> None:
        """Forgets everything: after a key was taken away."""
        self._known.clear()
