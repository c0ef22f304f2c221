"""Words and their stems: the one analysis that the index, the ranking and the answers share.

Every engine is given these terms, so that a question finds the same passages whichever engine holds them.

    "The Dukes' castles"  →  Word("duke", 4, 9), Word("castl", 11, 18)
"""

import re
import unicodedata
import zlib
from functools import cache, lru_cache
from importlib import import_module
from typing import Final, NamedTuple, Protocol

from tasklore.knowledge.language.stopwords import STOPWORDS

UNKNOWN: Final = "und"

_STEMMERS: Final = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hi": "hindi",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}

# Scripts written without spaces between words; pairs of characters stand in for their words.
_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS: Final = ".,'’\u00a0\u202f"
_TOKEN: Final = re.compile(
    rf"\d+(?:[{_MARKS}]\d+)*(?![^\W_])|[{_UNSPACED}]+|(?:(?![{_UNSPACED}])[^\W_\u0300-\u036f])(?:(?![{_UNSPACED}])[\w\u0300-\u036f](?<!_))*"
)
_GROUPED: Final = re.compile(rf"\d{{1,3}}(?:[{_MARKS}]\d{{3}})+")
_IS_UNSPACED: Final = re.compile(f"[{_UNSPACED}]")
_COMBINING: Final = re.compile("[\u0300-\u036f]")
_CACHED_TOKENS: Final = 100_000


class Word(NamedTuple):
    """One word that carries meaning: its term, and where it stands in the text."""

    term: str
    start: int
    end: int


class _Stemmer(Protocol):
    def stemWord(self, word: str, /) -> str: ...


class Analyzer:
    """Cuts the text of one language into terms. Cheap to keep, slow to warm up: ask `analyzer` for the shared one."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._stopwords = STOPWORDS.get(language, frozenset())
        self._stemmer = _stemmer(language)
        self._keys: dict[str, tuple[str, ...]] = {}

    def keys(self, text: str) -> list[str]:
        """Every token in order: the term of a word that carries meaning, or ``_the`` for a stop word as it is."""
        known = self._keys
        found: list[str] = []
        for token in _TOKEN.findall(text):
            keys = known.get(token)
            found += self._learn(token) if keys is None else keys
        return found

    def terms(self, text: str) -> list[str]:
        """The terms of a text in order, with repetitions and without stop words."""
        return [key for key in self.keys(text) if key[0] != "_"]

    def words(self, text: str) -> list[Word]:
        """The terms of a text in order, with their places. A run of an unspaced script gives overlapping pairs."""
        found: list[Word] = []
        for match in _TOKEN.finditer(text):
            keys = self._keys.get(match.group()) or self._learn(match.group())
            start, end = match.span()
            if len(keys) > 1:
                found.extend(Word(key, start + i, start + i + 2) for i, key in enumerate(keys))
            elif keys[0][0] != "_":
                found.append(Word(keys[0], start, end))
        return found

    def _learn(self, token: str) -> tuple[str, ...]:
        if len(self._keys) >= _CACHED_TOKENS:
            self._keys.clear()
        keys = self._keys[token] = self._analyse(token)
        return keys

    def _analyse(self, token: str) -> tuple[str, ...]:
        if token[0].isdigit():
            # A number loses the marks between thousands, whichever country wrote them.
            return (re.sub(r"\D", "", token) if _GROUPED.fullmatch(token) else token.lower(),)
        if len(token) > 1 and _IS_UNSPACED.match(token):
            return tuple(token[i : i + 2] for i in range(len(token) - 1))
        word = unicodedata.normalize("NFKC", token).lower()
        if word in self._stopwords:
            return ("_" + word,)
        stem = self._stemmer.stemWord(word) if self._stemmer else word
        return (fold(stem) or word,)


@cache
def analyzer(language: str) -> Analyzer:
    """The shared analyzer of a language (ISO 639-1, or ``und``)."""
    return Analyzer(language)


@lru_cache(maxsize=_CACHED_TOKENS)
def term_id(term: str) -> int:
    """The dimension of a term in a sparse vector: 32 bits, the same on every machine and in every release."""
    return zlib.crc32(term.encode("utf-8", "surrogatepass"))


def fold(word: str) -> str:
    """The word without accents, so that ``resume`` finds ``résumé``; vowel signs of Indic scripts stay."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", _COMBINING.sub("", unicodedata.normalize("NFD", word))).replace("ß", "ss")


def _stemmer(language: str) -> _Stemmer | None:
    name = _STEMMERS.get(language)
    if name is None:
        return None
    # One module of the package each: its own table would import all thirty at once.
    module = import_module(f"snowballstemmer.{name}_stemmer")
    stemmer: _Stemmer = getattr(module, f"{name.capitalize()}Stemmer")()
    return stemmer
