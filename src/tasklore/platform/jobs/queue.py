"""Asking for jobs, and the registry of what can do them."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from weakref import WeakSet

from ..ids import new_id
from ..unit import Unit
from .models import job

TOPIC: Final = "jobs"

ATTEMPTS: Final = 10
"""How often a job is tried unless its handler says otherwise."""

_poking: "WeakSet[Unit]" = WeakSet()
"""The units that will wake the workers when they commit: once, however many jobs they ask for."""

Handler = Callable[[Unit, dict[str, Any]], Awaitable[None]]


class Task(NamedTuple):
    """What does a job of one name, and how patiently it is tried."""

    name: str
    handler: Handler
    attempts: int
    every: timedelta | None


class Registry:
    """The handlers that a worker knows."""

    def __init__(self) -> None:
        self._tasks: dict[str, Task] = {}

    def add(self, name: str, handler: Handler, *, attempts: int = ATTEMPTS, every: timedelta | None = None) -> None:
        """Registers a handler. With `every`, one such job is always waiting and comes back by itself."""
        self._tasks[name] = Task(name, handler, attempts, every)

    def get(self, name: str) -> Task | None:
        return self._tasks.get(name)

    @property
    def recurring(self) -> list[Task]:
        return [task for task in self._tasks.values() if task.every is not None]


def enqueue(
    unit: Unit, name: str, payload: dict[str, Any], *, run_at: datetime | None = None, job_id: str | None = None
) -> None:
    """Stages a job with the unit's other writes. With a `job_id` that is there already, nothing is added."""
    unit.insert(
        job,
        {
            "id": job_id or new_id(),
            "name": name,
            "payload": payload,
            "state": "ready",
            "run_at": run_at or unit.now,
            "attempts": 0,
            "created_at": unit.now,
        },
        or_nothing=job_id is not None,
    )
    if (run_at is None or run_at <= unit.now) and unit not in _poking:
        _poking.add(unit)
        unit.after_commit(lambda: unit.services.bus.publish([TOPIC]))
