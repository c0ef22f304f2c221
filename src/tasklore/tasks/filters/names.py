"""Names, texts and people as they are written in a filter."""

from .nodes import Person
from .pattern import MAX_WILDCARDS, Pattern
from .scanner import plain


class TooManyWildcards(ValueError):
    """More `*` than a pattern may have."""

    def __init__(self) -> None:
        super().__init__(f"A pattern may hold {MAX_WILDCARDS} wildcards.")


def read_pattern(text: str, wildcards: str = "*") -> Pattern:
    """The pattern with those characters for anything; escaped or quoted they stand for themselves.

    Raises:
        TooManyWildcards: it would be slow to match.
    """
    for other in wildcards[1:]:
        text = text.replace(other, wildcards[0])
    pieces = text.split(wildcards[0])
    # Neighbouring wildcards are one.
    kept = [piece for place, piece in enumerate(pieces) if piece or place in (0, len(pieces) - 1)]
    if len(kept) > MAX_WILDCARDS + 1:
        raise TooManyWildcards
    return Pattern(tuple(plain(piece) for piece in kept))


def read_person(text: str) -> Person | Pattern:
    """Me, others, anyone, or the pattern of a name or address."""
    match text.strip().lower():
        case "me":
            return "me"
        case "others":
            return "others"
        case "anyone" | "*":
            return "anyone"
        case _:
            return read_pattern(text.strip().removeprefix("+").removeprefix("@"))
