"""Repeating tasks: rules of RFC 5545, counted from the schedule or from completion.

    rule.py ──► expand.py ──► schedule.py ──► series.py         words.py
    a text      local times   dates in zones  what comes next    the rule in words

Pure: no clock, no database. `docs/reference/recurrence.md` says what was decided and why.
"""

from .rule import InvalidRecurrence, Rule
from .series import (
    Basis,
    Recurrence,
    Step,
    advance,
    first_due,
    move_all,
    move_one,
    next_due,
    occurrences,
    pinned,
    skip,
    split,
)
from .words import describe

__all__ = [
    "Basis",
    "InvalidRecurrence",
    "Recurrence",
    "Rule",
    "Step",
    "advance",
    "describe",
    "first_due",
    "move_all",
    "move_one",
    "next_due",
    "occurrences",
    "pinned",
    "skip",
    "split",
]
