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
_PIECE = re.compile(r"([^\W\d_]+(?:[\u0300-\u036f'’][^\W\d_]+|[\u0300-\u036f])*)|(\d+)|(\S)")
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


Phrases = list[tuple[tuple[str, ...], Roles]]
"""The other words of the phrases that begin with a word, with the roles of the whole; longest first."""

Lexicon = dict[str, tuple[Roles, Phrases]]
"""A language: each word's own roles, and the phrases that it begins."""


def pieces(text: str) -> list[str]:
    """The words of a phrase of the dictionary, cut as the lexer cuts a line."""
    return [found.group() for found in _PIECE.finditer(text)]


def _scan(line: str, start: int, end: int, lexicon: Lexicon, into: list[Lexeme], openers: list[int]) -> None:
    """Add the pieces of a stretch, and to `openers` where a phrase may begin."""
    # White space precedes a piece that does not begin where the last one ended.
    before = into[-1].end if into else -1
    add = into.append
    find = lexicon.get
    for found in _PIECE.finditer(line, start, end):
        first, last = found.span()
        text = word = found[0]
        kind = found.lastindex
        value = -1
        if kind == 1:
            word = text.lower()
            if "’" in word:
                word = word.replace("’", "'")
        elif kind == 2 and last - first <= _LONGEST_NUMBER:
            value = int(text)
        known = find(word)
        if known is None:
            add(Lexeme(_KINDS[kind], text, word, first, last, first != before, NO_ROLES, value))
        else:
            roles, phrases = known
            if phrases:
                openers.append(len(into))
            add(Lexeme(_KINDS[kind], text, word, first, last, first != before, NO_ROLES if kind == 2 else roles, value))
        before = last


_KINDS: dict[int | None, str] = {1: "w", 2: "n", 3: "s"}


def _join(found: list[Lexeme], openers: list[int], lexicon: Lexicon) -> list[Lexeme]:
    """Put phrases of several words together, the longest that fits at each place."""
    joined: list[Lexeme] = []
    at = 0
    count = len(found)
    for i in openers:
        if i < at:
            continue
        here = found[i]
        for rest, roles in lexicon[here.word][1]:
            size = len(rest)
            if i + size >= count or found[i + 1].word != rest[0]:
                continue
            pieces = found[i + 1 : i + size + 1]
            if all(piece.word == word and piece.kind != "x" for piece, word in zip(pieces, rest, strict=True)):
                text = " ".join([here.text, *[piece.text for piece in pieces]])
                joined += found[at:i]
                joined.append(Lexeme("w", text, text.lower(), here.start, pieces[-1].end, here.gap, roles, -1))
                at = i + size + 1
                break
    if at == 0:
        return found
    joined += found[at:]
    return joined


def lex(line: str, lexicon: Lexicon, opaque: Sequence[Opaque] = ()) -> list[Lexeme]:
    """The lexemes of a line, ending with some of kind "e". `opaque` is in order and does not overlap."""
    found: list[Lexeme] = []
    openers: list[int] = []
    at = 0
    for stretch in opaque:
        _scan(line, at, stretch.start, lexicon, found, openers)
        gap = not found or found[-1].end != stretch.start
        kind = "b" if stretch.taken else "x"
        text = line[stretch.start : stretch.end]
        found.append(Lexeme(kind, text, text, stretch.start, stretch.end, gap, NO_ROLES, -1))
        at = stretch.end
    _scan(line, at, len(line), lexicon, found, openers)
    if openers:
        found = _join(found, openers, lexicon)
    found += [Lexeme("e", "", "", len(line), len(line), True, NO_ROLES, -1)] * _LOOK_AHEAD
    return found
