"""Which jobs a worker knows."""

from datetime import timedelta
from typing import TYPE_CHECKING

from tasklore.changes import jobs as change_jobs
from tasklore.platform.jobs.queue import Registry
from tasklore.tasks import jobs as task_jobs

if TYPE_CHECKING:
    from .wiring import Core


def registry_of(core: "Core") -> Registry:
    """All handlers, bound to this process's services."""
    registry = Registry()
    registry.add("changes.tidy", change_jobs.tidy, every=timedelta(minutes=10))
    registry.add(task_jobs.REMIND, task_jobs.remind)
    registry.add("tasks.purge", task_jobs.purge, every=timedelta(hours=6))
    return registry
