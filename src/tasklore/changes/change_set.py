"""A change set in the making: collects what a service does and stages it when the unit commits."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import Table

from tasklore.platform.errors import TooLarge
from tasklore.platform.ids import new_id
from tasklore.platform.unit import Record, Unit

from . import store
from .actor import Actor
from .entity import UNTRACKED, Entity

Kind = Literal["create", "update", "delete"]

MOST_CHANGES: Final = 25_000
"""Most rows that one change set may touch."""

PROPOSAL_LIFE: Final = timedelta(hours=24)


class Change:
    """One row's way from before to after within a set. Several updates of a row become one change."""

    __slots__ = ("after", "audience", "before", "entity", "kind", "planned_on", "row")

    def __init__(
        self, entity: Entity, kind: Kind, row: Record, planned_on: int | None, audience: tuple[str, ...]
    ) -> None:
        self.entity = entity
        self.kind = kind
        self.row = row
        self.planned_on = planned_on
        self.audience = set(audience)
        self.before: Record = {}
        self.after: Record = {}

    def copy(self) -> "Change":
        """The change as it is now, apart from what becomes of it."""
        other = Change(self.entity, self.kind, dict(self.row), self.planned_on, tuple(self.audience))
        other.before, other.after = dict(self.before), dict(self.after)
        return other


class ChangeSet:
    """What one actor changes in one unit of work.

    Reads see what is already staged through `current`. Nothing is written before the unit commits;
    with `propose`, only the log is: the rows wait for `approve`.
    """

    def __init__(
        self, unit: Unit, actor: Actor, *, propose: bool = False, proposal_life: timedelta = PROPOSAL_LIFE
    ) -> None:
        self.id = new_id()
        self.unit = unit
        self.actor = actor
        self.propose = propose
        self.title = ""
        self.undoes: str | None = None
        self._life = proposal_life
        self._changes: dict[tuple[str, str], Change] = {}
        self._approves: str | None = None
        self._touched: dict[tuple[str, str], Change | None] | None = None
        unit.before_commit(self._stage)

    def __len__(self) -> int:
        return len(self._changes)

    @property
    def changes(self) -> Sequence[Change]:
        return tuple(self._changes.values())

    def current(self, entity: Entity, row_id: str) -> Record | None:
        """The row as this set has it so far, or None when the set does not touch it."""
        change = self._changes.get((entity.name, row_id))
        return change.row if change else None

    def create(self, entity: Entity, row: Record, audience: Iterable[str]) -> Record:
        """Adds a row; `row` needs an id. Gives it back with version and times filled in."""
        now = self.unit.now
        row.setdefault("created_at", now)
        row.update(updated_at=now, version=1, deleted_at=None)
        change = self._add(Change(entity, "create", row, None, tuple(audience)))
        change.after = {name: row.get(name) for name in entity.tracked}
        return row

    def update(self, entity: Entity, row: Record, values: Record, audience: Iterable[str]) -> Record:
        """Sets fields of a row that was read (or staged) before. Fields that stay alike are left out;
        with none left, nothing is recorded. Gives back the new row."""
        key = (entity.name, row["id"])
        staged = self._changes.get(key)
        base = staged.row if staged else row
        differing = {name: value for name, value in values.items() if base.get(name) != value}
        if not differing:
            return base
        if staged is None:
            staged = self._add(Change(entity, "update", dict(row), row["version"], tuple(audience)))
            staged.row["version"] = row["version"] + 1
        elif self._touched is not None:
            self._touched.setdefault(key, staged.copy())
        staged.audience.update(audience)
        if entity.readers in differing:
            staged.audience.update(base[entity.readers], differing[entity.readers])
        for name, value in differing.items():
            if staged.kind != "create":
                staged.before.setdefault(name, base.get(name))
            staged.after[name] = value
        staged.row.update(differing, updated_at=self.unit.now)
        if staged.kind != "create" and "deleted_at" in differing:
            staged.kind = "delete" if differing["deleted_at"] is not None else "update"
        return staged.row

    def delete(self, entity: Entity, row: Record, audience: Iterable[str]) -> Record:
        """Moves a row to the trash."""
        return self.update(entity, row, {"deleted_at": self.unit.now}, audience)

    @contextmanager
    def tentatively(self) -> Iterator[None]:
        """What is staged inside is forgotten when it raises; what was staged before stays. Not to be nested."""
        self._touched = {}
        try:
            with self.unit.tentatively():
                yield
        except BaseException:
            for key, change in self._touched.items():
                if change is None:
                    del self._changes[key]
                else:
                    self._changes[key] = change
            raise
        finally:
            self._touched = None

    def tell(self, entity: Entity, row_id: str, audience: Iterable[str]) -> None:
        """Lets more people see what becomes of a staged row."""
        self._changes[(entity.name, row_id)].audience.update(audience)

    def approves(self, change_set_id: str) -> None:
        """This set carries out a proposal: it takes over the proposal's id instead of a new row in the log."""
        self._approves = change_set_id
        self.id = change_set_id

    def _add(self, change: Change) -> Change:
        if len(self._changes) >= MOST_CHANGES:
            raise TooLarge(f"One change may touch at most {MOST_CHANGES:,} things.", hint="Do it in several steps.")
        key = (change.entity.name, change.row["id"])
        self._changes[key] = change
        if self._touched is not None:
            self._touched.setdefault(key, None)
        return change

    def _stage(self) -> None:
        if not self._changes:
            return
        unit, now = self.unit, self.unit.now
        changes = list(self._changes.values())
        if not self.propose:
            for change in changes:
                _stage_row(unit, change)
                if change.entity.written is not None:
                    change.entity.written(unit, change.row)
            self._stage_ties(changes)
        if self._approves is None:
            store.stage_log(unit, self._header(now), [self._logged(n, change) for n, change in enumerate(changes)])
        if not self.propose:
            store.stage_revisions(unit, sorted({user for c in changes for user in c.audience}), self.id)

    def _stage_ties(self, changes: Sequence[Change]) -> None:
        """Stages what holds at the moment of writing: what live rows rest on is there, and nothing hangs on deleted ones.

        Both sides meet in the row that is rested on: one share-locks it, the other has updated it before it looks.
        """
        resting: set[tuple[Table, str]] = set()
        deleted: dict[tuple[Table, str], list[str]] = {}
        for change in changes:
            entity, row = change.entity, change.row
            if row["deleted_at"] is None:
                if entity.rests_on is not None:
                    anew = change.kind == "create" or "deleted_at" in change.after
                    resting.update(entity.rests_on(row, row if anew else change.after))
            elif "deleted_at" in change.after:
                for hanging in entity.hanging:
                    deleted.setdefault(hanging, []).append(row["id"])
        for table, row_id in sorted(resting, key=lambda tie: (tie[0].name, tie[1])):
            if (table.name, row_id) not in self._changes:
                store.stage_living(self.unit, table, row_id)
        for (table, column), ids in deleted.items():
            store.stage_nothing_hangs(self.unit, table, column, ids)

    def _header(self, now: datetime) -> Record:
        return {
            "id": self.id,
            "actor_id": self.actor.user_id,
            "door": self.actor.door,
            "detail": dict(self.actor.detail),
            "title": (self.title or self.describe())[:200],
            "status": "proposed" if self.propose else "applied",
            "created_at": now,
            "applied_at": None if self.propose else now,
            "expires_at": now + self._life if self.propose else None,
            "undoes": self.undoes,
            "undone_by": None,
        }

    def _logged(self, n: int, change: Change) -> Record:
        return {
            "change_set_id": self.id,
            "n": n,
            "entity": change.entity.name,
            "entity_id": change.row["id"],
            "scope_id": change.entity.scope_of(change.row),
            "kind": change.kind,
            "before": change.entity.to_log(change.before),
            "after": change.entity.to_log(change.after),
            "audience": sorted(change.audience),
        }

    def describe(self) -> str:
        """What the set does, in a few words: “Added task 'Buy milk'”, “Changed 3 tasks”."""
        first = next(iter(self._changes.values()))
        kinds = {change.kind for change in self._changes.values()}
        verb = (
            {"create": "Added", "update": "Changed", "delete": "Deleted"}[first.kind] if len(kinds) == 1 else "Changed"
        )
        same = [c for c in self._changes.values() if c.entity is first.entity]
        if len(self._changes) == 1:
            return f"{verb} {first.entity.name} “{str(first.row.get(first.entity.label) or '')[:80]}”"
        if len(same) == len(self._changes):
            return f"{verb} {len(same)} {first.entity.name}s"
        return (
            f"{verb} {first.entity.name} “{str(first.row.get(first.entity.label) or '')[:80]}” and {len(self) - 1} more"
        )


def _stage_row(unit: Unit, change: Change) -> None:
    entity, row = change.entity, change.row
    if entity.render is not None:
        row["rendered"] = entity.render(row)
    if change.kind == "create":
        unit.insert(entity.table, {column.name: row.get(column.name) for column in entity.table.columns})
        return
    values = {name: row[name] for name in (*change.after, *UNTRACKED) if name in row}
    unit.update(entity.table, {"id": row["id"]}, values, expected_version=change.planned_on)
