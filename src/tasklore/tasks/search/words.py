"""What somebody looks for, and whether a text has it.

    milk bread       both words; the last may go on ("bread", "breadcrumbs")
    "oat milk"       these words, in this order
    brea*            words that start so
    -shop            without this word

Case does not count, and accents on Latin letters do not either: "cafe" finds "Café".
"""

import functools
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MAX_LENGTH: Final = 300
MAX_TERMS: Final = 20

_WORD: Final = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_ACCENT: Final = re.compile(r"([A-Za-z])[\u0300-\u036f]+")
_PIECE: Final = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """Words in this order; with `prefix` the last may go on; with `negated` they must be absent."""

    words: tuple[str, ...]
    prefix: bool = False
    negated: bool = False

    def places(self, words: Sequence[str]) -> Iterator[int]:
        """Where in a text's words it stands."""
        *before, last = self.words
        length = len(self.words)
        for place in range(len(words) - length + 1):
            end = words[place + length - 1]
            ends = end.startswith(last) if self.prefix else end == last
            if ends and all(words[place + offset] == word for offset, word in enumerate(before)):
                yield place


@dataclass(frozen=True, slots=True)
class Search:
    """All that a task or a comment must have, and must not. There is at least one thing to have."""

    terms: tuple[Term, ...]

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.negated)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.negated)

    def is_in(self, title: str, rest: str = "", *, title_only: bool = False) -> bool:
        """Whether a task (title and notes) or a comment (no title) has it, with `title_only` in its title."""
        texts = [words_of(title), words_of(rest)]
        wanted_in = texts[:1] if title_only else texts
        return all(_has(term, wanted_in) for term in self.wanted) and not any(
            _has(term, texts) for term in self.unwanted
        )

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the text has what is wanted: starts and ends in code points, ascending, none overlapping."""
        matches = list(_WORD.finditer(text))
        words = [folded(match[0]) for match in matches]
        found = sorted(
            (matches[place].start(), matches[place + len(term.words) - 1].end())
            for term in self.wanted
            for place in term.places(words)
        )
        merged: list[tuple[int, int]] = []
        for start, end in found:
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    def to_json(self) -> str:
        return json.dumps([[term.words, term.prefix, term.negated] for term in self.terms])

    @classmethod
    def from_json(cls, text: str) -> "Search":
        return cls(tuple(Term(tuple(words), prefix, negated) for words, prefix, negated in json.loads(text)))


def _has(term: Term, texts: Sequence[Sequence[str]]) -> bool:
    return any(next(term.places(words), None) is not None for words in texts)


def parse_search(text: str) -> Search | None:
    """What the text looks for; None if it holds no word to look for."""
    terms: list[Term] = []
    text = text[:MAX_LENGTH]
    for piece in _PIECE.finditer(text):
        is_phrase = piece["phrase"] is not None
        words = tuple(words_of(piece["phrase"] if is_phrase else piece["word"]))
        if not words or len(terms) == MAX_TERMS:
            continue
        negated = piece["minus"] == "-"
        # The last word is still being typed, unless a blank has ended it.
        is_open = piece.end() == len(text) and not negated
        prefix = not is_phrase and (piece["word"].endswith("*") or is_open) and len(words[-1]) > 1
        terms.append(Term(words, prefix, negated))
    return Search(tuple(terms)) if any(not term.negated for term in terms) else None


def words_of(text: str) -> list[str]:
    """The words of a text, as the index has them."""
    return [folded(match[0]) for match in _WORD.finditer(text)]


def folded(word: str) -> str:
    """Small letters, without accents on Latin ones."""
    word = word.lower()
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", _ACCENT.sub(r"\1", unicodedata.normalize("NFD", word)))


@functools.lru_cache(maxsize=256)
def _search_of(text: str) -> Search:
    return Search.from_json(text)


def found_by_sqlite(search: str, title_only: int, title: str | None, rest: str | None) -> bool:
    """`Search.is_in` for SQLite's connections, for what the index does not hold yet."""
    text = f"{title or ''} {rest or ''}"
    if text.isascii():
        # Most texts lack a word; to see that costs a twentieth of taking them apart.
        lowered = text.lower()
        if any(word not in lowered for term in _search_of(search).wanted for word in term.words):
            return False
    return _search_of(search).is_in(title or "", rest or "", title_only=bool(title_only))
