"""Everyone's Inbox. Its id follows from its owner's, so that it can be found, and made, without asking.

It is made with the first task that goes there, beside the change set and not in it: undoing that first task
must not take the Inbox away.
"""

from functools import lru_cache
from typing import Final
from weakref import WeakKeyDictionary

from tasklore.changes.change_set import ChangeSet
from tasklore.platform.db.database import Database
from tasklore.platform.ids import derived_id
from tasklore.platform.unit import Record, Unit

from ..access import PROJECT, Access
from ..models import project

NAME: Final = "Inbox"
_MOST_KNOWN: Final = 100_000
_made: "WeakKeyDictionary[Database, set[str]]" = WeakKeyDictionary()
"""Whose Inbox this process has seen in which database."""


@lru_cache(maxsize=10_000)
def inbox_id(owner: str) -> str:
    """The id of this person's Inbox, whether it has been made yet or not."""
    return derived_id(owner, "inbox")


async def inbox_access(unit: Unit, changes: ChangeSet) -> Access:
    """The actor's Inbox as a place for tasks; made where it is not there yet. No query."""
    owner = changes.actor.user_id
    made = _made.setdefault(unit.db, set())
    row = inbox_row(owner)
    # A unit that is worked out again may have met an account that was deleted and has come back.
    if owner not in made or unit.attempt:
        unit.insert(project, _full(unit, row), or_nothing=True)
        unit.after_commit(lambda: made.add(owner) if len(made) < _MOST_KNOWN else None)
    return Access(row, "owner")


async def inbox_to_change(unit: Unit, changes: ChangeSet) -> Access:
    """The actor's Inbox as a project to be changed; made where it is not there yet. One query."""
    owner = changes.actor.user_id
    row = await unit.fetch_one(PROJECT, owner=owner, id=inbox_id(owner))
    if row is None:
        row = _full(unit, inbox_row(owner))
        unit.insert(project, row, or_nothing=True)
    row.pop("role", None)
    return Access(row, "owner")


def inbox_row(owner: str) -> Record:
    """A fresh Inbox."""
    return {
        "id": inbox_id(owner),
        "owner_id": owner,
        "parent_id": None,
        "name": NAME,
        "color": None,
        "view": "list",
        "position": 0.0,
        "is_inbox": True,
        "member_ids": [owner],
    }


def _full(unit: Unit, row: Record) -> Record:
    return {**row, "created_at": unit.now, "updated_at": unit.now, "deleted_at": None, "version": 1}
