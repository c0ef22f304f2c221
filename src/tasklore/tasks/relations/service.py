"""Relations: what can be done with them, whichever door it comes through.

Each is kept once, from the one that blocks or duplicates to the other, under an id derived from the two, so that
two people who relate the same tasks at the same moment meet in one row.
"""

from typing import Final

from tasklore.changes.change_set import ChangeSet
from tasklore.platform.errors import Invalid, NotFound
from tasklore.platform.ids import derived_id
from tasklore.platform.unit import Record, Unit

from ..entities import RELATION_ENTITY
from ..service import Found, TaskService
from . import store
from .errors import BlocksItself, RelationExists, TooManyRelations
from .schemas import Kind, RelatedTask, RelationList, RelationRead

_FROM_THE_OTHER_SIDE: Final[dict[str, Kind]] = {
    "blocks": "blocked_by",
    "duplicates": "duplicated_by",
    "relates": "relates",
}
_KEPT: Final = {"blocked_by": "blocks", "duplicated_by": "duplicates"}


class RelationService:
    """Relations between tasks that `changes.actor` sees."""

    def __init__(self, unit: Unit, changes: ChangeSet) -> None:
        self.unit = unit
        self.changes = changes
        self.owner = changes.actor.user_id
        self._tasks = TaskService(unit, changes)

    async def all(self, task_id: str) -> RelationList:
        """The task's relations to tasks that the actor sees too, oldest first. Two queries."""
        await self._tasks.get(task_id)
        rows = await self.unit.fetch_all(store.OF_TASK, owner=self.owner, task_id=task_id)
        return RelationList(items=[_read(task_id, row) for row in rows])

    async def create(self, task_id: str, kind: Kind, other_id: str) -> RelationRead:
        """Relates a task to another; needs the role editor for the first.

        Raises:
            NotFound: one of the two is not there, or not theirs to see.
            BlocksItself: a task would come to wait for itself.
            RelationExists: the two are related in that way already.
        """
        if other_id == task_id:
            raise Invalid("A task cannot be related to itself.", hint="Give the id of another task.")
        found = await self._tasks.find(task_id, "editor")
        other = await self._tasks.find(other_id)
        if len(await self.unit.fetch_rows(store.OF_TASK, owner=self.owner, task_id=task_id)) >= store.MOST:
            raise TooManyRelations(store.MOST)
        kept = _KEPT.get(kind, kind)
        first, second = (other, found) if kind in _KEPT else (found, other)
        if kept == "relates" and first.row["id"] > second.row["id"]:
            first, second = second, first
        if kept == "blocks":
            await self._check_cycle(first.row["id"], second.row["id"])
        row = await self._keep(first, kept, second, _both(found, other))
        return _read(task_id, {**row, **_end(other.row)})

    async def delete(self, task_id: str, relation_id: str) -> None:
        """Takes a relation away; needs the role editor for the task of the path."""
        found = await self._tasks.find(task_id, "editor")
        row = await self.unit.fetch_one(store.GET, owner=self.owner, task_id=task_id, id=relation_id)
        if row is None:
            raise NotFound("Relation")
        audience = set(found.audience) & {self.owner, *row["end_members"]}
        kept = {name: value for name, value in row.items() if not name.startswith("end_")}
        self.changes.delete(RELATION_ENTITY, kept, audience)

    async def _check_cycle(self, blocker: str, blocked: str) -> None:
        if await self.unit.fetch_rows(store.WAITS_FOR, start=blocked, end=blocker):
            raise BlocksItself

    async def _keep(self, first: Found, kind: str, second: Found, audience: tuple[str, ...]) -> Record:
        pair = sorted((first.row["id"], second.row["id"]))
        row_id = derived_id(":".join(pair), f"relation:{kind}")
        values: Record = {
            "task_id": first.row["id"],
            "project_id": first.row["project_id"],
            "other_id": second.row["id"],
            "kind": kind,
        }
        before = self.changes.current(RELATION_ENTITY, row_id) or await self.unit.fetch_one(store.ANY, id=row_id)
        if before is None:
            return self.changes.create(RELATION_ENTITY, {"id": row_id, **values}, audience)
        if before["deleted_at"] is None:
            raise RelationExists
        return self.changes.update(RELATION_ENTITY, before, {**values, "deleted_at": None}, audience)


def _both(found: Found, other: Found) -> tuple[str, ...]:
    """Whoever sees both ends; nobody else learns of the other one."""
    return tuple(member for member in found.audience if member in other.audience)


def _end(row: Record) -> Record:
    return {f"end_{name}": row[name] for name in ("id", "title", "status", "project_id")}


def _read(task_id: str, row: Record) -> RelationRead:
    kind: Kind = row["kind"] if row["task_id"] == task_id else _FROM_THE_OTHER_SIDE[row["kind"]]
    end = RelatedTask(
        id=row["end_id"], title=row["end_title"], status=row["end_status"], project_id=row["end_project_id"]
    )
    return RelationRead(id=row["id"], kind=kind, other=end, created_at=row["created_at"], version=row["version"])
