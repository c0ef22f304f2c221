"""A circuit breaker: after failures in a row, a provider is left alone for a while."""

import time
from collections.abc import Callable
from typing import Final

FAILURES: Final = 2
REST_S: Final = 30.0


class Breaker:
    """Open means: do not ask. After the rest, one call may try again."""

    def __init__(
        self, *, failures: int = FAILURES, rest_s: float = REST_S, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = failures
        self._rest_s = rest_s
        self._now = now
        self._failed = 0
        self._until = 0.0

    @property
    def is_open(self) -> bool:
        return self._now() < self._until

    def succeeded(self) -> None:
        self._failed = 0
        self._until = 0.0

    def failed(self) -> None:
        self._failed += 1
        if self._failed >= self._most:
            self._until = self._now() + self._rest_s
