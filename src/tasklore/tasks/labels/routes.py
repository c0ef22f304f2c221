"""Labels over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from tasklore.changes.route import ChangeRoute, RequestChanges
from tasklore.platform.text import Id
from tasklore.platform.unit import Record
from tasklore.platform.web.conditional import require_match
from tasklore.platform.web.route import RequestUnit

from ..answers import answer
from .schemas import LabelCreate, LabelList, LabelPatch, LabelRead
from .service import LabelService

router = APIRouter(route_class=ChangeRoute)


async def service_of(unit: RequestUnit, changes: RequestChanges) -> LabelService:
    return LabelService(unit, changes)


Labels = Annotated[LabelService, Depends(service_of)]


def _answer(row: Record, status: int = 200) -> Response:
    return answer(LabelRead(**row), row["version"], status)


@router.get("", summary="List labels")
async def list_labels(labels: Labels) -> LabelList:
    """Yours by position, then names that are only used on tasks, each with the number of open tasks."""
    return await labels.all()


@router.post("", response_model=LabelRead, status_code=201, summary="Add a label")
async def create_label(labels: Labels, body: LabelCreate) -> Response:
    """409 when there is one of that name, whatever its case."""
    return _answer(await labels.create(body.model_dump()), 201)


@router.get("/{label_id}", response_model=LabelRead, summary="One label")
async def get_label(labels: Labels, label_id: Id) -> Response:
    """With its version as ETag."""
    return _answer(await labels.get(label_id))


@router.patch("/{label_id}", response_model=LabelRead, summary="Change a label")
async def patch_label(request: Request, labels: Labels, label_id: Id, body: LabelPatch) -> Response:
    """A merge patch. A new name is set on every task of your projects in the same step."""
    row = await labels.get(label_id)
    require_match(request.headers, row["version"])
    return _answer(await labels.patch(label_id, body.given()))


@router.delete("/{label_id}", status_code=204, summary="Delete a label")
async def delete_label(request: Request, labels: Labels, label_id: Id) -> Response:
    """From every task of your projects too; undo puts it back."""
    row = await labels.get(label_id)
    require_match(request.headers, row["version"])
    await labels.delete(label_id)
    return Response(status_code=204)
