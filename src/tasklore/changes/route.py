"""The route class of writes: an Idempotency-Key makes a POST safe to repeat, and the answer names its change set."""

from datetime import timedelta
from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.responses import Response

from tasklore.auth.principal import Principal
from tasklore.auth.route import SignedInRoute, fingerprint
from tasklore.platform.errors import Conflict, Invalid
from tasklore.platform.unit import Unit

from . import store
from .actor import Actor
from .change_set import ChangeSet
from .models import idempotency

_KEPT_HEADERS: Final = ("content-type", "etag", "location", "x-change-set")
_KEY_LENGTH: Final = 200
REMEMBERED_FOR: Final = timedelta(hours=24)


class ChangeRoute(SignedInRoute):
    """A signed-in route whose writes are change sets."""

    async def enter(self, request: Request, unit: Unit) -> Response | None:
        answer = await super().enter(request, unit)
        if answer is not None:
            return answer
        key = request.headers.get("idempotency-key")
        if request.method != "POST" or key is None:
            return None
        if not 1 <= len(key) <= _KEY_LENGTH or not key.isprintable():
            raise Invalid(
                f"Idempotency-Key must be 1 to {_KEY_LENGTH} printable characters.", code="bad_idempotency_key"
            )
        mark = fingerprint(request.method, request.url.path, request.url.query, await request.body())
        kept = await unit.fetch_one(store.REMEMBERED, owner=request.state.principal.user_id, key=key)
        if kept is None:
            request.state.idempotency = (key, mark)
            return None
        if kept["fingerprint"] != mark:
            raise Conflict(
                "This Idempotency-Key was used for another request.",
                code="idempotency_key_reused",
                hint="Use a new key for a new request.",
            )
        headers = {**kept["headers"], "idempotent-replayed": "true"}
        return Response(kept["body"], kept["status"], headers)

    async def leave(self, request: Request, unit: Unit, response: Response) -> None:
        await super().leave(request, unit, response)
        changes: ChangeSet | None = getattr(request.state, "changes", None)
        if changes is not None and len(changes):
            response.headers["x-change-set"] = changes.id
            if changes.propose:
                response.status_code = 202
        asked = getattr(request.state, "idempotency", None)
        body: bytes | None = getattr(response, "body", None)
        if asked is None or body is None or response.status_code >= 400:
            return
        key, mark = asked
        unit.insert(
            idempotency,
            {
                "user_id": request.state.principal.user_id,
                "key": key,
                "fingerprint": mark,
                "status": response.status_code,
                "headers": {n: response.headers[n] for n in _KEPT_HEADERS if n in response.headers},
                "body": bytes(body).decode(),
                "created_at": unit.now,
            },
        )


def actor_of(request: Request) -> Actor:
    """The caller as the change log names them."""
    user: Principal = request.state.principal
    detail = {"request_id": request.state.request_id, "shown": user.shown}
    if user.key_id:
        detail["key_id"] = user.key_id
    return Actor(user.user_id, "http", detail)


async def changes_of(request: Request) -> ChangeSet:
    """The change set of this request, one however often it is asked for.

    With `Prefer: propose` it waits for approval instead of being applied.
    """
    state = request.state
    changes: ChangeSet | None = getattr(state, "changes", None)
    if changes is None or changes.unit is not state.unit:
        prefer = request.headers.get("prefer")
        propose = prefer is not None and "propose" in [part.strip() for part in prefer.split(",")]
        changes = state.changes = ChangeSet(state.unit, actor_of(request), propose=propose)
    return changes


RequestChanges = Annotated[ChangeSet, Depends(changes_of)]
