"""Text and code: as they are."""

from tasklore.knowledge.parsing.document import DocumentBuilder, ParsedDocument
from tasklore.knowledge.parsing.kinds import decode


def parse_plain(content: bytes, kind: str, most_chars: int) -> ParsedDocument:
    """The text as one block without headings. It has no title of its own."""
    builder = DocumentBuilder(kind, most_chars)
    builder.text(decode(content))
    return builder.build()
