"""Checking a password that somebody shows, and counting the failures of an account.

A failure is counted before the answer and outside the unit of work, so that a refused sign-in counts although it
writes nothing. The count is per account over all addresses; it spares addresses from which somebody has signed in
to the account before, so that nobody can lock the owner out.
"""

from typing import Final

from tasklore.accounts.digest import digest
from tasklore.accounts.errors import CredentialAccountNotFound, WrongCredentials, WrongPassword
from tasklore.accounts.passwords import Match, require_not_too_long
from tasklore.accounts.service import canonical
from tasklore.accounts.user import User

from .errors import TooManyTries
from .exchange import Exchange
from .limits import FAILURES_A_DAY, FAILURES_A_MINUTE, Window

KNOWN_ADDRESS: Final = Window(1, 90 * 86_400)


async def sign_in_with_password(exchange: Exchange, email: str, password: str) -> User:
    """The user whose address and password were shown. An unknown address costs the same work.

    Raises:
        WrongCredentials: an unknown address, a wrong password, a disabled account: one answer.
        PasswordTooLong
        TooManyTries: too many failures of this account.
        Unavailable: too many are signing in at this moment.
    """
    require_not_too_long(password)
    account = _account(email)
    await _require_room(exchange, account)
    found = await exchange.accounts.with_password(email)
    user, credential = found or (None, None)
    match = await exchange.auth.hasher.matches(password, credential.password if credential else None)
    if user is None or credential is None or not match or user.disabled:
        await count_failure(exchange, account)
        raise WrongCredentials()
    if match is Match.YES_BUT_OLD:
        exchange.accounts.change_account(credential.id, password=await exchange.auth.hasher.hash(password))
    await remember_address(exchange, user)
    return user


async def remember_address(exchange: Exchange, user: User) -> None:
    """Keeps in mind that somebody signs in from here; the bounds on guesses at their account are for others."""
    await exchange.auth.windows.take(_known_from(exchange, _account(user.email)), KNOWN_ADDRESS)


async def require_password(exchange: Exchange, user: User, password: str) -> None:
    """Checks the password of somebody who is signed in.

    Raises:
        WrongPassword, PasswordTooLong, CredentialAccountNotFound, TooManyTries, Unavailable
    """
    require_not_too_long(password)
    account = _account(user.email)
    await _require_room(exchange, account)
    credential = await exchange.accounts.credential(user.id)
    if credential is None or credential.password is None:
        raise CredentialAccountNotFound()
    if not await exchange.auth.hasher.matches(password, credential.password):
        await count_failure(exchange, account)
        raise WrongPassword()


async def count_failure(exchange: Exchange, account: str) -> None:
    """Counts a failure of an account."""
    if exchange.auth.config.auth_rate_limits:
        await exchange.auth.windows.take(account, FAILURES_A_MINUTE)
        await exchange.auth.windows.take(account, FAILURES_A_DAY)


async def _require_room(exchange: Exchange, account: str) -> None:
    if not exchange.auth.config.auth_rate_limits:
        return
    windows = exchange.auth.windows
    for window in (FAILURES_A_MINUTE, FAILURES_A_DAY):
        turn = await windows.full(account, window)
        if not turn.allowed:
            if not (await windows.full(_known_from(exchange, account), KNOWN_ADDRESS)).allowed:
                return
            raise TooManyTries(max(1, round(turn.wait_s + 0.5)))


def _account(email: str) -> str:
    return f"account:{digest(canonical(email))}"


def _known_from(exchange: Exchange, account: str) -> str:
    return f"{account}|{exchange.origin.ip_address}"
