"""What every request passes first: id, body limit, time, one log line, metrics, security headers.

One plain ASGI layer. Starlette's BaseHTTPMiddleware would cost 150 to 190 µs a layer; this costs about 40
in all.
"""

import re
import secrets
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import structlog
from prometheus_client import Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..errors import DomainError
from ..metrics import REQUESTS
from .problems import of_error, problem, unexpected

log = structlog.get_logger("tasklore.request")

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_QUIET: Final = frozenset({"/health", "/ready", "/metrics"})
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_LONGEST_URL: Final = 32_768
"""Bytes of path and query. uvicorn reads any number, and query strings that were read are remembered."""

CONTENT_POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"content-security-policy", CONTENT_POLICY.encode()),
)


class _BodyTooLarge(Exception):
    pass


class Edge:
    """The outermost layer of an app.

    Args:
        max_body: bytes of a request's body, but for `large`.
        large: patterns of paths that take larger bodies, from their beginning, with their limits.
    """

    def __init__(self, app: ASGIApp, *, max_body: int, large: Sequence[tuple[str, int]] = (), hsts: bool) -> None:
        self._app = app
        self._max_body = max_body
        self._large = tuple((re.compile(pattern), limit) for pattern, limit in large)
        self._headers = (*_ALWAYS, (b"strict-transport-security", b"max-age=31536000")) if hsts else _ALWAYS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        if scope["path"].startswith("/api/v1/") and scope["path"].endswith("/"):
            scope = {**scope, "path": scope["path"][:-1]}  # one spelling for routes, limits and logs alike
        if scope["method"] == "HEAD" and not scope["path"].startswith(("/api/", "/v1/")):
            scope = {**scope, "method": "GET"}  # for probes of pages and health; the server sends no body
        request_id = _request_id(scope)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        scope.setdefault("state", {}).update(request_id=request_id, arrived=started)
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = list(message["headers"])
                present = {name.lower() for name, _ in headers}
                headers.append((b"x-request-id", request_id.encode()))
                headers.extend(pair for pair in self._headers if pair[0] not in present)
                message = {**message, "headers": headers}
            await send(message)

        limit = self._limit(scope["path"])
        declared = _content_length(scope)
        try:
            if len(scope["path"]) + len(scope["query_string"]) > _LONGEST_URL:
                answer = problem(414, "url_too_long", "Too long", f"The URL is longer than {_LONGEST_URL:,} bytes.")
                await answer(scope, receive, send_with_headers)
                return
            if declared is not None and declared > limit:
                raise _BodyTooLarge
            await self._app(scope, self._counted(receive, limit, declared), send_with_headers)
        except _BodyTooLarge:
            if not status:
                answer = problem(
                    413,
                    "too_large",
                    "Too large",
                    f"The body is larger than {limit:,} bytes.",
                    headers={"connection": "close"},
                )
                await answer(scope, receive, send_with_headers)
        except DomainError as error:
            if status:
                raise
            await of_error(error)(scope, receive, send_with_headers)
        except Exception:
            log.exception("request_failed", method=scope["method"], path=_route(scope))
            if status:
                raise
            await unexpected()(scope, receive, send_with_headers)
        finally:
            took = time.perf_counter() - started
            route, method = _route(scope), scope["method"]
            _observer(route, method if method in _METHODS else "other", status // 100).observe(took)
            if route not in _QUIET:
                log.info(
                    "request_answered",
                    method=method,
                    route=route,
                    status=status,
                    duration_ms=round(took * 1000, 2),
                )

    def _limit(self, path: str) -> int:
        for pattern, limit in self._large:
            if pattern.match(path):
                return limit
        return self._max_body

    @staticmethod
    def _counted(receive: Receive, limit: int, declared: int | None) -> Receive:
        if declared is not None:
            return receive  # the server enforces the length it was told
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                if seen > limit:
                    raise _BodyTooLarge
            return message

        return counted


@lru_cache(maxsize=4096)
def _observer(route: str, method: str, hundreds: int) -> Histogram:
    return REQUESTS.labels(route, method, f"{hundreds}xx")


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            text: str = value.decode("latin-1")
            if _REQUEST_ID.fullmatch(text):
                return text
    return secrets.token_hex(8)


def _content_length(scope: Scope) -> int | None:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else None
    return None


def _route(scope: Scope) -> str:
    """The route template, so that ids make neither log lines nor metrics unbounded."""
    path: str | None = getattr(scope.get("route"), "path_format", None)
    return path or "unmatched"
