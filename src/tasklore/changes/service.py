"""The change log as people use it: history, undo, proposals."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from tasklore.platform.errors import Forbidden, NotFound
from tasklore.platform.paging import decode_cursor, encode_cursor
from tasklore.platform.unit import Record, Unit

from . import store
from .change_set import ChangeSet
from .entity import Entity, Loaded, entity
from .errors import AlreadyUndone, NotWaiting, PlaceGone, ProposalOutdated, UndoConflict
from .schemas import ChangePage, ChangeRead, ChangeSetRead

_LATEST: Final = 2**62
_POSITION: Final = frozenset({"position"})
"""Fields that move by themselves when neighbours are sorted; they never stop an undo."""


MOST_LISTED: Final = 100
"""Most changes of one set that a list or an event shows; an import may hold thousands."""


class ChangeService:
    """History, undo and proposals of one reader."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit

    async def since(self, owner: str, after: int, most: int) -> ChangePage:
        """The change sets after a revision, oldest first: what a client missed."""
        rows = await self.unit.fetch_all(store.SINCE, owner=owner, after=after, most=most + 1)
        return await self._page(owner, rows, most)

    async def history(
        self, owner: str, cursor: str | None, most: int, *, entity_id: str | None = None, scope_id: str | None = None
    ) -> ChangePage:
        """What `owner` has seen change, latest first: all of it, of one thing, or of one project."""
        before = decode_cursor(cursor, int)[0] if cursor else _LATEST
        if entity_id is not None:
            rows = await self.unit.fetch_all(
                store.OF_ENTITY, owner=owner, before=before, most=most + 1, entity_id=entity_id
            )
        elif scope_id is not None:
            rows = await self.unit.fetch_all(
                store.OF_SCOPE, owner=owner, before=before, most=most + 1, scope_id=scope_id
            )
        else:
            rows = await self.unit.fetch_all(store.BEFORE, owner=owner, before=before, most=most + 1)
        return await self._page(owner, rows, most)

    async def get(self, owner: str, set_id: str) -> ChangeSetRead:
        """A change set that `owner` was shown, or a proposal of theirs."""
        row = await self.unit.fetch_one(store.ONE, owner=owner, id=set_id)
        if row is None:
            return await self.proposal(owner, set_id)
        return (await self._read(owner, [row]))[0]

    async def proposals(self, owner: str) -> Sequence[ChangeSetRead]:
        """The proposals that wait for `owner`, latest first, of each up to 100 changes."""
        rows = await self.unit.fetch_all(store.PROPOSALS, owner=owner, now=self.unit.now)
        return await self._read(owner, rows, MOST_LISTED)

    async def proposal(self, owner: str, set_id: str) -> ChangeSetRead:
        """A proposal of `owner`, whatever became of it."""
        row = await self.unit.fetch_one(store.PROPOSAL, owner=owner, id=set_id)
        if row is None:
            raise NotFound("Change set")
        if row["status"] == "proposed" and row["expires_at"] <= self.unit.now:
            row["status"] = "expired"
        return (await self._read(owner, [row]))[0]

    async def undo(self, changes: ChangeSet, set_id: str) -> None:
        """Takes a change set back: stages its reverse in `changes`.

        Raises:
            NotFound: `changes`' actor was never shown it, or may not change what it changed.
            AlreadyUndone: it was taken back before.
            UndoConflict: something it changed has changed since; nothing is undone.
        """
        owner = changes.actor.user_id
        original = await self.unit.fetch_one(store.ONE, owner=owner, id=set_id)
        if original is None:
            raise NotFound("Change set")
        if original["undone_by"] is not None:
            raise AlreadyUndone
        changes.propose = False
        logged = await self._logged([set_id])
        loaded = await self._load(owner, logged)
        conflicts: list[dict[str, object]] = []
        placed: list[tuple[Entity, Record]] = []
        for row in reversed(logged):
            thing = entity(row["entity"])
            there = loaded.get((row["entity"], row["entity_id"]))
            if there is None:
                raise Forbidden(f"You may not change this {thing.name} any more, so it cannot be undone by you.")
            values = thing.from_log({"deleted_at": None} if row["kind"] == "create" else row["before"])
            _compare(conflicts, thing, there.row, thing.from_log(row["after"]))
            if row["kind"] == "create":
                changes.delete(thing, there.row, there.audience)
                continue
            restored = changes.update(thing, there.row, values, there.audience)
            if _is_placed(thing, restored, values):
                placed.append((thing, restored))
        await _admit(changes, placed, conflicts)
        await self._leave_none_behind(changes, conflicts)
        if conflicts:
            raise UndoConflict(conflicts)
        changes.undoes = set_id
        changes.title = f"Undid: {original['title']}"
        self.unit.execute(store.MARK_UNDONE, expects=1, row=("change_set", set_id), id=set_id, by=changes.id)

    async def approve(self, changes: ChangeSet, set_id: str) -> None:
        """Carries out a waiting proposal exactly as it was shown, once.

        Raises:
            NotFound: not a proposal of this actor.
            NotWaiting: decided or expired before.
            ProposalOutdated: what it changes has changed since.
        """
        owner = changes.actor.user_id
        proposal = await self.proposal(owner, set_id)
        if proposal.status != "proposed":
            raise NotWaiting(proposal.status)
        changes.propose = False
        logged = await self._logged([set_id])
        loaded = await self._load(owner, [row for row in logged if row["kind"] != "create"])
        conflicts: list[dict[str, object]] = []
        placed: list[tuple[Entity, Record]] = []
        for row in logged:
            thing = entity(row["entity"])
            after = thing.from_log(row["after"])
            if row["kind"] == "create":
                placed.append((thing, changes.create(thing, {**after, "id": row["entity_id"]}, (owner,))))
                continue
            there = loaded.get((row["entity"], row["entity_id"]))
            if there is None:
                raise NotFound(thing.name.capitalize())
            _compare(conflicts, thing, there.row, thing.from_log(row["before"]))
            changed = changes.update(thing, there.row, after, there.audience)
            if _is_placed(thing, changed, after):
                placed.append((thing, changed))
        await _admit(changes, placed, conflicts)
        await self._leave_none_behind(changes, conflicts)
        if conflicts:
            raise ProposalOutdated(conflicts)
        changes.approves(set_id)
        self._decide(owner, set_id, "applied")

    async def reject(self, owner: str, set_id: str) -> None:
        """Turns a waiting proposal down."""
        proposal = await self.proposal(owner, set_id)
        if proposal.status != "proposed":
            raise NotWaiting(proposal.status)
        self._decide(owner, set_id, "rejected")

    def _decide(self, owner: str, set_id: str, status: str) -> None:
        self.unit.execute(
            store.DECIDE,
            expects=1,
            row=("change_set", set_id),
            owner=owner,
            id=set_id,
            new_status=status,
            at=self.unit.now if status == "applied" else None,
        )

    async def _logged(self, set_ids: Iterable[str], most: int | None = None) -> list[Record]:
        if most is not None:
            return await self.unit.fetch_all(store.FIRST_CHANGES, sets=list(set_ids), most=most)
        return await self.unit.fetch_all(store.CHANGES, sets=list(set_ids))

    async def _load(self, owner: str, logged: Iterable[Record]) -> dict[tuple[str, str], Loaded]:
        by_entity: dict[str, list[str]] = {}
        for row in logged:
            by_entity.setdefault(row["entity"], []).append(row["entity_id"])
        found: dict[tuple[str, str], Loaded] = {}
        for name, ids in by_entity.items():
            for row_id, loaded in (await entity(name).load(self.unit, owner, ids)).items():
                found[(name, row_id)] = loaded
        return found

    async def _leave_none_behind(self, changes: ChangeSet, conflicts: list[dict[str, object]]) -> None:
        """Notes what hangs on a row that `changes` deletes and has come since, such as a task in a project."""
        deleted: dict[Entity, list[str]] = {}
        for change in changes.changes:
            if change.row["deleted_at"] is not None and change.entity.dependents is not None:
                deleted.setdefault(change.entity, []).append(change.row["id"])
        for thing, ids in deleted.items():
            assert thing.dependents is not None
            for dependent in await thing.dependents(self.unit, ids):
                staged = changes.current(entity(dependent.entity), dependent.id)
                if staged is None or staged["deleted_at"] is None:
                    entry = {"entity": dependent.entity, "id": dependent.id, "label": dependent.label}
                    conflicts.append({**entry, "field": "created_at"})

    async def _page(self, owner: str, rows: list[Record], most: int) -> ChangePage:
        shown = rows[:most]
        cursor = encode_cursor(shown[-1]["revision"]) if len(rows) > most else None
        revision = await store.revision_of(self.unit, owner)
        return ChangePage(items=await self._read(owner, shown, MOST_LISTED), next_cursor=cursor, revision=revision)

    async def _read(self, owner: str, rows: Sequence[Record], most: int | None = None) -> list[ChangeSetRead]:
        """The sets as `owner` may see them: of somebody else's set, only the changes that concern them.

        With `most`, up to so many of each set's changes."""
        logged = await self._logged([row["id"] for row in rows], most) if rows else []
        theirs = {row["id"] for row in rows if row["actor_id"] == owner}
        by_set: dict[str, list[ChangeRead]] = {}
        partial: set[str] = set()
        cut: set[str] = set()
        for row in logged:
            if most is not None and row["n"] == most:
                cut.add(row["change_set_id"])
                continue
            if row["change_set_id"] not in theirs and owner not in row["audience"]:
                partial.add(row["change_set_id"])
                continue
            by_set.setdefault(row["change_set_id"], []).append(
                ChangeRead(
                    entity=row["entity"],
                    id=row["entity_id"],
                    kind=row["kind"],
                    before=row["before"],
                    after=row["after"],
                )
            )
        read = []
        for row in rows:
            shown = {"revision": None, **row, "changes": by_set.get(row["id"], []), "more_changes": row["id"] in cut}
            if row["id"] not in theirs:
                shown["detail"] = {}
            if row["id"] in partial:
                shown["title"] = f"Changed {len(shown['changes'])} things that you see"
            read.append(ChangeSetRead(**shown))
        return read


def _is_placed(thing: Entity, row: Record, values: Record) -> bool:
    """Whether these values put the row somewhere: back, into another project, below something."""
    if thing.scope in values or values.get("deleted_at", "") is None:
        return True
    return thing.rests_on is not None and any(True for _ in thing.rests_on(row, values))


async def _admit(
    changes: ChangeSet, placed: Sequence[tuple[Entity, Record]], conflicts: list[dict[str, object]]
) -> None:
    """Lets everyone who will see these staged rows know; notes a row whose place is gone."""
    by_entity: dict[Entity, list[Record]] = {}
    for thing, row in placed:
        by_entity.setdefault(thing, []).append(row)
    for thing, rows in by_entity.items():
        try:
            audiences = await thing.admit(changes, rows)
        except PlaceGone as gone:
            label = str(gone.row.get(thing.label) or "")[:80]
            conflicts.append({"entity": thing.name, "id": gone.row["id"], "label": label, "field": gone.field})
            continue
        for row, audience in zip(rows, audiences, strict=True):
            changes.tell(thing, row["id"], audience)


def _compare(conflicts: list[dict[str, object]], thing: Entity, row: Record, expected: dict[str, Any]) -> None:
    """Notes each field of `row` that is no longer what the log says; by what it does not say, the row is live."""
    for name, value in {"deleted_at": None, **expected}.items():
        if name not in _POSITION and row.get(name) != value:
            conflicts.append(
                {
                    "entity": thing.name,
                    "id": row["id"],
                    "label": str(row.get(thing.label) or "")[:80],
                    "field": name,
                    "expected": thing.to_log({name: value}).get(name),
                    "current": thing.to_log({name: row.get(name)}).get(name),
                }
            )
