"""How often somebody may try: exact sliding windows per address and path, per address, and per account.

    address + path   3 in 10 s for what takes a password, 3 in 60 s for what sends a mail, 100 in 10 s else
    address          AUTH_RATE_LIMIT_PER_MINUTE over the whole prefix
    account          30 failures a minute and 6,000 a day, from wherever they come

A token bucket would let twice its size pass in the first window; a guess that passes is a guess too many,
so each window counts what really happened in it. The bounds per account hold for addresses that never signed in
to it: a lock that everybody could trigger would be a weapon against the owner.
"""

import time
from collections import OrderedDict, deque
from typing import Final, NamedTuple, Protocol

SLOTS: Final = 60
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
            slot = int(now * SLOTS / window.seconds)
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
        oldest = int(now * SLOTS / window.seconds) - SLOTS
        while slots and slots[0][0] < oldest:
            slots.popleft()
        return slots


def _turn(slots: deque[tuple[int, int]], window: Window, now: float) -> Turn:
    if sum(count for _, count in slots) < window.most:
        return Turn(True, 0.0)
    leaves_at = (slots[0][0] + SLOTS + 1) * window.seconds / SLOTS
    return Turn(False, max(0.0, leaves_at - now))


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
