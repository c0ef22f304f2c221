"""Better Auth's cookies, to the byte.

    better-auth.session_token=<token>.<base64 HMAC-SHA256(secret, token)>, percent-encoded

On https the name starts with `__Secure-` and the cookie is Secure.
"""

import base64
import hashlib
import hmac
import re
from datetime import timedelta
from typing import Final
from urllib.parse import quote, unquote

PREFIX: Final = "better-auth."
SESSION: Final = "session_token"
SESSION_DATA: Final = "session_data"
DONT_REMEMBER: Final = "dont_remember"
TWO_FACTOR: Final = "two_factor"
TRUST_DEVICE: Final = "trust_device"
STATE: Final = "state"

API_COOKIE: Final = "session_token"
"""Contract D1: carries the token for the API. It stands alone, without the protocol's prefix and signature."""

# What encodeURIComponent leaves alone, beyond letters, digits and `_.-~`.
_UNESCAPED: Final = "!*'()"
_BAD_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")


class Signer:
    """Signs short texts with the secret, as Better Auth does."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.new(secret.encode(), digestmod=hashlib.sha256)

    def signature(self, text: str) -> bytes:
        mac = self._key.copy()
        mac.update(text.encode("utf-8", "surrogatepass"))
        return base64.b64encode(mac.digest())

    def sign(self, text: str) -> str:
        """`text.signature`."""
        return f"{text}.{self.signature(text).decode()}"

    def unsign(self, signed: str) -> str | None:
        """The text of `text.signature`, or None when it was not signed here."""
        text, dot, signature = signed.rpartition(".")
        if not dot or not text or len(signature) != 44:
            return None
        given = signature.encode("utf-8", "surrogatepass")
        return text if hmac.compare_digest(given, self.signature(text)) else None


def parse_cookies(header: str) -> dict[str, str]:
    """The cookies of a request, percent-decoded. Of two with one name the first counts.

    It splits at `;` only: other people's cookies hold commas, quotes and blanks.
    """
    cookies: dict[str, str] = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name = name.strip()
        if not equals or name in cookies:
            continue
        value = value.strip()
        if value.startswith('"'):
            value = value[1:-1]
        cookies[name] = _decoded(value)
    return cookies


def _decoded(value: str) -> str:
    if "%" not in value:
        return value
    if _BAD_ESCAPE.search(value):
        return value
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        return value


def encoded(value: str) -> str:
    """A value as encodeURIComponent writes it."""
    return quote(value, safe=_UNESCAPED)


def cookie_name(name: str, *, secure: bool) -> str:
    """The full name of one of the protocol's cookies."""
    return f"__Secure-{PREFIX}{name}" if secure else f"{PREFIX}{name}"


def set_cookie(
    name: str,
    value: str,
    *,
    secure: bool,
    max_age: timedelta | None = None,
    same_site: str = "Lax",
    path: str = "/",
) -> str:
    """A Set-Cookie line; without `max_age` the cookie ends with the browser."""
    line = f"{name}={encoded(value)}"
    if max_age is not None:
        line += f"; Max-Age={int(max_age.total_seconds())}"
    line += f"; Path={path}; HttpOnly"
    if secure:
        line += "; Secure"
    return f"{line}; SameSite={same_site}"


def api_cookie(token: str, *, secure: bool, max_age: timedelta | None) -> str:
    """The cookie of contract D1; Secure and SameSite follow the scheme by themselves (D5)."""
    return set_cookie(API_COOKIE, token, secure=secure, max_age=max_age, same_site="None" if secure else "Lax")
