"""What parsing gives back, and the builder that every format writes into."""

import re
import unicodedata
from typing import Final

import msgspec

from tasklore.knowledge.language.detection import detect
from tasklore.knowledge.parsing.errors import TooMuch

# Control characters, marks that turn the direction of text, and characters without width: they hide instructions from
# the reader or let one name look like another. The joiners stay, since Persian and Indic words need them.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_TRAILING_SPACE: Final = re.compile(r"[ \t\u00a0]+$", re.MULTILINE)
_EMPTY_LINES: Final = re.compile(r"\n{3,}")
_TITLE_CHARS: Final = 300


class Block(msgspec.Struct, frozen=True):
    """A stretch of the text under one path of headings, on one page."""

    start: int
    end: int
    headings: tuple[str, ...] = ()
    page: int | None = None


class ParsedDocument(msgspec.Struct, frozen=True):
    """The text of a file. Blocks are in order, do not overlap, and leave the headings themselves out."""

    kind: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    language: str
    pages: int | None = None


class DocumentBuilder:
    """Gathers headings and paragraphs and keeps count of where they land.

    Raises:
        TooMuch: the text grows past ``most_chars``.
    """

    def __init__(self, kind: str, most_chars: int) -> None:
        self._kind = kind
        self._most_chars = most_chars
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._headings: list[tuple[int, str]] = []
        self.title = ""
        self.page: int | None = None

    def heading(self, text: str, level: int) -> None:
        """Writes a heading; what follows stands under it until one of the same or a higher level comes."""
        line = " ".join(clean(text).split())[:_TITLE_CHARS]
        if not line:
            return
        self.under(line, level)
        if not self.title:
            self.title = line
        self._write(line)

    def under(self, heading: str, level: int) -> None:
        """Puts what follows under a heading that is not written itself, such as a bookmark of a PDF."""
        self._headings = [entry for entry in self._headings if entry[0] < level]
        self._headings.append((level, " ".join(clean(heading).split())[:_TITLE_CHARS]))

    def text(self, text: str) -> None:
        """Writes a paragraph, or several."""
        body = _EMPTY_LINES.sub("\n\n", _TRAILING_SPACE.sub("", clean(text))).strip("\n")
        if not body.strip():
            return
        start, end = self._write(body)
        headings = tuple(heading for _, heading in self._headings)
        last = self._blocks[-1] if self._blocks else None
        # Neighbours under the same headings are one block, so that a passage may span paragraphs.
        if last and last.headings == headings and last.page == self.page and last.end == start - 2:
            self._blocks[-1] = Block(last.start, end, headings, self.page)
        else:
            self._blocks.append(Block(start, end, headings, self.page))

    def build(self, *, pages: int | None = None) -> ParsedDocument:
        """The document as gathered."""
        text = "".join(self._parts)
        return ParsedDocument(
            kind=self._kind,
            title=" ".join(clean(self.title).split())[:_TITLE_CHARS],
            text=text,
            blocks=tuple(self._blocks),
            language=detect(text),
            pages=pages,
        )

    def _write(self, text: str) -> tuple[int, int]:
        if self._parts:
            self._parts.append("\n\n")
            self._length += 2
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        if self._length > self._most_chars:
            raise TooMuch(
                f"The document holds more than {self._most_chars:,} characters of text. Split it and try again."
            )
        return start, self._length


def clean(text: str) -> str:
    """Text in one normal form, without characters that a reader cannot see."""
    text = _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
