"""DOCX, by python-docx: paragraphs and tables in order, under the headings that their styles make."""

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from tasklore.knowledge.parsing.document import DocumentBuilder, ParsedDocument
from tasklore.knowledge.parsing.errors import ParseError, TooMuch
from tasklore.knowledge.parsing.kinds import DOCX

if TYPE_CHECKING:
    from docx.table import Table

_MOST_MEMBERS: Final = 5_000
_MOST_UNPACKED_BYTES: Final = 200_000_000
_MOST_RATIO: Final = 200
_RATIO_FREE_BYTES: Final = 10_000_000
_HEADING_STYLE: Final = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift|nagłówek)\s*(\d)", re.I
)
_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)


def parse_docx(content: bytes, most_chars: int) -> ParsedDocument:
    """The text in reading order; a table's rows are lines with ``|`` between cells.

    Raises:
        TooMuch: unpacked, the file is out of all proportion.
        ParseError: damaged, or it declares entities, which no word processor writes.
    """
    _inspect(content)
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    builder = DocumentBuilder(DOCX, most_chars)
    try:
        document = docx.Document(io.BytesIO(content))
        builder.title = document.core_properties.title or ""
        for item in document.iter_inner_content():
            if isinstance(item, Table):
                builder.text(_rows(item))
                continue
            style = _HEADING_STYLE.match((item.style.name if item.style else None) or "")
            if style:
                builder.heading(item.text, int(style[1]) or 1)
            elif item.style and item.style.name == "Title":
                builder.title = builder.title or item.text
                builder.text(item.text)
            else:
                builder.text(item.text)
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        AttributeError,
        zipfile.BadZipFile,
        SyntaxError,
    ) as error:
        raise ParseError("The DOCX file is damaged and cannot be opened.") from error
    return builder.build()


def _rows(table: "Table") -> str:
    lines = []
    for row in table.rows:
        # A merged cell comes once for each column it spans.
        cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
        lines.append(" | ".join(cell for cell in cells if cell))
    return "\n".join(line for line in lines if line)


def _inspect(content: bytes) -> None:
    """Refuses archives that unpack to far more than they are, and XML that declares things."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if len(members) > _MOST_MEMBERS or unpacked > _MOST_UNPACKED_BYTES:
                raise TooMuch("The DOCX file unpacks to far too much.")
            if unpacked > _RATIO_FREE_BYTES and unpacked > _MOST_RATIO * len(content):
                raise TooMuch("The DOCX file unpacks to far more than a document does.")
            for member in members:
                if member.filename.endswith((".xml", ".rels")) and _DECLARATION.search(archive.read(member)):
                    raise ParseError("The DOCX file declares XML entities, which no word processor writes.")
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise ParseError("The DOCX file is damaged and cannot be opened.") from error
