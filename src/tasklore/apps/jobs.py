"""Which jobs a worker knows."""

from datetime import timedelta
from typing import TYPE_CHECKING

from tasklore.auth import jobs as auth_jobs
from tasklore.changes import jobs as change_jobs
from tasklore.knowledge import jobs as knowledge_jobs
from tasklore.knowledge.entities import SETTLE
from tasklore.platform.jobs.queue import Registry
from tasklore.tasks import jobs as task_jobs
from tasklore.tasks.attachments.jobs import sweep
from tasklore.tasks.purge import purge
from tasklore.tasks.search import indexing

if TYPE_CHECKING:
    from .wiring import Core


def registry_of(core: "Core") -> Registry:
    """All handlers, bound to this process's services."""
    registry = Registry()
    registry.add(auth_jobs.TIDY, auth_jobs.tidy, every=timedelta(hours=1))
    registry.add("changes.tidy", change_jobs.tidy, every=timedelta(minutes=10))
    registry.add(task_jobs.REMIND, task_jobs.remind)
    registry.add(task_jobs.PLAN_REMINDERS, task_jobs.plan_reminders)
    registry.add("tasks.purge", purge, every=timedelta(hours=6))
    registry.add(indexing.JOB, indexing.index_search, every=timedelta(seconds=20))
    registry.add("tasks.sweep_attachments", sweep, every=timedelta(hours=24))
    registry.add(SETTLE, knowledge_jobs.settle)
    registry.add(knowledge_jobs.REBUILD, knowledge_jobs.rebuild)
    registry.add(knowledge_jobs.CHECK, knowledge_jobs.check, every=timedelta(minutes=1))
    registry.add(knowledge_jobs.PURGE, knowledge_jobs.purge, every=timedelta(hours=6))
    return registry
