"""What a file is, by its content. Its name only tells kinds of plain text apart."""

import io
import re
import zipfile
from typing import Final

from tasklore.knowledge.parsing.errors import NoText, Unsupported

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML: Final = "text/html"
MAIL: Final = "message/rfc822"
MARKDOWN: Final = "text/markdown"
TEXT: Final = "text/plain"
CODE: Final = "text/x-code"

_HEAD_BYTES: Final = 4096
_OTHERS: Final = (
    (b"\xd0\xcf\x11\xe0", "an old Office file; save it as .docx"),
    (b"{\\rtf", "an RTF file; save it as .docx"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image or a sound"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"BZh", "a compressed archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,1000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_XML: Final = re.compile(rb"\s*<(?:\?xml|svg|!doctype)", re.I)
_MAIL_HEADER: Final = re.compile(
    rb"^(?:from|to|cc|subject|date|received|return-path|message-id|mime-version|delivered-to|content-type):\s",
    re.I | re.M,
)
_MARKDOWN: Final = re.compile(r"^#{1,6} \S|^```|^\s*[-*] \[[ xX]\] |\]\(\S+\)|^\|.*\|\s*$|\*\*\S", re.MULTILINE)
_MARKDOWN_NAMES: Final = (".md", ".markdown", ".mdx")
_CODE_NAME: Final = re.compile(
    r"\.(?:py|jsx?|tsx?|java|[ch]|[ch]pp|cc|cs|go|rs|rb|php|sh|sql|kt|swift|scala|lua|r|pl"
    r"|toml|ya?ml|json|ini|cfg|s?css)$"
)


def kind_of(content: bytes, name: str = "") -> str:
    """The media type of a file.

    Raises:
        NoText: the file is empty.
        Unsupported: a kind that is not read here, with its name.
    """
    if not content.strip():
        raise NoText("The file is empty.")
    head = content[:_HEAD_BYTES]
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _zipped(content)
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise Unsupported(f"This is {what}, not a document. PDF, DOCX, Markdown, HTML, text and e-mail are read.")
    if _HTML.match(head):
        return HTML
    if _XML.match(head):
        raise Unsupported("This is XML or SVG, not a document. PDF, DOCX, Markdown, HTML, text and e-mail are read.")
    text = decode(content)
    lowered = name.lower()
    if _CODE_NAME.search(lowered):
        return CODE
    if lowered.endswith(_MARKDOWN_NAMES):
        return MARKDOWN
    if len(set(_headers(head))) >= 3:
        return MAIL
    return MARKDOWN if len(_MARKDOWN.findall(text[:20_000])) >= 2 else TEXT


def decode(content: bytes) -> str:
    """Bytes as text: UTF-8 and UTF-16 as marked, or Windows' Western code page for what is neither.

    Raises:
        Unsupported: the bytes are no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\x00" in content:
        raise Unsupported("The file is not text. PDF, DOCX, Markdown, HTML, text and e-mail are read.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        odd = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in content[:_HEAD_BYTES])
        if odd:
            raise Unsupported("The file is not text. PDF, DOCX, Markdown, HTML, text and e-mail are read.") from None
        return content.decode("cp1252", "replace")


def _zipped(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "word/document.xml" in archive.namelist():
                return DOCX
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise Unsupported("The file is a damaged archive.") from error
    raise Unsupported("This is an archive, not a document. Send the documents in it one by one.")


def _headers(head: bytes) -> list[bytes]:
    """The names of mail headers in the first block of lines; a mail begins with nothing else."""
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    first = block.split(b"\n", 1)[0]
    if not re.match(rb"[A-Za-z-]{2,40}:\s|From \S", first):
        return []
    return [match.group().lower() for match in _MAIL_HEADER.finditer(block)]
