"""Two-factor: an authenticator app, ten backup codes, trusted devices.

    password right ──► challenge (cookie, ten minutes) ──► code, at most five wrong ──► session
                                                       └─► backup code, once each

Ten wrong codes over all challenges lock the second factor for a quarter of an hour.
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Any, Final, NamedTuple

import orjson

from tasklore.accounts.models import two_factor
from tasklore.accounts.random_text import random_text
from tasklore.accounts.user import User
from tasklore.accounts.verification import Waiting
from tasklore.platform.ids import new_id

from . import totp
from .cookies import DONT_REMEMBER, TRUST_DEVICE, TWO_FACTOR
from .errors import (
    BackupCodesNotEnabled,
    NoTwoFactorCookie,
    TooManyCodes,
    TotpAlreadyEnabled,
    TotpNotEnabled,
    TwoFactorLocked,
    TwoFactorNotEnabled,
    WrongBackupCode,
    WrongCode,
)
from .exchange import Exchange
from .sessions import SignedIn
from .store import TWO_FACTOR_OF

CHALLENGE_LIFE: Final = timedelta(minutes=10)
TRUSTED_FOR: Final = timedelta(days=30)
CODES_A_CHALLENGE: Final = 5
WRONG_UNTIL_LOCKED: Final = 10
LOCKED_FOR: Final = timedelta(minutes=15)
BACKUP_CODES: Final = 10
ISSUER: Final = "Tasklore"
_FOR_SECRET: Final = "authenticator"  # noqa: S105
_FOR_CODES: Final = "backup codes"


class Factor(NamedTuple):
    """Somebody's second factor, opened."""

    row: dict[str, Any]
    secret: str
    backup_codes: list[str]

    @property
    def verified(self) -> bool:
        return bool(self.row["verified"])


class Challenge(NamedTuple):
    """Somebody who has shown a password and not yet a code."""

    user: User
    identifier: str
    waiting: Waiting


class TwoFactorService:
    """The second factor in one exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._unit = exchange.unit
        self._vault = exchange.auth.vault

    async def factor(self, user_id: str) -> Factor | None:
        row = await self._unit.fetch_one(TWO_FACTOR_OF, user_id=user_id)
        if row is None:
            return None
        codes: list[str] = orjson.loads(self._vault.open(row["backup_codes"], _FOR_CODES))
        return Factor(row, self._vault.open(row["secret"], _FOR_SECRET), codes)

    async def enable(self, user: User, issuer: str | None) -> dict[str, Any]:
        """Stages a secret and codes; they take effect with the first right code.

        Raises:
            TotpAlreadyEnabled
        """
        row = await self._unit.fetch_one(TWO_FACTOR_OF, user_id=user.id)
        if row is not None and row["verified"]:
            raise TotpAlreadyEnabled()
        secret, codes = random_text(32), _fresh_codes()
        sealed = {"secret": self._vault.seal(secret, _FOR_SECRET), "backup_codes": self._sealed(codes)}
        if row is None:
            fresh = {"verified": False, "failed_count": 0, "locked_until": None, "version": 1}
            self._unit.insert(two_factor, {"id": new_id(), "user_id": user.id, **sealed, **fresh})
        else:
            self._change(row, sealed)
        address = totp.address(secret, issuer=issuer or ISSUER, account=user.email)
        return {"method": "totp", "totpURI": address, "backupCodes": codes}

    async def address(self, user: User) -> str:
        """Raises TotpNotEnabled."""
        factor = await self.factor(user.id)
        if factor is None:
            raise TotpNotEnabled()
        return totp.address(factor.secret, issuer=ISSUER, account=user.email)

    async def disable(self, signed_in: SignedIn) -> None:
        """Stages the end of two-factor, and a new session in the place of this one."""
        user = self._exchange.accounts.change(signed_in.user, two_factor_enabled=False)
        self._unit.delete(two_factor, {"user_id": user.id})
        self._exchange.replace_session(SignedIn(signed_in.session, user))
        self._exchange.note(user.id, "two_factor_disabled")
        trusted = self._exchange.signed_cookie(TRUST_DEVICE)
        if trusted:
            self._exchange.verifications.drop(trusted.partition("!")[2])
            self._exchange.expire_cookie(TRUST_DEVICE)

    async def renew_codes(self, user: User) -> list[str]:
        """Stages ten new backup codes; the old ones are void.

        Raises:
            TwoFactorNotEnabled
        """
        row = await self._unit.fetch_one(TWO_FACTOR_OF, user_id=user.id)
        if row is None:
            raise TwoFactorNotEnabled()
        codes = _fresh_codes()
        self._change(row, {"backup_codes": self._sealed(codes)})
        self._exchange.note(user.id, "backup_codes_renewed")
        return codes

    # Signing in

    async def challenge(self, user: User, *, remember: bool) -> dict[str, Any] | None:
        """Asks for a code, or gives None on a device that is trusted."""
        if await self._is_trusted(user):
            return None
        exchange = self._exchange
        exchange.expire_session_cookies(keep_dont_remember=True)
        if not remember:
            exchange.add_dont_remember()
        identifier = f"2fa-{random_text(20)}"
        exchange.verifications.put(identifier, user.id, CHALLENGE_LIFE)
        exchange.verifications.put(_attempts(identifier), "0", CHALLENGE_LIFE)
        exchange.set_signed_cookie(TWO_FACTOR, identifier, CHALLENGE_LIFE)
        row = await self._unit.fetch_one(TWO_FACTOR_OF, user_id=user.id)
        methods = ["totp"] if row is not None and row["verified"] else []
        return {"twoFactorRedirect": True, "twoFactorMethods": methods}

    async def challenged(self) -> Challenge:
        """Who was asked for a code.

        Raises:
            NoTwoFactorCookie
        """
        identifier = self._exchange.signed_cookie(TWO_FACTOR)
        waiting = await self._exchange.verifications.find(identifier) if identifier else None
        user = await self._exchange.accounts.get(waiting.value) if waiting else None
        if identifier is None or waiting is None or user is None:
            raise NoTwoFactorCookie()
        return Challenge(user, identifier, waiting)

    async def verify_totp(self, code: str, *, trust: bool) -> dict[str, Any]:
        """Checks a code: of somebody signing in, or of somebody signed in (the first one switches two-factor on).

        Raises:
            WrongCode, TotpNotEnabled, NoTwoFactorCookie, TooManyCodes, TwoFactorLocked
        """
        signed_in = await self._exchange.session()
        if signed_in is not None:
            return await self._verify_signed_in(signed_in, code)
        challenge = await self.challenged()
        factor = await self.factor(challenge.user.id)
        if factor is None or not factor.verified:
            raise TotpNotEnabled()
        attempts = await self._begin_attempt(challenge, factor)
        if not totp.matches(factor.secret, code, self._exchange.now):
            self._count_wrong(challenge, factor, attempts)
            raise WrongCode().keeping_writes()
        self._forgive(factor)
        return await self._pass(challenge, trust=trust)

    async def verify_backup_code(self, code: str, *, trust: bool, without_session: bool) -> dict[str, Any]:
        """Checks a backup code, which works once.

        Raises:
            WrongBackupCode, BackupCodesNotEnabled, NoTwoFactorCookie, TooManyCodes, TwoFactorLocked
        """
        signed_in = await self._exchange.session()
        challenge = None if signed_in is not None else await self.challenged()
        user = signed_in.user if signed_in is not None else challenge.user if challenge else None
        assert user is not None
        factor = await self.factor(user.id)
        if factor is None:
            raise BackupCodesNotEnabled()
        attempts = await self._begin_attempt(challenge, factor) if challenge else None
        if not any(
            hmac.compare_digest(code.encode("utf-8", "surrogatepass"), one.encode()) for one in factor.backup_codes
        ):
            if challenge is not None and attempts is not None:
                self._count_wrong(challenge, factor, attempts)
            raise WrongBackupCode().keeping_writes()
        left = [one for one in factor.backup_codes if one != code]
        # The version settles who wins when one code is shown twice at once.
        self._change(factor.row, {"backup_codes": self._sealed(left), "failed_count": 0, "locked_until": None})
        self._exchange.note(user.id, "backup_code_used", left=len(left))
        if without_session or challenge is None:
            answer: dict[str, Any] = {"user": user.as_wire()}
            return answer if signed_in is None else {"token": signed_in.session.token, **answer}
        return await self._pass(challenge, trust=trust)

    async def _verify_signed_in(self, signed_in: SignedIn, code: str) -> dict[str, Any]:
        session, user = signed_in
        factor = await self.factor(user.id)
        if factor is None:
            raise TotpNotEnabled()
        if not totp.matches(factor.secret, code, self._exchange.now):
            raise WrongCode()
        if not factor.verified:
            self._change(factor.row, {"verified": True})
            if not user.two_factor_enabled:
                user = self._exchange.accounts.change(user, two_factor_enabled=True)
                # Sessions from before know no second factor; this one goes on, the others end.
                await self._exchange.sessions.end_all(user.id, keep=session.id)
                self._exchange.replace_session(SignedIn(session, user))
                self._exchange.note(user.id, "two_factor_enabled")
        return {"token": session.token, "user": signed_in.user.as_wire()}

    async def _pass(self, challenge: Challenge, *, trust: bool) -> dict[str, Any]:
        exchange = self._exchange
        user = challenge.user
        if await exchange.verifications.take(challenge.identifier) is None:
            exchange.expire_cookie(TWO_FACTOR)
            raise NoTwoFactorCookie()
        exchange.verifications.drop(_attempts(challenge.identifier))
        remember = exchange.signed_cookie(DONT_REMEMBER) is None
        session = exchange.sign_in(user, remember=remember)
        exchange.expire_cookie(TWO_FACTOR)
        exchange.note(user.id, "signed_in", method="two-factor")
        if trust:
            self._trust(user)
            exchange.expire_cookie(DONT_REMEMBER)
        return {"token": session.token, "user": user.as_wire()}

    # Counting wrong codes

    async def _begin_attempt(self, challenge: Challenge, factor: Factor) -> int:
        locked_until = factor.row["locked_until"]
        if locked_until is not None and locked_until > self._exchange.now:
            raise TwoFactorLocked()
        waiting = await self._exchange.verifications.find(_attempts(challenge.identifier))
        if waiting is None:
            raise NoTwoFactorCookie()
        if int(waiting.value) >= CODES_A_CHALLENGE:
            self._exchange.verifications.drop(challenge.identifier)
            self._exchange.verifications.drop(_attempts(challenge.identifier))
            self._exchange.expire_cookie(TWO_FACTOR)
            raise TooManyCodes().keeping_writes()
        return int(waiting.value)

    def _count_wrong(self, challenge: Challenge, factor: Factor, attempts: int) -> None:
        exchange = self._exchange
        left = challenge.waiting.expires_at - exchange.now
        exchange.verifications.drop(_attempts(challenge.identifier))
        exchange.verifications.put(_attempts(challenge.identifier), str(attempts + 1), left)
        locked_until = factor.row["locked_until"]
        was_locked = locked_until is not None and locked_until <= exchange.now
        failed = 1 if was_locked else factor.row["failed_count"] + 1
        values: dict[str, Any] = {"failed_count": failed, "locked_until": None}
        if failed >= WRONG_UNTIL_LOCKED:
            values["locked_until"] = exchange.now + LOCKED_FOR
        # The version makes two guesses at one moment count as two: the later one is worked out again.
        self._change(factor.row, values)
        exchange.note(challenge.user.id, "two_factor_failed")

    def _forgive(self, factor: Factor) -> None:
        if factor.row["failed_count"] or factor.row["locked_until"] is not None:
            self._change(factor.row, {"failed_count": 0, "locked_until": None})

    # Trusted devices

    def _trust(self, user: User) -> None:
        identifier = f"trust-device-{random_text(32)}"
        self._exchange.verifications.put(identifier, user.id, TRUSTED_FOR)
        value = f"{self._trust_mark(user, identifier)}!{identifier}"
        self._exchange.set_signed_cookie(TRUST_DEVICE, value, TRUSTED_FOR)

    async def _is_trusted(self, user: User) -> bool:
        """Whether this device was trusted by this user; the trust is renewed for 30 days, under a new name."""
        shown = self._exchange.signed_cookie(TRUST_DEVICE)
        if not shown:
            return False
        mark, _, identifier = shown.partition("!")
        waiting = await self._exchange.verifications.find(identifier)
        right = hmac.compare_digest(mark.encode(), self._trust_mark(user, identifier).encode())
        if not right or waiting is None or waiting.value != user.id:
            self._exchange.expire_cookie(TRUST_DEVICE)
            return False
        self._exchange.verifications.drop(identifier)
        self._trust(user)
        return True

    def _trust_mark(self, user: User, identifier: str) -> str:
        return hashlib.sha256(self._exchange.auth.signer.signature(f"{user.id}!{identifier}")).hexdigest()

    # The row

    def _change(self, row: dict[str, Any], values: dict[str, Any]) -> None:
        version = row["version"]
        changed = {**values, "version": version + 1}
        self._unit.update(two_factor, {"id": row["id"]}, changed, expected_version=version)

    def _sealed(self, codes: list[str]) -> str:
        return self._vault.seal(orjson.dumps(codes).decode(), _FOR_CODES)


def _attempts(identifier: str) -> str:
    return f"2fa-attempts-{identifier}"


def _fresh_codes() -> list[str]:
    return [f"{random_text(5)}-{random_text(5)}" for _ in range(BACKUP_CODES)]
