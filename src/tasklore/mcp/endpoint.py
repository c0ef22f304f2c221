"""MCP over streamable HTTP: who calls is settled here, the protocol is the SDK's.

request ──► origin of ours? ──► bearer or API key? ──► may read tasks? ──► SDK ──► tool, as that user
             403                 401 + where to sign in   403
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, Protocol, cast

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from tasklore.assistant.context import Acting, acting_as
from tasklore.assistant.policy import policy_of
from tasklore.auth.origins import Origins, own_origin
from tasklore.auth.principal import Principal
from tasklore.auth.route import SignedInServices
from tasklore.auth.scopes import FOR_ASSISTANTS
from tasklore.changes.actor import Actor
from tasklore.platform.errors import DomainError, Forbidden, Unauthenticated
from tasklore.platform.unit import Unit
from tasklore.platform.web.problems import of_error

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

log = structlog.get_logger(__name__)

PATH: Final = "/mcp"
METADATA_PATH: Final = "/.well-known/oauth-protected-resource"


class _Auth(Protocol):
    @property
    def origins(self) -> Origins: ...
    @property
    def base_url(self) -> str: ...


class McpServices(SignedInServices, Protocol):
    """What the wiring provides beyond the platform's own services."""

    @property
    def auth(self) -> _Auth: ...
    @property
    def mcp(self) -> "McpSessions": ...


class McpSessions:
    """The SDK's session manager, started when the first client comes, in a task of its own."""

    def __init__(self) -> None:
        self._manager: StreamableHTTPSessionManager | None = None
        self._task: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._ending = asyncio.Event()
        self._starting = asyncio.Lock()

    async def manager(self) -> "StreamableHTTPSessionManager":
        """The running manager."""
        async with self._starting:
            if self._manager is None:
                from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

                from .server import make_server

                # Without sessions: any replica can answer any request, and a token's scopes hold for that request alone.
                self._manager = StreamableHTTPSessionManager(
                    make_server()._lowlevel_server, json_response=True, stateless=True
                )
                self._task = asyncio.create_task(self._run(self._manager), name="mcp-sessions")
                await self._ready.wait()
        return self._manager

    async def _run(self, manager: "StreamableHTTPSessionManager") -> None:
        async with manager.run():
            self._ready.set()
            await self._ending.wait()

    async def close(self) -> None:
        self._ending.set()
        if self._task is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await self._task


@asynccontextmanager
async def open_mcp() -> AsyncIterator[McpSessions]:
    """The MCP sessions of this process; nothing of the SDK is imported before a client comes."""
    sessions = McpSessions()
    try:
        yield sessions
    finally:
        await sessions.close()


class McpEndpoint:
    """The ASGI application at /mcp."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        services = cast(McpServices, scope["app"].state.services)
        if request.method != "POST":
            # There are no sessions here, so there is no stream to open with GET and nothing to end with DELETE.
            await Response(status_code=405, headers={"allow": "POST"})(scope, receive, send)
            return
        try:
            user = await self._admitted(request, services)
        except DomainError as error:
            await _refusal(request, services, error)(scope, receive, send)
            return
        who = Acting(
            services,
            Actor(user.user_id, "mcp", {"shown": user.shown, **({"key_id": user.key_id} if user.key_id else {})}),
            policy=policy_of(user),
            may_delete=user.allows("tasks:delete") and policy_of(user) == "apply",
            may_read_documents=user.allows("documents:read"),
        )
        manager = await services.mcp.manager()
        with acting_as(who):
            await manager.handle_request(scope, receive, send)

    async def _admitted(self, request: Request, services: McpServices) -> Principal:
        """Whoever calls, when they may.

        Raises:
            Unauthenticated, Forbidden, TooManyRequests
        """
        origin = request.headers.get("origin")
        own = own_origin(request.headers, secure=request.url.scheme == "https")
        if origin is not None and not services.auth.origins.trusts(origin, own):
            raise Forbidden("This origin may not call here.", code="untrusted_origin")
        # A browser sends cookies by itself, whoever made the page; an assistant is given a token.
        if "authorization" not in request.headers and "x-api-key" not in request.headers:
            raise Unauthenticated("Send an API key or an access token.", hint="Authorization: Bearer <key>")
        user = await services.authenticator.principal(request, Unit(services))
        if user is None:
            raise Unauthenticated("Send an API key or an access token.", hint="Authorization: Bearer <key>")
        user.require("tasks:read")
        if services.rate is not None:
            (await services.limiter.take(f"user:{user.user_id}", services.rate)).require()
        return user


def _refusal(request: Request, services: McpServices, error: DomainError) -> Response:
    """The error, with the way to sign in (RFC 9728, section 5.1) where that would help."""
    response = of_error(error)
    if error.status in (401, 403):
        where = f"{_base(request, services)}{METADATA_PATH}{PATH}"
        code = "invalid_token" if error.status == 401 else "insufficient_scope"
        response.headers["www-authenticate"] = f'Bearer error="{code}", resource_metadata="{where}"'
    return response


def _base(request: Request, services: McpServices) -> str:
    """This server's public address; the one that was called, when it was never told."""
    if services.auth.origins.trusts(str(request.base_url), None):
        return str(request.base_url).rstrip("/")
    return services.auth.base_url


async def protected_resource(request: Request) -> Response:
    """What this resource is and who gives out tokens for it (RFC 9728)."""
    services = cast(McpServices, request.app.state.services)
    base = _base(request, services)
    return JSONResponse(
        {
            "resource": f"{base}{PATH}",
            "authorization_servers": [base],
            "scopes_supported": sorted(FOR_ASSISTANTS),
            "bearer_methods_supported": ["header"],
            "resource_name": "Tasklore",
        },
        headers={"cache-control": "public, max-age=3600", "access-control-allow-origin": "*"},
    )
