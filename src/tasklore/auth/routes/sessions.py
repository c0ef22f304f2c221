"""The session, and the list of one's own sessions."""

from typing import Any

from ..errors import MethodNotAllowed
from ..exchange import Exchange
from ..protocol import Needs
from ..schemas import GetSession, RevokeSession
from ..session_tokens import key_set_token
from .registry import protocol


@protocol.route("GET", "/get-session", query=GetSession)
async def get_session(exchange: Exchange, _body: None) -> Any:
    """Who is signed in here: `{session, user}`, or null."""
    if exchange.by_key is None:
        exchange.headers |= {"cache-control": "no-store", "pragma": "no-cache"}
    found = await exchange.session(refresh=not exchange.query.disableRefresh)
    if found is None:
        return None
    if exchange.by_key is None:
        exchange.headers["set-auth-jwt"] = await key_set_token(exchange.auth, found, exchange.base_url, exchange.now)
    return {"session": found.session.as_wire(), "user": found.user.as_wire()}


@protocol.route("POST", "/get-session")
async def get_session_by_post(exchange: Exchange, _body: None) -> Any:
    """Refused: sessions are prolonged by GET here."""
    exchange.headers |= {"cache-control": "no-store", "pragma": "no-cache"}
    raise MethodNotAllowed()


@protocol.route("GET", "/list-sessions", needs=Needs.FRESH_SESSION)
async def list_sessions(exchange: Exchange, _body: None) -> Any:
    """One's own live sessions."""
    signed_in = await exchange.require_session()
    return [one.as_wire() for one in await exchange.sessions.live(signed_in.user.id)]


@protocol.route("POST", "/revoke-session", body=RevokeSession, needs=Needs.SESSION)
async def revoke_session(exchange: Exchange, body: RevokeSession) -> Any:
    """End one of one's own sessions; anybody else's token changes nothing."""
    signed_in = await exchange.require_session()
    found = await exchange.sessions.find(body.token)
    if found is not None and found.user.id == signed_in.user.id:
        exchange.sessions.end(found.session.id)
        exchange.note(signed_in.user.id, "session_revoked", session=found.session.id)
    return {"status": True}


@protocol.route("POST", "/revoke-sessions", needs=Needs.SESSION)
async def revoke_sessions(exchange: Exchange, _body: None) -> Any:
    """End all of one's own sessions, this one too."""
    signed_in = await exchange.require_session()
    ended = await exchange.sessions.end_all(signed_in.user.id)
    exchange.note(signed_in.user.id, "sessions_revoked", number=ended)
    return {"status": True}


@protocol.route("POST", "/revoke-other-sessions", needs=Needs.SESSION)
async def revoke_other_sessions(exchange: Exchange, _body: None) -> Any:
    """End all of one's own sessions but this one."""
    signed_in = await exchange.require_session()
    ended = await exchange.sessions.end_all(signed_in.user.id, keep=signed_in.session.id)
    exchange.note(signed_in.user.id, "sessions_revoked", number=ended)
    return {"status": True}


@protocol.route("GET", "/ok")
async def ok(exchange: Exchange, _body: None) -> Any:
    """Whether the protocol is served here."""
    return {"ok": True}
