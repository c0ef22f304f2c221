"""Prometheus metrics: one histogram of requests by route template, and a few gauges."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

REGISTRY: Final = CollectorRegistry()

REQUESTS: Final = Histogram(
    "tasklore_request_seconds",
    "Time to answer, by route template, method and status class.",
    ("route", "method", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
    registry=REGISTRY,
)
JOBS: Final = Counter("tasklore_jobs_total", "Jobs done, by name and outcome.", ("name", "outcome"), registry=REGISTRY)
REDONE: Final = Counter(
    "tasklore_units_redone_total", "Units of work that lost a race and were worked out again.", registry=REGISTRY
)


def exposition() -> bytes:
    """All metrics in Prometheus's text format."""
    return generate_latest(REGISTRY)
