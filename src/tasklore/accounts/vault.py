"""Secrets at rest: what must be read again (authenticator secrets, signing keys, mails) is kept encrypted.

AES-256-GCM under a key derived from BETTER_AUTH_SECRET; the purpose is authenticated, so that a value
cannot be moved from one column into another.
"""

import base64
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES: Final = 12


class Vault:
    """Seals and opens texts."""

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(derived_key(secret, "tasklore vault"))

    def seal(self, text: str, purpose: str) -> str:
        nonce = os.urandom(_NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, text.encode(), purpose.encode())
        return base64.urlsafe_b64encode(sealed).decode()

    def open(self, sealed: str, purpose: str) -> str:
        """Raises ValueError when it was sealed with another secret or for another purpose, or was changed."""
        try:
            raw = base64.urlsafe_b64decode(sealed)
            return self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], purpose.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise ValueError("Sealed with another BETTER_AUTH_SECRET, or damaged.") from error


def derived_key(secret: str, purpose: str) -> bytes:
    """32 bytes that follow from the secret and the purpose, and say nothing of either."""
    return HKDF(hashes.SHA256(), 32, None, purpose.encode()).derive(secret.encode())
