"""Signing in with another provider, and the accounts linked to it."""

from datetime import timedelta
from typing import Any, Final

from starlette.responses import Response

from tasklore.accounts.errors import AccountNotFound
from tasklore.accounts.user import wire_time

from ..errors import (
    IdTokenNotSupported,
    NoAccessToken,
    NoRefreshToken,
    ProviderNotFound,
    ProviderUnavailable,
    RefreshFailed,
    ValidationFailed,
)
from ..exchange import Exchange
from ..protocol import Needs
from ..providers import Provider, ProviderFailed
from ..schemas import AccountSelection, SocialSignIn
from ..sessions import SignedIn
from ..social import SocialService, Start
from .registry import protocol

_BARE: Final[dict[int | str, dict[str, Any]]] = {401: {"description": "Nobody is signed in; nothing is in the answer"}}
_RENEWED_BEFORE: Final = timedelta(seconds=5)


@protocol.route("POST", "/sign-in/social", body=SocialSignIn)
async def sign_in_social(exchange: Exchange, body: SocialSignIn) -> Any:
    """Where to go to sign in with a provider."""
    return await _start(exchange, body, None)


@protocol.route("POST", "/link-social", body=SocialSignIn, needs=Needs.SESSION)
async def link_social(exchange: Exchange, body: SocialSignIn) -> Any:
    """Where to go to link an account of a provider to one's own."""
    return await _start(exchange, body, await exchange.require_session())


async def _start(exchange: Exchange, body: SocialSignIn, link: SignedIn | None) -> Any:
    if not isinstance(body.provider, str):
        raise ValidationFailed("[body.provider] Invalid input")
    provider = exchange.auth.providers.get(body.provider)
    if provider is None:
        raise ProviderNotFound()
    if body.idToken is not None:
        raise IdTokenNotSupported()
    asked = Start(body.callbackURL, body.errorCallbackURL, body.newUserCallbackURL, body.scopes, body.loginHint)
    try:
        url = await SocialService(exchange).start(provider, asked, link=link)
    except ProviderFailed as error:
        raise ProviderUnavailable() from error
    if not body.disableRedirect:
        exchange.headers["location"] = url
    return {"url": url, "redirect": not body.disableRedirect}


@protocol.route("GET", "/callback/{provider}")
async def callback(exchange: Exchange, _body: None) -> Any:
    """Where a provider sends the browser back to."""
    return await SocialService(exchange).finish(exchange.argument, dict(exchange.request.query_params))


@protocol.route("GET", "/providers")
async def providers(exchange: Exchange, _body: None) -> Any:
    """The providers that are offered here, for the buttons of a sign-in page."""
    return {"providers": [{"id": provider.id, "name": provider.name} for provider in exchange.auth.providers]}


# Tokens of a linked account


@protocol.route("POST", "/get-access-token", body=AccountSelection, responses=_BARE)
async def get_access_token(exchange: Exchange, body: AccountSelection) -> Any:
    """The provider's token of a linked account, renewed when it has run out."""
    found = await _account(exchange, body)
    if isinstance(found, Response):
        return found
    account, provider = found
    service = SocialService(exchange)
    ends_at = account["access_token_expires_at"]
    if account["refresh_token"] and ends_at is not None and ends_at - exchange.now < _RENEWED_BEFORE:
        try:
            tokens = await service.renewed(provider, account)
        except ProviderFailed as error:
            raise NoAccessToken() from error
        access_token, id_token = tokens.access_token, tokens.id_token
        if tokens.expires_in_s is not None:
            ends_at = exchange.now + timedelta(seconds=tokens.expires_in_s)
    else:
        access_token, id_token = service.opened(account["access_token"]), service.opened(account["id_token"])
    answer: dict[str, Any] = {"accessToken": access_token, "scopes": (account["scope"] or "").split(",")}
    if ends_at is not None:
        answer["accessTokenExpiresAt"] = wire_time(ends_at)
    return answer if id_token is None else answer | {"idToken": id_token}


@protocol.route("POST", "/refresh-token", body=AccountSelection, responses=_BARE)
async def refresh_token(exchange: Exchange, body: AccountSelection) -> Any:
    """New tokens of a linked account from its provider."""
    found = await _account(exchange, body)
    if isinstance(found, Response):
        return found
    account, provider = found
    if not account["refresh_token"]:
        raise NoRefreshToken()
    service = SocialService(exchange)
    try:
        tokens = await service.renewed(provider, account)
    except ProviderFailed as error:
        raise RefreshFailed() from error
    return {
        "accessToken": tokens.access_token,
        "refreshToken": tokens.refresh_token or service.opened(account["refresh_token"]),
        "scope": tokens.scope or account["scope"],
        "providerId": account["provider_id"],
        "accountId": account["id"],
    }


async def _account(exchange: Exchange, body: AccountSelection) -> tuple[dict[str, Any], Provider] | Response:
    signed_in = await exchange.session()
    if signed_in is None:
        return Response(status_code=401)  # The original answers with nothing in it here.
    for account in await exchange.accounts.accounts(signed_in.user.id):
        if account["id"] == body.accountId:
            provider = exchange.auth.providers.get(account["provider_id"])
            if provider is not None:
                return account, provider
    raise AccountNotFound()
