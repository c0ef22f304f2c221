"""One request of the protocol and the answer in the making: cookies, session, headers."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final, cast

import orjson
from fastapi import Request
from starlette.responses import Response

from tasklore.accounts.letters import Language, language_of
from tasklore.accounts.security_log import Kind, Origin, record
from tasklore.accounts.service import AccountService
from tasklore.accounts.user import User
from tasklore.accounts.verification import Verifications
from tasklore.platform.errors import DomainError
from tasklore.platform.unit import Unit

from .cookies import DONT_REMEMBER, SESSION, SESSION_DATA, cookie_name, parse_cookies, set_cookie
from .errors import ForeignRedirect, NoSession, SessionNotFresh
from .origins import is_loopback, own_origin
from .sessions import Session, SessionService, SignedIn
from .wiring import BASE_PATH, AuthServices

GONE: Final = timedelta(0)


class Exchange:
    """What a handler of the protocol works with."""

    def __init__(self, request: Request, unit: Unit, auth: AuthServices, path: str) -> None:
        self.request = request
        self.unit = unit
        self.auth = auth
        self.path = path
        self.now: datetime = unit.now
        self.query: Any = None
        self.argument = ""
        """The last step of a path such as `/reset-password/{token}`."""

        self.headers: dict[str, str] = {}
        self.by_key: SignedIn | None = None
        """The session that an API key stands for."""

        self._cookies_out: dict[str, str] = {}
        self._given_token: str | None = None
        self._bearer: str | None = None
        self._found: SignedIn | None = None
        self._looked = False

    # What the request shows

    @cached_property
    def cookies(self) -> dict[str, str]:
        return parse_cookies(self.request.headers.get("cookie", ""))

    @cached_property
    def secure(self) -> bool:
        """Whether the browser speaks https with us."""
        return self.auth.secure_by_address or self.auth.proxies.is_https(self.request.scope)

    @cached_property
    def own_origin(self) -> str | None:
        """The origin that the request was sent to."""
        return own_origin(self.request.headers, secure=self.secure)

    @cached_property
    def base_url(self) -> str:
        """Our address, for links and the issuer of tokens: the configured one.

        A server that was never told its address, and is spoken to on its own machine, has the address it is
        spoken to by. No other Host header is believed.
        """
        own = self.own_origin
        if self.auth.base_url_is_configured or own is None or not is_loopback(own):
            return self.auth.base_url
        return own

    @property
    def wire_base(self) -> str:
        """The address below which the protocol's routes are."""
        return f"{self.base_url}{BASE_PATH}"

    @cached_property
    def origin(self) -> Origin:
        """Where the request comes from, for sessions and the security log."""
        return Origin(self.auth.proxies.client(self.request.scope), self.request.headers.get("user-agent", ""))

    @cached_property
    def language(self) -> Language:
        return language_of(self.request.headers.get("accept-language", ""))

    def signed_cookie(self, name: str) -> str | None:
        """The value of one of our signed cookies, or None when it is absent or forged."""
        value = self.cookies.get(cookie_name(name, secure=self.secure))
        return None if not value else self.auth.signer.unsign(value)

    def show_bearer(self, token: str) -> None:
        """Lets a token from the Authorization header stand for the session cookie."""
        self._bearer = token

    @property
    def session_token(self) -> str | None:
        """The session token that was shown, its signature checked."""
        return self._bearer or self.signed_cookie(SESSION)

    # What is worked on

    @cached_property
    def accounts(self) -> AccountService:
        return AccountService(self.unit)

    @cached_property
    def verifications(self) -> Verifications:
        return Verifications(self.unit)

    @cached_property
    def sessions(self) -> SessionService:
        return self.auth.sessions(self.unit)

    def note(self, user_id: str, kind: Kind, **details: Any) -> None:
        """Stages a security event."""
        record(self.unit, user_id, kind, self.origin, **details)

    # The session

    async def session(self, *, refresh: bool = True) -> SignedIn | None:
        """The live session that was shown, prolonged when it is due; cookies of a dead one are expired."""
        if self.by_key is not None:
            return self.by_key
        if not self._looked:
            self._looked = True
            self._found = await self._find_session(refresh)
        return self._found

    async def require_session(self) -> SignedIn:
        """The session.

        Raises:
            NoSession: nobody is signed in.
        """
        found = await self.session()
        if found is None:
            raise NoSession()
        return found

    async def require_own_session(self) -> SignedIn:
        """The session of somebody who signed in themselves: from a key nothing is made that outlives it.

        Raises:
            NoSession: nobody is signed in, or only a key was shown.
        """
        if self.by_key is not None:
            raise NoSession()
        return await self.require_session()

    async def require_fresh_session(self) -> SignedIn:
        """The session of somebody who signed in within a day; a key is never fresh.

        Raises:
            NoSession, SessionNotFresh
        """
        found = await self.require_session()
        if not self.is_fresh(found):
            raise SessionNotFresh()
        return found

    def is_fresh(self, found: SignedIn) -> bool:
        """Whether somebody signed in themselves, not long ago."""
        return self.by_key is None and found.session.is_fresh(self.now)

    async def _find_session(self, refresh: bool) -> SignedIn | None:
        token = self.session_token
        if not token:
            return None
        found = await self.sessions.find(token)
        if found is None or found.session.expires_at < self.now or found.user.disabled:
            self.expire_session_cookies()
            if found is not None:
                self.sessions.end(found.session.id)
            return None
        if not refresh or self.signed_cookie(DONT_REMEMBER) or not self.sessions.is_due(found.session):
            return found
        longer = self.sessions.prolong(found.session)
        self.set_session_cookie(longer, remember=True)
        return SignedIn(longer, found.user)

    def sign_in(self, user: User, *, remember: bool = True) -> Session:
        """Stages a session for somebody who has shown who they are, and sets its cookie."""
        session = self.sessions.create(user.id, self.origin, remember=remember)
        self.set_session_cookie(session, remember=remember)
        return session

    def replace_session(self, signed_in: SignedIn) -> Session:
        """Stages a new session in the place of this one: after a change of what somebody may do."""
        self.sessions.end(signed_in.session.id)
        fresh = self.sessions.create(
            signed_in.user.id, Origin(signed_in.session.ip_address, signed_in.session.user_agent)
        )
        self.set_session_cookie(fresh)
        return fresh

    # The answer

    def set_session_cookie(self, session: Session, *, remember: bool | None = None) -> None:
        """Sets the session cookie; without `remember`, for as long as the browser's other cookie says."""
        if remember is None:
            remember = self.signed_cookie(DONT_REMEMBER) is None
        signed = self.auth.signer.sign(session.token)
        self._given_token = signed
        self._set(SESSION, signed, self.sessions.life if remember else None)
        if not remember:
            self.add_dont_remember()

    def set_signed_cookie(self, name: str, value: str, max_age: timedelta) -> None:
        self._set(name, self.auth.signer.sign(value), max_age)

    def add_dont_remember(self) -> None:
        """Tells the browser that the session to come ends with it."""
        self._set(DONT_REMEMBER, self.auth.signer.sign("true"), None)

    def expire_cookie(self, name: str) -> None:
        self._set(name, "", GONE)

    def expire_session_cookies(self, *, keep_dont_remember: bool = False) -> None:
        self._given_token = None
        self.expire_cookie(SESSION)
        self.expire_cookie(SESSION_DATA)
        if not keep_dont_remember:
            self.expire_cookie(DONT_REMEMBER)

    def _set(self, name: str, value: str, max_age: timedelta | None) -> None:
        full = cookie_name(name, secure=self.secure)
        self._cookies_out[full] = set_cookie(full, value, secure=self.secure, max_age=max_age)

    def add_cookie(self, name: str, line: str) -> None:
        """A Set-Cookie line of another form; one line for each name."""
        self._cookies_out[name] = line

    def require_redirect(self, url: str | None, label: str = "callbackURL") -> None:
        """Raises ForeignRedirect for an address that leads elsewhere."""
        if url and not self.auth.origins.may_redirect_to(url, self.own_origin):
            raise ForeignRedirect(label)

    def redirect(self, url: str) -> Response:
        """302 to an address that was checked."""
        return Response(status_code=302, headers={"location": url})

    def finished(self, payload: Any, status: int = 200) -> Response:
        """The answer with its cookies and headers."""
        response = (
            payload
            if isinstance(payload, Response)
            else Response(orjson.dumps(payload), status, media_type="application/json")
        )
        exposed = []
        if "set-auth-jwt" in self.headers:
            exposed.append("set-auth-jwt")
        if self._given_token is not None:
            self.headers["set-auth-token"] = self._given_token
            exposed.append("set-auth-token")
        if exposed:
            self.headers["access-control-expose-headers"] = ", ".join(exposed)
        response.headers.update(self.headers)
        for line in self._cookies_out.values():
            response.raw_headers.append((b"set-cookie", line.encode("latin-1")))
        return response

    def refused(self, error: DomainError) -> Response:
        """An error in the protocol's form; cookies that died on the way are expired all the same."""
        body = {"message": error.message} | ({"code": error.code} if error.code else {})
        response = self.finished(body, error.status)
        if error.retry_after_s is not None:
            response.headers["x-retry-after"] = str(error.retry_after_s)
            response.headers["retry-after"] = str(error.retry_after_s)
        return response


def auth_of(request: Request) -> AuthServices:
    """What this process holds for signing in."""
    return cast(AuthServices, request.app.state.services.auth)
