"""The limits' windows in Redis, where several processes share them."""

import time
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from .limits import SLOTS, MemoryWindows, Turn, Window

log = structlog.get_logger(__name__)

# The count of `MemoryWindows`, shared: a hash from slot to count, by Redis's own clock.
_COUNT: Final = """
local now = redis.call('TIME')
local at = now[1] + now[2] / 1e6
local most, seconds, slots, add = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local slot = math.floor(at * slots / seconds)
local total, first = 0, slot
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local number = tonumber(fields[i])
  if number < slot - slots then
    redis.call('HDEL', KEYS[1], fields[i])
  else
    total = total + tonumber(fields[i + 1])
    if number < first then first = number end
  end
end
if total >= most then return {0, tostring((first + slots + 1) * seconds / slots - at)} end
if add == 1 then
  redis.call('HINCRBY', KEYS[1], slot, 1)
  redis.call('PEXPIRE', KEYS[1], math.ceil(seconds * 1100))
end
return {1, '0'}
"""


class RedisWindows:
    """Windows that every process shares. Without Redis each process counts by itself: it never lets everything pass."""

    def __init__(self, client: "Redis") -> None:
        self._client = client
        self._count = client.register_script(_COUNT)
        self._local = MemoryWindows()
        self._away_until = 0.0

    async def take(self, key: str, window: Window) -> Turn:
        return await self._ask(key, window, add=True)

    async def full(self, key: str, window: Window) -> Turn:
        return await self._ask(key, window, add=False)

    async def clear(self, key: str, window: Window) -> None:
        await self._local.clear(key, window)
        try:
            await self._client.delete(self._name(key, window))
        except (RedisError, OSError) as error:
            self._note(error)

    async def _ask(self, key: str, window: Window, *, add: bool) -> Turn:
        if time.monotonic() >= self._away_until:
            try:
                allowed, wait = await self._count(
                    keys=[self._name(key, window)], args=[window.most, window.seconds, SLOTS, int(add)]
                )
                return Turn(bool(int(allowed)), max(0.0, float(wait)))
            except (RedisError, OSError) as error:
                self._note(error)
        return await (self._local.take(key, window) if add else self._local.full(key, window))

    def _note(self, error: Exception) -> None:
        self._away_until = time.monotonic() + 1
        log.warning("redis_windows_failed", error=type(error).__name__)

    @staticmethod
    def _name(key: str, window: Window) -> str:
        return f"tasklore:window:{window.most}:{window.seconds}:{key}"
