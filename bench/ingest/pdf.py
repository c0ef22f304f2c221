"""Writes plain PDF files (ISO 32000-1, clause 7.5): as many pages as wanted, each of lines of text."""

import zlib
from collections.abc import Sequence
from typing import Final

_LINE_HEIGHT: Final = 14


def pdf(pages: Sequence[Sequence[str]], *, title: str = "", bookmarks: Sequence[tuple[str, int]] = ()) -> bytes:
    """A PDF of these pages of lines. A bookmark is a name and the number of its page, from 1."""
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    catalog, tree, font = add(b""), add(b""), add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    page_numbers = []
    for lines in pages:
        shown = b"".join(b"(%s) Tj 0 -%d Td\n" % (_escaped(line), _LINE_HEIGHT) for line in lines)
        content = zlib.compress(b"BT /F1 11 Tf 60 780 Td\n" + shown + b"ET")
        stream = add(stream_object(content, b"/Filter /FlateDecode"))
        page_numbers.append(
            add(
                b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
                b"/Resources << /Font << /F1 %d 0 R >> >> >>" % (tree, stream, font)
            )
        )
    kids = b" ".join(b"%d 0 R" % number for number in page_numbers)
    objects[tree - 1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(page_numbers))
    outlines = b""
    if bookmarks:
        root = add(b"")
        first = len(objects) + 1
        for n, (name, page) in enumerate(bookmarks):
            siblings = b" /Next %d 0 R" % (first + n + 1) if n + 1 < len(bookmarks) else b""
            add(
                b"<< /Title (%s) /Parent %d 0 R /Dest [%d 0 R /Fit]%s >>"
                % (_escaped(name), root, page_numbers[page - 1], siblings)
            )
        objects[root - 1] = b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % (
            first,
            first + len(bookmarks) - 1,
            len(bookmarks),
        )
        outlines = b" /Outlines %d 0 R" % root
    objects[catalog - 1] = b"<< /Type /Catalog /Pages %d 0 R%s >>" % (tree, outlines)
    info = add(b"<< /Title (%s) >>" % _escaped(title))
    return assembled(objects, catalog, info)


def stream_object(content: bytes, entries: bytes = b"") -> bytes:
    """The body of a stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def assembled(objects: Sequence[bytes], catalog: int, info: int) -> bytes:
    """A file of these objects, numbered from 1, with its table of places."""
    parts = [b"%PDF-1.7\n", *(b"%d 0 obj\n%s\nendobj\n" % (n, body) for n, body in enumerate(objects, 1))]
    offsets, position = [], 0
    for part in parts:
        offsets.append(position)
        position += len(part)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets[1:])
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\n" % (len(objects) + 1, catalog, info)
    return b"".join(parts) + table + trailer + b"startxref\n%d\n%%%%EOF\n" % position


def _escaped(text: str) -> bytes:
    return text.encode("latin-1", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
