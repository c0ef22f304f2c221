"""PDF, by pypdf: the text of each page, the bookmarks as headings."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from tasklore.knowledge.parsing.document import DocumentBuilder, ParsedDocument
from tasklore.knowledge.parsing.errors import NoText, ParseError, TooMuch
from tasklore.knowledge.parsing.kinds import PDF

if TYPE_CHECKING:
    from pypdf import PdfReader

# A word cut at the end of a line is one word again; "well-\nknown" is rarer than "exam-\nple".
_CUT_WORD: Final = re.compile(r"(?<=[a-zß-öø-ÿ])-\n(?=[a-zß-öø-ÿ])")
_MOST_BOOKMARKS: Final = 2_000
_DEEPEST_BOOKMARK: Final = 6


def parse_pdf(content: bytes, most_chars: int, most_pages: int) -> ParsedDocument:
    """The text page by page. Pages are counted from 1, as the reader's viewer counts them.

    Raises:
        NoText: no page holds text, as in a scan.
        TooMuch: more pages or text than one document may have.
        ParseError: damaged, or locked by a password.
    """
    import io
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    # Each odd object of a damaged file is worth a line to pypdf, and nothing to us.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ParseError("The PDF is locked by a password. Save it without one and try again.")
        pages = len(reader.pages)
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        NotImplementedError,
    ) as error:
        raise ParseError("The PDF is damaged and cannot be opened.") from error
    if pages > most_pages:
        raise TooMuch(f"The PDF has {pages:,} pages; at most {most_pages:,} are read. Split it and try again.")
    builder = DocumentBuilder(PDF, most_chars)
    builder.title = _title(reader)
    bookmarks = _bookmarks(reader)
    for number, page in enumerate(reader.pages, 1):
        for level, heading in bookmarks.get(number, ()):
            builder.under(heading, level)
        try:
            text = page.extract_text()
        except (
            PyPdfError,
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            IndexError,
            RecursionError,
            OverflowError,
        ):
            # One page that cannot be read does not take the others with it.
            continue
        builder.page = number
        builder.text(_CUT_WORD.sub("", text))
    document = builder.build(pages=pages)
    if not document.blocks:
        raise NoText("The PDF holds no text; it may be a scan. Run text recognition over it and try again.")
    return document


def _title(reader: "PdfReader") -> str:
    try:
        return str(reader.metadata.title or "") if reader.metadata else ""
    except Exception:
        return ""


def _bookmarks(reader: "PdfReader") -> dict[int, list[tuple[int, str]]]:
    """The bookmarks that begin on each page, with their depth from 1."""
    found: dict[int, list[tuple[int, str]]] = {}
    count = 0

    def walk(entries: Iterable[Any], level: int) -> None:
        nonlocal count
        for entry in entries:
            if count >= _MOST_BOOKMARKS or level > _DEEPEST_BOOKMARK:
                return
            if isinstance(entry, list):
                walk(entry, level + 1)
                continue
            count += 1
            number = reader.get_destination_page_number(entry)
            if number is not None:
                found.setdefault(number + 1, []).append((level, str(entry.title or "")))

    try:
        walk(reader.outline, 1)
    except Exception:
        return {}
    return found
