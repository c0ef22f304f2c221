"""Signing in with another provider, and the accounts linked to it."""

from typing import Any

from ..errors import ProviderNotFound, ValidationFailed
from ..exchange import Exchange
from ..protocol import Needs
from ..schemas import Fields
from .registry import protocol


@protocol.route("POST", "/sign-in/social", body=Fields)
async def sign_in_social(exchange: Exchange, body: Fields) -> Any:
    """Where to go to sign in with a provider."""
    _provider(body)
    raise ProviderNotFound()


@protocol.route("POST", "/link-social", body=Fields, needs=Needs.SESSION)
async def link_social(exchange: Exchange, body: Fields) -> Any:
    """Where to go to link an account of a provider to one's own."""
    _provider(body)
    raise ProviderNotFound()


def _provider(body: Fields) -> str:
    provider = body.given.get("provider")
    if not isinstance(provider, str):
        raise ValidationFailed("[body.provider] Invalid input")
    return provider
