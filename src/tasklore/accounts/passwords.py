"""Password hashes: Better Auth's scrypt, and the bcrypt and argon2id of imported accounts.

    salt:key                 32 and 128 hex digits; scrypt N=16384 r=16 p=1, 64 bytes, NFKC    ours, and Better Auth's
    $2a$ $2b$ $2y$           bcrypt                                                            replaced at sign-in
    $argon2id$               argon2id                                                          replaced at sign-in

Hashing takes about 0.1 s of a processor and 32 MB, so it happens in a few threads with a short queue, never
on the event loop; the threads run at low priority so that everything else stays quick meanwhile.
"""

import asyncio
import hashlib
import hmac
import os
import secrets
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from enum import Enum
from typing import Final, TypeVar

from tasklore.platform.errors import Unavailable

from .common_passwords import is_common
from .config import PASSWORD_LONGEST, PASSWORD_SHORTEST, AccountsConfig
from .errors import PasswordCompromised, PasswordTooLong, PasswordTooShort

T = TypeVar("T")

_N: Final = 16384
_R: Final = 16
_P: Final = 1
_LENGTH: Final = 64
_MEMORY: Final = 128 * _N * _R * 2
_BCRYPT: Final = ("$2a$", "$2b$", "$2y$")


class Match(Enum):
    """What comparing a password with a hash found."""

    NO = "no"
    YES = "yes"
    YES_BUT_OLD = "yes, and the hash should be replaced"

    def __bool__(self) -> bool:
        return self is not Match.NO


class PasswordHasher:
    """Hashes and compares in threads of its own."""

    def __init__(self, config: AccountsConfig) -> None:
        self._refuse_common = config.refuse_common_passwords
        threads = config.hash_threads or min(os.cpu_count() or 1, 4)
        self._most_waiting = threads + config.hash_queue
        self._waiting = 0
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="hash", initializer=_yield_to_others)

    async def hash(self, password: str) -> str:
        """A fresh hash.

        Raises:
            Unavailable: too many are waiting.
        """
        return await self._in_pool(_scrypt_hash, password)

    async def hash_new(self, password: str) -> str:
        """A fresh hash of a password that somebody chooses, once it is long, short and rare enough.

        Raises:
            PasswordTooShort, PasswordTooLong, PasswordCompromised: choose another one.
            Unavailable: too many are waiting.
        """
        require_length(password)
        if self._refuse_common and await self._in_pool(is_common, password):
            raise PasswordCompromised()
        return await self.hash(password)

    async def matches(self, password: str, hashed: str | None) -> Match:
        """Compares; without a hash it works as long and says no, so that nobody learns who has an account.

        Raises:
            Unavailable: too many are waiting.
        """
        if hashed is None:
            await self._in_pool(_scrypt_hash, password)
            return Match.NO
        return await self._in_pool(compare, password, hashed)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _in_pool(self, work: Callable[..., T], *arguments: str) -> T:
        if self._waiting >= self._most_waiting:
            raise Unavailable("Too many people are signing in at this moment.", retry_after_s=2)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)
        finally:
            self._waiting -= 1


def require_length(password: str) -> None:
    """Raises PasswordTooShort or PasswordTooLong."""
    if _units(password) < PASSWORD_SHORTEST:
        raise PasswordTooShort()
    require_not_too_long(password)


def require_not_too_long(password: str) -> None:
    """Raises PasswordTooLong; for a password that is only compared."""
    if _units(password) > PASSWORD_LONGEST:
        raise PasswordTooLong()


def compare(password: str, hashed: str) -> Match:
    """Compares a password with a hash of any known kind; an unknown kind never matches. Takes about 0.1 s."""
    if hashed.startswith(_BCRYPT):
        import bcrypt

        with suppress(ValueError):
            # bcrypt itself reads 72 bytes; the library refuses longer input instead of cutting it.
            if bcrypt.checkpw(password.encode()[:72], hashed.encode()):
                return Match.YES_BUT_OLD
        return Match.NO
    if hashed.startswith("$argon2id$"):
        import argon2

        with suppress(argon2.exceptions.Argon2Error, argon2.exceptions.InvalidHash):
            argon2.PasswordHasher().verify(hashed, password)
            return Match.YES_BUT_OLD
        return Match.NO
    salt, _, key = hashed.partition(":")
    if not salt or not key:
        return Match.NO
    return Match.YES if hmac.compare_digest(_scrypt(password, salt).encode(), key.encode()) else Match.NO


def _scrypt_hash(password: str) -> str:
    salt = secrets.token_hex(16)
    return f"{salt}:{_scrypt(password, salt)}"


def _scrypt(password: str, salt: str) -> str:
    # The salt is the text of the hex digits, not the bytes they stand for: so the original does it.
    normalized = unicodedata.normalize("NFKC", password).encode()
    return hashlib.scrypt(normalized, salt=salt.encode(), n=_N, r=_R, p=_P, dklen=_LENGTH, maxmem=_MEMORY).hex()


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _yield_to_others() -> None:
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
