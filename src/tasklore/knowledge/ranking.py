"""One order out of the candidates of any engine.

An engine only has to bring the right passages among its first hundred. What decides their order is computed here from
the passages' own words, so that embedded, served and full-text search agree, and no score depends on what others own:

    0.6 × words    BM25, the best sentence's share of the question, its phrases, the title
    0.4 × meaning  cosine, where vectors are configured
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tasklore.knowledge.language.sentences import sentences
from tasklore.knowledge.language.words import analyzer, term_id
from tasklore.knowledge.question import Question
from tasklore.knowledge.weights import weight

# Fitted on one collection (`python -m bench.retrieval`); each contributes there when the others are present.
_PASSAGE_SHARE: Final = 0.4
_SENTENCE_SHARE: Final = 0.55
_CONTEXT_SHARE: Final = 0.15
_PHRASES: Final = 0.6
_NUMBER: Final = 0.15
_TITLE: Final = 0.2
_DENSE: Final = 0.4
# What a stop word counts in a phrase: "of the king" is a little more than "king".
_STOPWORD_RARITY: Final = 0.4
# Two words that begin with the same letters count as half the same word.
_ALIKE_CHARS: Final = 4
_ALIKE_CREDIT: Final = 0.5
# The most that one term can weigh in a passage, see `weights.weight`.
_MOST_WEIGHT: Final = 2.2

_DIGIT: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that an engine found, with what is needed to order and to cite it."""

    passage_id: str
    document_id: str
    title: str
    headings: tuple[str, ...]
    text: str
    language: str
    page: int | None
    start: int
    end: int
    digest: str
    dense: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """How one sentence of a passage answers a question: shares of the question's weight, 0 to 1 each."""

    start: int
    end: int
    share: float
    context: float
    phrases: float
    has_number: bool
    adds: bool
    """Whether it says a word that the question did not."""

    def score(self, *, wants_number: bool) -> float:
        """The sentence's own part of a passage's score."""
        number = _NUMBER if wants_number and self.has_number else 0.0
        return _SENTENCE_SHARE * self.share + _CONTEXT_SHARE * self.context + _PHRASES * self.phrases + number


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage in its place. ``evidence`` holds its sentences in text order."""

    candidate: Candidate
    score: float
    words: float
    """Score by words alone, comparable between passages of one question only."""
    strength: float
    """BM25 as a share of the most that this question could score, 0 to 1: comparable between questions."""
    share: float
    """Share of the question's weight that the passage and its titles hold."""
    evidence: tuple[Evidence, ...]


def rank(question: Question, candidates: Iterable[Candidate], rarities: Mapping[int, float]) -> list[Ranked]:
    """The candidates, best first, each text once.

    ``rarities`` are the inverse document frequencies of the question's terms among the owner's passages.
    """
    scored = [_by_words(question, candidate, rarities) for candidate in _distinct(candidates)]
    if not scored:
        return []
    most_bm25 = max(bm25 for _, bm25, _ in scored) or 1.0
    ranked = [_with_words(ranked, bm25 / most_bm25 + rest) for ranked, bm25, rest in scored]
    ranked.sort(key=lambda item: -item.words)
    return _fused(ranked)


def _distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Each text once: copies of one document would otherwise fill the page with one answer."""
    return list({candidate.digest: candidate for candidate in candidates}.values())


def _by_words(question: Question, candidate: Candidate, rarities: Mapping[int, float]) -> tuple[Ranked, float, float]:
    """The passage without its final score, its BM25, and what is added to it once BM25 is scaled."""
    reading = question.reading(candidate.language)
    keys = analyzer(candidate.language).keys
    rarity = {term: rarities.get(term_id(term), 0.0) for term in reading.terms}
    whole = sum(rarity.values()) or 1.0

    def rarity_of(key: str) -> float:
        return rarity.get(key, _STOPWORD_RARITY)

    phrases = {pair: rarity_of(pair[0]) + rarity_of(pair[1]) for pair in pairwise(reading.keys)}
    all_phrases = sum(phrases.values()) or 1.0

    spans = sentences(candidate.text)
    tokens = [keys(candidate.text[start:end]) for start, end in spans]
    titles = _held(rarity, [key for title in (candidate.title, *candidate.headings) for key in keys(title)])
    held = [_held(rarity, sentence) for sentence in tokens]

    def weighed(credits: Mapping[str, float]) -> float:
        return sum(rarity[term] * credit for term, credit in credits.items())

    evidence = []
    for i, ((start, end), sentence) in enumerate(zip(spans, tokens, strict=True)):
        pairs = phrases.keys() & set(pairwise(sentence))
        share = weighed(held[i])
        evidence.append(
            Evidence(
                start=start,
                end=end,
                share=share / whole,
                context=(weighed(_best(titles, *held[max(0, i - 1) : i + 2])) - share) / whole,
                phrases=sum(phrases[pair] for pair in pairs) / all_phrases,
                has_number=_has_new_number(candidate.text[start:end], question.text),
                adds=any(key[0] != "_" and key not in rarity for key in sentence),
            )
        )
    everywhere = _best(titles, *held)
    bm25 = _bm25(tokens, rarity, titles, everywhere)
    share = weighed(everywhere) / whole
    best = max((e.score(wants_number=question.wants_number) for e in evidence), default=0.0)
    title = sum(credit == 1 for credit in titles.values()) / (len(rarity) or 1)
    ranked = Ranked(candidate, 0.0, 0.0, bm25 / (_MOST_WEIGHT * whole), share, tuple(evidence))
    return ranked, bm25, _PASSAGE_SHARE * share + best + _TITLE * title


def _held(rarity: Mapping[str, float], tokens: Sequence[str]) -> dict[str, float]:
    """How far each term of the question is held by some tokens: 1 as it is, half as a word that begins alike.

    "colonise" and "colonial" have no stem in common, nor have "Regierung" and "Regierungschef".
    """
    there = set(tokens)
    beginnings = {token[:_ALIKE_CHARS] for token in there}
    return {
        term: 1.0 if term in there else _ALIKE_CREDIT
        for term in rarity
        if term in there or (len(term) >= _ALIKE_CHARS and term[:_ALIKE_CHARS] in beginnings)
    }


def _best(*held: Mapping[str, float]) -> dict[str, float]:
    """The best credit of each term over several stretches of text."""
    best: dict[str, float] = {}
    for credits in held:
        for term, credit in credits.items():
            if credit > best.get(term, 0.0):
                best[term] = credit
    return best


def _bm25(
    tokens: Sequence[Sequence[str]],
    rarity: Mapping[str, float],
    titles: Mapping[str, float],
    everywhere: Mapping[str, float],
) -> float:
    length = sum(key[0] != "_" for sentence in tokens for key in sentence)
    counts = dict.fromkeys(rarity, 0)
    for sentence in tokens:
        for key in sentence:
            if key in counts:
                counts[key] += 1
    score = 0.0
    for term, credit in everywhere.items():
        occurrences = counts[term] + (titles.get(term) == 1)
        score += rarity[term] * (weight(occurrences, length) if occurrences else credit)
    return score


def _has_new_number(sentence: str, question: str) -> bool:
    """Whether a sentence holds a figure that the question did not bring along."""
    return any(number not in question for number in _DIGIT.findall(sentence))


def _fused(ranked: list[Ranked]) -> list[Ranked]:
    """Mixes in the cosines, scaled over those there are; without any, the order by words stands."""
    most = ranked[0].words or 1.0
    cosines = [item.candidate.dense for item in ranked if item.candidate.dense is not None]
    if not cosines:
        return [_with_score(item, item.words / most) for item in ranked]
    low, high = min(cosines), max(cosines)

    def scale(dense: float | None) -> float:
        return 0.0 if dense is None else (dense - low) / ((high - low) or 1.0)

    fused = [
        _with_score(item, (1 - _DENSE) * item.words / most + _DENSE * scale(item.candidate.dense)) for item in ranked
    ]
    fused.sort(key=lambda item: -item.score)
    return fused


def _with_words(item: Ranked, words: float) -> Ranked:
    return Ranked(item.candidate, item.score, words, item.strength, item.share, item.evidence)


def _with_score(item: Ranked, score: float) -> Ranked:
    return Ranked(item.candidate, score, item.words, item.strength, item.share, item.evidence)
