"""The auth service alone: Better Auth's protocol on its own port."""

from fastapi import FastAPI

from tasklore.auth.routers import routers as auth
from tasklore.ops.health import health_router
from tasklore.settings import Settings

from .assemble import Running, assemble
from .wiring import open_core


def make_auth(settings: Settings, running: Running | None = None) -> FastAPI:
    """The auth process."""
    routers = [health_router("auth-service"), *auth]
    return assemble("Tasklore auth", settings, routers, running or (lambda: open_core(settings)))
