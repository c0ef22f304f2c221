"""Text → lexemes: words, numbers and signs, each with its place and the roles its word can play.

    "Call Léa at 14h30"  →  call · léa · at · 14 · h · 30      (glued: h, 30)

A run of words that means one thing ("day after tomorrow", "no later than") becomes one lexeme.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Roles = dict[str, Any]
NO_ROLES: Roles = {}

# Letters with inner apostrophes and combining accents | digits | any other visible character.
_PIECE = re.compile(
    r"([^\W\d_]+(?:[\u0300-\u036f'’][^\W\d_]+|[\u0300-\u036f])*)|(\d+)|(\S)"
)
_LONGEST_NUMBER = 6
_LOOK_AHEAD = 8
"""Ends behind the end, so that a rule may look this far without asking."""


class Lexeme:
    """A piece of the line. `kind`: w(ord), n(umber), s(ign), x (opaque: a quotation, an address),
    b(reak: a span that was taken already), e(nd)."""

    __slots__ = ("end", "gap", "kind", "roles", "start", "text", "value", "word")

    def __init__(
        self, kind: str, text: str, word: str, start: int, end: int, gap: bool, roles: Roles, value: int
    ) -> None:
        self.kind = kind
        self.text = text
        self.word = word
        self.start = start
        self.end = end
        self.gap = gap
        """White space, or the beginning of the line, stands before it."""
        self.roles = roles
        self.value = value
        """Of a number with at most six digits; −1 otherwise."""


@dataclass(frozen=True, slots=True)
class Opaque:
    """A stretch of the line that the grammar may not look into; `taken` if a span of it is known already."""

    start: int
    end: int
    taken: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a language by the roles they can play."""

    words: dict[str, Roles]
    phrases: dict[str, list[tuple[tuple[str, ...], Roles]]]
    """First word → the other words and the roles of the whole, longest first."""


def normalise(word: str) -> str:
    """The form under which a word is looked up."""
    return word.lower().replace("’", "'")


def pieces(text: str) -> list[str]:
    """The normalised words of a phrase, cut as the lexer cuts a line."""
    return [normalise(found.group()) for found in _PIECE.finditer(text)]


def _scan(line: str, start: int, end: int, words: dict[str, Roles], into: list[Lexeme]) -> None:
    # The flag says that white space precedes: the end of the last piece is compared with the next start.
    before = into[-1].end if into else -1
    for found in _PIECE.finditer(line, start, end):
        first, last = found.span()
        text = found.group()
        gap = first != before or before == -1
        before = last
        if found.lastindex == 1:
            word = normalise(text)
            into.append(Lexeme("w", text, word, first, last, gap, words.get(word, NO_ROLES), -1))
        elif found.lastindex == 2:
            value = int(text) if last - first <= _LONGEST_NUMBER else -1
            into.append(Lexeme("n", text, text, first, last, gap, NO_ROLES, value))
        else:
            into.append(Lexeme("s", text, text, first, last, gap, words.get(text, NO_ROLES), -1))


def _join(found: list[Lexeme], lexicon: Lexicon) -> list[Lexeme]:
    """Put phrases of several words together, the longest that fits at each place."""
    phrases = lexicon.phrases
    joined: list[Lexeme] = []
    i = 0
    count = len(found)
    while i < count:
        here = found[i]
        step = 1
        for rest, roles in phrases.get(here.word, ()) if here.kind != "x" else ():
            size = len(rest)
            if i + size < count and all(
                found[i + 1 + k].word == rest[k] and found[i + 1 + k].kind != "x" for k in range(size)
            ):
                last = found[i + size]
                text = " ".join(piece.text for piece in found[i : i + size + 1])
                here = Lexeme("w", text, text.lower(), here.start, last.end, here.gap, roles, -1)
                step = size + 1
                break
        joined.append(here)
        i += step
    return joined


def lex(line: str, lexicon: Lexicon, opaque: Sequence[Opaque] = ()) -> list[Lexeme]:
    """The lexemes of a line, ending with some of kind "e". `opaque` is in order and does not overlap."""
    found: list[Lexeme] = []
    at = 0
    for stretch in opaque:
        _scan(line, at, stretch.start, lexicon.words, found)
        gap = not found or found[-1].end != stretch.start
        kind = "b" if stretch.taken else "x"
        text = line[stretch.start : stretch.end]
        found.append(Lexeme(kind, text, text, stretch.start, stretch.end, gap, NO_ROLES, -1))
        at = stretch.end
    _scan(line, at, len(line), lexicon.words, found)
    joined = _join(found, lexicon)
    joined += [Lexeme("e", "", "", len(line), len(line), True, NO_ROLES, -1)] * _LOOK_AHEAD
    return joined
