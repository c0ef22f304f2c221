"""What an operator does to other people's accounts: the command line's door to them."""

from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Text, bindparam, select

from tasklore.accounts.errors import NotAnAddress
from tasklore.accounts.models import security_event, user
from tasklore.accounts.security_log import NOWHERE, record
from tasklore.accounts.service import AccountService
from tasklore.accounts.store import CREDENTIAL
from tasklore.accounts.user import User
from tasklore.platform.db.query import Query
from tasklore.platform.errors import NotFound
from tasklore.platform.unit import Unit

from .grants import GrantService
from .validation import is_email

if TYPE_CHECKING:
    from .wiring import AuthServices

_USERS: Final = Query(select(user).order_by(user.c.created_at, user.c.id), "user.list")
_PAGE: Final = 1000
_ALL_EVENTS: Final = Query(
    select(security_event)
    .where(security_event.c.id > bindparam("after", type_=Text))
    .order_by(security_event.c.id)
    .limit(_PAGE),
    "security_event.export",
)


class Administration:
    """Other people's accounts, in one unit of work. There is no owner to ask: this is never behind HTTP."""

    def __init__(self, unit: Unit, auth: "AuthServices") -> None:
        self._unit = unit
        self._auth = auth
        self._accounts = AccountService(unit)

    async def users(self) -> list[User]:
        """Everybody, the oldest account first."""
        return [User(*row) for row in await self._unit.fetch_rows(_USERS)]

    async def add(self, email: str, name: str, password: str, *, role: str = "user") -> User:
        """Stages an account whose address counts as verified.

        Raises:
            NotAnAddress, UserAlreadyExists, PasswordTooShort, PasswordTooLong, PasswordCompromised
        """
        if not is_email(email):
            raise NotAnAddress()
        hashed = await self._auth.hasher.hash_new(password)
        made = await self._accounts.create(email=email, name=name, email_verified=True, role=role)
        self._accounts.add_account(made.id, CREDENTIAL, made.id, password=hashed)
        record(self._unit, made.id, "signed_up", NOWHERE, method="operator")
        return made

    async def set_password(self, email: str, password: str) -> None:
        """Stages a new password; all sessions end.

        Raises:
            NotFound, PasswordTooShort, PasswordTooLong, PasswordCompromised
        """
        person = await self._person(email)
        await self._accounts.set_password(person.id, await self._auth.hasher.hash_new(password))
        ended = await self._auth.sessions(self._unit).end_all(person.id)
        await GrantService(self._unit, self._auth, self._auth.base_url).take_back(person.id)
        record(self._unit, person.id, "password_changed", NOWHERE, by="operator", sessions_revoked=ended)

    async def disable(self, email: str) -> None:
        """Stages that somebody cannot sign in, by no means, from now on. Raises NotFound."""
        person = await self._person(email)
        self._accounts.change(person, disabled=True)
        await self._auth.sessions(self._unit).end_all(person.id)
        self._auth.revoked.revoke(self._unit, f"user:{person.id}", self._auth.token_life)

    async def enable(self, email: str) -> None:
        """Stages that somebody can sign in again; tokens from before stay dead. Raises NotFound."""
        person = await self._person(email)
        self._accounts.change(person, disabled=False)

    async def delete(self, email: str) -> None:
        """Stages the end of an account with everything in it. Raises NotFound."""
        person = await self._person(email)
        await self._auth.sessions(self._unit).end_all(person.id)
        self._accounts.delete(person.id)
        self._auth.revoked.revoke(self._unit, f"user:{person.id}", self._auth.token_life)

    async def security_events(self) -> AsyncIterator[Mapping[str, Any]]:
        """Every security event of everybody, the oldest first, for an export."""
        after = ""
        while True:
            rows = await self._unit.fetch_all(_ALL_EVENTS, after=after)
            for row in rows:
                yield row
            if len(rows) < _PAGE:
                return
            after = rows[-1]["id"]

    async def _person(self, email: str) -> User:
        person = await self._accounts.by_email(email)
        if person is None:
            raise NotFound("User")
        return person
