"""`/api/v1/account`: what happened to one's account, and keys limited to scopes."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from tasklore.accounts.security_log import Origin, events_of, record
from tasklore.accounts.user import wire_time
from tasklore.platform.errors import Forbidden, Invalid, NotFound
from tasklore.platform.paging import DEFAULT, MOST, decode_cursor, encode_cursor
from tasklore.platform.text import Id, Name, Word
from tasklore.platform.web.route import RequestUnit

from ..errors import ApiKeyNotFound
from ..exchange import auth_of
from ..grants import GrantService
from ..principal import CurrentUser, Principal
from ..route import SignedInRoute
from ..scopes import SCOPES, known


class AccountRoute(SignedInRoute):
    area = "account"


router = APIRouter(prefix="/api/v1/account", tags=["account"], route_class=AccountRoute)


class SecurityEvent(BaseModel):
    """Something that happened to an account."""

    id: str
    kind: str
    at: str
    ip_address: str
    user_agent: str
    details: dict[str, Any]


class SecurityEvents(BaseModel):
    items: list[SecurityEvent]
    next_cursor: str | None


@router.get("/security-events", response_model=SecurityEvents)
async def security_events(
    unit: RequestUnit,
    user: CurrentUser,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = DEFAULT,
) -> Any:
    """What happened to one's account, the newest first."""
    before = _moment(cursor) if cursor else None
    rows = await events_of(unit, user.user_id, before=before, most=limit + 1)
    page = rows[:limit]
    return {
        "items": [{**row, "at": wire_time(row["at"])} for row in page],
        "next_cursor": encode_cursor(page[-1]["at"].isoformat()) if len(rows) > limit else None,
    }


def _moment(cursor: str) -> datetime:
    (text,) = decode_cursor(cursor, str)
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise Invalid("The cursor is not one that this list gave out.", code="bad_cursor") from error


class KeyCreate(BaseModel):
    """A key for a program that acts for one."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "backup script", "scopes": ["tasks:read"]}]}
    )

    name: Name
    scopes: list[str] | None = Field(None, description="What it may do; everything when left out.", max_length=50)
    expires_in_days: int | None = Field(None, ge=1, le=365, description="It never ends when left out.")


class KeyRead(BaseModel):
    """A key without the key itself."""

    id: str
    name: str | None
    start: str
    scopes: list[str] | None
    enabled: bool
    expires_at: str | None
    last_used_at: str | None
    created_at: str


class KeyMade(KeyRead):
    """A new key; the only answer that holds it."""

    key: str


def person(user: CurrentUser) -> Principal:
    """Somebody who signed in themselves; a key cannot make keys.

    Raises:
        Forbidden
    """
    if user.key_id is not None or user.scopes is not None:
        raise Forbidden("Keys are made and deleted by a person, not by a key.", code="person_needed")
    return user


Person = Annotated[Principal, Depends(person)]


@router.get("/scopes", response_model=dict[str, str])
async def scopes(user: CurrentUser) -> Any:
    """Every scope that a key can be limited to, with what it allows."""
    return SCOPES


@router.get("/keys", response_model=list[KeyRead])
async def list_keys(request: Request, unit: RequestUnit, user: Person) -> Any:
    """One's own keys."""
    return [_shown(row) for row in await auth_of(request).api_keys(unit).list(user.user_id)]


@router.post("/keys", status_code=201, response_model=KeyMade)
async def create_key(request: Request, unit: RequestUnit, user: Person, body: KeyCreate) -> Any:
    """Make a key. Show it to its program now: it cannot be read again."""
    unknown = [scope for scope in body.scopes or () if scope not in SCOPES]
    if unknown:
        raise Invalid(f"Unknown scope {unknown[0][:80]!r}.", hint=f"One of: {', '.join(SCOPES)}.", code="unknown_scope")
    made = (
        auth_of(request)
        .api_keys(unit)
        .create(
            user.user_id,
            name=body.name,
            life=None if body.expires_in_days is None else timedelta(days=body.expires_in_days),
            scopes=None if body.scopes is None else known(body.scopes),
        )
    )
    record(unit, user.user_id, "api_key_created", _origin(request), key=made.row["id"], scopes=made.row["scopes"])
    return {**_shown(made.row), "key": made.key}


@router.delete("/keys/{key_id}", status_code=204)
async def delete_key(request: Request, unit: RequestUnit, user: Person, key_id: Id) -> Response:
    """Delete a key; it is dead everywhere within a second."""
    try:
        await auth_of(request).api_keys(unit).delete(user.user_id, key_id)
    except ApiKeyNotFound as error:
        raise NotFound("Key") from error
    record(unit, user.user_id, "api_key_deleted", _origin(request), key=key_id)
    return Response(status_code=204)


class ClientRead(BaseModel):
    """A program that may act for one."""

    client_id: str
    client_name: str
    scopes: list[str]
    granted_at: str


@router.get("/clients", response_model=list[ClientRead])
async def list_clients(request: Request, unit: RequestUnit, user: Person) -> Any:
    """The programs that one has allowed to act for one."""
    auth = auth_of(request)
    return [
        {
            "client_id": row["client_id"],
            "client_name": row["client_name"],
            "scopes": row["scope"].split(),
            "granted_at": wire_time(row["created_at"]),
        }
        for row in await GrantService(unit, auth, auth.base_url).consents(user.user_id)
    ]


@router.delete("/clients", status_code=204)
async def take_back(request: Request, unit: RequestUnit, user: Person, client_id: Word) -> Response:
    """Take back what a program may do; its tokens are dead everywhere within a second."""
    auth = auth_of(request)
    await GrantService(unit, auth, auth.base_url).take_back(user.user_id, client_id)
    record(unit, user.user_id, "client_revoked", _origin(request), client=client_id)
    return Response(status_code=204)


def _origin(request: Request) -> Origin:
    return Origin(auth_of(request).proxies.client(request.scope), request.headers.get("user-agent", ""))


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    ends, used = row["expires_at"], row["last_request"]
    return {
        "id": row["id"],
        "name": row["name"],
        "start": row["start"],
        "scopes": row["scopes"],
        "enabled": row["enabled"],
        "expires_at": None if ends is None else wire_time(ends),
        "last_used_at": None if used is None else wire_time(used),
        "created_at": wire_time(row["created_at"]),
    }
