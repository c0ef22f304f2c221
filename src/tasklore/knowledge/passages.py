"""Text becomes passages: pieces of some 800 to 1,400 characters that know where they stand.

text    # Ownership ─┐          ┌─ passage 0 ─┐  ┌─ passage 1 ─┐
        ## Rules     └─ headings: ("Ownership", "Rules")
                                start         end   (offsets into the stored text, so that a quote is verbatim)
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tasklore.knowledge.language.detection import detect, is_likely
from tasklore.knowledge.language.words import UNKNOWN
from tasklore.knowledge.parsing.document import Block, ParsedDocument
from tasklore.knowledge.parsing.kinds import MARKDOWN

if TYPE_CHECKING:
    from semantic_text_splitter import MarkdownSplitter, TextSplitter

_LEAST_CHARS: Final = 800
_MOST_CHARS: Final = 1_400
_OVERLAP_CHARS: Final = 120
# A passage may be in another language than most of its document, if it is long enough to tell.
_LANGUAGE_CHARS: Final = 200


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document. ``document.text[start:end] == text``."""

    number: int
    start: int
    end: int
    text: str
    page: int | None
    headings: tuple[str, ...]
    language: str
    digest: str
    """SHA-256 of the text, in hex."""


def cut(document: ParsedDocument) -> list[Passage]:
    """The passages of a document in order. None crosses a page or a heading."""
    return [
        Passage(
            number=number,
            start=start,
            end=start + len(text),
            text=text,
            page=block.page,
            headings=block.headings,
            language=_language(text, document.language),
            digest=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        )
        for number, (block, start, text) in enumerate(_pieces(document))
    ]


def _pieces(document: ParsedDocument) -> Iterator[tuple[Block, int, str]]:
    splitter = _splitter(document.kind == MARKDOWN)
    for block in document.blocks:
        body = document.text[block.start : block.end]
        if len(body) <= _MOST_CHARS:
            yield block, block.start, body
            continue
        for offset, piece in splitter.chunk_indices(body):
            if piece.strip():
                yield block, block.start + offset, piece


@cache
def _splitter(markdown: bool) -> "MarkdownSplitter | TextSplitter":
    from semantic_text_splitter import MarkdownSplitter, TextSplitter

    kind = MarkdownSplitter if markdown else TextSplitter
    return kind((_LEAST_CHARS, _MOST_CHARS), overlap=_OVERLAP_CHARS)


def _language(text: str, usual: str) -> str:
    if len(text) < _LANGUAGE_CHARS or is_likely(text, usual):
        return usual
    found = detect(text, (usual,))
    return usual if found == UNKNOWN else found
