"""Every router of this feature, with its place under /api/v1."""

from typing import Final

from fastapi import APIRouter

from .routes import router as tasks


def _at(prefix: str, router: APIRouter, *, tag: str, in_schema: bool = True) -> APIRouter:
    outer = APIRouter()
    outer.include_router(router, prefix=f"/api/v1/{prefix}", tags=[tag], include_in_schema=in_schema)
    return outer


routers: Final = [
    _at("tasks", tasks, tag="tasks"),
    _at("todos", tasks, tag="tasks", in_schema=False),
]
