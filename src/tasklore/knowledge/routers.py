"""Every router of this feature, with its place."""

from typing import Final

from fastapi import APIRouter

from .routes import chat, documents, knowledge


def _at(prefix: str, router: APIRouter) -> APIRouter:
    outer = APIRouter()
    outer.include_router(router, prefix=prefix)
    return outer


routers: Final = [_at("/api/v1/documents", documents), _at("/api/v1/knowledge", knowledge), _at("/v1", chat)]
