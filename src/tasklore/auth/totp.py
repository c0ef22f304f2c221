"""One-time codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds)."""

import base64
import hashlib
import hmac
import struct
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode

from .cookies import encoded

DIGITS: Final = 6
PERIOD_S: Final = 30
WINDOW: Final = 1
"""Periods before and after the present one that are accepted: clocks differ."""


def code_at(secret: str, counter: int) -> str:
    """The code of one period. The secret is the text itself, as Better Auth keeps it."""
    mac = hmac.new(secret.encode(), struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = mac[-1] & 15
    number = struct.unpack(">I", mac[offset : offset + 4])[0] & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matches(secret: str, code: str, now: datetime) -> bool:
    """Whether a code is right at this moment, give or take a period."""
    counter = int(now.timestamp()) // PERIOD_S
    right = False
    for step in range(-WINDOW, WINDOW + 1):
        expected = code_at(secret, counter + step).encode()
        right |= hmac.compare_digest(code.encode("utf-8", "surrogatepass"), expected)
    return right


def address(secret: str, *, issuer: str, account: str) -> str:
    """The `otpauth:` address that a QR code holds."""
    query = urlencode(
        {
            "secret": base64.b32encode(secret.encode()).decode().rstrip("="),
            "issuer": issuer,
            "digits": DIGITS,
            "period": PERIOD_S,
        },
        quote_via=quote,
    )
    return f"otpauth://totp/{encoded(issuer)}:{encoded(account)}?{query}"
