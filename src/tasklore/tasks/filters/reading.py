"""A filter as somebody means it: in their language and time zone, with the people they work with."""

from typing import Final, NamedTuple

from sqlalchemy import select

from tasklore.accounts.preferences import Preferences, preferences_of
from tasklore.accounts.service import AccountService
from tasklore.platform.db.query import Query
from tasklore.platform.unit import Unit

from ..access import reachable
from ..models import project
from .evaluate import Context
from .nodes import AddedBy, Assigned, Filter, leaves
from .parser import parse
from .pattern import Pattern

_MEMBERS: Final = Query(
    reachable(select(project.c.member_ids).select_from(project)).where(project.c.deleted_at.is_(None)), "filter.members"
)


class Reading(NamedTuple):
    """A filter, and what its words mean to the person who asks."""

    filter: Filter
    context: Context


async def read_filter(
    unit: Unit, owner: str, text: str, *, timezone: str | None = None, preferences: Preferences | None = None
) -> Reading:
    """The filter that `owner` wrote. One query for their preferences, two more if it names people.

    Raises:
        FilterError: it cannot be read.
    """
    preferences = preferences or await preferences_of(unit, owner)
    filter_ = parse(text, preferences.locale)
    people = await _people(unit, owner) if _names_people(filter_) else {}
    return Reading(filter_, Context(owner, unit.now, timezone or preferences.timezone, people))


def _names_people(filter_: Filter) -> bool:
    found = (leaf for node in filter_.lists for leaf in leaves(node))
    return any(
        (isinstance(leaf, Assigned) and isinstance(leaf.to, Pattern))
        or (isinstance(leaf, AddedBy) and isinstance(leaf.person, Pattern))
        for leaf in found
    )


async def _people(unit: Unit, owner: str) -> dict[str, tuple[str, ...]]:
    """What everyone is called who shares a project with `owner`, and they themselves."""
    rows = await unit.fetch_rows(_MEMBERS, owner=owner)
    ids = {owner, *(id_ for (members,) in rows for id_ in members)}
    users = await AccountService(unit).many(ids)
    return {id_: (user.name, user.email) for id_, user in users.items()}
