"""Saved filters: what can be done with them, whichever door it comes through."""

from typing import Any, Final

from tasklore.accounts.preferences import preferences_of
from tasklore.changes.change_set import ChangeSet
from tasklore.platform.errors import Conflict, NotFound
from tasklore.platform.ids import new_id
from tasklore.platform.unit import Record, Unit

from ..entities import FILTER_ENTITY
from ..filters import FilterError, explain, normalise, parse
from . import store
from .schemas import Explanation, FilterMistake

MOST: Final = 500
"""Saved filters of one person."""


class TooManyFilters(Conflict):
    code = "too_many_filters"

    def __init__(self) -> None:
        super().__init__(f"There are {MOST} saved filters already.", hint="Delete one that you no longer use.")


class SavedFilterService:
    """Saved filters of `changes.actor`."""

    def __init__(self, unit: Unit, changes: ChangeSet) -> None:
        self.unit = unit
        self.changes = changes
        self.owner = changes.actor.user_id

    async def all(self) -> list[Record]:
        """By position."""
        return await self.unit.fetch_all(store.ALL, owner=self.owner, most=MOST)

    async def get(self, filter_id: str) -> Record:
        """The filter as this set has it so far.

        Raises:
            NotFound: not there, or not theirs.
        """
        row = self.changes.current(FILTER_ENTITY, filter_id)
        row = row or await self.unit.fetch_one(store.GET, owner=self.owner, id=filter_id)
        if row is None or row["deleted_at"] is not None:
            raise NotFound("Filter")
        return row

    async def create(self, values: dict[str, Any]) -> Record:
        """Saves a filter.

        Raises:
            FilterError: it cannot be read.
            TooManyFilters: there is no room for another.
        """
        await self._require_readable(values["query"])
        if len(await self.all()) >= MOST:
            raise TooManyFilters
        row: Record = {"id": new_id(), "owner_id": self.owner, "color": None, **values}
        if row.get("position") is None:
            row["position"] = self.unit.now.timestamp()
        return self.changes.create(FILTER_ENTITY, row, (self.owner,))

    async def patch(self, filter_id: str, values: dict[str, Any]) -> Record:
        """Sets the given columns.

        Raises:
            FilterError: the new query cannot be read.
        """
        row = await self.get(filter_id)
        if "query" in values:
            await self._require_readable(values["query"])
        return self.changes.update(FILTER_ENTITY, row, values, (self.owner,))

    async def delete(self, filter_id: str) -> None:
        """Takes it away; undo puts it back."""
        self.changes.delete(FILTER_ENTITY, await self.get(filter_id), (self.owner,))

    async def explain(self, query: str, locale: str | None = None) -> Explanation:
        """What a filter means in the words of `locale`, their own if None; or where it goes wrong."""
        locale = locale or (await preferences_of(self.unit, self.owner)).locale
        try:
            found = parse(query, locale)
        except FilterError as error:
            mistake = FilterMistake(position=error.position, message=error.message, suggestion=error.suggestion)
            return Explanation(ok=False, explanation=None, normalised=None, error=mistake)
        return Explanation(ok=True, explanation=explain(found, locale), normalised=normalise(found), error=None)

    async def _require_readable(self, query: str) -> None:
        parse(query, (await preferences_of(self.unit, self.owner)).locale)
