"""What somebody may have meant."""

import difflib
from collections.abc import Iterable

from .errors import FilterError
from .scanner import Words, plain


def did_you_mean(word: str, known: Iterable[str], ending: str = "") -> str | None:
    """A question that names the closest of the known words; None if none is close."""
    close = difflib.get_close_matches(word.lower()[:40], list(known), n=1, cutoff=0.7)
    return f"Did you mean '{close[0]}{ending}'?" if close else None


def unknown_date(words: Words, value: str) -> FilterError:
    """For a date that nothing here can read."""
    return FilterError(
        words.start + max(0, words.text.rfind(value)),
        f"Unknown date {plain(value)[:60]!r}.",
        did_you_mean(value, ("today", "tomorrow", "yesterday", "next week", "next month", "monday", "now"))
        or "Use words such as 'today', '+3 days', 'next week' or '1 jan', or a date such as 2026-12-01.",
    )
