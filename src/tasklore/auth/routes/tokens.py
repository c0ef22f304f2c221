"""Tokens for the API and for others: EdDSA with a key set, HS256 with the shared secret, and their renewal."""

from typing import Any

from ..exchange import Exchange
from ..refresh import RefreshService
from ..schemas import Refresh
from ..session_tokens import api_token, key_set_token
from .registry import protocol


@protocol.route("GET", "/token")
async def token(exchange: Exchange, _body: None) -> Any:
    """A token for whoever reads the key set; fifteen minutes."""
    signed_in = await exchange.require_own_session()
    return {"token": await key_set_token(exchange.auth, signed_in, exchange.base_url, exchange.now)}


@protocol.route("GET", "/jwks")
async def jwks(exchange: Exchange, _body: None) -> Any:
    """The public keys (RFC 7517)."""
    return {"keys": [key.as_jwk() for key in await exchange.auth.keys.all()]}


@protocol.route("GET", "/jwt")
async def jwt(exchange: Exchange, _body: None) -> Any:
    """A token for the API, signed with the shared secret, and the user (contract E4)."""
    signed_in = await exchange.require_own_session()
    exchange.headers["cache-control"] = "no-store"
    return {"token": api_token(exchange.auth, signed_in, exchange.now), "user": signed_in.user.as_wire()}


@protocol.route("POST", "/refresh/issue")
async def issue_refresh_token(exchange: Exchange, _body: None) -> Any:
    """A pair of tokens for a client that keeps no cookies: one for an hour, one to get the next pair with."""
    signed_in = await exchange.require_own_session()
    exchange.headers["cache-control"] = "no-store"
    return await RefreshService(exchange).issue(signed_in)


@protocol.route("POST", "/refresh", body=Refresh)
async def refresh(exchange: Exchange, body: Refresh) -> Any:
    """The next pair of tokens. Each refresh token works once; one shown twice ends its whole family."""
    exchange.headers["cache-control"] = "no-store"
    return await RefreshService(exchange).rotate(body.refreshToken)
