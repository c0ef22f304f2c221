"""Making an application from a list of routers."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from tasklore import __version__
from tasklore.platform.web import problems
from tasklore.platform.web.edge import Edge
from tasklore.settings import Settings

from .wiring import Core, settle_memory

Running = Callable[[], AbstractAsyncContextManager[Core]]

EXPOSED = ("etag", "location", "retry-after", "set-auth-token", "set-auth-jwt", "x-change-set", "x-request-id")


def assemble(
    name: str,
    settings: Settings,
    routers: Sequence[APIRouter],
    running: Running,
    *,
    large: Sequence[tuple[str, int]] = (),
) -> FastAPI:
    """An application that serves these routers while `running` holds its services open.

    Args:
        large: patterns of paths that take bodies larger than MAX_BODY_MB, with their limits in bytes.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running() as core:
            app.state.services = core
            settle_memory()
            yield

    platform = settings.platform
    https = (platform.public_url or "").startswith("https://")
    layers = [
        Middleware(Edge, max_body=platform.max_body_mb * 1_000_000, large=tuple(large), hsts=https),
    ]
    origins = platform.listed("cors_origins")
    if origins:
        layers.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(origins),
                allow_credentials=True,
                allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
                allow_headers=[
                    "authorization", "content-type", "idempotency-key", "if-match", "if-none-match", "prefer", "x-api-key",
                    "last-event-id",
                ],
                expose_headers=list(EXPOSED),
                max_age=600,
            )
        )  # fmt: skip
    app = FastAPI(
        title=name,
        version=__version__,
        lifespan=lifespan,
        middleware=layers,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json" if platform.docs_enabled else None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
    )
    problems.install(app)
    for router in routers:
        app.include_router(router, **_responses(router))
    return app


def _responses(router: APIRouter) -> dict[str, Any]:
    """The errors that any route of the API may give, as OpenAPI documents them."""
    statuses = {
        400: "The request could not be read",
        401: "Nobody is signed in",
        403: "Not allowed",
        404: "Not there, or not yours",
        409: "The present state does not allow it",
        412: "It has changed since you read it",
        413: "Too large",
        415: "Not a content type that is read here",
        422: "The payload is malformed",
        429: "Too many requests; see Retry-After",
        503: "Temporarily unavailable; see Retry-After",
        507: "No room left on the disk",
    }
    problem: dict[str, Any] = {"content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    return {"responses": {status: {"description": text, **problem} for status, text in statuses.items()}}
