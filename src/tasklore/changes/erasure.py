"""What becomes of the change log when an account goes.

The history of shared projects stays with those who share them; what nobody else was shown goes.
"""

from typing import Any, Final

from sqlalchemy import Text, bindparam, delete, exists, select

from tasklore.platform.db.query import Query
from tasklore.platform.unit import Unit

from .models import change, change_set, feed, idempotency, revision

OWNER: Final = bindparam("owner", type_=Text)
_shown_to_others = exists().where(feed.c.change_set_id == change_set.c.id, feed.c.user_id != OWNER)
_theirs_alone = select(change_set.c.id).where(change_set.c.actor_id == OWNER, ~_shown_to_others)

_STEPS: Final = (
    Query(delete(change).where(change.c.change_set_id.in_(_theirs_alone)), "change.erase"),
    Query(delete(change_set).where(change_set.c.actor_id == OWNER, ~_shown_to_others), "change_set.erase"),
    *(
        Query(delete(table).where(table.c.user_id == OWNER), f"{table.name}.erase")
        for table in (feed, revision, idempotency)
    ),
)


async def erase(unit: Unit, payload: dict[str, Any]) -> None:
    """Removes what only this person was shown of the log."""
    for query in _STEPS:
        unit.execute(query, owner=payload["user_id"])
