"""Why a change set cannot be undone or approved."""

from collections.abc import Sequence
from typing import ClassVar

from tasklore.platform.errors import Conflict, NotFound
from tasklore.platform.unit import Record


class PlaceGone(NotFound):
    """What a row belongs to, by the column `field`, is not there any more, or not the actor's."""

    def __init__(self, what: str, row: Record, field: str) -> None:
        super().__init__(what)
        self.row = row
        self.field = field


class UndoConflict(Conflict):
    """Something has changed since; names each conflict as {entity, id, field, expected, current}."""

    code = "undo_conflict"
    title: ClassVar[str] = "It has changed since"

    def __init__(self, conflicts: Sequence[dict[str, object]]) -> None:
        first = conflicts[0]
        super().__init__(
            f"This cannot be undone: {first['entity']} “{first['label']}” has changed since ({first['field']}).",
            hint="Undo the later change first, or change it back by hand.",
            conflicts=list(conflicts)[:50],
        )


class ProposalOutdated(Conflict):
    """What a proposal would change is no longer as it was shown."""

    code = "proposal_outdated"
    title: ClassVar[str] = "It has changed since it was proposed"

    def __init__(self, conflicts: Sequence[dict[str, object]]) -> None:
        first = conflicts[0]
        super().__init__(
            f"This proposal is out of date: {first['entity']} “{first['label']}” has changed since ({first['field']}).",
            hint="Reject it and ask again.",
            conflicts=list(conflicts)[:50],
        )


class AlreadyUndone(Conflict):
    code = "already_undone"

    def __init__(self) -> None:
        super().__init__("This has been undone already.", hint="Undo that undo to bring it back.")


class NotWaiting(Conflict):
    code = "proposal_not_waiting"

    def __init__(self, status: str) -> None:
        super().__init__(f"This proposal is not waiting any more: it is {status}.")
