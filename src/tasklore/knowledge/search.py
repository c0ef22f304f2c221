"""Search: from a question to passages in their order."""

import asyncio
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, cast

import structlog

from tasklore.platform.errors import NotFound, Unavailable
from tasklore.platform.index.degrading import DegradingIndex
from tasklore.platform.index.port import Hit, IndexUnavailable, LexicalHits
from tasklore.platform.unit import Record, Unit

from . import store
from .embedding.errors import EmbeddingUnavailable
from .language.words import analyzer
from .parts import KnowledgeServices
from .question import Question
from .ranking import Candidate, Ranked, rank
from .weights import rarity

log = structlog.get_logger(__name__)

# How many candidates of each kind are ranked, at least. Forty instead cost half as much time again and gain nothing.
_RANKED: Final = 25
# By meaning more are asked for: the cosines of the candidates by words come with them.
_ASKED_BY_MEANING: Final = 100
_EMBEDDING_PATIENCE_S: Final = 2.0
# A collection smaller than this is weighed as if it were part of one of this size.
_FEW: Final = 200


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found, best first, and how."""

    question: Question
    ranked: list[Ranked]
    engine: str
    degraded: str | None


class SearchService:
    """Searches one person's documents."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.parts = cast(KnowledgeServices, unit.services).knowledge

    async def search(
        self,
        owner: str,
        text: str,
        *,
        most: int = _RANKED,
        document_ids: Sequence[str] | None = None,
        label: str | None = None,
    ) -> Results:
        """The passages that answer a text, in all documents, in some, or under a label.

        Raises:
            NotFound: a document that is asked for is not there or not theirs.
            Unavailable: not even the database can be searched.
        """
        rows = await self.unit.fetch_rows(store.LANGUAGES, owner=owner)
        languages = {str(language): int(passages or 0) for language, passages in rows}
        question = Question(text, languages)
        among = await self._narrowed(owner, document_ids, label)
        try:
            index = await self.parts.index()
            words = await index.lexical_top(owner, question.term_ids, max(most, _RANKED), among)
            dense, missing = await self._by_meaning(index, owner, question.text, among)
        except IndexUnavailable as error:
            raise Unavailable("Documents cannot be searched now.", retry_after_s=5) from error
        rarities = self._rarities(question, words, sum(languages.values()))
        candidates = await self._candidates(owner, words.hits, dense)
        ranked = rank(question, candidates, rarities)
        return Results(question, ranked, index.name, index.reason or missing)

    async def _by_meaning(
        self, index: DegradingIndex, owner: str, text: str, among: Collection[str] | None
    ) -> tuple[list[Hit], str | None]:
        """Hits by meaning, and why there are none although they are wanted."""
        embedder = self.parts.embedder
        if embedder is None or index.degraded:
            return [], None
        try:
            async with asyncio.timeout(_EMBEDDING_PATIENCE_S):
                (vector,) = await embedder.embed([text])
        except (EmbeddingUnavailable, TimeoutError) as error:
            log.warning("question_not_embedded", reason=str(error))
            return [], "The embedding model does not answer; passages were found by their words alone."
        return await index.dense_top(owner, vector, _ASKED_BY_MEANING, among), None

    @staticmethod
    def _rarities(question: Question, words: LexicalHits, passages: int) -> dict[int, float]:
        """How rare each term of the question is; one that stands nowhere is the rarest.

        In a handful of passages every word is common, and a question would be refused for its one word that is not
        there; so a small collection counts as part of one of `_FEW` passages.
        """
        nowhere = rarity(passages, 0)
        added = math.log((_FEW + 1) / (passages + 1)) if passages < _FEW else 0.0
        return {term: words.rarities.get(term, nowhere) + added for term in question.term_ids}

    async def _candidates(self, owner: str, words: Sequence[Hit], dense: Sequence[Hit]) -> list[Candidate]:
        cosines = {hit.id: hit.score for hit in dense}
        ids = list(dict.fromkeys(hit.id for hit in (*words, *dense[:_RANKED])))
        if not ids:
            return []
        rows = {row["id"]: row for row in await self.unit.fetch_all(store.CANDIDATES, owner=owner, ids=ids)}
        return [candidate(rows[id_], cosines.get(id_)) for id_ in ids if id_ in rows]

    async def _narrowed(
        self, owner: str, document_ids: Sequence[str] | None, label: str | None
    ) -> Collection[str] | None:
        if document_ids is None and label is None:
            return None
        rows = await self.unit.fetch_all(store.LABELLED, owner=owner)
        mine = {row["id"]: row["labels"] for row in rows}
        if document_ids is not None and not mine.keys() >= set(document_ids):
            raise NotFound("Document")
        wanted = mine.keys() if document_ids is None else set(document_ids)
        return [id_ for id_ in wanted if label is None or label.casefold() in map(str.casefold, mine[id_])]


def candidate(row: Record, dense: float | None = None) -> Candidate:
    """A passage's row, with its document's title, as the ranking takes it."""
    return Candidate(
        passage_id=row["id"],
        document_id=row["document_id"],
        title=row["title"],
        headings=tuple(row["headings"]),
        text=row["text"],
        language=row["language"],
        page=row["page"],
        start=row["start"],
        end=row["end"],
        digest=row["digest"],
        dense=dense,
    )


def highlights(question: Question, found: Candidate) -> list[tuple[int, int]]:
    """Where the words of a question stand in a passage."""
    wanted = set(question.reading(found.language).terms)
    return [(word.start, word.end) for word in analyzer(found.language).words(found.text) if word.term in wanted]
