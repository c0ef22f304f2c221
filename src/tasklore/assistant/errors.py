"""Why a turn cannot begin, or a tool does not do what it was asked."""

from typing import ClassVar

from tasklore.platform.errors import Conflict, Forbidden


class TurnRunning(Conflict):
    """A conversation takes one turn at a time."""

    code = "turn_running"
    title: ClassVar[str] = "The assistant is still answering"

    def __init__(self) -> None:
        super().__init__(
            "This conversation is still working on the message before.",
            hint="Wait for it, or stop it with POST /api/v1/chat/conversations/{id}/stop.",
        )


class ReadOnly(Forbidden):
    """This token may look and not touch."""

    code = "read_only"

    def __init__(self) -> None:
        super().__init__(
            "This token may only read.", hint="Use a key with the scope tasks:write, or tasks:propose for proposals."
        )


class TooMuchAtOnce(Conflict):
    """A turn has limits, so that a loop or a misunderstanding stays small."""

    code = "too_much_at_once"
