"""The sparse vector of a passage: how much each of its terms counts there, before rarity is known.

BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009), split in two: what depends on the passage
alone is stored, how rare a term is among its owner's passages is multiplied in when a question comes.
"""

import math
from collections import Counter
from collections.abc import Iterable
from typing import Final

from tasklore.knowledge.language.words import analyzer, term_id

ANALYSIS: Final = "1"
"""Version of everything that decides a passage's terms; an index of another version is rebuilt."""

_K1: Final = 1.2
_B: Final = 0.75
# The length of a usual passage in terms. A constant, so that adding a document changes no other passage's weights.
_USUAL_TERMS: Final = 80
# A term of the title or the headings counts as one more occurrence in each passage below it.
_TITLE_OCCURRENCES: Final = 1


def weight(occurrences: float, terms_in_passage: int) -> float:
    """What a term that occurs so often in a passage of this length counts: saturating, at most 2.2."""
    return occurrences * (_K1 + 1) / (occurrences + half_weight(terms_in_passage))


def half_weight(terms_in_passage: int) -> float:
    """The number of occurrences at which a term has half of its greatest weight in a passage of this length."""
    return _K1 * (1 - _B + _B * terms_in_passage / _USUAL_TERMS)


def sparse_vector(text: str, titles: Iterable[str], language: str) -> dict[int, float]:
    """The weight of every term of a passage by its `term_id`, those of its titles included."""
    analyse = analyzer(language).terms
    terms = analyse(text)
    counts: Counter[str] = Counter(terms)
    for term in {term for title in titles for term in analyse(title)}:
        counts[term] += _TITLE_OCCURRENCES
    half = half_weight(len(terms))
    return {term_id(term): count * (_K1 + 1) / (count + half) for term, count in counts.items()}


def rarity(passages: int, passages_with_term: int) -> float:
    """The inverse document frequency that Qdrant's ``idf`` modifier uses, for engines that leave it to us."""
    return math.log(1 + (passages - passages_with_term + 0.5) / (passages_with_term + 0.5))
