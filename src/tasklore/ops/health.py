"""Alive, ready, measured."""

import ipaddress
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from tasklore.auth.addresses import Proxies
from tasklore.platform import metrics
from tasklore.platform.errors import DomainError, NotFound
from tasklore.platform.web.route import services_of

_TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"


def health_router(service: str) -> APIRouter:
    """`/health` says that the process lives; `/ready` that it can serve, naming each part; `/metrics` how it does."""
    router = APIRouter(tags=["operation"])

    @router.get("/health", summary="Is it alive")
    async def health() -> dict[str, str]:
        return {"status": "healthy", "service": service}

    @router.get("/ready", summary="Can it serve")
    async def ready(request: Request) -> JSONResponse:
        """503 while the database is away. Parts that may be absent are named, and never make it unready."""
        services = services_of(request)
        parts: dict[str, str] = {}
        status = 200
        try:
            await services.db.ping()
            parts["database"] = "ok"
        except DomainError as error:
            parts["database"] = error.message
            status = 503
        connected: Any = getattr(services.bus, "connected", None)
        if connected is not None:
            parts["redis"] = "ok" if connected.is_set() else "away; limits and events are this process's own"
        body = {"status": "ready" if status == 200 else "unready", "service": service, "parts": parts}
        return JSONResponse(body, status, headers={"cache-control": "no-store"})

    @router.get("/metrics", include_in_schema=False)
    async def exposition(request: Request) -> Response:
        platform = request.app.state.services.settings.platform
        if not platform.metrics_enabled or not _comes_from_inside(request, Proxies(platform.listed("trusted_proxies"))):
            raise NotFound
        return Response(metrics.exposition(), media_type=_TEXT)

    return router


def _comes_from_inside(request: Request, proxies: Proxies) -> bool:
    """Whether the client has a private address. One behind a proxy that we do not know may be anybody."""
    forwarded = any(name in request.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip"))
    try:
        peer = ipaddress.ip_address(request.client.host if request.client else "")
        if forwarded and not proxies.trusts(getattr(peer, "ipv4_mapped", None) or peer):
            return False
        address = proxies.client(request.scope)
        return ipaddress.ip_address(address).is_private
    except ValueError:
        return False
