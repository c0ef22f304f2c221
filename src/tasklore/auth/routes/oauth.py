"""The OAuth 2.1 server, for other people's assistants (MCP).

Metadata (RFC 8414), registration (RFC 7591), the authorization code with PKCE, tokens bound to one resource
(RFC 8707), revocation (RFC 7009), the issuer in the answer (RFC 9207).
"""

import base64
import binascii
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote, unquote_plus, urlencode

import orjson
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from tasklore.platform.errors import TooManyRequests
from tasklore.platform.unit import Unit
from tasklore.platform.web.route import UnitRoute

from ..authenticator import RESOURCE_PATH
from ..clients import Client, ClientRefused
from ..consent_page import consent_page, refusal_page
from ..errors import TooManyTries
from ..exchange import Exchange, auth_of
from ..grants import Approval, GrantRefused, GrantService
from ..origins import with_query
from ..protocol import MOST_BYTES, check_origin, count
from ..scopes import FOR_ASSISTANTS, SCOPES, known
from ..wiring import BASE_PATH

PREFIX: Final = f"{BASE_PATH}/oauth2"
METADATA_PATH: Final = "/.well-known/oauth-authorization-server"
ASKED_FOR: Final = timedelta(minutes=10)
_SEALED_FOR: Final = "consent"
_ANYWHERE: Final = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-headers": "authorization, content-type, mcp-protocol-version",
}
_PRIVATE: Final = {"cache-control": "no-store", "pragma": "no-cache"}


class OAuthRoute(UnitRoute):
    """A unit of work with the limits of the protocol."""

    async def enter(self, request: Request, unit: Unit) -> Response | None:
        exchange = Exchange(request, unit, auth_of(request), request.scope["path"].removeprefix(BASE_PATH))
        request.state.exchange = exchange
        if not getattr(request.state, "counted", False):
            request.state.counted = True
            try:
                await count(exchange)
            except TooManyTries as error:
                raise TooManyRequests(error.message, retry_after_s=error.retry_after_s) from error
        return None

    def answerer(self) -> Callable[[Request], Any]:
        """The endpoint itself: it reads forms in its own way."""
        return self.endpoint


router = APIRouter(tags=["oauth"], route_class=OAuthRoute)


@router.get(METADATA_PATH, include_in_schema=False)
@router.get(f"{METADATA_PATH}{BASE_PATH}", include_in_schema=False)
async def metadata(request: Request) -> Response:
    """Where everything is (RFC 8414)."""
    base = _exchange(request).base_url
    return JSONResponse(
        {
            "issuer": base,
            "authorization_endpoint": f"{base}{PREFIX}/authorize",
            "token_endpoint": f"{base}{PREFIX}/token",
            "registration_endpoint": f"{base}{PREFIX}/register",
            "revocation_endpoint": f"{base}{PREFIX}/revoke",
            "jwks_uri": f"{base}{BASE_PATH}/jwks",
            "scopes_supported": known(FOR_ASSISTANTS),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "token_endpoint_auth_methods_supported": ["none", "client_secret_basic", "client_secret_post"],
            "revocation_endpoint_auth_methods_supported": ["none", "client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "client_id_metadata_document_supported": True,
            "authorization_response_iss_parameter_supported": True,
        },
        headers=_ANYWHERE | {"cache-control": "public, max-age=3600"},
    )


@router.post(f"{PREFIX}/register", include_in_schema=False)
async def register(request: Request) -> Response:
    """A program says who it is (RFC 7591)."""
    exchange = _exchange(request)
    try:
        given = orjson.loads(await _body(request))
        client, secret = exchange.auth.clients.register(exchange.unit, given)
    except orjson.JSONDecodeError:
        return _error(400, "invalid_client_metadata", "The description must be a JSON object.")
    except ClientRefused as refused:
        return _error(400, refused.error, refused.description)
    answer: dict[str, Any] = {
        "client_id": client.id,
        "client_name": client.name,
        "redirect_uris": client.redirect_uris,
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none" if secret is None else given["token_endpoint_auth_method"],
        "client_id_issued_at": int(exchange.now.timestamp()),
    }
    if secret is not None:
        answer |= {"client_secret": secret, "client_secret_expires_at": 0}
    return JSONResponse(answer, 201, headers=_ANYWHERE | _PRIVATE)


@router.get(f"{PREFIX}/authorize", include_in_schema=False)
async def ask(request: Request) -> Response:
    """Asks somebody who is signed in whether a program may act for them."""
    exchange = _exchange(request)
    nonce = secrets.token_urlsafe(16)
    query = dict(request.query_params)
    try:
        client = await exchange.auth.clients.get(exchange.unit, query.get("client_id", ""))
        redirect_uri = client.redirect(query.get("redirect_uri"))
    except ClientRefused as refused:
        return refusal_page(refused.description, nonce)
    problem = _problem(query, exchange)
    if problem is not None:
        return _back(exchange, redirect_uri, query.get("state"), error=problem[0], error_description=problem[1])
    signed_in = await exchange.session()
    if signed_in is None:
        here = f"{PREFIX}/authorize?{request.url.query}"
        return exchange.finished(exchange.redirect(f"{exchange.base_url}/sign-in?next={quote(here, safe='')}"))
    scopes = _scopes(query.get("scope"))
    asked = {
        "user": signed_in.user.id,
        "session": signed_in.session.id,
        "client": client.id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(scopes),
        "state": query.get("state"),
        "challenge": query["code_challenge"],
        "until": (exchange.now + ASKED_FOR).timestamp(),
    }
    sealed = exchange.auth.vault.seal(orjson.dumps(asked).decode(), _SEALED_FOR)
    page = consent_page(
        client=client,
        redirect_uri=redirect_uri,
        scopes=scopes,
        email=signed_in.user.email,
        sealed=sealed,
        nonce=nonce,
    )
    return exchange.finished(page)


def _problem(query: Mapping[str, str], exchange: Exchange) -> tuple[str, str] | None:
    """What is wrong with a request whose client is known: the error and its description."""
    if query.get("response_type") != "code":
        return "unsupported_response_type", "Only response_type=code is offered."
    if query.get("code_challenge_method") != "S256" or not 43 <= len(query.get("code_challenge", "")) <= 128:
        return "invalid_request", "PKCE with S256 is needed."
    if query.get("resource", _resource(exchange)).rstrip("/") != _resource(exchange):
        return "invalid_target", f"Tokens are given for {_resource(exchange)} only."
    if not _scopes(query.get("scope")):
        return "invalid_scope", "None of these scopes is offered."
    return None


def _scopes(asked: str | None) -> list[str]:
    """The offered ones among the scopes asked for; all of them when none is named."""
    if not asked or not asked.strip():
        return known(FOR_ASSISTANTS)
    return [scope for scope in SCOPES if scope in FOR_ASSISTANTS and scope in asked.split()]


@router.post(f"{PREFIX}/authorize", include_in_schema=False)
async def decide(request: Request) -> Response:
    """The person's answer: back to the program, with a code or without."""
    exchange = _exchange(request)
    check_origin(exchange, always=True)
    nonce = secrets.token_urlsafe(16)
    form = await _form(request)
    signed_in = await exchange.session()
    try:
        asked = orjson.loads(exchange.auth.vault.open(form.get("request", ""), _SEALED_FOR))
    except ValueError:
        return refusal_page("The answer does not belong to a question that was asked here.", nonce)
    if signed_in is None or asked["session"] != signed_in.session.id or asked["until"] < exchange.now.timestamp():
        return refusal_page("The question is too old, or was asked of somebody else.", nonce)
    try:
        client = await exchange.auth.clients.get(exchange.unit, asked["client"])
        redirect_uri = client.redirect(asked["redirect_uri"])
    except ClientRefused as refused:
        return refusal_page(refused.description, nonce)
    if form.get("decision") != "approve":
        return _back(exchange, redirect_uri, asked["state"], error="access_denied", error_description="Refused.")
    approval = Approval(
        user_id=signed_in.user.id,
        client_id=client.id,
        redirect_uri=redirect_uri,
        scope=asked["scope"],
        resource=_resource(exchange),
        challenge=asked["challenge"],
    )
    code = _grants(exchange).approve(approval, client)
    exchange.note(signed_in.user.id, "client_authorized", client=client.id[:200], scope=asked["scope"])
    return _back(exchange, redirect_uri, asked["state"], code=code)


@router.post(f"{PREFIX}/token", include_in_schema=False)
async def token(request: Request) -> Response:
    """Tokens for a code, or the next ones for a refresh token."""
    return await _for_client(request, _tokens)


async def _tokens(exchange: Exchange, client: Client, form: Mapping[str, str]) -> Response:
    grants = _grants(exchange)
    resource = form.get("resource")
    if resource is not None and resource.rstrip("/") != _resource(exchange):
        raise GrantRefused("invalid_target", f"Tokens are given for {_resource(exchange)} only.")
    match form.get("grant_type"):
        case "authorization_code":
            answer = await grants.redeem(
                client, form.get("code", ""), form.get("code_verifier", ""), form.get("redirect_uri")
            )
        case "refresh_token":
            answer = await grants.refresh(client, form.get("refresh_token", ""), form.get("scope"))
        case _:
            raise GrantRefused("unsupported_grant_type", "Only authorization_code and refresh_token are offered.")
    return JSONResponse(answer, headers=_ANYWHERE | _PRIVATE)


@router.post(f"{PREFIX}/revoke", include_in_schema=False)
async def revoke(request: Request) -> Response:
    """A program gives a token back; its grant ends."""
    return await _for_client(request, _revoked)


async def _revoked(exchange: Exchange, client: Client, form: Mapping[str, str]) -> Response:
    await _grants(exchange).revoke(client, form.get("token", ""))
    return Response(status_code=200, headers=_ANYWHERE | _PRIVATE)


@router.options(METADATA_PATH, include_in_schema=False)
@router.options(f"{PREFIX}/register", include_in_schema=False)
@router.options(f"{PREFIX}/token", include_in_schema=False)
@router.options(f"{PREFIX}/revoke", include_in_schema=False)
async def preflight(request: Request) -> Response:
    """Programs in a browser may call from anywhere: nothing here reads a cookie."""
    return Response(status_code=204, headers=_ANYWHERE)


Work = Callable[[Exchange, Client, Mapping[str, str]], Awaitable[Response]]


async def _for_client(request: Request, work: Work) -> Response:
    """Runs what a program asks for, once it has shown which one it is."""
    exchange = _exchange(request)
    form = await _form(request)
    try:
        client_id, secret = _shown(request, form)
        client = await exchange.auth.clients.get(exchange.unit, client_id)
        if not client.knows_secret(secret):
            raise ClientRefused("invalid_client", "The client's secret is wrong.")
        return await work(exchange, client, form)
    except ClientRefused as refused:
        exchange.unit.discard()
        return _error(401, refused.error, refused.description)
    except GrantRefused as refused:
        if not refused.keeps_writes:
            exchange.unit.discard()
        return _error(400, refused.error, refused.description)


def _shown(request: Request, form: Mapping[str, str]) -> tuple[str, str | None]:
    """The client's id and secret, from the form or from HTTP Basic."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret")
    try:
        name, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise ClientRefused("invalid_client", "The Authorization header cannot be read.") from None
    return unquote_plus(name), unquote_plus(secret)


def _back(exchange: Exchange, redirect_uri: str, state: str | None, **answer: str) -> Response:
    """The browser goes back to the program, with the answer, its state and our name."""
    if state is not None:
        answer["state"] = state
    answer["iss"] = exchange.base_url
    if redirect_uri.startswith(("http://", "https://")):
        url = with_query(redirect_uri, **answer)
    else:
        url = f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}{urlencode(answer)}"
    return Response(status_code=303, headers={"location": url, **_PRIVATE})


async def _body(request: Request) -> bytes:
    size = 0
    parts = []
    async for chunk in request.stream():
        size += len(chunk)
        if size > MOST_BYTES:
            return b""
        parts.append(chunk)
    return b"".join(parts)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form; a field that comes twice counts as absent."""
    request._body = await _body(request)  # Starlette's own cache, so that `form()` reads it.
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    form = await request.form(max_files=0, max_fields=50)
    return {name: str(form[name]) for name in form if len(form.getlist(name)) == 1}


def _error(status: int, error: str, description: str) -> Response:
    headers = _ANYWHERE | _PRIVATE
    if status == 401:
        headers = headers | {"www-authenticate": 'Basic realm="tasklore"'}
    return JSONResponse({"error": error, "error_description": description}, status, headers=headers)


def _exchange(request: Request) -> Exchange:
    exchange: Exchange = request.state.exchange
    return exchange


def _grants(exchange: Exchange) -> GrantService:
    return GrantService(exchange.unit, exchange.auth, exchange.base_url)


def _resource(exchange: Exchange) -> str:
    return f"{exchange.base_url}{RESOURCE_PATH}"
