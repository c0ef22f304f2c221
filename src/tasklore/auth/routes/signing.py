"""Sign-up, sign-in, sign-out."""

from typing import Any

from tasklore.accounts.errors import NotAnAddress, SignUpDisabled, UserAlreadyExists
from tasklore.accounts.passwords import require_length
from tasklore.accounts.store import CREDENTIAL
from tasklore.accounts.user import PROFILE_FIELDS

from ..exchange import Exchange
from ..passwords_shown import remember_address, sign_in_with_password
from ..protocol import Needs
from ..schemas import SignIn, SignOut, SignUp
from ..two_factor import TwoFactorService
from ..validation import is_email
from .registry import protocol


@protocol.route("POST", "/sign-up/email", body=SignUp, forms=True, needs=Needs.FORM_ORIGIN)
async def sign_up(exchange: Exchange, body: SignUp) -> Any:
    """Make an account with an address and a password, and sign in."""
    if not exchange.auth.accounts.sign_up_enabled:
        raise SignUpDisabled()
    require_length(body.password)
    if await exchange.accounts.by_email(body.email) is not None:
        raise UserAlreadyExists()
    hashed = await exchange.auth.hasher.hash_new(body.password)
    user = await exchange.accounts.create(
        email=body.email,
        name=body.name,
        image=body.image,
        profile={column: getattr(body, field) for field, column in PROFILE_FIELDS.items()},
    )
    exchange.accounts.add_account(user.id, CREDENTIAL, user.id, password=hashed)
    exchange.note(user.id, "signed_up", method="password")
    await remember_address(exchange, user)
    session = exchange.sign_in(user, remember=body.rememberMe is not False)
    return {"token": session.token, "user": user.as_wire()}


@protocol.route("POST", "/sign-in/email", body=SignIn, forms=True, needs=Needs.FORM_ORIGIN)
async def sign_in(exchange: Exchange, body: SignIn) -> Any:
    """Sign in with an address and a password."""
    if not is_email(body.email):
        raise NotAnAddress()
    user = await sign_in_with_password(exchange, body.email, body.password)
    if user.two_factor_enabled:
        challenge = await TwoFactorService(exchange).challenge(user, remember=body.rememberMe)
        if challenge is not None:
            return challenge
    exchange.note(user.id, "signed_in", method="password")
    session = exchange.sign_in(user, remember=body.rememberMe)
    answer: dict[str, Any] = {"redirect": bool(body.callbackURL), "token": session.token}
    if body.callbackURL:
        exchange.headers["location"] = body.callbackURL
        answer["url"] = body.callbackURL
    return answer | {"user": user.as_wire()}


@protocol.route("POST", "/sign-out", body=SignOut, body_optional=True)
async def sign_out(exchange: Exchange, body: SignOut) -> Any:
    """End this session, if there is one."""
    await end_session(exchange)
    return {"success": True}


async def end_session(exchange: Exchange) -> None:
    """Stages the end of the session that was shown, and expires its cookies either way."""
    token = exchange.session_token
    found = await exchange.sessions.find(token) if token else None
    if found is not None:
        exchange.sessions.end(found.session.id)
        exchange.note(found.user.id, "signed_out", session=found.session.id)
    exchange.expire_session_cookies()
