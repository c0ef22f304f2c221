"""The place in a text that shows why it was found."""

from typing import Final

from .words import Search

BEFORE: Final = 60
LENGTH: Final = 240
SEARCHED: Final = 20_000
"""Characters of a text that are looked through for a place to show."""


def excerpt(search: Search, text: str) -> tuple[str, list[tuple[int, int]]] | None:
    """Up to LENGTH characters around the first place, and where in them; None if there is no place.

    It starts and ends at a blank where one is near, and says with "…" that it was cut.
    """
    spans = search.spans(text[:SEARCHED])
    if not spans:
        return None
    start = _at_blank(text, max(0, spans[0][0] - BEFORE), spans[0][0])
    end = min(len(text), start + LENGTH)
    cut = text[start:end]
    lead = "…" if start else ""
    shift = len(lead) - start
    inside = [(first + shift, min(last, end) + shift) for first, last in spans if first < end]
    return f"{lead}{cut}{'…' if end < len(text) else ''}", inside


def _at_blank(text: str, start: int, before: int) -> int:
    """The first place after a blank from `start` on, if there is one before the match."""
    if start == 0:
        return 0
    for place in range(start, before):
        if text[place - 1].isspace():
            return place
    return start
