"""Everyone's Inbox. Its id follows from its owner's, so that it can be found, and made, without asking."""

from typing import Final

from tasklore.changes.change_set import ChangeSet
from tasklore.platform.ids import derived_id
from tasklore.platform.unit import Record, Unit

from ..access import PROJECT, Access
from ..entities import PROJECT_ENTITY

NAME: Final = "Inbox"


def inbox_id(owner: str) -> str:
    """The id of this person's Inbox, whether it has been made yet or not."""
    return derived_id(owner, "inbox")


async def inbox_access(unit: Unit, changes: ChangeSet) -> Access:
    """The actor's Inbox; made in this change set when they have none yet. One query."""
    owner = changes.actor.user_id
    row = changes.current(PROJECT_ENTITY, inbox_id(owner))
    if row is None:
        row = await unit.fetch_one(PROJECT, owner=owner, id=inbox_id(owner))
        if row is None:
            row = changes.create(PROJECT_ENTITY, inbox_row(owner), (owner,))
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
