"""The limiter and the event bus: the stand-ins and Redis keep the same promises, also when Redis goes away."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tasklore.platform import redis as shared
from tasklore.platform.events import EventBus, MemoryBus
from tasklore.platform.limits import Limiter, MemoryLimiter, Rate
from tests.servers.redis import RedisServer, redis_server

RATE = Rate(5, 60)


@asynccontextmanager
async def limiter_of(kind: str, url: str) -> AsyncIterator[Limiter]:
    if kind == "memory":
        yield MemoryLimiter()
        return
    client = shared.connect(url)
    try:
        yield shared.RedisLimiter(client)
    finally:
        await client.aclose()


@asynccontextmanager
async def bus_of(kind: str, url: str) -> AsyncIterator[EventBus]:
    if kind == "memory":
        bus: EventBus = MemoryBus()
        yield bus
        await bus.close()
        return
    client = shared.connect(url)
    redis_bus = shared.RedisBus(client, url)
    await asyncio.wait_for(redis_bus.connected.wait(), 5)
    try:
        yield redis_bus
    finally:
        await redis_bus.close()
        await client.aclose()


@pytest.mark.parametrize("kind", ["memory", "redis"])
async def test_so_many_may_pass_and_then_it_says_when_to_come_back(kind: str, redis: str) -> None:
    async with limiter_of(kind, redis) as limiter:
        verdicts = [await limiter.take(f"{kind}-a", RATE) for _ in range(7)]
        other = await limiter.take(f"{kind}-b", RATE)

    assert [verdict.allowed for verdict in verdicts] == [True] * 5 + [False] * 2
    assert [verdict.remaining for verdict in verdicts[:5]] == [4, 3, 2, 1, 0]
    assert 1 <= int(verdicts[5].headers["Retry-After"]) <= 12
    assert other.allowed


@pytest.mark.parametrize("kind", ["memory", "redis"])
async def test_a_bucket_fills_up_again(kind: str, redis: str) -> None:
    rate = Rate(2, 0.2)
    async with limiter_of(kind, redis) as limiter:
        spent = [(await limiter.take(f"{kind}-fill", rate)).allowed for _ in range(3)]
        await asyncio.sleep(0.25)
        again = (await limiter.take(f"{kind}-fill", rate)).allowed

    assert spent == [True, True, False]
    assert again


@pytest.mark.parametrize("kind", ["memory", "redis"])
async def test_a_poke_wakes_who_listens_to_the_topic_and_nobody_else(kind: str, redis: str) -> None:
    async with bus_of(kind, redis) as bus, bus.listen("user:ada") as ada, bus.listen("user:ben") as ben:
        await bus.publish(["user:ada"])

        assert await ada.wait(2)
        assert not await ben.wait(0.1)


async def test_a_poke_reaches_another_process_through_redis(redis: str) -> None:
    async with bus_of("redis", redis) as here, bus_of("redis", redis) as there, there.listen("user:ada") as listener:
        await here.publish(["user:ada"])

        assert await listener.wait(2)


async def test_redis_killed_costs_nothing_but_sharing_and_comes_back_by_itself() -> None:
    with redis_server() as server:
        async with limiter_of("redis", server.url) as limiter, bus_of("redis", server.url) as bus:
            server.kill()
            started = time.monotonic()
            verdicts = [(await limiter.take("away", RATE)).allowed for _ in range(7)]
            async with bus.listen("user:ada") as ada:
                await bus.publish(["user:ada"])
                assert await ada.wait(2), "this process hears itself all the same"
            assert time.monotonic() - started < 5
            assert verdicts.count(True) == 5

            server.start()
            await _heard_again(bus, server)


async def _heard_again(bus: EventBus, server: RedisServer) -> None:
    async with bus_of("redis", server.url) as other:
        deadline = time.monotonic() + 10
        async with bus.listen("user:ada") as listener:
            while time.monotonic() < deadline:
                await other.publish(["user:ada"])
                if await listener.wait(0.3):
                    return
    raise AssertionError("the subscription did not come back")
