"""Accounts: made, found, changed, deleted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from tasklore.platform.ids import new_id
from tasklore.platform.jobs.queue import enqueue
from tasklore.platform.unit import Unit

from .errors import UserAlreadyExists
from .models import account, user
from .store import (
    ACCOUNT_BY_SUBJECT,
    ACCOUNTS_OF,
    CREDENTIAL,
    CREDENTIAL_OF,
    USER,
    USER_BY_EMAIL,
    USER_WITH_PASSWORD,
    USERS,
)
from .user import User

USER_DELETED: Final = "user.deleted"
"""Job that follows a deletion, with `{"user_id": …}`: every feature removes what the user owned."""


class Credential(NamedTuple):
    """A password account; the hash is None for somebody who signs in elsewhere."""

    id: str
    password: str | None


class AccountService:
    """Accounts in one unit of work."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, user_id: str) -> User | None:
        row = await self._unit.fetch_row(USER, user_id=user_id)
        return User(*row) if row else None

    async def many(self, user_ids: Iterable[str]) -> dict[str, User]:
        """Those among these ids that have an account here, by id. One query."""
        rows = await self._unit.fetch_rows(USERS, user_ids=list(user_ids))
        return {row[0]: User(*row) for row in rows}

    async def by_email(self, email: str) -> User | None:
        rows = await self._unit.fetch_rows(USER_BY_EMAIL, email=canonical(email))
        return User(*rows[0]) if rows else None

    async def with_password(self, email: str) -> tuple[User, Credential | None] | None:
        """The user of an address and their password account. One query."""
        rows = await self._unit.fetch_rows(USER_WITH_PASSWORD, email=canonical(email))
        if not rows:
            return None
        *columns, credential_id, password = rows[0]
        return User(*columns), None if credential_id is None else Credential(credential_id, password)

    async def credential(self, user_id: str) -> Credential | None:
        rows = await self._unit.fetch_rows(CREDENTIAL_OF, user_id=user_id)
        return Credential(*rows[0]) if rows else None

    async def accounts(self, user_id: str) -> list[dict[str, Any]]:
        """The ways in which somebody signs in."""
        return await self._unit.fetch_all(ACCOUNTS_OF, user_id=user_id)

    async def account_of(self, provider: str, subject: str) -> dict[str, Any] | None:
        """The account that a provider's subject belongs to."""
        return await self._unit.fetch_one(ACCOUNT_BY_SUBJECT, provider=provider, subject=subject)

    async def create(
        self,
        *,
        email: str,
        name: str,
        image: str | None = None,
        email_verified: bool = False,
        profile: Mapping[str, str | None] | None = None,
        role: str = "user",
        user_id: str | None = None,
    ) -> User:
        """Stages a new user.

        Raises:
            UserAlreadyExists: the address has an account.
        """
        if await self.by_email(email) is not None:
            raise UserAlreadyExists()
        profile = profile or {}
        now = milliseconds(self._unit.now)
        created = User(
            id=user_id or new_id(),
            email=canonical(email),
            email_verified=email_verified,
            name=name,
            image=image,
            software_background=profile.get("software_background"),
            hardware_background=profile.get("hardware_background"),
            interest_area=profile.get("interest_area"),
            role=role,
            two_factor_enabled=False,
            disabled=False,
            created_at=now,
            updated_at=now,
        )
        self._unit.insert(user, created._asdict())
        return created

    def change(self, person: User, **values: Any) -> User:
        """Stages new values for somebody's fields and gives the user as it will be."""
        values["updated_at"] = milliseconds(self._unit.now)
        self._unit.update(user, {"id": person.id}, values)
        return person._replace(**values)

    def add_account(self, user_id: str, provider: str, subject: str, **values: Any) -> str:
        """Stages a way to sign in, and gives its id."""
        account_id = new_id()
        row = {
            "id": account_id,
            "user_id": user_id,
            "provider_id": provider,
            "account_id": subject,
            "password": None,
            "access_token": None,
            "refresh_token": None,
            "id_token": None,
            "access_token_expires_at": None,
            "refresh_token_expires_at": None,
            "scope": None,
            "created_at": milliseconds(self._unit.now),
            "updated_at": milliseconds(self._unit.now),
        }
        self._unit.insert(account, row | values)
        return account_id

    def change_account(self, account_id: str, **values: Any) -> None:
        self._unit.update(account, {"id": account_id}, {**values, "updated_at": milliseconds(self._unit.now)})

    def remove_account(self, account_id: str) -> None:
        self._unit.delete(account, {"id": account_id}, expects=1)

    async def set_password(self, user_id: str, hashed: str) -> None:
        """Stages a password; for somebody who had none, the account for it."""
        credential = await self.credential(user_id)
        if credential is None:
            self.add_account(user_id, CREDENTIAL, user_id, password=hashed)
        else:
            self.change_account(credential.id, password=hashed)

    def delete(self, user_id: str) -> None:
        """Stages the removal of somebody and all their sessions, keys and accounts, and the job for the rest."""
        self._unit.delete(user, {"id": user_id}, expects=1)
        enqueue(self._unit, USER_DELETED, {"user_id": user_id})


def canonical(email: str) -> str:
    """The one spelling under which an address has an account."""
    return email.lower()


def milliseconds(moment: datetime) -> datetime:
    """A moment as precise as the protocol shows it, so that what was answered is what was stored."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
