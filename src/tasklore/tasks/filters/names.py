"""Names, texts and people as they are written in a filter."""

from .nodes import Person
from .pattern import MAX_WILDCARDS, Pattern
from .scanner import plain


class BadName(ValueError):
    """A name that is missing, or that has more `*` than it may."""


def read_pattern(text: str, wildcards: str = "*") -> Pattern:
    """The pattern with those characters for anything; escaped or quoted they stand for themselves.

    Raises:
        BadName: it is empty, or would be slow to match.
    """
    text = text.strip()
    if not text:
        raise BadName("A name is missing here.")
    for other in wildcards[1:]:
        text = text.replace(other, wildcards[0])
    pieces = text.split(wildcards[0])
    # Neighbouring wildcards are one.
    kept = [piece for place, piece in enumerate(pieces) if piece or place in (0, len(pieces) - 1)]
    if len(kept) > MAX_WILDCARDS + 1:
        raise BadName(f"A pattern may hold {MAX_WILDCARDS} wildcards.")
    return Pattern(tuple(plain(piece) for piece in kept))


def read_person(text: str) -> Person | Pattern:
    """Me, others, anyone, or the pattern of a name or address.

    Raises:
        BadName: see `read_pattern`.
    """
    text = text.strip().removeprefix("+").removeprefix("@").strip()
    match text.lower():
        case "me":
            return "me"
        case "others":
            return "others"
        case "anyone" | "*":
            return "anyone"
        case _:
            return read_pattern(text)
