"""Errors as RFC 9457 problem details."""

from collections.abc import Sequence
from typing import Any, Final

import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from ..errors import DomainError, StorageFull, Unavailable

log = structlog.get_logger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

SCHEMA: Final = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457 problem details.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:tasklore:problem:not_found"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; match on it.", "examples": ["not_found"]},
        "detail": {"type": "string"},
        "hint": {"type": "string", "description": "What to do next."},
    },
}

_PLAIN: Final = {
    400: ("bad_request", "The request could not be read"),
    404: ("not_found", "Not found"),
    405: ("method_not_allowed", "This method is not available here"),
    413: ("too_large", "Too large"),
    415: ("unsupported_media_type", "This content type is not read here"),
    500: ("internal_error", "Something went wrong on our side"),
}


def problem(
    status: int,
    code: str,
    title: str,
    detail: str | None = None,
    *,
    hint: str | None = None,
    retry_after_s: int | None = None,
    headers: dict[str, str] | None = None,
    **extra: Any,
) -> Response:
    """A problem document. `type` is a stable URN made of the code."""
    body: dict[str, Any] = {"type": f"urn:tasklore:problem:{code}", "title": title, "status": status, "code": code}
    if detail is not None:
        body["detail"] = detail
    if hint is not None:
        body["hint"] = hint
    body.update(extra)
    response = Response(orjson.dumps(body, default=str), status, media_type=MEDIA_TYPE)
    response.headers["cache-control"] = "no-store"
    if retry_after_s is not None:
        response.headers["retry-after"] = str(retry_after_s)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


def of_error(error: DomainError) -> Response:
    """The problem document of a domain error."""
    headers = dict(error.headers)
    if error.status == 401:
        headers["www-authenticate"] = 'Bearer realm="tasklore"'
    return problem(
        error.status,
        error.code,
        error.title,
        error.message,
        hint=error.hint,
        retry_after_s=error.retry_after_s,
        headers=headers,
        **error.extra,
    )


def of_validation(errors: Sequence[Any]) -> Response:
    """422 with one entry per mistake. The input itself is not repeated: it may be secret, huge or unprintable."""
    if errors and all(error["loc"] and error["loc"][0] == "path" for error in errors):
        return problem(404, "not_found", "Not found", "Resource not found.")
    if any(error["type"] == "json_invalid" for error in errors):
        detail = "The body is not valid JSON."
        return problem(400, "bad_request", "The request could not be read", detail, hint="Send a JSON object.")
    mistakes = [
        {"path": ".".join(_printable(part) for part in error["loc"]), "message": _printable(error["msg"])}
        for error in errors[:50]
    ]
    first = mistakes[0] if mistakes else {"path": "", "message": ""}
    return problem(
        422,
        "invalid",
        "The request could not be understood",
        f"{first['path']}: {first['message']}",
        errors=mistakes,
    )


def _printable(part: Any) -> str:
    return str(part)[:200].encode("utf-8", "replace").decode()


async def _domain(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)
    if isinstance(error, Unavailable | StorageFull):
        log.warning("request_refused", code=error.code, message=error.message)
    return of_error(error)


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return of_validation(error.errors())


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, title = _PLAIN.get(error.status_code, ("error", "The request failed"))
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["allow"] = ", ".join(_allowed(request))
    detail = "Resource not found." if error.status_code == 404 else None
    return problem(error.status_code, code, title, detail, headers=headers)


def _allowed(request: Request) -> list[str]:
    """The methods that routes serve at this path; the router itself names those of the first one it meets.

    Where a fixed path could also be read as one with an id (`/tasks/trash`), the fixed one counts."""
    routes = request.app.router.routes
    first = next((route for route in routes if route.matches(request.scope)[0] is not Match.NONE), None)
    path = getattr(first, "path", None)
    served = {method for route in routes if getattr(route, "path", None) == path for method in route.methods or ()}
    return [method for method in _METHODS if method in served]


def unexpected() -> Response:
    """500. What happened is in the log, under the request id of the answer."""
    code, title = _PLAIN[500]
    return problem(500, code, title, hint="Try again; if it stays, give your administrator the X-Request-ID.")


def install(app: FastAPI) -> None:
    """Renders every error of this app as a problem document."""
    app.add_exception_handler(DomainError, _domain)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
