"""Housekeeping of the change log."""

from typing import Any

from tasklore.platform.unit import Unit

from . import store
from .route import REMEMBERED_FOR


async def tidy(unit: Unit, payload: dict[str, Any]) -> None:
    """Proposals past their time expire; remembered answers are forgotten after a day."""
    unit.execute(store.EXPIRE, now=unit.now)
    unit.execute(store.FORGET, before=unit.now - REMEMBERED_FOR)
