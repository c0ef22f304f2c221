"""Tokens made from a session: EdDSA for anybody who reads our key set, HS256 for our own API."""

import time
from collections import OrderedDict
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from .sessions import SignedIn
from .tokens import KEY_SET_TOKEN_LIFE, sign_ed25519

if TYPE_CHECKING:
    from .wiring import AuthServices

_REUSED_S: Final = 60.0
_MOST: Final = 10_000

# A browser asks for its session at every focus and gets a token in the header each time: signing one costs
# 100 µs, so the last one is given again for a minute, as long as it says the same.
_recent: OrderedDict[tuple[str, datetime, str], tuple[float, str]] = OrderedDict()


async def key_set_token(auth: "AuthServices", signed_in: SignedIn, base_url: str, now: datetime) -> str:
    """A token that our key set verifies: the user's fields, for fifteen minutes."""
    session, user = signed_in
    name = (session.id, user.updated_at, base_url)
    kept = _recent.get(name)
    if kept is not None and kept[0] > time.monotonic():
        return kept[1]
    key = await auth.keys.current()
    issued_at = int(now.timestamp())
    claims: dict[str, Any] = {
        "iat": issued_at,
        **user.as_wire(),
        "sub": user.id,
        "sid": session.id,
        "exp": issued_at + int(KEY_SET_TOKEN_LIFE.total_seconds()),
        "iss": base_url,
        "aud": base_url,
    }
    token = sign_ed25519(key.private, key.kid, claims)
    _recent[name] = (time.monotonic() + _REUSED_S, token)
    while len(_recent) > _MOST:
        _recent.popitem(last=False)
    return token


def api_token(auth: "AuthServices", signed_in: SignedIn, now: datetime) -> str:
    """A token that our API verifies with the shared secret (contract E4)."""
    session, user = signed_in
    return auth.api_tokens.issue(user.id, {"email": user.email, "name": user.name, "sid": session.id}, now)
