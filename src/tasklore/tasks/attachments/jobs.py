"""Housekeeping of the attachments' folder."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tasklore.platform.unit import Unit

from . import store
from .service import files_of

SPARED: Final = dt.timedelta(days=2)
"""Files younger than this may belong to an upload, or to a proposal, that is not in the database yet."""

_AT_ONCE: Final = 500


async def sweep(unit: Unit, payload: dict[str, Any]) -> None:
    """Removes files that no attachment names: those of purged tasks, and what a broken upload left."""
    files = files_of(unit)
    before = (unit.now - SPARED).timestamp()
    old = await asyncio.to_thread(lambda: list(_older(files.folder, before)))
    for start in range(0, len(old), _AT_ONCE):
        some = old[start : start + _AT_ONCE]
        known = {row[0] for row in await unit.fetch_rows(store.KNOWN, digests=[path.name for path in some])}
        for path in some:
            if path.name not in known:
                await asyncio.to_thread(path.unlink, missing_ok=True)


def _older(folder: Path, before: float) -> Iterator[Path]:
    for path in (*folder.glob("??/*"), *folder.glob(".partial-*")):
        if path.is_file() and path.stat().st_mtime < before:
            yield path
