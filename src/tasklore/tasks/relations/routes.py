"""Relations over HTTP, below either of their tasks."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from tasklore.changes.route import ChangeRoute, RequestChanges
from tasklore.platform.text import Id
from tasklore.platform.web.route import RequestUnit

from ..answers import answer
from .schemas import RelationCreate, RelationList, RelationRead
from .service import RelationService

router = APIRouter(route_class=ChangeRoute)


async def service_of(unit: RequestUnit, changes: RequestChanges) -> RelationService:
    return RelationService(unit, changes)


Relations = Annotated[RelationService, Depends(service_of)]


@router.get("", summary="List a task's relations")
async def list_relations(relations: Relations, task_id: Id) -> RelationList:
    """From this task's side: what it blocks and what blocks it, and so on."""
    return await relations.all(task_id)


@router.post("", response_model=RelationRead, status_code=201, summary="Relate a task to another")
async def create_relation(relations: Relations, task_id: Id, body: RelationCreate) -> Response:
    """409 when a task would come to wait for itself."""
    made = await relations.create(task_id, body.kind, body.other_id)
    return answer(made, made.version, 201)


@router.delete("/{relation_id}", status_code=204, summary="Remove a relation")
async def delete_relation(relations: Relations, task_id: Id, relation_id: Id) -> Response:
    """From either side."""
    await relations.delete(task_id, relation_id)
    return Response(status_code=204)
