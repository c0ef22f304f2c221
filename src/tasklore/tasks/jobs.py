"""What the worker does for tasks: rings reminders, empties the trash."""

import datetime as dt
from typing import Any, Final

from tasklore.changes.actor import Actor
from tasklore.changes.change_set import ChangeSet
from tasklore.platform.ids import derived_id
from tasklore.platform.unit import Unit

from . import reminders, store
from .entities import NOTICE_ENTITY
from .models import attachment, comment, relation, task

REMIND: Final = reminders.JOB
TRASH_DAYS: Final = 30


async def remind(unit: Unit, payload: dict[str, Any]) -> None:
    """Leaves a notice for whoever is to be reminded, if the task still rings at that moment."""
    row = await unit.fetch_one(store.FOR_REMINDER, id=payload["task_id"])
    moment = dt.datetime.fromisoformat(payload["at"])
    if row is None or row["status"] != "open" or moment not in reminders.instants(row, payload["timezone"]):
        return
    reader = row["assignee_id"] or row["created_by"]
    notice_id = derived_id(reader, f"remind:{row['id']}:{payload['at']}")
    if await unit.fetch_one(store.NOTICE, owner=reader, id=notice_id):
        return
    changes = ChangeSet(unit, Actor(reader, "job", {"job": REMIND}))
    changes.title = f"Reminded of “{row['title'][:80]}”"
    notice = {
        "id": notice_id,
        "owner_id": reader,
        "task_id": row["id"],
        "kind": "reminder",
        "title": row["title"],
        "ring_at": moment,
        "read_at": None,
    }
    changes.create(NOTICE_ENTITY, notice, (reader,))


async def purge(unit: Unit, payload: dict[str, Any]) -> None:
    """Removes for good what has been in the trash for 30 days."""
    rows = await unit.fetch_rows(store.PURGEABLE, before=unit.now - dt.timedelta(days=TRASH_DAYS))
    for (task_id,) in rows:
        for table in (comment, attachment, relation):
            unit.delete(table, {"task_id": task_id})
        unit.delete(relation, {"other_id": task_id})
        unit.delete(task, {"id": task_id})
