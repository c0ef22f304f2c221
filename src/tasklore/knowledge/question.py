"""A question as the index and the ranking see it: its terms in every language its documents may be in."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from tasklore.knowledge.language.detection import detect
from tasklore.knowledge.language.questions import asks_for_number
from tasklore.knowledge.language.stopwords import STOPWORDS
from tasklore.knowledge.language.words import UNKNOWN, analyzer, term_id

_MOST_CHARS: Final = 1_000
_MOST_LANGUAGES: Final = 4


@dataclass(frozen=True)
class Reading:
    """A question read in one language: every token, and the terms among them without repetition."""

    keys: tuple[str, ...]
    terms: tuple[str, ...]


class Question:
    """A question and its readings. ``languages`` are those of the owner's documents, the commonest first."""

    def __init__(self, text: str, languages: Iterable[str] = ()) -> None:
        self.text = text[:_MOST_CHARS]
        known = tuple(languages)
        self.language = detect(self.text, known)
        if self.language == UNKNOWN and known:
            self.language = known[0]
        self._languages = tuple(dict.fromkeys((self.language, *known)))[:_MOST_LANGUAGES]

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """A reading for each language that a passage may be in."""
        return {language: self._read(language) for language in self._languages}

    def reading(self, language: str) -> Reading:
        """The reading that fits a passage of this language."""
        return self.readings.get(language) or self.readings[self.language]

    @cached_property
    def term_ids(self) -> list[int]:
        """The dimensions to look up: the terms of all readings."""
        return sorted({term_id(term) for reading in self.readings.values() for term in reading.terms})

    @cached_property
    def wants_number(self) -> bool:
        """Whether the answer should hold a figure: a count, a year, an amount."""
        return asks_for_number(self.text, self.language)

    def _read(self, language: str) -> Reading:
        keys = analyzer(language).keys(self.text)
        # What says nothing in the question's own language says nothing in another one's index either.
        empty = STOPWORDS.get(self.language, frozenset())
        keys = [key if key not in empty else "_" + key for key in keys]
        return Reading(tuple(keys), tuple(dict.fromkeys(key for key in keys if key[0] != "_")))
