"""Names and texts with `*` for anything: `home*`, `*call*`."""

from dataclasses import dataclass
from typing import Final

MAX_WILDCARDS: Final = 6
"""More would let a pattern be slow to match in SQL."""

_ESCAPED: Final = frozenset("\\*&|(),!@#/+'\"")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Literal pieces with a wildcard between each two; a single piece has none. Case does not count."""

    pieces: tuple[str, ...]

    @property
    def is_exact(self) -> bool:
        return len(self.pieces) == 1

    @property
    def is_anything(self) -> bool:
        return self.pieces == ("", "")

    def matches(self, text: str) -> bool:
        """Whether the whole text fits, in time proportional to it times the pieces."""
        text = text.lower()
        first, *rest = (piece.lower() for piece in self.pieces)
        if not rest:
            return text == first
        last = rest.pop()
        if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
            return False
        place, end = len(first), len(text) - len(last)
        for piece in rest:
            found = text.find(piece, place, end)
            if found < 0:
                return False
            place = found + len(piece)
        return True

    def like(self, escape: str = "\\") -> str:
        """The same as an SQL LIKE pattern, in lower case."""
        return "%".join(_escaped_for_like(piece.lower(), escape) for piece in self.pieces)

    def around(self) -> "Pattern":
        """The same anywhere in a text."""
        if self.pieces == ("",):
            return Pattern(("", ""))
        before = ("",) if self.pieces[0] else ()
        after = ("",) if self.pieces[-1] else ()
        return Pattern((*before, *self.pieces, *after))

    def __str__(self) -> str:
        """As it is written in a filter, with what has a meaning there escaped."""
        written = [f"\\{char}" if char in _ESCAPED else char for char in self.pieces[0]]
        for piece in self.pieces[1:]:
            written += ("*", *(f"\\{char}" if char in _ESCAPED else char for char in piece))
        for edge in (0, -1):
            # Blanks at the ends would be taken for the filter's own.
            if written and written[edge] == " ":
                written[edge] = "\\ "
        return "".join(written)


def _escaped_for_like(text: str, escape: str) -> str:
    for char in (escape, "%", "_"):
        text = text.replace(char, escape + char)
    return text
