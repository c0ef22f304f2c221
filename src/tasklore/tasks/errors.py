"""What can be wrong with a task, beyond its payload."""

from typing import ClassVar

from tasklore.platform.errors import Conflict, Invalid


class Misplaced(Invalid):
    """A section or parent that is not in the task's project, or a parent below its own child."""

    code = "misplaced"
    title: ClassVar[str] = "It does not belong there"


class NotRepeating(Conflict):
    code = "not_repeating"

    def __init__(self) -> None:
        super().__init__("This task does not repeat.", hint="Give it a recurrence first.")


class InboxStays(Conflict):
    code = "inbox_stays"

    def __init__(self) -> None:
        super().__init__(
            "The Inbox cannot be deleted, nested or shared.", hint="Make a project, and move its tasks there."
        )
