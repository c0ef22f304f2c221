"""What the user told about themselves at sign-up (contract E3), for a language model's instructions."""

from typing import Final

from sqlalchemy import Text, bindparam, select

from tasklore.accounts.models import user
from tasklore.platform.db.query import Query
from tasklore.platform.unit import Unit

from .results import inert

_PROFILE: Final = Query(
    select(user.c.name, user.c.software_background, user.c.hardware_background, user.c.interest_area).where(
        user.c.id == bindparam("owner", type_=Text)
    ),
    "assistant.profile",
)
_NAMES: Final = {
    "name": "name",
    "software_background": "software background",
    "hardware_background": "hardware background",
    "interest_area": "interests",
}
_MOST: Final = 300


async def profile_of(unit: Unit, owner: str) -> dict[str, str]:
    """The profile's fields that are filled in; empty for somebody whom another identity server signed in. One query."""
    row = await unit.fetch_one(_PROFILE, owner=owner)
    if row is None:
        return {}
    return {label: inert(row[name], _MOST) for name, label in _NAMES.items() if row[name]}
