"""API keys in the protocol's form."""

from datetime import timedelta
from typing import Any

from ..api_keys import LONGEST_LIFE, SHORTEST_LIFE, as_wire
from ..errors import (
    ExpiresTooLate,
    ExpiresTooSoon,
    KeyNameLength,
    KeyPrefixLength,
    MetadataDisabled,
    NoKeyValues,
    NoSessionForKeys,
    ServerOnlyProperty,
)
from ..exchange import Exchange
from ..protocol import Needs
from ..schemas import ApiKeyId, CreateApiKey, GetApiKey, ListApiKeys, UpdateApiKey
from ..sessions import SignedIn
from .registry import protocol

_SERVER_ONLY = (
    "refillAmount",
    "refillInterval",
    "rateLimitMax",
    "rateLimitTimeWindow",
    "rateLimitEnabled",
    "permissions",
    "remaining",
)
_LONGEST_NAME = 32
_SORTED_BY = {
    "createdAt": "created_at",
    "updatedAt": "updated_at",
    "name": "name",
    "expiresAt": "expires_at",
    "lastRequest": "last_request",
    "id": "id",
}


@protocol.route("POST", "/api-key/create", body=CreateApiKey)
async def create(exchange: Exchange, body: CreateApiKey) -> Any:
    """Make a key; the answer is the only one that holds it."""
    signed_in = await exchange.session()
    given = body.model_fields_set
    if any(field in given and field != "remaining" for field in _SERVER_ONLY) or body.remaining is not None:
        raise ServerOnlyProperty()
    if "userId" in given or signed_in is None or exchange.by_key is not None:
        raise NoSessionForKeys()
    if body.metadata:
        raise MetadataDisabled()
    life = _life(body.expiresIn)
    if body.prefix is not None and len(body.prefix) > _LONGEST_NAME:
        raise KeyPrefixLength()
    if body.name:
        _require_name(body.name)
    made = exchange.auth.api_keys(exchange.unit).create(
        signed_in.user.id, name=body.name, prefix=body.prefix, life=life
    )
    exchange.note(signed_in.user.id, "api_key_created", key=made.row["id"])
    return {**as_wire(made.row), "key": made.key}


@protocol.route("GET", "/api-key/get", query=GetApiKey, needs=Needs.SESSION)
async def get(exchange: Exchange, _body: None) -> Any:
    """One of one's own keys, without the key."""
    signed_in = await exchange.require_session()
    return as_wire(await exchange.auth.api_keys(exchange.unit).get(signed_in.user.id, exchange.query.id))


@protocol.route("GET", "/api-key/list", query=ListApiKeys, needs=Needs.SESSION)
async def list_keys(exchange: Exchange, _body: None) -> Any:
    """One's own keys, without the keys."""
    signed_in = await exchange.require_session()
    query = exchange.query
    rows = await exchange.auth.api_keys(exchange.unit).list(signed_in.user.id)
    column = _SORTED_BY.get(query.sortBy or "")
    if column:
        rows.sort(key=lambda row: (row[column] is not None, row[column]), reverse=query.sortDirection == "desc")
    start = query.offset or 0
    page = rows[start:] if query.limit is None else rows[start : start + query.limit]
    answer: dict[str, Any] = {"apiKeys": [as_wire(row) for row in page], "total": len(rows)}
    if query.limit is not None:
        answer["limit"] = query.limit
    if query.offset is not None:
        answer["offset"] = query.offset
    return answer


@protocol.route("POST", "/api-key/update", body=UpdateApiKey)
async def update(exchange: Exchange, body: UpdateApiKey) -> Any:
    """Rename a key, switch it on or off, change its end."""
    signed_in = _owner(await exchange.session(), body)
    given = body.model_fields_set
    if any(field in given for field in _SERVER_ONLY):
        raise ServerOnlyProperty()
    service = exchange.auth.api_keys(exchange.unit)
    await service.get(signed_in.user.id, body.keyId)
    values: dict[str, Any] = {}
    if "name" in given:
        _require_name(body.name)
        values["name"] = body.name
    if "enabled" in given:
        values["enabled"] = body.enabled
    if "expiresIn" in given:
        life = _life(body.expiresIn)
        values["expires_at"] = None if life is None else exchange.now + life
    if not values:
        raise NoKeyValues()
    row = await service.change(signed_in.user.id, body.keyId, values)
    exchange.note(signed_in.user.id, "api_key_changed", key=body.keyId, fields=sorted(values))
    return as_wire(row)


@protocol.route("POST", "/api-key/delete", body=ApiKeyId, needs=Needs.SESSION)
async def delete(exchange: Exchange, body: ApiKeyId) -> Any:
    """Delete a key; it is dead everywhere within a second."""
    signed_in = await exchange.require_session()
    await exchange.auth.api_keys(exchange.unit).delete(signed_in.user.id, body.keyId)
    exchange.note(signed_in.user.id, "api_key_deleted", key=body.keyId)
    return {"success": True}


def _owner(signed_in: SignedIn | None, body: UpdateApiKey) -> SignedIn:
    if signed_in is None or (body.userId and body.userId != signed_in.user.id):
        raise NoSessionForKeys()
    return signed_in


def _require_name(name: str) -> None:
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise KeyNameLength()


def _life(seconds: float | None) -> timedelta | None:
    if seconds is None:
        return None
    if seconds < SHORTEST_LIFE.total_seconds():
        raise ExpiresTooSoon()
    if seconds > LONGEST_LIFE.total_seconds():
        raise ExpiresTooLate()
    return timedelta(seconds=seconds)
