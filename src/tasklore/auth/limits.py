"""How often somebody may try: exact sliding windows per address and path, per address, and per account.

    address + path   3 in 10 s for what takes a password, 3 in 60 s for what sends a mail, 100 in 10 s else
    address          AUTH_RATE_LIMIT_PER_MINUTE over the whole prefix
    account          30 failures a minute and 6,000 a day, from wherever they come

A token bucket would let twice its size pass in the first window; a guess that passes is a guess too many,
so each window counts what really happened in it. The daily bound per account only holds for addresses that
never signed in to it: a lock that everybody could trigger would be a weapon against the owner.
"""

import time
from collections import OrderedDict, deque
from typing import Final, NamedTuple, Protocol

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

_SLOTS: Final = 60
"""A window is counted in this many slots; a slot leaves the window as a whole, a sixtieth late at most."""

_MOST_KEYS: Final = 100_000


class Window(NamedTuple):
    """At most `most` in any `seconds`."""

    most: int
    seconds: float


class Turn(NamedTuple):
    """Whether it may go on, and else in how many seconds."""

    allowed: bool
    wait_s: float


class Windows(Protocol):
    """Counts by key."""

    async def take(self, key: str, window: Window) -> Turn:
        """Counts one if there is room."""
        ...

    async def full(self, key: str, window: Window) -> Turn:
        """Looks without counting."""
        ...

    async def clear(self, key: str, window: Window) -> None: ...


class MemoryWindows:
    """The windows of this process; the keys that were idle longest are dropped when there are very many."""

    def __init__(self) -> None:
        self._slots: OrderedDict[tuple[str, Window], deque[tuple[int, int]]] = OrderedDict()

    async def take(self, key: str, window: Window) -> Turn:
        now = time.monotonic()
        slots = self._current(key, window, now)
        turn = _turn(slots, window, now)
        if turn.allowed:
            slot = int(now * _SLOTS / window.seconds)
            count = slots.pop()[1] if slots and slots[-1][0] == slot else 0
            slots.append((slot, count + 1))
        return turn

    async def full(self, key: str, window: Window) -> Turn:
        now = time.monotonic()
        return _turn(self._current(key, window, now), window, now)

    async def clear(self, key: str, window: Window) -> None:
        self._slots.pop((key, window), None)

    def _current(self, key: str, window: Window, now: float) -> deque[tuple[int, int]]:
        slots = self._slots.get((key, window))
        if slots is None:
            slots = self._slots[key, window] = deque()
            if len(self._slots) > _MOST_KEYS:
                self._slots.popitem(last=False)
        else:
            self._slots.move_to_end((key, window))
        oldest = int(now * _SLOTS / window.seconds) - _SLOTS
        while slots and slots[0][0] < oldest:
            slots.popleft()
        return slots


def _turn(slots: deque[tuple[int, int]], window: Window, now: float) -> Turn:
    if sum(count for _, count in slots) < window.most:
        return Turn(True, 0.0)
    leaves_at = (slots[0][0] + _SLOTS + 1) * window.seconds / _SLOTS
    return Turn(False, max(0.0, leaves_at - now))


# The same count, shared: a hash from slot to count, by Redis's own clock.
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
                    keys=[self._name(key, window)], args=[window.most, window.seconds, _SLOTS, int(add)]
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


PASSWORD_PATHS: Final = Window(3, 10)
MAIL_PATHS: Final = Window(3, 60)
TWO_FACTOR_PATHS: Final = Window(3, 10)
OTHER_PATHS: Final = Window(100, 10)
FAILURES_A_MINUTE: Final = Window(30, 60)
FAILURES_A_DAY: Final = Window(6_000, 86_400)


def window_of(path: str) -> Window:
    """Better Auth's rule for a path below the prefix."""
    if path.startswith(("/sign-in", "/sign-up", "/change-password", "/change-email")):
        return PASSWORD_PATHS
    if path in ("/request-password-reset", "/send-verification-email") or path.startswith("/forget-password"):
        return MAIL_PATHS
    if path.startswith("/two-factor/"):
        return TWO_FACTOR_PATHS
    return OTHER_PATHS


def takes_credentials(path: str) -> bool:
    """Whether a path takes a password, a code or a token that could be guessed, or sends a mail."""
    return path.startswith(
        (
            "/sign-in",
            "/sign-up",
            "/change-password",
            "/change-email",
            "/request-password-reset",
            "/forget-password",
            "/reset-password",
            "/send-verification-email",
            "/verify-email",
            "/delete-user",
            "/two-factor/",
            "/refresh",
            "/oauth2/token",
        )
    )
