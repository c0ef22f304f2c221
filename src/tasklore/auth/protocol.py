"""The protocol's frame: what happens to a request before and after its handler, in Better Auth's order.

    limits (429) → route (404, empty) → content type, JSON (415, 400) → origin, redirects (403)
      → API key, bearer (401, 403) → body and query (400) → form origin (403) → session (401) → handler

Errors are `{"code", "message"}`. A handler's error discards what it staged, unless the error is marked to keep it
(a wrong code must be counted although it is refused).
"""

import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, NamedTuple, cast

import orjson
from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from tasklore.platform.errors import DomainError, StaleWrite, UniqueViolation
from tasklore.platform.unit import Unit
from tasklore.platform.web.route import UnitRoute

from .api_keys import session_by_key
from .cookies import SESSION, cookie_name, parse_cookies
from .errors import (
    BadJson,
    BodyTooLarge,
    CrossSiteSignIn,
    InvalidOrigin,
    MissingOrigin,
    NotAText,
    TooManyTries,
    UnreadMedia,
)
from .exchange import Exchange, auth_of
from .limits import Window, takes_credentials, window_of
from .validation import Wire, checked
from .wiring import BASE_PATH, AuthServices

MOST_BYTES: Final = 65_536
METHODS: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"
_LABELS: Final = (
    ("callbackURL", "callbackURL"),
    ("redirectTo", "redirectURL"),
    ("errorCallbackURL", "errorCallbackURL"),
    ("newUserCallbackURL", "newUserCallbackURL"),
)

Handler = Callable[[Exchange, Any], Awaitable[Any]]


class Needs(Enum):
    """What a route asks of a request before its handler runs."""

    NOTHING = "nothing"
    FORM_ORIGIN = "that another site did not make the browser send it"
    SESSION = "somebody signed in"
    FRESH_SESSION = "somebody who signed in within a day"


class Route(NamedTuple):
    """One route of the protocol."""

    method: str
    path: str
    handler: Handler
    body: type[Wire] | None
    body_optional: bool
    query: type[Wire] | None
    forms: bool
    needs: Needs
    redirect_field: str | None
    responses: Mapping[int | str, dict[str, Any]]


class WireRoute(UnitRoute):
    """A unit of work whose limits are checked before anything is read."""

    def answerer(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The endpoint itself: the protocol reads bodies and queries in its own way."""
        return cast(Callable[[Request], Coroutine[Any, Any, Response]], self.endpoint)

    async def enter(self, request: Request, unit: Unit) -> Response | None:
        auth = auth_of(request)
        path = request.scope["path"].removeprefix(BASE_PATH)
        exchange = Exchange(request, unit, auth, path)
        request.state.exchange = exchange
        if not getattr(request.state, "counted", False):
            # A unit that lost a race starts again from here; the request is still one request.
            request.state.counted = True
            try:
                await count(exchange)
            except TooManyTries as error:
                return exchange.refused(error)
        return None


async def count(exchange: Exchange) -> None:
    """Counts a request against the limits of its address.

    Raises:
        TooManyTries: there is no room.
    """
    auth = exchange.auth
    if not auth.config.auth_rate_limits:
        return
    path = exchange.path.rstrip("/") or "/"
    address = exchange.origin.ip_address
    turn = await auth.windows.take(f"{address}|{path[:200]}", window_of(path))
    if turn.allowed and (takes_credentials(path) or not _shows_session(exchange)):
        turn = await auth.windows.take(f"{address}|*", Window(auth.config.auth_rate_limit_per_minute, 60))
    if not turn.allowed:
        raise TooManyTries(max(1, round(turn.wait_s + 0.5)))


def _shows_session(exchange: Exchange) -> bool:
    """Whether a request carries a session cookie that we signed: its browser may ask as often as a page needs."""
    return exchange.signed_cookie(SESSION) is not None


class Protocol:
    """Collects the routes and makes the router."""

    def __init__(self) -> None:
        self.routes: list[Route] = []

    def route(
        self,
        method: str,
        path: str,
        *,
        body: type[Wire] | None = None,
        body_optional: bool = False,
        query: type[Wire] | None = None,
        forms: bool = False,
        needs: Needs = Needs.NOTHING,
        redirect_field: str | None = None,
        responses: Mapping[int | str, dict[str, Any]] = MappingProxyType({}),
    ) -> Callable[[Handler], Handler]:
        """Registers a handler.

        Args:
            redirect_field: a query parameter that names where to go on.
            responses: what OpenAPI says of answers that differ from the protocol's usual ones.
        """

        def register(handler: Handler) -> Handler:
            self.routes.append(
                Route(method, path, handler, body, body_optional, query, forms, needs, redirect_field, responses)
            )
            return handler

        return register

    def router(self) -> APIRouter:
        """The router of the whole prefix; what no route takes is 404 with nothing in it.

        One route takes every request and finds the handler by its path, in one step instead of forty; those after
        it are never matched and are there for the documentation.
        """
        router = APIRouter(prefix=BASE_PATH, tags=["auth"], route_class=WireRoute)
        documented: dict[tuple[str, str], APIRoute] = {}
        dispatch = _dispatcher({(route.method, _pattern(route.path)): route for route in self.routes}, documented)
        for path in ("", "/{rest:path}"):
            router.add_api_route(path, dispatch, methods=METHODS, include_in_schema=False)
        for route in self.routes:
            router.add_api_route(
                route.path,
                dispatch,
                methods=[route.method],
                name=f"auth{route.path}",
                summary=(route.handler.__doc__ or "").strip().partition("\n")[0],
                operation_id=_operation_id(route),
                response_model=None,
                responses={
                    **_RESPONSES,
                    **({302: _ONWARD} if route.redirect_field or "{" in route.path else {}),
                    **route.responses,
                },
                openapi_extra=_documented(route),
            )
            documented[route.method, _pattern(route.path)] = cast(APIRoute, router.routes[-1])
        return router


def _pattern(path: str) -> str:
    """A path with its parameter, always the last step, as `*`."""
    head, _, last = path.rpartition("/")
    return f"{head}/*" if last.startswith("{") else path


def _operation_id(route: Route) -> str:
    words = re.findall(r"[a-z0-9]+", route.path.lower())
    return "_".join(["auth", route.method.lower(), *words])


def _dispatcher(
    routes: Mapping[tuple[str, str], Route], documented: Mapping[tuple[str, str], APIRoute]
) -> Callable[[Request], Awaitable[Response]]:
    async def dispatch(request: Request) -> Response:
        exchange: Exchange = request.state.exchange
        name = (request.method, exchange.path)
        if name not in routes:
            head, _, exchange.argument = exchange.path.rpartition("/")
            name = (request.method, f"{head}/*")
        route = routes.get(name)
        if route is None or b"%2f" in request.scope.get("raw_path", b"").lower():
            return Response(status_code=404)
        request.scope["route"] = documented[name]  # Log lines and metrics name the route, not the path.
        try:
            return exchange.finished(await _answered(route, exchange))
        except (StaleWrite, UniqueViolation):
            raise
        except DomainError as error:
            if not getattr(error, "keeps_writes", False):
                exchange.unit.discard()
            return exchange.refused(error)

    return dispatch


async def _answered(route: Route, exchange: Exchange) -> Any:
    given = await _given(route, exchange)
    if route.method not in _READS:
        check_origin(exchange)
        _check_redirects(exchange, given)
    await _show_credentials(exchange)
    body = checked(route.body, given, "body", optional=route.body_optional) if route.body else None
    if route.query is not None:
        exchange.query = checked(route.query, dict(exchange.request.query_params), "query")
        if route.redirect_field:
            exchange.require_redirect(getattr(exchange.query, route.redirect_field))
    match route.needs:
        case Needs.FORM_ORIGIN:
            check_form_origin(exchange)
        case Needs.SESSION:
            await exchange.require_session()
        case Needs.FRESH_SESSION:
            await exchange.require_fresh_session()
        case Needs.NOTHING:
            pass
    return await route.handler(exchange, body)


async def _given(route: Route, exchange: Exchange) -> Any:
    """The body as JSON values; `...` when there is none."""
    if route.method in _READS:
        return ...
    raw = await _read(exchange.request)
    if not raw:
        return ...
    content_type = exchange.request.headers.get("content-type", "")
    allowed = [_FORM, _JSON] if route.forms else [_JSON]
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in allowed:
        if not content_type:
            return ...  # The original does not read a body that says nothing of itself.
        raise UnreadMedia(f'Content-Type "{content_type[:200]}" is not allowed. Allowed types: {", ".join(allowed)}')
    if kind == _FORM:
        form = await exchange.request.form(max_files=0, max_fields=100)
        return {name: value for name, value in form.items() if isinstance(value, str)}
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise BadJson() from None


async def _read(request: Request) -> bytes:
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > MOST_BYTES:
        raise BodyTooLarge()
    size = 0
    chunks = []
    if not hasattr(request, "_body"):
        async for chunk in request.stream():
            size += len(chunk)
            if size > MOST_BYTES:
                raise BodyTooLarge()
            chunks.append(chunk)
        request._body = b"".join(chunks)  # Starlette's own cache, so that `form()` finds it.
    return await request.body()


def check_origin(exchange: Exchange, *, always: bool = False) -> None:
    """A write with any cookie must come from a page of a trusted origin; with `always`, also one without.

    Raises:
        MissingOrigin, InvalidOrigin
    """
    headers = exchange.request.headers
    if not always and "cookie" not in headers:
        return
    origin = headers.get("origin")
    if origin == "null" and headers.get("sec-fetch-site") == "same-origin":
        return  # A page with Referrer-Policy: no-referrer sends null to its own origin; the browser vouches for it.
    named = origin or headers.get("referer") or ""
    if not named or named == "null":
        raise MissingOrigin()
    if not exchange.auth.origins.trusts(named, exchange.own_origin):
        raise InvalidOrigin()


def check_form_origin(exchange: Exchange) -> None:
    """A browser must not be signed in by another site: not by a form, not by a link.

    Raises:
        CrossSiteSignIn, MissingOrigin, InvalidOrigin
    """
    headers = exchange.request.headers
    if "cookie" in headers:
        return  # check_origin has looked at it
    metadata = [headers.get(f"sec-fetch-{name}", "").strip() for name in ("site", "mode", "dest")]
    if any(metadata):
        if metadata[:2] == ["cross-site", "navigate"]:
            raise CrossSiteSignIn()
        check_origin(exchange, always=True)
    elif headers.get("origin") or headers.get("referer"):
        check_origin(exchange, always=True)


def _check_redirects(exchange: Exchange, given: Any) -> None:
    fields = given if isinstance(given, dict) else {}
    for field, label in _LABELS:
        url = fields.get(field)
        if field == "callbackURL":
            url = url or exchange.request.query_params.get(field)
        if not url:
            continue
        if not isinstance(url, str):
            raise NotAText(label)
        exchange.require_redirect(url, label)


async def _show_credentials(exchange: Exchange) -> None:
    """An API key stands for a session of its own; a bearer token for the session cookie."""
    headers = exchange.request.headers
    key = headers.get("x-api-key")
    if key:
        exchange.by_key = await session_by_key(exchange, key)
        return
    authorization = headers.get("authorization", "")
    if authorization[:7].lower() == "bearer ":
        token = _bearer_token(authorization[7:].strip(), exchange.auth)
        if token:
            exchange.show_bearer(token)


def _bearer_token(text: str, auth: AuthServices) -> str | None:
    """A session token shown raw or signed; None when the signature is wrong."""
    if "." not in text:
        return text or None
    name = cookie_name(SESSION, secure=False)
    return auth.signer.unsign(parse_cookies(f"{name}={text}").get(name, ""))


_ERROR: Final = {
    "type": "object",
    "required": ["message"],
    "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
}
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    status: {"description": description, "content": {_JSON: {"schema": _ERROR}}}
    for status, description in {
        400: "Refused; `code` says why",
        401: "Nobody is signed in, or what was shown is not valid",
        403: "Not from this page, or not to that address",
        404: "Not there",
        405: "This method is not available here",
        413: "Too large",
        415: "Not a content type that is read here",
        422: "The address has an account",
        429: "Too many requests; see X-Retry-After",
        503: "Temporarily unavailable; see X-Retry-After",
    }.items()
}
_ONWARD: Final = {"description": "Goes on to the address in `Location`"}


def _documented(route: Route) -> dict[str, Any]:
    """What OpenAPI says of a route's input, since FastAPI does not see the models."""
    extra: dict[str, Any] = {}
    if route.body is not None:
        schema = route.body.model_json_schema(ref_template="#/components/schemas/{model}")
        types = [_JSON, _FORM] if route.forms else [_JSON]
        extra["requestBody"] = {
            "required": not route.body_optional,
            "content": {kind: {"schema": schema} for kind in types},
        }
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", route.path)
    ]
    if route.query is not None:
        properties = route.query.model_json_schema()["properties"]
        parameters += [
            {"name": name, "in": "query", "required": field.is_required(), "schema": properties[name]}
            for name, field in route.query.model_fields.items()
        ]
    return extra | ({"parameters": parameters} if parameters else {})
