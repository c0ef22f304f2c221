"""The API alone: everything but signing in."""

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI

from tasklore.assistant.routers import routers as assistant
from tasklore.changes.routes import router as changes
from tasklore.exchange.routes import router as exchange
from tasklore.knowledge.routers import routers as knowledge
from tasklore.mcp.routers import routers as mcp
from tasklore.ops.health import health_router
from tasklore.platform.web.docs import router as docs
from tasklore.settings import Settings
from tasklore.tasks.routers import routers as tasks

from .assemble import Running, assemble
from .wiring import open_core

UPLOADS = (
    ("/api/v1/import", 50_000_000),
    ("/api/v1/tasks/[^/]+/attachments", 26_000_000),
    ("/api/v1/documents", 50_000_000),
)


def feature_routers(settings: Settings) -> Sequence[APIRouter]:
    """The routers of every feature that the API serves."""
    routers = [*tasks, *knowledge, changes, exchange, *assistant]
    if settings.assistant.mcp_enabled:
        routers.extend(mcp)
    if settings.platform.docs_enabled:
        routers.append(docs)
    return routers


def make_api(settings: Settings, running: Running | None = None) -> FastAPI:
    """The API process."""
    routers = [health_router("api-service"), *feature_routers(settings)]
    return assemble("Tasklore", settings, routers, running or (lambda: open_core(settings)), large=UPLOADS)
