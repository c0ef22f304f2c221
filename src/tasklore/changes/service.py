"""The change log as people use it: history, undo, proposals."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from tasklore.platform.errors import Forbidden, NotFound
from tasklore.platform.paging import decode_cursor, encode_cursor
from tasklore.platform.unit import Record, Unit

from . import store
from .change_set import ChangeSet
from .entity import Entity, Loaded, entity
from .errors import AlreadyUndone, NotWaiting, ProposalOutdated, UndoConflict
from .schemas import ChangePage, ChangeRead, ChangeSetRead

_LATEST: Final = 2**62
_POSITION: Final = frozenset({"position"})
"""Fields that move by themselves when neighbours are sorted; they never stop an undo."""


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
        return (await self._read([row]))[0]

    async def proposals(self, owner: str) -> Sequence[ChangeSetRead]:
        """The proposals that wait for `owner`, latest first."""
        return await self._read(await self.unit.fetch_all(store.PROPOSALS, owner=owner, now=self.unit.now))

    async def proposal(self, owner: str, set_id: str) -> ChangeSetRead:
        """A proposal of `owner`, whatever became of it."""
        row = await self.unit.fetch_one(store.PROPOSAL, owner=owner, id=set_id)
        if row is None:
            raise NotFound("Change set")
        if row["status"] == "proposed" and row["expires_at"] <= self.unit.now:
            row["status"] = "expired"
        return (await self._read([row]))[0]

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
        logged = await self._logged([set_id])
        loaded = await self._load(owner, logged)
        conflicts: list[dict[str, object]] = []
        for row in reversed(logged):
            thing = entity(row["entity"])
            there = loaded.get((row["entity"], row["entity_id"]))
            if there is None:
                raise Forbidden(f"You may not change this {thing.name} any more, so it cannot be undone by you.")
            values = thing.from_log({"deleted_at": None} if row["kind"] == "create" else row["before"])
            _compare(conflicts, thing, there.row, thing.from_log(row["after"]))
            if row["kind"] == "create":
                changes.delete(thing, there.row, there.audience)
            else:
                changes.update(thing, there.row, values, there.audience)
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
        logged = await self._logged([set_id])
        loaded = await self._load(owner, [row for row in logged if row["kind"] != "create"])
        conflicts: list[dict[str, object]] = []
        for row in logged:
            thing = entity(row["entity"])
            after = thing.from_log(row["after"])
            if row["kind"] == "create":
                audience = await thing.admit(self.unit, owner, after)
                changes.create(thing, {**after, "id": row["entity_id"]}, audience)
                continue
            there = loaded.get((row["entity"], row["entity_id"]))
            if there is None:
                raise NotFound(thing.name.capitalize())
            _compare(conflicts, thing, there.row, thing.from_log(row["before"]))
            changes.update(thing, there.row, after, there.audience)
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

    async def _logged(self, set_ids: Iterable[str]) -> list[Record]:
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

    async def _page(self, owner: str, rows: list[Record], most: int) -> ChangePage:
        shown = rows[:most]
        cursor = encode_cursor(shown[-1]["revision"]) if len(rows) > most else None
        revision = await store.revision_of(self.unit, owner)
        return ChangePage(items=await self._read(shown), next_cursor=cursor, revision=revision)

    async def _read(self, rows: Sequence[Record]) -> list[ChangeSetRead]:
        logged = await self._logged([row["id"] for row in rows]) if rows else []
        by_set: dict[str, list[ChangeRead]] = {}
        for row in logged:
            by_set.setdefault(row["change_set_id"], []).append(
                ChangeRead(
                    entity=row["entity"],
                    id=row["entity_id"],
                    kind=row["kind"],
                    before=row["before"],
                    after=row["after"],
                )
            )
        return [
            ChangeSetRead(**{"revision": None, **row}, changes=by_set.get(row["id"], []))  # type: ignore[arg-type]
            for row in rows
        ]


def _compare(conflicts: list[dict[str, object]], thing: Entity, row: Record, expected: dict[str, Any]) -> None:
    """Notes each field of `row` that is no longer what the log says it was set to."""
    for name, value in expected.items():
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
