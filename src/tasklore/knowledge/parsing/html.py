"""HTML: the words that a reader would see, under their headings. Scripts, styles and forms give nothing."""

from html.parser import HTMLParser
from typing import Final

from tasklore.knowledge.parsing.document import DocumentBuilder, ParsedDocument
from tasklore.knowledge.parsing.kinds import HTML, decode

_SKIPPED: Final = frozenset(
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
        "hr",
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
# Tags without an end, which must not leave a skipped or hidden element open.
_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


def parse_html(content: bytes, most_chars: int) -> ParsedDocument:
    """The visible text. The title is the page's own, or its first heading."""
    builder = DocumentBuilder(HTML, most_chars)
    write_html(decode(content), builder)
    return builder.build()


def write_html(source: str, builder: DocumentBuilder) -> None:
    """Writes the visible text of a page, or of the HTML part of a mail, into a builder."""
    reader = _Reader(builder)
    reader.feed(source)
    reader.close()
    reader.flush()


class _Reader(HTMLParser):
    def __init__(self, builder: DocumentBuilder) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = builder
        self._words: list[str] = []
        self._skipping: list[str] = []
        self._in_title = False
        self._in_heading = False
        self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipping:
            if tag == self._skipping[-1]:
                self._skipping.append(tag)
            return
        hidden = any(name == "hidden" or (name == "style" and _hides(value)) for name, value in attrs)
        if tag in _SKIPPED or (hidden and tag not in _VOID):
            self._skipping.append(tag)
        elif tag == "title":
            self._in_title = True
        elif tag in _HEADINGS:
            self.flush()
            self._in_heading = True
        elif tag == "br":
            self._words.append("\n")
        elif tag in ("td", "th"):
            self._words.append(" | ")
        elif tag in _BLOCKS:
            if not self._in_heading:
                self.flush()
            if tag == "li":
                self._words.append("- ")
            self._preformatted += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if tag == self._skipping[-1]:
                self._skipping.pop()
        elif tag == "title":
            self._in_title = False
        elif tag in _HEADINGS:
            self._builder.heading("".join(self._words), _HEADINGS[tag])
            self._words.clear()
            self._in_heading = False
        elif tag in _BLOCKS and tag not in ("td", "th") and not self._in_heading:
            self.flush()
            self._preformatted -= tag == "pre" and self._preformatted > 0

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        if self._in_title:
            self._builder.title += data
        else:
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
