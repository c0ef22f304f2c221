"""What changed, and taking it back."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated, Final

from pydantic import Field

from tasklore.changes.actor import Actor
from tasklore.changes.change_set import ChangeSet
from tasklore.changes.schemas import ChangeSetRead
from tasklore.changes.service import ChangeService
from tasklore.platform.errors import DomainError
from tasklore.platform.unit import Unit, run

from .. import lookup
from ..context import MOST_TASKS, Acting, acting
from ..errors import ReadOnly
from ..results import ChangeBrief, ChangeList, Effect, Outcome
from ..showing import effects

_LOOKED_BACK: Final = 50
_RECENT: Final = timedelta(hours=24)


async def what_changed(limit: Annotated[int, Field(ge=1, le=50)] = 10) -> ChangeList:
    """The latest changes, newest first, whoever made them."""
    who = acting()
    page = await ChangeService(Unit(who.services)).history(who.owner, None, limit)
    if any(item.actor_id != who.owner for item in page.items):
        who.tainted = True
    return ChangeList(
        changes=[
            ChangeBrief(
                id=item.id,
                title=item.title,
                at=(item.applied_at or item.created_at).isoformat(timespec="seconds"),
                door=item.door,
                undone=True if item.undone_by else None,
            )
            for item in page.items
        ]
    )


async def undo(
    change_set: Annotated[str | None, Field(max_length=64, description="Its id; the latest when left out.")] = None,
    steps: Annotated[int, Field(ge=1, le=10, description="How many turns back.")] = 1,
) -> Outcome:
    """Takes back what was changed last, or one change set."""
    who = acting()
    if who.policy == "read":
        raise ReadOnly
    if who.tainted or who.policy == "propose":
        return Outcome(
            status="refused",
            message="Others' text has been read here, so the user must press Undo, or say “undo”, themselves.",
        )
    return await take_back(who, change_set, steps)


async def take_back(who: Acting, change_set: str | None, steps: int) -> Outcome:
    """Undoes one change set, or those of the last `steps` turns, newest first."""
    sets = [change_set] if change_set else [item.id for item in await _latest(who, steps)]
    if not sets:
        return Outcome(status="unchanged", message="There is nothing to undo.")
    made: list[Effect] = []
    last = None
    for set_id in sets:
        try:
            changes, unit = await run(who.services, _undoing(who, set_id))
        except DomainError as error:
            if not made:
                return Outcome(status="refused", message=error.message)
            break
        last = changes.id
        who.change_sets.append(changes.id)
        names = {row["id"]: row["name"] for row in await lookup.projects(unit, who.owner)}
        made += effects(changes.changes, names)
    return Outcome(status="done", change_set=last, effects=made[:30])


def _undoing(who: Acting, set_id: str) -> Callable[[Unit], Awaitable[tuple[ChangeSet, Unit]]]:
    detail = {**who.actor.detail, "tool": "undo"}

    async def work(unit: Unit) -> tuple[ChangeSet, Unit]:
        changes = ChangeSet(unit, Actor(who.owner, who.actor.door, detail))
        await ChangeService(unit).undo(changes, set_id)
        return changes, unit

    return work


async def _latest(who: Acting, steps: int) -> list[ChangeSetRead]:
    """The change sets of the last `steps` turns of this conversation; the person's latest small ones of a day when
    it has changed nothing yet."""
    page = await ChangeService(Unit(who.services)).history(who.owner, None, _LOOKED_BACK)
    mine = [
        item
        for item in page.items
        if item.actor_id == who.owner and item.undone_by is None and item.undoes is None and item.status == "applied"
    ]
    conversation = who.actor.detail.get("conversation_id")
    here = [item for item in mine if conversation and item.detail.get("conversation_id") == conversation]
    if any(conversation and item.detail.get("conversation_id") == conversation for item in page.items):
        turns = list(dict.fromkeys(item.detail.get("turn_id") for item in here))[:steps]
        return [item for item in here if item.detail.get("turn_id") in turns]
    return [item for item in mine if who.now - item.created_at < _RECENT and len(item.changes) <= MOST_TASKS][:steps]
