"""Labels: what can be done with them, whichever door it comes through.

A label is a name that tasks carry, in whatever case. Its row, with colour and place, is made when somebody gives it one; until
then its id is derived from its name.
"""

from collections import Counter
from typing import Any

from tasklore.changes.change_set import ChangeSet
from tasklore.platform.errors import NotFound
from tasklore.platform.ids import derived_id, new_id
from tasklore.platform.unit import Record, Unit

from ..entities import LABEL_ENTITY, TASK_ENTITY
from . import store
from .errors import LabelExists
from .schemas import LabelList, LabelListed


class LabelService:
    """Labels of `changes.actor`, on the tasks of their own projects."""

    def __init__(self, unit: Unit, changes: ChangeSet) -> None:
        self.unit = unit
        self.changes = changes
        self.owner = changes.actor.user_id

    async def all(self) -> LabelList:
        """Every label that has a row, by position, then every name that is only used. Two queries."""
        rows, used = await self._rows(), await self._used()
        open_tasks: Counter[str] = Counter()
        for name, count in used.items():
            open_tasks[name.casefold()] += count
        known = {row["name"].casefold() for row in rows}
        unlisted = {name.casefold(): self._unlisted(name) for name in used if name.casefold() not in known}
        listed = [*rows, *unlisted.values()]
        return LabelList(items=[LabelListed(**row, open_tasks=open_tasks[row["name"].casefold()]) for row in listed])

    async def get(self, label_id: str) -> Record:
        """The label; one that is only used on tasks has version 0.

        Raises:
            NotFound: not there, or not theirs.
        """
        for row in await self._rows():
            if row["id"] == label_id:
                return row
        for name in await self._used():
            if self._unlisted(name)["id"] == label_id:
                return self._unlisted(name)
        raise NotFound("Label")

    async def create(self, values: dict[str, Any]) -> Record:
        """Adds a label.

        Raises:
            LabelExists: there is one of that name, whatever its case.
        """
        await self._check_free(values["name"])
        return self._add(values)

    async def patch(self, label_id: str, values: dict[str, Any]) -> Record:
        """Sets the given columns; with a new name, on every task that carries the old one too."""
        row = await self.get(label_id)
        renamed = str(values.get("name", row["name"]))
        if renamed != row["name"]:
            await self._check_free(renamed, row["name"])
            await self._replace(row["name"], renamed)
        if row["version"] == 0:
            return self._add({"name": row["name"], **values})
        return self.changes.update(LABEL_ENTITY, row, values, (self.owner,))

    async def delete(self, label_id: str) -> None:
        """Takes it away, from every task that carries it too."""
        row = await self.get(label_id)
        if row["version"]:
            self.changes.delete(LABEL_ENTITY, row, (self.owner,))
        await self._replace(row["name"], None)

    def _add(self, values: dict[str, Any]) -> Record:
        row: Record = {"id": new_id(), "owner_id": self.owner, "color": None, **values}
        if row.get("position") is None:
            row["position"] = self.unit.now.timestamp()
        return self.changes.create(LABEL_ENTITY, row, (self.owner,))

    async def _rows(self) -> list[Record]:
        rows = [
            self.changes.current(LABEL_ENTITY, row["id"]) or row
            for row in await self.unit.fetch_all(store.ALL, owner=self.owner)
        ]
        staged = [c.row for c in self.changes.changes if c.entity is LABEL_ENTITY and c.kind == "create"]
        return [row for row in (*rows, *staged) if row["deleted_at"] is None]

    async def _used(self) -> dict[str, int]:
        return {name: int(count) for name, count in await self.unit.fetch_rows(store.USED, owner=self.owner)}

    def _unlisted(self, name: str) -> Record:
        return {
            "id": derived_id(self.owner, f"label:{name}"),
            "name": name,
            "color": None,
            "position": 0.0,
            "created_at": None,
            "updated_at": None,
            "version": 0,
        }

    async def _check_free(self, name: str, but: str | None = None) -> None:
        """A name may change its case; otherwise two labels never differ by case alone."""
        folded = name.casefold()
        for row in await self._rows():
            if row["name"] != but and row["name"].casefold() == folded:
                raise LabelExists(row["name"])

    async def _replace(self, old: str, new: str | None) -> None:
        folded = old.casefold()
        spellings = [name for name in await self._used() if name.casefold() == folded]
        for row in await self.unit.fetch_all(store.CARRYING, owner=self.owner, names=spellings):
            audience = tuple(row.pop("audience"))
            current = self.changes.current(TASK_ENTITY, row["id"]) or row
            names = {name for name in current["labels"] if name.casefold() != folded}
            if new is not None:
                names.add(new)
            self.changes.update(TASK_ENTITY, current, {"labels": sorted(names)}, audience)
