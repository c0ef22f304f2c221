"""The routers of signing in: `/api/v1/auth` (contract D1), `/api/v1/account` and `/api/auth` (Better Auth's protocol)."""

from collections.abc import Sequence

from fastapi import APIRouter

from .routes import api_keys, links, profile, sessions, signing, social, tokens, two_factor
from .routes.account import router as account
from .routes.alias import router as alias
from .routes.oauth import router as oauth
from .routes.registry import protocol

FEATURES = (api_keys, links, profile, sessions, signing, social, tokens, two_factor)
"""Importing them registers their routes."""

# The protocol answers every path below its prefix, so the OAuth server comes before it.
routers: Sequence[APIRouter] = (alias, account, oauth, protocol.router())
