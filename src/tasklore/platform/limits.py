"""Rate limits: token buckets, in the process or in Redis."""

import time
from typing import Final, NamedTuple, Protocol

from .errors import TooManyRequests


class Verdict(NamedTuple):
    """Whether a request may pass, how many may follow at once, and when the next one may come."""

    allowed: bool
    limit: int
    remaining: int
    wait_s: float

    @property
    def headers(self) -> dict[str, str]:
        """RateLimit fields (draft-ietf-httpapi-ratelimit-headers, the three plain ones) and Retry-After."""
        headers = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_s),
        }
        if not self.allowed:
            headers["Retry-After"] = str(self.reset_s)
        return headers

    @property
    def reset_s(self) -> int:
        return max(1, int(self.wait_s + 0.999))

    def require(self) -> None:
        """Raises TooManyRequests when the request may not pass."""
        if not self.allowed:
            raise TooManyRequests(
                f"Too many requests: at most {self.limit} at once. Try again in {self.reset_s} s.",
                retry_after_s=self.reset_s,
                headers=self.headers,
            )


class Rate(NamedTuple):
    """`burst` requests in any `window_s` seconds, refilled evenly."""

    burst: int
    window_s: float

    @property
    def per_s(self) -> float:
        return self.burst / self.window_s

    def verdict(self, allowed: bool, tokens: float, cost: float) -> Verdict:
        missing = max(0.0, cost - tokens) if not allowed else max(0.0, 1 - tokens)
        return Verdict(allowed, self.burst, int(tokens), missing / self.per_s)


class Limiter(Protocol):
    """Counts requests by key."""

    async def take(self, key: str, rate: Rate, cost: float = 1) -> Verdict: ...


_MOST_KEYS: Final = 100_000


class MemoryLimiter:
    """Buckets of this process; the oldest half is dropped when there are very many."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, Rate], tuple[float, float]] = {}

    async def take(self, key: str, rate: Rate, cost: float = 1) -> Verdict:
        return self.take_now(key, rate, cost)

    def take_now(self, key: str, rate: Rate, cost: float = 1) -> Verdict:
        now = time.monotonic()
        tokens, at = self._buckets.get((key, rate), (float(rate.burst), now))
        tokens = min(float(rate.burst), tokens + (now - at) * rate.per_s)
        allowed = tokens >= cost
        if allowed:
            tokens -= cost
        if len(self._buckets) >= _MOST_KEYS:
            self._buckets = dict(sorted(self._buckets.items(), key=lambda item: item[1][1])[_MOST_KEYS // 2 :])
        self._buckets[(key, rate)] = (tokens, now)
        return rate.verdict(allowed, tokens, cost)
