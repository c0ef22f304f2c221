"""The entry point: runs the command and turns what went wrong into a line and an exit code."""

import os
import sys

from .errors import FAILED, MISUSED, Failure
from .output import complain


def main() -> None:
    """Runs the command line of this process and ends the process."""
    from .app import app

    try:
        app()
    except Failure as error:
        complain(error.message, hint=error.hint, code=error.code)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read us has had enough, as `head` has; Python would complain while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except Exception as error:
        sys.exit(_known(error))


def _known(error: Exception) -> int:
    """Says what the errors of the domain and of the settings say; anything else is a fault of ours and is raised."""
    from tasklore.platform.errors import DomainError
    from tasklore.settings import BadSettings

    if isinstance(error, BadSettings):
        complain("Settings are missing or wrong:", lines=error.lines, code="bad_settings")
        return MISUSED
    if isinstance(error, DomainError):
        complain(error.message, hint=error.hint, code=error.code)
        return FAILED
    raise error
