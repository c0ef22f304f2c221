"""What a process holds while it runs, opened in order and closed in reverse."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from tasklore.assistant.turns import Assistant, open_assistant
from tasklore.assistant.writer import ModelWriter
from tasklore.auth.principal import Authenticator
from tasklore.changes.stream import RevisionWatch
from tasklore.knowledge.parts import Knowledge
from tasklore.mcp.endpoint import McpSessions, open_mcp
from tasklore.platform.cache import PageCache
from tasklore.platform.clock import Clock, SystemClock
from tasklore.platform.db.database import Database
from tasklore.platform.events import EventBus, MemoryBus
from tasklore.platform.files import FileStore
from tasklore.platform.jobs.queue import Registry
from tasklore.platform.limits import Limiter, MemoryLimiter, Rate
from tasklore.settings import Settings

from .database import open_database
from .jobs import registry_of

if TYPE_CHECKING:
    from tasklore.auth.wiring import AuthServices
    from tasklore.platform.jobs.worker import Worker


class Core:
    """The services of one process. Features see it through the protocols they need."""

    authenticator: Authenticator
    assistant: Assistant
    mcp: McpSessions
    auth: "AuthServices"
    watch: RevisionWatch

    def __init__(
        self,
        settings: Settings,
        *,
        db: Database,
        clock: Clock,
        bus: EventBus,
        limiter: Limiter,
        files: FileStore,
        redis_url: str | None,
    ) -> None:
        self.settings = settings
        self.db = db
        self.clock = clock
        self.bus = bus
        self.limiter = limiter
        self.files = files
        self.redis_url = redis_url
        self.knowledge = Knowledge(settings.knowledge, db, settings.platform.data_dir)
        self.registry: Registry = registry_of(self)
        self.pages = PageCache(settings.platform.page_cache_mb * 1_000_000)
        platform = settings.platform
        self.rate = Rate(platform.rate_limit_per_minute, 60) if platform.rate_limit_enabled else None


@asynccontextmanager
async def open_core(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[Core]:
    """Opens everything a process needs.

    Raises:
        Unavailable: the database cannot be reached within half a minute.
    """
    platform = settings.platform
    async with AsyncExitStack() as stack:
        db = await open_database(settings)
        stack.push_async_callback(db.close)
        url = redis_url(settings)
        bus: EventBus
        limiter: Limiter
        if url is None:
            bus, limiter = MemoryBus(), MemoryLimiter()
        else:
            from tasklore.platform import redis

            client = redis.connect(url)
            stack.push_async_callback(client.aclose)
            bus, limiter = redis.RedisBus(client, url), redis.RedisLimiter(client)
        stack.push_async_callback(bus.close)
        core = Core(
            settings,
            db=db,
            clock=clock or SystemClock(),
            bus=bus,
            limiter=limiter,
            files=FileStore(platform.data_dir / "files"),
            redis_url=url,
        )
        stack.push_async_callback(core.knowledge.close)
        from tasklore.auth.wiring import open_auth

        core.auth = await stack.enter_async_context(open_auth(core))
        core.authenticator = core.auth.authenticator
        core.assistant = await stack.enter_async_context(open_assistant(core, settings.assistant))
        if settings.assistant.chosen != "builtin":
            core.knowledge.writer = ModelWriter(core.assistant)
        core.mcp = await stack.enter_async_context(open_mcp())
        core.watch = RevisionWatch(core)
        stack.push_async_callback(core.watch.close)
        yield core


def redis_url(settings: Settings) -> str | None:
    """The Redis of these settings, by URL or by host and port."""
    platform = settings.platform
    if platform.redis_url is not None:
        return platform.redis_url.get_secret_value()
    if platform.redis_host is not None:
        return f"redis://{platform.redis_host}:{platform.redis_port}/0"
    return None


@asynccontextmanager
async def running_worker(core: Core) -> AsyncIterator["Worker"]:
    """A worker beside whatever else the process does."""
    from tasklore.platform.jobs.worker import Worker

    worker = Worker(core, core.registry)
    task = asyncio.create_task(worker.run(), name="worker")
    try:
        yield worker
    finally:
        worker.stop()
        await core.bus.publish(["jobs"])
        try:
            await asyncio.wait_for(task, 8)
        except TimeoutError:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


def settle_memory() -> None:
    """After start-up: what is there now stays, so the collector need not look at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
