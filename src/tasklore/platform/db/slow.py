"""Slow statements, in the log without their values."""

import contextlib
import time

import structlog

log = structlog.get_logger(__name__)


def note_if_slow(at_least_s: float, name: str, text: str, started: float) -> None:
    """Logs a statement that began at `started`, by the performance counter, and took too long."""
    took = time.perf_counter() - started
    if took >= at_least_s:
        with contextlib.suppress(Exception):  # a log that cannot be written must not end the writer's thread
            log.warning("slow_query", query=name, statement=text[:2000], duration_ms=round(took * 1000, 1))
