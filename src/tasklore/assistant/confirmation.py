"""The user's own yes, no or undo, taken at their word before any model is asked.

A model can propose; only these words of the user, the API and the buttons of a client can approve.
"""

import re
from collections.abc import Sequence
from typing import Any, Final, Literal

from tasklore.changes.change_set import ChangeSet
from tasklore.changes.schemas import ChangeSetRead
from tasklore.changes.service import ChangeService
from tasklore.platform.errors import DomainError
from tasklore.platform.unit import Unit, run

from . import lookup
from .context import Acting
from .results import Effect, Outcome
from .showing import effects
from .tools.changes import take_back

Wish = Literal["yes", "no", "undo"]

_POLITE: Final = r"(?:[,!.]?\s*(?:please|thanks|thank you|then|now|that|it|all|them|to all of them|for me))*"
_YES: Final = re.compile(
    r"(?:yes|yep|yeah|yup|sure|ok|okay|go ahead|go for it|do it|do so|please do|confirm(?:ed)?|approved?|accept(?:ed)?|"
    r"correct|right|absolutely|of course|make it so|proceed)"
    rf"(?:[,!. ]+(?:yes|go ahead|do it|do that|please do|approve|confirm|delete (?:it|them)|i am sure|i'm sure))?{_POLITE}[.! ]*",
    re.IGNORECASE,
)
_NO: Final = re.compile(
    rf"(?:no|nope|nah|don'?t|do not|cancel|reject|discard|never ?mind|forget it|leave it|stop|better not|no way)"
    rf"(?:[,!. ]+(?:don'?t|cancel|leave (?:it|them)|thanks|keep (?:it|them)|do (?:it|that)))?{_POLITE}[.! ]*",
    re.IGNORECASE,
)
_HESITATION: Final = re.compile(r"^(?:(?:wait|oh|hmm+|oops|actually|sorry|ah|um|uh)\b[,.! ]+)+", re.IGNORECASE)
_UNDO: Final = re.compile(
    r"(?:please )?(?:(?:can|could) you )?(?:undo|revert|take back|roll back|reverse)"
    r"(?: (?:that|it|this|the last (?:one|thing|change|action|step)|my last change|last change|what you (?:just )?did))?"
    r"(?:,? please)?[.!? ]*|take (?:that|it) back[.! ]*",
    re.IGNORECASE,
)


def wish_of(message: str) -> Wish | None:
    """What the whole message says, if it says nothing but yes, no or undo."""
    text = _HESITATION.sub("", message.strip())
    if _UNDO.fullmatch(text):
        return "undo"
    if _YES.fullmatch(text):
        return "yes"
    return "no" if _NO.fullmatch(text) else None


class Confirmed:
    """What came of a wish: words, and the call as a turn reports it."""

    def __init__(self, tool: str, arguments: dict[str, Any], outcome: Outcome, response: str) -> None:
        self.tool = tool
        self.arguments = arguments
        self.outcome = outcome
        self.response = response


async def carry_out(who: Acting, wish: Wish, proposals: Sequence[str]) -> Confirmed | None:
    """Approves or rejects what this conversation's last turn proposed, or undoes; None when nothing waits."""
    if wish == "undo":
        outcome = await take_back(who, None, 1)
        return Confirmed("undo", {}, outcome, _undone(outcome))
    waiting = [item for item in await ChangeService(Unit(who.services)).proposals(who.owner) if item.id in proposals]
    waiting.reverse()
    if not waiting:
        return None
    if wish == "no":
        return await _reject(who, waiting)
    return await _approve(who, waiting)


async def _approve(who: Acting, waiting: Sequence[ChangeSetRead]) -> Confirmed:
    made: list[Effect] = []
    problems: list[str] = []
    for item in waiting:
        try:
            changes, names = await run(who.services, lambda unit, item=item: _approval(who, unit, item.id))  # type: ignore[misc]
        except DomainError as error:
            problems.append(error.message)
            continue
        who.change_sets.append(item.id)
        made += effects(changes.changes, names)
    said = "Done: " + "; ".join(item.title for item in waiting if item.id in who.change_sets) + "." if made else ""
    response = " ".join(part for part in (said, *problems) if part)
    status: Literal["done", "refused"] = "done" if made else "refused"
    outcome = Outcome(status=status, effects=made[:30], change_set=who.change_sets[-1] if who.change_sets else None)
    return Confirmed("approve", {"proposals": [item.id for item in waiting]}, outcome, response)


async def _approval(who: Acting, unit: Unit, set_id: str) -> tuple[ChangeSet, dict[str, str]]:
    changes = ChangeSet(unit, who.actor)
    await ChangeService(unit).approve(changes, set_id)
    return changes, {row["id"]: row["name"] for row in await lookup.projects(unit, who.owner)}


async def _reject(who: Acting, waiting: Sequence[ChangeSetRead]) -> Confirmed:
    for item in waiting:

        async def reject(unit: Unit, set_id: str = item.id) -> None:
            await ChangeService(unit).reject(who.owner, set_id)

        await run(who.services, reject)
    outcome = Outcome(status="unchanged")
    ids = [item.id for item in waiting]
    return Confirmed("reject", {"proposals": ids}, outcome, "All right, nothing was changed.")


def _undone(outcome: Outcome) -> str:
    if outcome.status != "done":
        return outcome.message or "There is nothing to undo."
    titles = list(dict.fromkeys(f"“{effect.title}”" for effect in outcome.effects))
    shown = ", ".join(titles[:5]) + (f" and {len(titles) - 5} more" if len(titles) > 5 else "")
    return f"Undone: {shown} is as it was before." if len(titles) == 1 else f"Undone: {shown} are as they were before."
