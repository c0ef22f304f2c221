"""What is stored of a token that is only ever compared."""

import base64
import hashlib


def digest(token: str) -> str:
    """SHA-256 in base64 without padding; Better Auth keeps API keys in the same form."""
    raw = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
