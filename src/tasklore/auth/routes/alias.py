"""`/api/v1/auth` (contract D1): the same accounts and sessions, in the API's own manner.

`login` sets the cookie `session_token`, which carries a token for the API, beside the session cookie that it is
renewed from; `logout` clears every spelling of both.
"""

from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from starlette.responses import Response

from tasklore.accounts.errors import NotAnAddress, SignUpDisabled, UserAlreadyExists
from tasklore.accounts.store import CREDENTIAL
from tasklore.accounts.user import PROFILE_FIELDS
from tasklore.platform.errors import TooManyRequests, Unauthenticated
from tasklore.platform.text import Word
from tasklore.platform.unit import Unit
from tasklore.platform.web.route import UnitRoute

from ..cookies import API_COOKIE, DONT_REMEMBER, SESSION, SESSION_DATA, api_cookie, cookie_name, set_cookie
from ..errors import TooManyTries
from ..exchange import Exchange, auth_of
from ..passwords_shown import sign_in_with_password
from ..protocol import check_form_origin, check_origin, count
from ..session_tokens import api_token
from ..sessions import SignedIn
from ..two_factor import TwoFactorService
from ..validation import is_email
from .signing import end_session

PREFIX: Final = "/api/v1/auth"
_SAME_AS: Final = {
    f"{PREFIX}/register": "/sign-up/email",
    f"{PREFIX}/login": "/sign-in/email",
    f"{PREFIX}/logout": "/sign-out",
    f"{PREFIX}/me": "/get-session",
}


class AliasRoute(UnitRoute):
    """The limits and origin checks of the protocol, the errors of the API."""

    async def enter(self, request: Request, unit: Unit) -> Response | None:
        exchange = Exchange(request, unit, auth_of(request), _SAME_AS[request.scope["path"]])
        request.state.exchange = exchange
        if not getattr(request.state, "counted", False):
            request.state.counted = True
            try:
                await count(exchange)
            except TooManyTries as error:
                raise TooManyRequests(error.message, retry_after_s=error.retry_after_s) from error
        if request.method == "POST":
            check_origin(exchange)
            check_form_origin(exchange)
        return None


async def _exchange(request: Request) -> Exchange:
    exchange: Exchange = request.state.exchange
    return exchange


CurrentExchange = Annotated[Exchange, Depends(_exchange)]
router = APIRouter(prefix=PREFIX, tags=["auth"], route_class=AliasRoute)


class Registration(BaseModel):
    """A new account."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={"examples": [{"email": "ada@example.com", "password": "correct horse 1", "name": "Ada"}]},
    )

    email: Annotated[str, Field(max_length=320)]
    password: Annotated[str, Field(max_length=1000)]
    name: Annotated[Word, Field(max_length=200)] = ""
    softwareBackground: Word | None = None
    hardwareBackground: Word | None = None
    interestArea: Word | None = None

    @field_validator("email")
    @classmethod
    def _address(cls, value: str) -> str:
        if not is_email(value):
            raise ValueError("must be an e-mail address such as ada@example.com")
        return value


class Credentials(BaseModel):
    """An address and a password; `username` is read as the address, too."""

    model_config = ConfigDict(
        extra="ignore", json_schema_extra={"examples": [{"email": "ada@example.com", "password": "correct horse 1"}]}
    )

    email: Annotated[str, Field(max_length=320)]
    password: Annotated[str, Field(max_length=1000)]
    remember: bool = True

    @model_validator(mode="before")
    @classmethod
    def _username(cls, value: Any) -> Any:
        if isinstance(value, dict) and "email" not in value and "username" in value:
            return {**value, "email": value["username"]}
        return value


class Me(BaseModel):
    """Who is signed in."""

    id: str
    email: str | None
    name: str | None
    image: str | None = None
    emailVerified: bool = False
    twoFactorEnabled: bool = False
    softwareBackground: str | None = None
    hardwareBackground: str | None = None
    interestArea: str | None = None
    role: str = "user"
    createdAt: str | None = None
    updatedAt: str | None = None


class Login(BaseModel):
    """What signing in gives: a token for the API, also in the cookie `session_token`."""

    access_token: str
    token_type: str = "bearer"  # noqa: S105
    expires_in: int
    user: Me


class SecondFactorAsked(BaseModel):
    """The password was right; show a code at /api/auth/two-factor/verify-totp."""

    two_factor_required: bool = True
    methods: list[str]


@router.post("/register", status_code=201, response_model=Me)
async def register(exchange: CurrentExchange, body: Registration) -> Any:
    """Make an account. It does not sign in."""
    if not exchange.auth.accounts.sign_up_enabled:
        raise SignUpDisabled()
    if await exchange.accounts.by_email(body.email) is not None:
        raise UserAlreadyExists()
    hashed = await exchange.auth.hasher.hash_new(body.password)
    user = await exchange.accounts.create(
        email=body.email,
        name=body.name or body.email.partition("@")[0],
        profile={column: getattr(body, field) for field, column in PROFILE_FIELDS.items()},
    )
    exchange.accounts.add_account(user.id, CREDENTIAL, user.id, password=hashed)
    exchange.note(user.id, "signed_up", method="password")
    return user.as_wire()


@router.post("/login", response_model=Login | SecondFactorAsked)
async def login(exchange: CurrentExchange, body: Credentials) -> Any:
    """Sign in; sets the cookies `session_token` and `better-auth.session_token`."""
    if not is_email(body.email):
        raise NotAnAddress()
    user = await sign_in_with_password(exchange, body.email, body.password)
    if user.two_factor_enabled:
        challenge = await TwoFactorService(exchange).challenge(user, remember=body.remember)
        if challenge is not None:
            return exchange.finished({"two_factor_required": True, "methods": challenge["twoFactorMethods"]})
    exchange.note(user.id, "signed_in", method="password")
    signed_in = SignedIn(exchange.sign_in(user, remember=body.remember), user)
    token = api_token(exchange.auth, signed_in, exchange.now)
    set_api_cookie(exchange, token, remember=body.remember)
    exchange.headers["cache-control"] = "no-store"
    answer = Login(
        access_token=token,
        expires_in=int(exchange.auth.api_tokens.life.total_seconds()),
        user=Me.model_validate(user.as_wire()),
    )
    return exchange.finished(answer.model_dump())


@router.post("/logout")
async def logout(exchange: CurrentExchange) -> Any:
    """End the session, and clear every spelling of its cookies."""
    await end_session(exchange)
    if exchange.session_token is None:
        await _end_by_api_cookie(exchange)
    _clear_all(exchange)
    return exchange.finished({"success": True})


@router.get("/me", response_model=Me)
async def me(exchange: CurrentExchange) -> Any:
    """Who is signed in, whatever was shown: cookie, token or API key."""
    principal = await exchange.auth.authenticator.principal(exchange.request, exchange.unit)
    if principal is None:
        raise Unauthenticated("Nobody is signed in.", hint="Sign in, or send a token or an API key.")
    user = await exchange.accounts.get(principal.user_id)
    shown = {"id": principal.user_id, "email": None, "name": None} if user is None else user.as_wire()
    exchange.headers |= {"cache-control": "no-store", "pragma": "no-cache"}
    renewed = getattr(exchange.request.state, "renewed_cookie", None)
    if renewed is not None:
        exchange.add_cookie(API_COOKIE, renewed)
    return exchange.finished(Me.model_validate(shown).model_dump())


def set_api_cookie(exchange: Exchange, token: str, *, remember: bool = True) -> None:
    """Sets the cookie of contract D1 and D5: Secure and SameSite follow the scheme by themselves."""
    line = api_cookie(token, secure=exchange.secure, max_age=exchange.sessions.life if remember else None)
    exchange.add_cookie(API_COOKIE, line)


async def _end_by_api_cookie(exchange: Exchange) -> None:
    """A client that kept only the token's cookie: its session ends all the same."""
    claims = exchange.auth.verified.verify(exchange.cookies.get(API_COOKIE, ""))
    if claims is not None and claims.session is not None:
        exchange.sessions.end(claims.session)


def _clear_all(exchange: Exchange) -> None:
    gone = timedelta(0)
    for path in ("/", PREFIX, "/api"):
        for secure, same_site in ((False, "Lax"), (True, "None"), (True, "Strict")):
            line = set_cookie(API_COOKIE, "", secure=secure, max_age=gone, same_site=same_site, path=path)
            exchange.add_cookie(f"{API_COOKIE}{path}{secure}{same_site}", line)
    for name in (SESSION, SESSION_DATA, DONT_REMEMBER):
        for secure in (False, True):
            full = cookie_name(name, secure=secure)
            exchange.add_cookie(full, set_cookie(full, "", secure=secure, max_age=gone))
