"""Every router of this feature, with its place under /api/v1."""

from typing import Final

from fastapi import APIRouter

from .routes import router as chat


def _at(prefix: str, router: APIRouter) -> APIRouter:
    outer = APIRouter()
    outer.include_router(router, prefix=prefix, tags=["assistant"])
    return outer


routers: Final = [_at("/api/v1/chat", chat)]
