"""Answers: from a question to sentences with citations, in the documents' words or a model's."""

from collections.abc import Sequence
from typing import Final

import structlog

from tasklore.platform.unit import Unit

from .answering import Answer, RefusalReason, Writer, WriterUnavailable, cite, extract, refusal, refuse
from .grounding import check
from .ranking import Ranked
from .search import Results, SearchService

log = structlog.get_logger(__name__)

_PASSAGES_FOR_MODEL: Final = 6


class AnswerService:
    """Answers one person's questions out of their documents. It changes nothing and calls no tool."""

    def __init__(self, unit: Unit) -> None:
        self._search = SearchService(unit)
        self._writer: Writer | None = self._search.parts.writer

    async def ask(
        self, owner: str, message: str, *, document_ids: Sequence[str] | None = None, label: str | None = None
    ) -> tuple[Answer, Results]:
        """An answer, and what it was made of.

        Raises:
            NotFound: a document that is asked for is not there or not theirs.
        """
        results = await self._search.search(owner, message, document_ids=document_ids, label=label)
        reason = refusal(results.question, results.ranked)
        if reason is not None:
            return refuse(reason, results.ranked), results
        if self._writer is not None:
            try:
                return await write(self._writer, message, results.ranked), results
            except WriterUnavailable as error:
                log.warning("answer_extracted", reason=str(error))
        return extract(results.question, results.ranked), results


async def write(writer: Writer, message: str, ranked: Sequence[Ranked]) -> Answer:
    """A model's answer, as far as the passages it cites bear it out.

    Raises:
        WriterUnavailable: the model does not answer.
    """
    sources = [cite(item.candidate, 0, len(item.candidate.text), item.score) for item in ranked[:_PASSAGES_FOR_MODEL]]
    passages = {source.id: source.quote for source in sources}
    checked = check(await writer.write(message, passages), passages)
    if checked.dangling_markers or checked.dropped_sentences:
        log.info("answer_trimmed", dangling=checked.dangling_markers, dropped=checked.dropped_sentences)
    if not checked.used:
        return refuse(RefusalReason.UNSUPPORTED, ranked)
    by_id = {source.id: source for source in sources}
    return Answer(
        response=checked.response,
        sources=tuple(by_id[id_] for id_ in checked.used),
        grounded="partial" if checked.dropped_sentences else True,
        by_model=True,
    )
