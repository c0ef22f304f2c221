"""The process that reads a stranger's file: ``python -m tasklore.knowledge.parsing.child``.

    standard input   one line of JSON (kind, limits), then the file
    standard output  a ParsedDocument as MessagePack; nothing on a refusal
    standard error   on a refusal, ``code: message``
    exit status      0, or 3 for a refusal

It takes its limits upon itself before it reads the first byte, opens no file of its own and no socket.
"""

import sys
from typing import Final

import msgspec

from tasklore.knowledge.parsing.document import ParsedDocument
from tasklore.knowledge.parsing.errors import NoText, ParseError, TooMuch
from tasklore.knowledge.parsing.kinds import CODE, DOCX, HTML, MAIL, MARKDOWN, PDF, TEXT
from tasklore.knowledge.parsing.limits import Limits

REFUSED: Final = 3


class Order(msgspec.Struct, frozen=True):
    """What the parent wants."""

    kind: str
    limits: Limits


def main() -> int:
    """Reads, parses, answers. Gives back the exit status."""
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=Order)
    _bind(order.limits)
    try:
        document = parse(sys.stdin.buffer.read(), order.kind, order.limits)
        sys.stdout.buffer.write(msgspec.msgpack.encode(document))
    except ParseError as error:
        sys.stderr.write(f"{error.code}: {error}")
        return REFUSED
    except (MemoryError, RecursionError):
        sys.stderr.write(f"{TooMuch.code}: The file needs more memory than one document may.")
        return REFUSED
    return 0


def parse(content: bytes, kind: str, limits: Limits) -> ParsedDocument:
    """The document in a file of a known kind, in this process and without a bound on time or memory.

    Raises:
        ParseError: it cannot be read.
    """
    # Each format's library is imported only where such a file is read.
    if kind == PDF:
        from tasklore.knowledge.parsing.pdf import parse_pdf

        return parse_pdf(content, limits.chars, limits.pages)
    if kind == DOCX:
        from tasklore.knowledge.parsing.docx import parse_docx

        document = parse_docx(content, limits.chars)
    elif kind == HTML:
        from tasklore.knowledge.parsing.html import parse_html

        document = parse_html(content, limits.chars)
    elif kind == MAIL:
        from tasklore.knowledge.parsing.mail import parse_mail

        document = parse_mail(content, limits.chars)
    elif kind == MARKDOWN:
        from tasklore.knowledge.parsing.markdown import parse_markdown

        document = parse_markdown(content, limits.chars)
    else:
        assert kind in (TEXT, CODE), kind
        from tasklore.knowledge.parsing.plain import parse_plain

        document = parse_plain(content, kind, limits.chars)
    if not document.blocks:
        raise NoText("The file holds no text.")
    return document


def _bind(limits: Limits) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still holds.
        return
    memory = limits.memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # It writes to its standard output alone.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
