"""HTML: the words that a reader would see, under their headings. Scripts, styles and forms give nothing.

    any bytes ──► nh3 (an HTML5 parser; drops what is not text) ──► well-formed tags ──► stdlib parser ──► builder

The stdlib parser alone needs minutes for a few kilobytes of unclosed tags.
"""

import html
import re
from html.parser import HTMLParser
from typing import Final

import nh3

from tasklore.knowledge.parsing.document import DocumentBuilder, ParsedDocument
from tasklore.knowledge.parsing.kinds import HTML, decode

_DROPPED: Final = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "canvas",
        "audio",
        "video",
        "select",
        "textarea",
        "button",
        "nav",
        "title",
    ]
)
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
# Inline elements that can hide what they hold; all others fall away and leave their words.
_INLINE: Final = frozenset(("span", "a", "b", "i", "em", "strong", "font", "small"))
_TITLE: Final = re.compile(r"<title[^<>]{0,200}>([^<]{1,500})</title", re.IGNORECASE)
_HEAD_CHARS: Final = 50_000


def parse_html(content: bytes, most_chars: int) -> ParsedDocument:
    """The visible text. The title is the page's own, or its first heading."""
    builder = DocumentBuilder(HTML, most_chars)
    write_html(decode(content), builder)
    return builder.build()


def write_html(source: str, builder: DocumentBuilder) -> None:
    """Writes the visible text of a page, or of the HTML part of a mail, into a builder."""
    title = _TITLE.search(source, 0, _HEAD_CHARS)
    if title and not builder.title:
        builder.title = html.unescape(title[1])
    reader = _Reader(builder)
    reader.feed(
        nh3.clean(
            source,
            tags={*_BLOCKS, *_HEADINGS, *_INLINE, "br"},
            clean_content_tags=set(_DROPPED),
            attributes={"*": {"hidden", "style"}},
            link_rel=None,
        )
    )
    reader.close()
    reader.flush()


class _Reader(HTMLParser):
    def __init__(self, builder: DocumentBuilder) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = builder
        self._words: list[str] = []
        self._hidden: list[str] = []
        self._in_heading = False
        self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.append(tag)
        elif tag == "br":
            self._words.append("\n")
        elif any(name == "hidden" or (name == "style" and _hides(value)) for name, value in attrs):
            self._hidden.append(tag)
        elif tag in _HEADINGS:
            self.flush()
            self._in_heading = True
        elif tag in ("td", "th"):
            self._words.append(" | ")
        elif tag in _BLOCKS:
            if not self._in_heading:
                self.flush()
            if tag == "li":
                self._words.append("- ")
            self._preformatted += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.pop()
        elif tag in _HEADINGS:
            self._builder.heading("".join(self._words), _HEADINGS[tag])
            self._words.clear()
            self._in_heading = False
        elif tag in _BLOCKS and tag not in ("td", "th") and not self._in_heading:
            self.flush()
            self._preformatted -= tag == "pre" and self._preformatted > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._words.append(data)

    def flush(self) -> None:
        """Ends a paragraph. White space is folded as a browser does, but in preformatted text."""
        text = "".join(self._words)
        self._words.clear()
        if not self._preformatted:
            text = (
                "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip()) if "\n" in text else text
            )
            text = text.strip()
        if text.strip("-| \n"):
            self._builder.text(text)


def _hides(style: str | None) -> bool:
    compact = "".join((style or "").lower().split())
    return "display:none" in compact or "visibility:hidden" in compact or "font-size:0" in compact
