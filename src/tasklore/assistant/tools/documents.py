"""Asking the user's documents."""

from typing import Annotated, Final

from pydantic import Field

from tasklore.knowledge.chat import AnswerService
from tasklore.platform.errors import Forbidden
from tasklore.platform.unit import Unit

from ..context import acting
from ..results import DocumentAnswer, Passage, Source

_QUOTE: Final = 1200
"""Characters of a passage that a model is shown."""

_PASSAGES: Final = 3


async def ask_documents(question: Annotated[str, Field(min_length=1, max_length=2000)]) -> DocumentAnswer:
    """Answers a whole question from the user's documents, with the passages it rests on, or says that they do not."""
    who = acting()
    if not who.may_read_documents:
        raise Forbidden("This key may not read documents.", hint="Use one with the scope documents:read.")
    answer, results = await AnswerService(Unit(who.services)).ask(who.owner, question)
    if results.ranked:
        who.tainted = True
    sources = [
        Source(
            id=source.id,
            document_id=source.document_id,
            title=source.title,
            page=source.page,
            headings=list(source.headings),
            start=source.start,
            end=source.end,
            quote=source.quote[:_QUOTE],
            score=source.score,
        )
        for source in answer.sources
    ]
    who.sources += sources
    near = results.ranked[:_PASSAGES] if sources else ()
    passages = [Passage(title=item.candidate.title, text=item.candidate.text[:_QUOTE]) for item in near]
    return DocumentAnswer(answer=answer.response, grounded=bool(answer.grounded), sources=sources, passages=passages)
