"""Who makes a request to the API: found without the database for whatever was seen in the last minute.

| shown                                   | how it is checked                                             |
|-----------------------------------------|---------------------------------------------------------------|
| `Authorization: Bearer <JWT>`           | signature, remembered for a minute; the list of revocations   |
| `Authorization: Bearer <session token>` | the session's row, remembered for a minute                    |
| `x-api-key`, `Authorization: Bearer` key| the key's row, remembered for a minute; its own rate limit    |
| cookie `session_token` (contract D1)    | a JWT; renewed from the session cookie when it has run out    |
| cookie `better-auth.session_token`      | its signature and the session's row, remembered for a minute  |

Whatever is remembered names its session or key, and the list of revocations, a second old at most, is asked
each time; so a sign-out is felt at once although nothing is looked up.
"""

from collections import OrderedDict
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from fastapi import Request
from starlette.datastructures import Headers

from tasklore.accounts.digest import digest
from tasklore.accounts.errors import AccountError
from tasklore.platform.errors import Forbidden, TooManyRequests, Unauthenticated
from tasklore.platform.unit import Unit

from .api_keys import KEY_LENGTH, live_key
from .cookies import API_COOKIE, SESSION, api_cookie, cookie_name, parse_cookies
from .limits import Window
from .origins import own_origin
from .principal import Principal
from .session_tokens import api_token
from .tokens import LONGEST, Claims

if TYPE_CHECKING:
    from .wiring import AuthServices

RESOURCE_PATH: Final = "/mcp"
"""The resource that tokens of the OAuth server are for, and for nothing else."""

_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_REMEMBERED_S: Final = 60.0
_MOST_REMEMBERED: Final = 10_000
_HINT: Final = "Sign in again, or send another token."


class _Known(NamedTuple):
    principal: Principal
    since: float
    until: float
    most_a_minute: int | None = None


class RequestAuthenticator:
    """Finds out who makes a request."""

    def __init__(self, auth: "AuthServices") -> None:
        self._auth = auth
        self._known: OrderedDict[str, _Known] = OrderedDict()

    async def principal(self, request: Request, unit: Unit) -> Principal | None:
        """Who makes a request, or None when nothing was shown.

        Raises:
            Unauthenticated: what was shown is forged, expired or revoked.
            Forbidden: a cookie on a write from a foreign origin.
            TooManyRequests: over the limit of the key.
        """
        headers = request.headers
        authorization = headers.get("authorization")
        if authorization is not None:
            scheme, _, value = authorization.partition(" ")
            if scheme.lower() != "bearer":
                raise Unauthenticated("Only bearer tokens are read here.", hint="Authorization: Bearer <token>")
            return await self._bearer(value.strip(), request, unit)
        key = headers.get("x-api-key")
        if key:
            return await self._by_key(key, unit)
        if "cookie" not in headers:
            return None
        return await self._by_cookie(request, unit)

    async def _bearer(self, token: str, request: Request, unit: Unit) -> Principal:
        if not token or len(token) > LONGEST:
            raise _refused()
        if token.count(".") == 2:
            claims = self._auth.verified.verify(token)
            if claims is None or not _is_for(claims, request.scope["path"]):
                raise _refused()
            return self._of_claims(claims, "bearer")
        if "." not in token and len(token) >= KEY_LENGTH:
            return await self._by_key(token, unit)
        bare = token if "." not in token else self._auth.signer.unsign(token)
        principal = await self._by_session(bare, unit, "bearer") if bare else None
        if principal is None:
            raise _refused()
        return principal

    async def _by_key(self, key: str, unit: Unit) -> Principal:
        name = digest(key)
        known = self._remembered(name)
        if known is None:
            try:
                row = await live_key(unit, key)
            except AccountError as error:
                raise Unauthenticated("This API key is not valid.", code="invalid_api_key") from error
            permissions = row["scopes"]
            scopes = None if permissions is None else frozenset(permissions)
            principal = Principal(row["user_id"], "api_key", key_id=row["id"], scopes=scopes)
            known = self._remember(name, principal, _end_of(row["expires_at"]), row["rate_limit_most"])
        if known.most_a_minute is not None:
            turn = await self._auth.windows.take(f"key:{known.principal.key_id}", Window(known.most_a_minute, 60))
            if not turn.allowed:
                wait_s = max(1, round(turn.wait_s + 0.5))
                raise TooManyRequests(
                    f"This API key may make {known.most_a_minute} requests a minute.", retry_after_s=wait_s
                )
        return known.principal

    async def _by_cookie(self, request: Request, unit: Unit) -> Principal | None:
        cookies = parse_cookies(request.headers["cookie"])
        token = cookies.get(API_COOKIE)
        secure = self._auth.secure_by_address or self._auth.proxies.is_https(request.scope)
        signed = cookies.get(cookie_name(SESSION, secure=secure))
        if not token and not signed:
            return None
        self._require_origin(request.method, request.headers, own_origin(request.headers, secure=secure))
        claims = self._auth.verified.verify(token) if token else None
        if claims is not None and not self._is_revoked(claims):
            return self._of_claims(claims, "cookie")
        bare = self._auth.signer.unsign(signed) if signed else None
        principal = await self._by_session(bare, unit, "cookie") if bare else None
        if principal is None:
            raise _refused()
        if token:
            await self._renew(request, unit, bare or "", secure)
        return principal

    async def _renew(self, request: Request, unit: Unit, token: str, secure: bool) -> None:
        """A new token in the cookie of contract D1, whose last one has run out while the session lives."""
        sessions = self._auth.sessions(unit)
        found = await sessions.find(token)
        if found is not None:
            renewed = api_token(self._auth, found, unit.now)
            request.state.renewed_cookie = api_cookie(renewed, secure=secure, max_age=sessions.life)

    async def _by_session(self, token: str, unit: Unit, shown: str) -> Principal | None:
        name = digest(token)
        known = self._remembered(name)
        if known is None:
            found = await self._auth.sessions(unit).find(token)
            if found is None or found.session.expires_at < unit.now or found.user.disabled:
                return None
            principal = Principal(found.user.id, "cookie", session_id=found.session.id)
            known = self._remember(name, principal, found.session.expires_at.timestamp())
        principal = known.principal
        return principal._replace(shown="bearer") if shown == "bearer" else principal

    def _of_claims(self, claims: Claims, shown: str) -> Principal:
        if self._is_revoked(claims) or claims.expires_at <= self._now():
            raise _refused()
        if claims.scopes is not None:
            return Principal(claims.subject, "oauth", session_id=claims.session, scopes=claims.scopes)
        return Principal(claims.subject, "cookie" if shown == "cookie" else "bearer", session_id=claims.session)

    def _is_revoked(self, claims: Claims) -> bool:
        revoked = self._auth.revoked
        return revoked.concerns(f"user:{claims.subject}", claims.issued_at) or (
            claims.session is not None and revoked.concerns(f"session:{claims.session}", claims.issued_at)
        )

    def _now(self) -> float:
        return self._auth.host.clock.now().timestamp()

    def _require_origin(self, method: str, headers: Headers, own: str | None) -> None:
        """A cookie is sent by the browser whoever made the page; a write with one must come from a page of ours."""
        if method in _READS:
            return
        origin = headers.get("origin") or headers.get("referer") or ""
        if origin == "null" and headers.get("sec-fetch-site") == "same-origin":
            return
        if not origin or origin == "null" or not self._auth.origins.trusts(origin, own):
            raise Forbidden(
                "A write with a cookie must come from a page of a trusted origin.",
                code="untrusted_origin",
                hint="Send the Origin header of a page in CORS_ORIGINS, or a token instead of the cookie.",
            )

    def _remembered(self, name: str) -> _Known | None:
        known = self._known.get(name)
        if known is None:
            return None
        principal, revoked = known.principal, self._auth.revoked
        subjects = (f"user:{principal.user_id}", f"session:{principal.session_id}", f"key:{principal.key_id}")
        gone = any(revoked.concerns(subject, known.since) for subject in subjects)
        if gone or known.until <= self._now():
            del self._known[name]
            return None
        return known

    def _remember(self, name: str, principal: Principal, ends_at: float, most_a_minute: int | None = None) -> _Known:
        now = self._now()
        known = _Known(principal, now, min(ends_at, now + _REMEMBERED_S), most_a_minute)
        while len(self._known) >= _MOST_REMEMBERED:
            self._known.popitem(last=False)
        self._known[name] = known
        return known


def _is_for(claims: Claims, path: str) -> bool:
    """A token that a program was granted is for its one resource; every other one is for all of the API."""
    return "client_id" not in claims.payload or path.rstrip("/") == RESOURCE_PATH


def _end_of(moment: object) -> float:
    return moment.timestamp() if isinstance(moment, datetime) else float("inf")


def _refused() -> Unauthenticated:
    return Unauthenticated("What was shown is not valid, or not any more.", hint=_HINT)
