"""Which jobs a worker knows."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tasklore.accounts.service import USER_DELETED
from tasklore.assistant import erasure as assistant_erasure
from tasklore.auth import jobs as auth_jobs
from tasklore.changes import erasure as change_erasure
from tasklore.changes import jobs as change_jobs
from tasklore.knowledge import jobs as knowledge_jobs
from tasklore.knowledge.entities import SETTLE
from tasklore.platform.jobs.queue import Registry
from tasklore.platform.unit import Unit
from tasklore.tasks import erasure as task_erasure
from tasklore.tasks import jobs as task_jobs
from tasklore.tasks.attachments.jobs import sweep
from tasklore.tasks.purge import purge
from tasklore.tasks.search import indexing

if TYPE_CHECKING:
    from .wiring import Core


async def _erase(unit: Unit, payload: dict[str, Any]) -> None:
    """The last step of an account's deletion, once the others have seen that somebody left."""
    for erase in (change_erasure.erase, task_erasure.erase, assistant_erasure.erase):
        await erase(unit, payload)


def registry_of(core: "Core") -> Registry:
    """All handlers, bound to this process's services."""
    registry = Registry()
    registry.add(auth_jobs.TIDY, auth_jobs.tidy, every=timedelta(hours=1))
    registry.add("changes.tidy", change_jobs.tidy, every=timedelta(minutes=10))
    registry.add(task_jobs.REMIND, task_jobs.remind)
    registry.add(task_jobs.PLAN_REMINDERS, task_jobs.plan_reminders)
    registry.add(USER_DELETED, task_erasure.leave)
    registry.add(task_erasure.ERASE, _erase)
    registry.add("tasks.purge", purge, every=timedelta(hours=6))
    registry.add(indexing.JOB, indexing.index_search, every=timedelta(minutes=1))
    registry.add("tasks.sweep_attachments", sweep, every=timedelta(hours=24))
    registry.add(SETTLE, knowledge_jobs.settle)
    registry.add(knowledge_jobs.REBUILD, knowledge_jobs.rebuild)
    registry.add(knowledge_jobs.CHECK, knowledge_jobs.check, every=timedelta(minutes=1))
    registry.add(knowledge_jobs.PURGE, knowledge_jobs.purge, every=timedelta(hours=6))
    return registry
