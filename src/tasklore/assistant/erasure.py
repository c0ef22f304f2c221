"""What becomes of somebody's conversations when their account goes: nothing is kept."""

from typing import Any, Final

from sqlalchemy import Text, bindparam, delete

from tasklore.platform.db.query import Query
from tasklore.platform.unit import Unit

from .models import chat_message, conversation, running_turn

_STEPS: Final = tuple(
    Query(delete(table).where(table.c.owner_id == bindparam("owner", type_=Text)), f"{table.name}.erase")
    for table in (running_turn, chat_message, conversation)
)


async def erase(unit: Unit, payload: dict[str, Any]) -> None:
    """Removes somebody's conversations for good."""
    for query in _STEPS:
        unit.execute(query, owner=payload["user_id"])
