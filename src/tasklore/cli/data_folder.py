"""The data directory: what to say when it cannot be used."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from tasklore.settings import Settings

from .errors import Misused


@contextmanager
def usable(settings: Settings) -> Iterator[None]:
    """Turns what the system says of a folder or a file that cannot be used into a line for people.

    Raises:
        Misused: names the folder, what is wrong with it, and the setting.
    """
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        raise _unusable(settings, error) from error
    except Exception as error:
        # SQLAlchemy wraps the driver's error; it is not imported here only to be named.
        if not isinstance(getattr(error, "orig", None), sqlite3.OperationalError):
            raise
        raise _unusable(settings, error) from error


def _unusable(settings: Settings, error: Exception) -> Misused:
    said = (
        error.strerror if isinstance(error, OSError) and error.strerror else str(getattr(error, "orig", None) or error)
    )
    return Misused(
        f"The data directory {settings.platform.data_dir} cannot be used: {said}.",
        hint="Set DATA_DIR to a folder that you may write to, such as DATA_DIR=~/.local/share/tasklore",
        code="data_dir_unusable",
    )
