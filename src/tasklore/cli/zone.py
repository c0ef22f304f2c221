"""The time zone of this machine, by its IANA name."""

import os
from pathlib import Path
from typing import Final

_LINK: Final = Path("/etc/localtime")
_FOLDER: Final = "zoneinfo/"


def local_zone() -> str | None:
    """The name of the zone that this machine's clock shows; None where it does not say.

    "Today" is the day on the wall of whoever types. The preferences answer where the machine is silent."""
    name = os.environ.get("TZ", "").removeprefix(":")
    if not name and _LINK.is_symlink():
        name = str(_LINK.readlink()).rpartition(_FOLDER)[2]
    return name if name and _is_zone(name) else None


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
