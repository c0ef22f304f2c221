"""An answer out of passages without a language model: their own sentences, each cited, or a refusal.

question ──► support ──too little──► refusal, with the nearest documents
               │
               └──► best sentences of the best passages, verbatim, each with its source
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, Protocol

from tasklore.knowledge.language.negation import denies
from tasklore.knowledge.question import Question
from tasklore.knowledge.ranking import Candidate, Evidence, Ranked

Grounded = bool | Literal["partial"]

# Fitted on one collection: below it, 4.6 % of its answerable questions and 99 % of foreign ones are refused.
LEAST_SUPPORT: Final = 0.70
_CONTEXT_SUPPORT: Final = 0.5
_LENGTH_SUPPORT: Final = 0.4
_LONG_QUESTION_TERMS: Final = 8

# A passage is cited when its score is at least this share of the best one's.
_CITED_SHARE: Final = 0.78
_MOST_PASSAGES: Final = 3
_SENTENCES_OF_BEST: Final = 2
_NEAREST_DOCUMENTS: Final = 3

_FENCE: Final = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)

# Without letters that are taken for one another, so that an id can be read out.
_ID_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_ID_LENGTH: Final = 5


class RefusalReason(StrEnum):
    """Why there is no answer."""

    NO_DOCUMENTS = "no_documents"
    NOT_IN_DOCUMENTS = "not_in_documents"
    NOT_STATED = "not_stated"
    """The nearest sentence affirms what the question denies."""
    UNSUPPORTED = "unsupported"
    """A model answered, and no sentence of it is borne out by what it cites."""


@dataclass(frozen=True, slots=True)
class Source:
    """One stretch of a document that an answer rests on; ``quote`` is the stored text from ``start`` to ``end``."""

    id: str
    document_id: str
    passage_id: str
    title: str
    headings: tuple[str, ...]
    page: int | None
    start: int
    end: int
    quote: str
    score: float


@dataclass(frozen=True, slots=True)
class Nearest:
    """A document that comes closest to a question it does not answer."""

    document_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, and what it rests on. A refusal has no sources, a reason, and the nearest documents."""

    response: str
    sources: tuple[Source, ...] = ()
    grounded: Grounded = False
    refusal_reason: RefusalReason | None = None
    nearest: tuple[Nearest, ...] = ()
    by_model: bool = False


class WriterUnavailable(Exception):
    """The language model does not answer now; the documents' own sentences do instead."""


class Writer(Protocol):
    """A language model that words an answer."""

    async def write(self, question: str, passages: Mapping[str, str]) -> str:
        """Prose with a marker ``[id]`` behind each sentence, for the passage by that id which bears it out.

        Raises:
            WriterUnavailable: it does not answer, or not in time.
        """
        ...


def source_id() -> str:
    """A token that means something in one turn only, so that no marker can be guessed or left over from another."""
    return "".join(secrets.choice(_ID_LETTERS) for _ in range(_ID_LENGTH))


def extract(question: Question, ranked: Sequence[Ranked]) -> Answer:
    """The best sentences of the best passages, in their own words, or a refusal."""
    reason = refusal(question, ranked)
    if reason is not None:
        return refuse(reason, ranked)
    parts: list[str] = []
    sources: list[Source] = []
    for place, item in enumerate(cited(ranked)):
        count = _SENTENCES_OF_BEST if place == 0 else 1
        for start, end in _spans(question, item, count):
            quote = item.candidate.text[start:end]
            if any(quote in source.quote for source in sources):
                continue
            source = cite(item.candidate, start, end, item.score)
            sources.append(source)
            parts.append(f"{spoken(quote)} [{source.id}]")
    return Answer(response="\n\n".join(parts), sources=tuple(sources), grounded=True)


def refusal(question: Question, ranked: Sequence[Ranked]) -> RefusalReason | None:
    """Why these passages do not answer the question, or None when they may."""
    if not ranked:
        return RefusalReason.NO_DOCUMENTS
    best = ranked[0]
    evidence = best_sentence(question, best)
    if evidence is None or support(question, best, evidence) < LEAST_SUPPORT:
        return RefusalReason.NOT_IN_DOCUMENTS
    sentence = best.candidate.text[evidence.start : evidence.end]
    if denies(question.text, question.language) and not denies(sentence, best.candidate.language):
        return RefusalReason.NOT_STATED
    return None


def support(question: Question, ranked: Ranked, evidence: Evidence) -> float:
    """How much of the question a passage and its best sentence hold, 0 to about 1.9.

    Retrieval scores always name a best passage; this says whether it is about the question at all. A long question is
    met in full less often than a short one, so its length counts for it.
    """
    terms = len(question.reading(ranked.candidate.language).terms)
    return (
        ranked.strength
        + _CONTEXT_SUPPORT * (evidence.share + evidence.context)
        + _LENGTH_SUPPORT * min(terms, _LONG_QUESTION_TERMS) / _LONG_QUESTION_TERMS
    )


def refuse(reason: RefusalReason, ranked: Sequence[Ranked]) -> Answer:
    """An answer that says that there is none, and where one might look."""
    nearest = tuple(
        {
            item.candidate.document_id: Nearest(item.candidate.document_id, item.candidate.title) for item in ranked
        }.values()
    )[:_NEAREST_DOCUMENTS]
    if reason is RefusalReason.NO_DOCUMENTS:
        response = "None of your documents says anything about this."
    else:
        titles = ", ".join(f"“{document.title}”" for document in nearest)
        are = "nearest is" if len(nearest) == 1 else "nearest are"
        response = f"Your documents do not answer this. The {are} {titles}."
    return Answer(response=response, refusal_reason=reason, nearest=nearest)


def cited(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The passages near enough to the best one to be cited beside it."""
    least = ranked[0].score * _CITED_SHARE
    return [item for item in ranked[:_MOST_PASSAGES] if item.score >= least]


def cite(candidate: Candidate, start: int, end: int, score: float) -> Source:
    """A source for a stretch of a passage, with its place in the document."""
    return Source(
        id=source_id(),
        document_id=candidate.document_id,
        passage_id=candidate.passage_id,
        title=candidate.title,
        headings=candidate.headings,
        page=candidate.page,
        start=candidate.start + start,
        end=candidate.start + end,
        quote=candidate.text[start:end],
        score=round(score, 4),
    )


def spoken(quote: str) -> str:
    """A quote as running text: lines joined, list and table marks dropped; the words stay as they are."""
    return " ".join(re.sub(r"^(?:[-*•+>|]+|\d{1,3}[.)])\s+", "", quote).split())


def best_sentence(question: Question, item: Ranked) -> Evidence | None:
    """The sentence of a passage that answers best; a question in a document is never an answer."""
    return max(_statements(item), key=lambda e: e.score(wants_number=question.wants_number), default=None)


def _statements(item: Ranked) -> list[Evidence]:
    """The sentences of a passage that state something: no questions, headings or code, where there are others."""
    text = item.candidate.text
    fences = [match.start() for match in _FENCE.finditer(text)]

    def states(evidence: Evidence) -> bool:
        inside = sum(fence <= evidence.start for fence in fences) % 2 == 1
        return evidence.adds and not inside and text[evidence.end - 1] not in "?？;؟"

    statements = [evidence for evidence in item.evidence if states(evidence)]
    return statements or list(item.evidence)


def _spans(question: Question, item: Ranked, count: int) -> list[tuple[int, int]]:
    """The best sentences of a passage in text order, neighbours joined to one stretch."""
    best = sorted(_statements(item), key=lambda e: -e.score(wants_number=question.wants_number))[:count]
    # Beyond the first, a sentence has to share a word with the question, or to follow it up.
    best = best[:1] + [e for e in best[1:] if e.share > 0 or e.start - best[0].end in range(3)]
    spans: list[tuple[int, int]] = []
    for evidence in sorted(best, key=lambda e: e.start):
        if spans and not item.candidate.text[spans[-1][1] : evidence.start].strip():
            spans[-1] = (spans[-1][0], evidence.end)
        else:
            spans.append((evidence.start, evidence.end))
    return spans
