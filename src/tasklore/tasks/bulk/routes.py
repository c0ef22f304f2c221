"""Many changes at once over HTTP."""

from typing import Any, Final

import msgspec
from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import Response

from tasklore.auth.principal import CurrentUser
from tasklore.changes.route import ChangeRoute, RequestChanges
from tasklore.platform.web.route import RequestUnit

from .schemas import Bulk, BulkRead
from .service import BulkService

router = APIRouter(route_class=ChangeRoute)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"cannot be sent: {type(value)}")


_ENCODER: Final = msgspec.json.Encoder(enc_hook=_plain)


@router.post("", response_model=BulkRead, summary="Many changes at once")
async def run_bulk(unit: RequestUnit, changes: RequestChanges, user: CurrentUser, body: Bulk) -> Response:
    """Up to 200 changes, in their order, in one change set: one undo takes all of them back.

    One that fails does not stop the others; its result says why. With `Prefer: propose` they wait for approval."""
    results = await BulkService(unit, changes, may_delete=user.allows("tasks:delete")).run(body.operations)
    return Response(_ENCODER.encode({"results": results}), media_type="application/json")
