"""File names as clients send them, made harmless, and put into a header."""

import unicodedata
from typing import Final
from urllib.parse import quote

LONGEST_BYTES: Final = 200
NAMELESS: Final = "file"
_RESERVED: Final = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})
"""Devices on Windows, whatever ending they carry."""


def harmless(name: str | None) -> str:
    """The last part of a path, without control and formatting characters, at most 200 bytes, never empty.

    Formatting characters go too: with them "exe.txt" can be made to read as something else.
    """
    text = unicodedata.normalize("NFC", (name or "").encode("utf-8", "replace").decode())
    last = text.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter if unicodedata.category(letter)[0] != "C" else "" for letter in last)
    kept = " ".join("".join("_" if letter in '<>:"|?*%;' else letter for letter in kept).split()).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    if (stem or ending).partition(".")[0].casefold().strip() in _RESERVED:
        kept = f"_{kept}"
        stem, dot, ending = kept.rpartition(".")
    if len(kept.encode()) > LONGEST_BYTES:
        ending = ending if dot and len(ending.encode()) <= 20 else ""
        room = LONGEST_BYTES - len(ending.encode()) - 1
        kept = (stem or kept).encode()[:room].decode("utf-8", "ignore").strip(". ") + (f".{ending}" if ending else "")
    return kept or NAMELESS


def disposition(name: str) -> str:
    """The Content-Disposition header of a download of that name (RFC 6266)."""
    ascii_name = "".join(letter if " " <= letter <= "~" and letter not in '"\\' else "_" for letter in name)
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
