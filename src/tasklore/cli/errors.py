"""What ends a command, with its exit code."""

from typing import Final

FAILED: Final = 1
MISUSED: Final = 2


class Failure(Exception):
    """A command cannot go on: what happened, and what to do next."""

    def __init__(self, message: str, *, hint: str | None = None, code: str = "failed", exit_code: int = FAILED) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code
        self.exit_code = exit_code


class Misused(Failure):
    """Wrong usage, or a setting that is missing or wrong."""

    def __init__(self, message: str, *, hint: str | None = None, code: str = "misused") -> None:
        super().__init__(message, hint=hint, code=code, exit_code=MISUSED)
