"""Markdown (CommonMark with tables): headings make the path, marks and HTML around words go, code stays as it is."""

import re
from typing import Final

from tasklore.knowledge.parsing.document import DocumentBuilder, ParsedDocument
from tasklore.knowledge.parsing.kinds import MARKDOWN, decode

_FENCE: Final = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_HEADING: Final = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE: Final = re.compile(r"^ {0,3}(=+|-{3,})[ \t]*$")
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FRONT_MATTER: Final = re.compile(r"\A---\n(?P<fields>.*?\n)---\n", re.DOTALL)
_FRONT_TITLE: Final = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_DEFINITION: Final = re.compile(r"^ {0,3}\[[^\]\n]{1,200}\]:\s+\S+.*$")
_CODE_SPAN: Final = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_QUOTE: Final = re.compile(r"^ {0,3}(?:> ?)+(?:#{1,6}[ \t]+)?")
# A line that is one tag and nothing else, whatever stands in its attributes.
_TAG_LINE: Final = re.compile(
    r"""^\s{0,80}</?[A-Za-z][\w.-]{0,40}(?:\s{1,8}[\w:.-]{1,40}(?:=(?:"[^"\n]{0,2000}"|'[^'\n]{0,2000}'|[^\s"'<>]{1,200}))?){0,20}\s{0,8}/?>\s*$"""
)
_TAG: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,40}(?:\s[^<>]{0,500})?/?>")
_IMAGE: Final = re.compile(r"!\[([^\]\n]{0,500})\](?:\([^()\n]{0,2000}\)|\[[^\]\n]{0,200}\])")
_LINK: Final = re.compile(r"(?<!!)\[([^\[\]\n]{1,500})\](?:\([^()\n]{0,2000}\)|\[[^\]\n]{0,200}\])")
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)([^\n]{1,500}?)(?<=\S)\1")
_EMPHASIS: Final = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,300}?)(?<=\S)\1(?![\w*])")


def parse_markdown(content: bytes, most_chars: int) -> ParsedDocument:
    """The text under its headings. The title is the front matter's, or the first heading."""
    builder = DocumentBuilder(MARKDOWN, most_chars)
    source = decode(content).replace("\r\n", "\n")
    front = _FRONT_MATTER.match(source)
    if front:
        source = source[front.end() :]
        title = _FRONT_TITLE.search(front["fields"])
        builder.title = title[1] if title else ""
    paragraph: list[str] = []

    def flush() -> None:
        builder.text("\n".join(paragraph))
        paragraph.clear()

    fence = ""
    # Comments go before lines are read, since they span lines and hide text from the reader.
    for line in _COMMENT.sub("", source).split("\n"):
        mark = _FENCE.match(line)
        if fence:
            paragraph.append(line)
            if mark and mark[1].startswith(fence) and not line.strip().strip(mark[1][0]):
                fence = ""
            continue
        if mark:
            fence = mark[1]
            paragraph.append(line)
            continue
        if _TAG_LINE.match(line):
            continue
        quote = _QUOTE.match(line)
        if quote:
            # A heading in a quotation heads nothing outside of it.
            paragraph.append(_inline(line[quote.end() :]))
            continue
        heading = _HEADING.match(line)
        if heading:
            flush()
            builder.heading(_inline(heading[2]), len(heading[1]))
        elif paragraph and paragraph[-1].strip() and _UNDERLINE.match(line) and _can_be_heading(paragraph):
            title_line = paragraph.pop()
            flush()
            builder.heading(title_line, 1 if "=" in line else 2)
        elif not _DEFINITION.match(line):
            paragraph.append(_inline(line))
    flush()
    return builder.build()


def _can_be_heading(paragraph: list[str]) -> bool:
    return len(paragraph) == 1 or not paragraph[-2].strip()


def _inline(line: str) -> str:
    """A line without marks around words; what stands in a code span keeps them."""
    parts: list[str] = []
    position = 0
    for span in _CODE_SPAN.finditer(line):
        parts += (_without_marks(line[position : span.start()]), span.group())
        position = span.end()
    parts.append(_without_marks(line[position:]))
    return _LINK.sub(r"\1", "".join(parts))


def _without_marks(text: str) -> str:
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", _TAG.sub("", text)))
    return _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
