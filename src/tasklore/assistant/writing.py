"""From the wish to write to a change set: applied at once, or proposed, as the risk demands.

read-only token                              refused
token that may only propose                  proposed
destructive, or more than three at once      proposed   (an MCP token that may delete has been told so by its owner)
others' text has been read                   proposed
anything else                                applied, and undone in one step
"""

import hashlib
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final, Literal

from tasklore.changes.actor import Actor
from tasklore.changes.change_set import ChangeSet
from tasklore.platform.unit import Unit, run

from . import lookup
from .context import MOST_TASKS, Acting, acting
from .errors import ReadOnly, TooMuchAtOnce
from .results import Outcome, TaskBrief, Unclear
from .showing import brief, effects

Risk = Literal["write", "destructive"]
Work = Callable[[Unit, ChangeSet], Awaitable[None]]

BULK: Final = 3
"""More than this many things at once need approval."""

PROPOSAL_LIFE: Final = timedelta(hours=1)


def must_propose(who: Acting, risk: Risk, count: int) -> bool:
    """Whether this write waits for the user's approval instead of being applied."""
    if who.policy == "propose" or who.tainted:
        return True
    if who.actor.door == "mcp" and who.may_delete:
        return False
    return risk == "destructive" or who.applied + count > BULK


async def write(
    tool: str,
    arguments: dict[str, Any],
    work: Work,
    *,
    count: int,
    risk: Risk = "write",
    unclear: list[Unclear] | None = None,
) -> Outcome:
    """Carries out `work` as one change set, or proposes it.

    Args:
        count: how many things were asked for; what hangs on them (sub-tasks) is not counted.

    Raises:
        ReadOnly: the token may not write.
        TooMuchAtOnce: over what one turn may touch.
    """
    who = acting()
    if who.policy == "read":
        raise ReadOnly
    if who.applied + count > MOST_TASKS:
        raise TooMuchAtOnce(f"One turn may touch at most {MOST_TASKS} things.", hint="Do it in several steps.")
    propose = must_propose(who, risk, count)
    detail = {**who.actor.detail, "tool": tool, "call_id": who.call_id, "arguments": _digest(arguments)}
    actor = Actor(who.owner, who.actor.door, {name: value for name, value in detail.items() if value is not None})

    async def attempt(unit: Unit) -> tuple[ChangeSet, Unit]:
        changes = ChangeSet(unit, actor, propose=propose, proposal_life=PROPOSAL_LIFE)
        await work(unit, changes)
        return changes, unit

    changes, unit = await run(who.services, attempt)
    unclear = unclear or []
    if not len(changes):
        return Outcome(status="unclear" if unclear else "unchanged", unclear=unclear)
    who.applied += count
    (who.proposals if propose else who.change_sets).append(changes.id)
    names = {row["id"]: row["name"] for row in await lookup.projects(unit, who.owner)}
    touched = [change for change in changes.changes if not change.row.get("is_inbox")]
    return Outcome(
        status="proposed" if propose else "done",
        change_set=changes.id,
        effects=effects(touched[:_SHOWN], names),
        tasks=_tasks(changes, names),
        unclear=unclear,
        message=_WAITS if propose else None,
    )


_WAITS: Final = "Nothing has changed yet. The user must approve this proposal; you cannot."
_SHOWN: Final = 30


def _tasks(changes: ChangeSet, names: dict[str, str]) -> list[TaskBrief]:
    """The tasks as they now are, or would be, in the order they were touched."""
    rows = [change.row for change in changes.changes if change.entity.name == "task"]
    return [brief(row, names.get(row["project_id"])) for row in rows[:_SHOWN]]


def _digest(arguments: dict[str, Any]) -> str:
    """What a proposal was made for, so that it can be told from another."""
    text = json.dumps(arguments, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
