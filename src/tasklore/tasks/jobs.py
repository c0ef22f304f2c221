"""What the worker does for tasks: plans reminders and rings them."""

import datetime as dt
from typing import Any, Final

from tasklore.accounts.preferences import preferences_of
from tasklore.changes.actor import Actor
from tasklore.changes.change_set import ChangeSet
from tasklore.platform.ids import derived_id
from tasklore.platform.unit import Record, Unit

from . import reminders, store
from .entities import NOTICE_ENTITY

PLAN_REMINDERS: Final = reminders.PLAN
REMIND: Final = reminders.JOB


async def plan_reminders(unit: Unit, payload: dict[str, Any]) -> None:
    """Plans a job for each moment that the task rings at, in the time zone of whoever it rings for."""
    row = await unit.fetch_one(store.FOR_REMINDER, id=payload["task_id"])
    if row is None or row["status"] != "open":
        return
    timezone = (await preferences_of(unit, reader_of(row))).timezone
    reminders.stage_reminders(unit, row, timezone, dt.datetime.fromisoformat(payload["asked_at"]))


async def remind(unit: Unit, payload: dict[str, Any]) -> None:
    """Leaves a notice for whoever is to be reminded, if the task still rings at that moment."""
    row = await unit.fetch_one(store.FOR_REMINDER, id=payload["task_id"])
    moment = dt.datetime.fromisoformat(payload["at"])
    if row is None or row["status"] != "open" or moment not in reminders.instants(row, payload["timezone"]):
        return
    reader = reader_of(row)
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


def reader_of(row: Record) -> str:
    """Whom a task's reminders ring for: its assignee, else whoever made it, as long as they see it; else its owner."""
    for somebody in (row["assignee_id"], row["created_by"]):
        if somebody in row["audience"]:
            return str(somebody)
    return str(row["owner_id"])
