"""The tokens in mails that confirm an address: signed, an hour, bound to the address and to what they are for."""

from datetime import datetime, timedelta
from typing import Any, Final, Literal, NamedTuple

import jwt

from .errors import LinkTokenExpired, LinkTokenInvalid

LIFE: Final = timedelta(hours=1)
Purpose = Literal["verify", "change-email"]


class Link(NamedTuple):
    """What a link says."""

    email: str
    purpose: Purpose
    new_email: str | None


def issue(secret: bytes, email: str, now: datetime, *, new_email: str | None = None) -> str:
    """A token that confirms an address or, with `new_email`, the change to another one."""
    claims: dict[str, Any] = {
        "email": email.lower(),
        "purpose": "verify" if new_email is None else "change-email",
        "iat": int(now.timestamp()),
        "exp": int((now + LIFE).timestamp()),
    }
    if new_email is not None:
        claims["updateTo"] = new_email.lower()
    return jwt.encode(claims, secret, algorithm="HS256")


def read(secret: bytes, token: str, now: datetime) -> Link:
    """What a token says.

    Raises:
        LinkTokenExpired, LinkTokenInvalid
    """
    try:
        claims = jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            options={"require": ["exp", "iat", "email", "purpose"], "verify_exp": False, "verify_iat": False},
        )
    except (jwt.InvalidTokenError, ValueError, TypeError, RecursionError):
        raise LinkTokenInvalid() from None
    if claims["exp"] <= now.timestamp():
        raise LinkTokenExpired()
    return Link(claims["email"], claims["purpose"], claims.get("updateTo"))
