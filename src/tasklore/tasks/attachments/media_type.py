"""What a file is, by its first bytes. What could run in a browser is plain text or plain bytes to us."""

from typing import Final

LOOKED_AT: Final = 2048
UNKNOWN: Final = "application/octet-stream"

_SIGNATURES: Final[tuple[tuple[int, bytes, str], ...]] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypheic", "image/heic"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
)


def media_type(head: bytes) -> str:
    """The type of a file that begins with these bytes: a known signature, UTF-8 text, or plain bytes."""
    for offset, signature, name in _SIGNATURES:
        if head.startswith(signature, offset):
            return name
    return "text/plain; charset=utf-8" if head and _is_text(head[:LOOKED_AT]) else UNKNOWN


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:  # a letter that is cut in two at the end is fine
            return False
        text = head[: error.start].decode()
    return not any(letter < " " and letter not in "\t\n\r\f\x1b" for letter in text)
