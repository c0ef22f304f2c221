"""One's own account: profile, password, linked accounts, deletion."""

from typing import Any

from tasklore.accounts.errors import (
    AccountNotFound,
    EmailCannotBeUpdated,
    FieldNotAllowed,
    LastAccount,
    NothingToUpdate,
)
from tasklore.accounts.passwords import require_length, require_not_too_long
from tasklore.accounts.user import PROFILE_FIELDS, PROTECTED_FIELDS, User, wire_time

from ..errors import DeletionTokenInvalid, NoUserForDeletion, SessionExpired, ValidationFailed
from ..exchange import Exchange
from ..grants import GrantService
from ..passwords_shown import require_password
from ..protocol import Needs
from ..schemas import ChangePassword, DeleteUser, DeleteUserQuery, Fields, UnlinkAccount
from .registry import protocol

_LONGEST = {"name": 200}
_LONGEST_ELSE = 2_000


@protocol.route("POST", "/update-user", body=Fields, needs=Needs.SESSION)
async def update_user(exchange: Exchange, body: Fields) -> Any:
    """Change one's name, picture and profile."""
    signed_in = await exchange.require_session()
    given = body.given
    if given.get("email"):
        raise EmailCannotBeUpdated()
    for field in PROTECTED_FIELDS:
        if given.get(field):
            raise FieldNotAllowed(field)
    columns = {"name": "name", "image": "image", **PROFILE_FIELDS}
    values = {column: _text(field, given[field]) for field, column in columns.items() if field in given}
    if not values:
        raise NothingToUpdate()
    user = exchange.accounts.change(signed_in.user, **values)
    exchange.note(user.id, "profile_changed", fields=sorted(values))
    exchange.set_session_cookie(signed_in.session)
    return {"status": True}


def _text(field: str, value: Any) -> str | None:
    """A field's new value; the original stores whatever is sent, we store text."""
    if value is None and field != "name":
        return None
    longest = _LONGEST.get(field, _LONGEST_ELSE)
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise ValidationFailed(f"[body.{field}] Invalid input: expected string of {longest} characters at most")
    return value


@protocol.route("POST", "/change-password", body=ChangePassword, needs=Needs.SESSION)
async def change_password(exchange: Exchange, body: ChangePassword) -> Any:
    """Change one's password; with `revokeOtherSessions` only this browser stays signed in."""
    signed_in = await exchange.require_session()
    user = signed_in.user
    require_length(body.newPassword)
    await require_password(exchange, user, body.currentPassword)
    await exchange.accounts.set_password(user.id, await exchange.auth.hasher.hash_new(body.newPassword))
    exchange.note(user.id, "password_changed", sessions_revoked=body.revokeOtherSessions)
    token = None
    if body.revokeOtherSessions:
        await exchange.sessions.end_all(user.id)
        await GrantService(exchange.unit, exchange.auth, exchange.base_url).take_back(user.id)
        fresh = exchange.sessions.create(user.id, exchange.origin)
        exchange.set_session_cookie(fresh)
        token = fresh.token
    return {"token": token, "user": user.as_wire()}


@protocol.route("GET", "/list-accounts", needs=Needs.SESSION)
async def list_accounts(exchange: Exchange, _body: None) -> Any:
    """The ways in which one signs in."""
    signed_in = await exchange.require_session()
    return [
        {
            "id": row["id"],
            "providerId": row["provider_id"],
            "accountId": row["account_id"],
            "userId": row["user_id"],
            "createdAt": wire_time(row["created_at"]),
            "updatedAt": wire_time(row["updated_at"]),
            "scopes": [scope.strip() for scope in (row["scope"] or "").split(",") if scope.strip()],
        }
        for row in await exchange.accounts.accounts(signed_in.user.id)
    ]


@protocol.route("POST", "/unlink-account", body=UnlinkAccount, needs=Needs.FRESH_SESSION)
async def unlink_account(exchange: Exchange, body: UnlinkAccount) -> Any:
    """Remove one way of signing in; the last one stays."""
    signed_in = await exchange.require_session()
    accounts = await exchange.accounts.accounts(signed_in.user.id)
    if len(accounts) == 1:
        raise LastAccount()
    if all(row["id"] != body.accountId for row in accounts):
        raise AccountNotFound()
    exchange.accounts.remove_account(body.accountId)
    exchange.note(signed_in.user.id, "account_unlinked", account=body.accountId)
    return {"status": True}


@protocol.route("POST", "/delete-user", body=DeleteUser, needs=Needs.SESSION)
async def delete_user(exchange: Exchange, body: DeleteUser) -> Any:
    """Delete one's account with everything in it. Without the password, only shortly after signing in."""
    signed_in = await exchange.require_session()
    if body.password:
        require_not_too_long(body.password)
        await require_password(exchange, signed_in.user, body.password)
    if body.token:
        # Deletion is confirmed by the password here; no link of that kind is ever sent.
        raise DeletionTokenInvalid()
    if not body.password and not exchange.is_fresh(signed_in):
        raise SessionExpired()
    await delete_everything(exchange, signed_in.user)
    return {"success": True, "message": "User deleted"}


@protocol.route("GET", "/delete-user/callback", query=DeleteUserQuery, redirect_field="callbackURL")
async def delete_user_callback(exchange: Exchange, _body: None) -> Any:
    """The link of a deletion mail; none is sent here, so none is valid."""
    if await exchange.session() is None:
        raise NoUserForDeletion()
    raise DeletionTokenInvalid()


async def delete_everything(exchange: Exchange, user: User) -> None:
    """Stages the end of an account: rows at once, what other features hold by a job."""
    await exchange.sessions.end_all(user.id)
    exchange.accounts.delete(user.id)
    exchange.auth.revoked.revoke(exchange.unit, f"user:{user.id}", exchange.auth.token_life)
    exchange.expire_session_cookies()
