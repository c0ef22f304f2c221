"""Making an application from a list of routers."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final

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
    # Plain routes in one list: `include_router` would match every level of nesting again on each request.
    app.router.routes.extend(route for router in routers for route in router.routes)
    _document_problems(app)
    return app


_PROBLEMS: Final = {
    "400": "The request could not be read",
    "401": "Nobody is signed in",
    "403": "Not allowed",
    "404": "Not there, or not yours",
    "409": "The present state does not allow it",
    "412": "It has changed since you read it",
    "413": "Too large",
    "415": "Not a content type that is read here",
    "422": "The payload is malformed",
    "429": "Too many requests; see Retry-After",
    "503": "Temporarily unavailable; see Retry-After",
    "507": "No room left on the disk",
}


def _document_problems(app: FastAPI) -> None:
    """Adds the problem documents that any route of the API may answer to the OpenAPI document."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = generate()
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            schemas["Problem"] = problems.SCHEMA
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            for path, methods in document["paths"].items():
                for operation in methods.values():
                    if path.startswith(("/api/auth/", "/health", "/ready")):
                        continue  # the protocol says itself what it answers
                    for status, text in _PROBLEMS.items():
                        content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
                        operation["responses"][status] = {"description": text, "content": content}
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
