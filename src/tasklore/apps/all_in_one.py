"""Everything in one process: API, auth, worker and the web app, over one set of services."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from tasklore.auth.routers import routers as auth
from tasklore.ops.health import health_router
from tasklore.settings import Settings

from .api import UPLOADS, feature_routers
from .assemble import Running, assemble
from .web import web_router
from .wiring import Core, open_core, running_worker


def make_all(settings: Settings, running: Running | None = None) -> FastAPI:
    """The one process. `/health` answers as the API does."""

    @asynccontextmanager
    async def with_worker() -> AsyncIterator[Core]:
        async with open_core(settings) as core, running_worker(core):
            yield core

    routers = [health_router("api-service"), *auth, *feature_routers(settings), web_router()]
    return assemble("Tasklore", settings, routers, running or with_worker, large=UPLOADS)
