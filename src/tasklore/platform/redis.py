"""Redis, where several processes share one: the event bus and counters of limits.

Everything here survives Redis going away: publishing and counting fall back to this process, once a
second at most a warning is logged, and the subscription comes back by itself.
"""

import asyncio
import contextlib
import time
from collections.abc import Iterable
from typing import Any, Final

import structlog
from redis.asyncio import BlockingConnectionPool, Redis
from redis.exceptions import RedisError

from .events import CHANNEL, MemoryBus
from .limits import MemoryLimiter, Rate, Verdict

log = structlog.get_logger(__name__)

_TIMEOUT_S: Final = 1.0

# One bucket in one round trip: tokens and the moment they were counted, refilled by Redis's own clock.
_TAKE: Final = """
local now = redis.call('TIME')
local at = now[1] + now[2] / 1e6
local burst, per_s, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local state = redis.call('HMGET', KEYS[1], 't', 'a')
local tokens = tonumber(state[1]) or burst
tokens = math.min(burst, tokens + math.max(0, at - (tonumber(state[2]) or at)) * per_s)
local allowed = tokens >= cost
if allowed then tokens = tokens - cost end
redis.call('HSET', KEYS[1], 't', tostring(tokens), 'a', tostring(at))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / per_s * 1000) + 1000)
return {allowed and 1 or 0, tostring(tokens)}
"""


def connect(url: str) -> "Redis":
    """A client over a pool that waits when it is empty (the plain pool raises)."""
    pool = BlockingConnectionPool.from_url(
        url, max_connections=16, timeout=_TIMEOUT_S, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S
    )
    return Redis(connection_pool=pool)


class RedisBus(MemoryBus):
    """A bus whose pokes reach every process that shares the Redis."""

    def __init__(self, client: "Redis", url: str) -> None:
        super().__init__()
        self._client = client
        # A subscription waits without limit, so it cannot share the pool's short socket time-out.
        self._subscriber: Redis = Redis.from_url(url, socket_connect_timeout=_TIMEOUT_S)
        self._task = asyncio.create_task(self._subscribe(), name="redis-bus")
        self.connected = asyncio.Event()

    async def publish(self, topics: Iterable[str]) -> None:
        names = list(topics)
        self.deliver(names)
        try:
            await self._client.publish(CHANNEL, "\n".join(names))
        except (RedisError, OSError) as error:
            log.warning("redis_publish_failed", error=type(error).__name__)

    async def _subscribe(self) -> None:
        while True:
            try:
                async with self._subscriber.pubsub() as subscription:
                    await subscription.subscribe(CHANNEL)
                    self.connected.set()
                    self.wake_all()  # whatever was missed while away is read from the database
                    async for message in subscription.listen():
                        if message["type"] == "message":
                            self.deliver(message["data"].decode().split("\n"))
            except (RedisError, OSError) as error:
                self.connected.clear()
                log.warning("redis_subscription_lost", error=type(error).__name__)
                await asyncio.sleep(1)

    async def close(self) -> None:
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        await self._subscriber.aclose()
        await super().close()


class RedisLimiter:
    """Token buckets that every process shares; without Redis, this process's own."""

    def __init__(self, client: "Redis") -> None:
        self._take: Any = client.register_script(_TAKE)
        self._local = MemoryLimiter()
        self._away_until = 0.0

    async def take(self, key: str, rate: Rate, cost: float = 1) -> Verdict:
        if time.monotonic() < self._away_until:
            return await self._local.take(key, rate, cost)
        try:
            allowed, tokens = await self._take(
                keys=[f"tasklore:limit:{rate.burst}:{rate.window_s}:{key}"], args=[rate.burst, rate.per_s, cost]
            )
        except (RedisError, OSError) as error:
            self._away_until = time.monotonic() + 1
            log.warning("redis_limiter_failed", error=type(error).__name__)
            return await self._local.take(key, rate, cost)
        return rate.verdict(bool(int(allowed)), float(tokens), cost)
