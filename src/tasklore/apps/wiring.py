"""What a process holds while it runs, opened in order and closed in reverse."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from tasklore.auth.principal import Authenticator
from tasklore.changes.stream import RevisionWatch
from tasklore.platform.cache import PageCache
from tasklore.platform.clock import Clock, SystemClock
from tasklore.platform.db.address import Address, database_address
from tasklore.platform.db.database import Database
from tasklore.platform.db.sqlite import SqliteDatabase
from tasklore.platform.errors import Unavailable
from tasklore.platform.events import EventBus, MemoryBus
from tasklore.platform.files import FileStore
from tasklore.platform.jobs.queue import Registry
from tasklore.platform.limits import Limiter, MemoryLimiter, Rate
from tasklore.settings import Settings

from .jobs import registry_of

if TYPE_CHECKING:
    from tasklore.auth.wiring import AuthServices
    from tasklore.platform.jobs.worker import Worker

log = structlog.get_logger(__name__)


class Core:
    """The services of one process. Features see it through the protocols they need."""

    authenticator: Authenticator
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
        from tasklore.auth.wiring import open_auth

        core.auth = await stack.enter_async_context(open_auth(core))
        core.authenticator = core.auth.authenticator
        core.watch = RevisionWatch(core)
        stack.push_async_callback(core.watch.close)
        yield core


async def open_database(settings: Settings, *, wait_s: float = 30) -> Database:
    """The configured database, at the newest schema where this process may bring it there (SQLite)."""
    address = database_address(settings.platform)
    if address.sqlite_path is not None:
        address.sqlite_path.parent.mkdir(parents=True, exist_ok=True)
        await _prepare_sqlite(address)
        return SqliteDatabase(address.sqlite_path, slow_ms=settings.platform.slow_query_ms)
    from tasklore.platform.db.postgres import PostgresDatabase

    platform = settings.platform
    deadline = asyncio.get_running_loop().time() + wait_s
    while True:
        try:
            return await PostgresDatabase.connect(
                address.dsn,
                size=platform.database_pool,
                statement_cache=platform.database_statement_cache,
                slow_ms=platform.slow_query_ms,
            )
        except Unavailable as error:
            if asyncio.get_running_loop().time() > deadline:
                raise
            log.warning("database_waited_for", database=address.shown, error=error.message)
            await asyncio.sleep(0.5)


async def _prepare_sqlite(address: Address) -> None:
    """Migrates the file where it is behind; Alembic is imported only then."""
    import sqlite3

    from tasklore.migrations import HEAD

    assert address.sqlite_path is not None
    if address.sqlite_path.exists():
        with contextlib.closing(sqlite3.connect(address.sqlite_path)) as connection, contextlib.suppress(sqlite3.Error):
            if connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,):
                return
    from tasklore.migrations.upgrade import upgrade

    await upgrade(address)


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
