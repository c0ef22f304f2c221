"""What goes by mail: a new password, a confirmed address, another address."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from tasklore.accounts.digest import digest
from tasklore.accounts.errors import (
    AccountError,
    EmailAlreadyVerified,
    EmailMismatch,
    InvalidToken,
    SameAddress,
)
from tasklore.accounts.letters import letter
from tasklore.accounts.passwords import require_length
from tasklore.accounts.random_text import random_text
from tasklore.accounts.user import User

from .. import link_tokens
from ..errors import LinkOfSomebodyElse, LinkUserNotFound
from ..exchange import Exchange
from ..grants import GrantService
from ..origins import is_path_here, with_query
from ..protocol import Needs
from ..schemas import (
    CallbackQuery,
    ChangeEmail,
    RequestPasswordReset,
    ResetPassword,
    ResetPasswordQuery,
    SendVerification,
    VerifyEmailQuery,
)
from .registry import protocol

_ASKED = "If this email exists in our system, check your email for the reset link"


# A new password


@protocol.route("POST", "/request-password-reset", body=RequestPasswordReset)
async def request_password_reset(exchange: Exchange, body: RequestPasswordReset) -> Any:
    """Ask for a mail with a link to choose a new password. Unknown addresses get the same answer."""
    user = await exchange.accounts.by_email(body.email)
    token = random_text(24)
    # An unknown address is written down as well, under a token that nobody gets: the same work, the same time.
    exchange.verifications.put(_reset(token), user.id if user else "", link_tokens.LIFE)
    if user is not None:
        # Only the newest link of an account works, and none after a password was set with it.
        exchange.verifications.drop(_newest(user))
        exchange.verifications.put(_newest(user), digest(token), link_tokens.LIFE)
        where = quote(body.redirectTo or "", safe="")
        link = f"{exchange.wire_base}/reset-password/{token}?callbackURL={where}"
        exchange.auth.mailer.post(exchange.unit, letter("reset", user.email, link, exchange.language))
        exchange.note(user.id, "password_reset_asked")
    return {"status": True, "message": _ASKED}


@protocol.route("GET", "/reset-password/{token}", query=CallbackQuery, redirect_field="callbackURL")
async def follow_reset_link(exchange: Exchange, _body: None) -> Any:
    """The link in the mail: goes on to the page that asks for the new password."""
    token, onward = exchange.argument, exchange.query.callbackURL
    if not onward or await _user_of(exchange, token) is None:
        return exchange.redirect(with_query(_absolute(exchange, onward), error="INVALID_TOKEN"))
    return exchange.redirect(with_query(_absolute(exchange, onward), token=token))


@protocol.route("POST", "/reset-password", body=ResetPassword, query=ResetPasswordQuery)
async def reset_password(exchange: Exchange, body: ResetPassword) -> Any:
    """Set a new password with the token of a mail. It works once; all sessions end."""
    token = body.token or exchange.query.token
    if not token:
        raise InvalidToken()
    require_length(body.newPassword)
    user = await _user_of(exchange, token)
    if user is None:
        raise InvalidToken()
    hashed = await exchange.auth.hasher.hash_new(body.newPassword)
    if await exchange.verifications.take(_reset(token)) is None:
        raise InvalidToken()
    exchange.verifications.drop(_newest(user))
    await exchange.accounts.set_password(user.id, hashed)
    ended = await exchange.sessions.end_all(user.id)
    await GrantService(exchange.unit, exchange.auth, exchange.base_url).take_back(user.id)
    exchange.note(user.id, "password_reset", sessions_revoked=ended)
    return {"status": True}


@protocol.route("GET", "/error", responses={200: {"description": "A page", "content": {"text/html": {}}}})
async def show_error(exchange: Exchange, _body: None) -> Any:
    """Where a link without a page of its own ends."""
    return Response(_ERROR_PAGE, media_type="text/html", headers={"cache-control": "no-store"})


_ERROR_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tasklore</title></head><body>'
    "<h1>This did not work</h1><p>The link is wrong, used or too old. Please go back and try again.</p>"
    '<p><a href="/">Tasklore</a></p></body></html>'
)


def _reset(token: str) -> str:
    return f"reset-password:{token}"


def _newest(user: User) -> str:
    return f"reset-of:{user.id}"


async def _user_of(exchange: Exchange, token: str) -> User | None:
    """Whose password a token may set: it must wait, and be the newest of its account."""
    waiting = await exchange.verifications.find(_reset(token))
    user = await exchange.accounts.get(waiting.value) if waiting and waiting.value else None
    newest = await exchange.verifications.find(_newest(user)) if user else None
    return user if newest is not None and newest.value == digest(token) else None


def _absolute(exchange: Exchange, url: str) -> str:
    """An address to go on to; a path is one of ours, none is our page for errors."""
    if not url:
        return f"{exchange.wire_base}/error"
    return f"{exchange.base_url}{url}" if is_path_here(url) else url


# A confirmed address


@protocol.route("POST", "/send-verification-email", body=SendVerification)
async def send_verification_email(exchange: Exchange, body: SendVerification) -> Any:
    """Ask for a mail that confirms one's address. Unknown addresses get the same answer."""
    signed_in = await exchange.session()
    if signed_in is None:
        user = await exchange.accounts.by_email(body.email)
        if user is not None and not user.email_verified:
            _send_verification(exchange, user, body.callbackURL)
        else:
            exchange.verifications.put(f"nobody:{random_text(24)}", "", link_tokens.LIFE)
        return {"status": True}
    if signed_in.user.email != body.email.lower():
        raise EmailMismatch()
    if signed_in.user.email_verified:
        raise EmailAlreadyVerified()
    _send_verification(exchange, signed_in.user, body.callbackURL)
    return {"status": True}


def _send_verification(exchange: Exchange, user: User, callback: str | None) -> None:
    token = link_tokens.issue(exchange.auth.link_secret, user.email, exchange.now)
    link = _verification_link(exchange, token, callback)
    exchange.auth.mailer.post(exchange.unit, letter("verify", user.email, link, exchange.language))


def _verification_link(exchange: Exchange, token: str, callback: str | None) -> str:
    return f"{exchange.wire_base}/verify-email?token={token}&callbackURL={quote(callback or '/', safe='')}"


@protocol.route("GET", "/verify-email", query=VerifyEmailQuery, redirect_field="callbackURL")
async def verify_email(exchange: Exchange, _body: None) -> Any:
    """The link in the mail: confirms an address, or the change to a new one."""
    try:
        link = link_tokens.read(exchange.auth.link_secret, exchange.query.token, exchange.now)
        user = await exchange.accounts.by_email(link.email)
        if user is None:
            raise LinkUserNotFound()
        if link.new_email is not None:
            return await _change_email(exchange, user, link.new_email)
    except AccountError as error:
        if not exchange.query.callbackURL:
            raise
        return exchange.redirect(with_query(exchange.query.callbackURL, error=error.code))
    if not user.email_verified:
        exchange.accounts.change(user, email_verified=True)
        exchange.note(user.id, "email_verified")
    return _onward(exchange, lambda: {"status": True, "user": None})


async def _change_email(exchange: Exchange, user: User, new_email: str) -> Any:
    signed_in = await exchange.session()
    if signed_in is not None and signed_in.user.id != user.id:
        raise LinkOfSomebodyElse()
    if await exchange.accounts.by_email(new_email) is not None:
        raise LinkUserNotFound()
    changed = exchange.accounts.change(user, email=new_email, email_verified=True)
    exchange.note(user.id, "email_changed")
    if signed_in is not None:
        exchange.set_session_cookie(signed_in.session)
    elif not user.two_factor_enabled:
        # Whoever opens the link has shown one factor; somebody with a second one signs in with both.
        exchange.sign_in(changed)
    return _onward(exchange, lambda: {"status": True, "user": changed.as_wire()})


def _onward(exchange: Exchange, answer: Callable[[], Any]) -> Any:
    return exchange.redirect(exchange.query.callbackURL) if exchange.query.callbackURL else answer()


# Another address


@protocol.route("POST", "/change-email", body=ChangeEmail, needs=Needs.SESSION)
async def change_email(exchange: Exchange, body: ChangeEmail) -> Any:
    """Ask for a mail to a new address; it becomes one's address when the link is opened."""
    signed_in = await exchange.require_session()
    new_email = body.newEmail.lower()
    if new_email == signed_in.user.email:
        raise SameAddress()
    if await exchange.accounts.by_email(new_email) is not None:
        exchange.verifications.put(f"nobody:{random_text(24)}", "", link_tokens.LIFE)
        return {"status": True}
    token = link_tokens.issue(exchange.auth.link_secret, signed_in.user.email, exchange.now, new_email=new_email)
    link = _verification_link(exchange, token, body.callbackURL)
    exchange.auth.mailer.post(exchange.unit, letter("change-email", new_email, link, exchange.language))
    exchange.note(signed_in.user.id, "email_change_asked")
    return {"status": True}
