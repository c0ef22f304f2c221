"""Text that clients may send: bounded, and storable in both databases."""

import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints


def _storable(value: str) -> str:
    if "\x00" in value:
        raise ValueError("must not contain the NUL character")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("must not contain half a surrogate pair") from None
    return value


def _one_line(value: str) -> str:
    value = " ".join(unicodedata.normalize("NFC", _storable(value)).split())
    if not value:
        raise ValueError("must not be empty")
    return value


Line = Annotated[str, StringConstraints(max_length=500), AfterValidator(_one_line)]
"""A title or a name: 1 to 500 characters on one line, blanks folded, NFC."""

Name = Annotated[str, StringConstraints(max_length=120), AfterValidator(_one_line)]
"""A name: 1 to 120 characters on one line."""

Prose = Annotated[str, StringConstraints(max_length=50_000), AfterValidator(_storable)]
"""Markdown or plain text of up to 50,000 characters, kept as it is."""

Word = Annotated[str, StringConstraints(max_length=200), AfterValidator(_storable)]
"""A short text of up to 200 characters, kept as it is; may be empty."""


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
"""An id in a path or a body. In a path, anything else answers 404 like an id that never was."""


def shortened(value: Any, most: int = 80) -> str:
    """`repr` of a value for a message, cut to `most` characters."""
    text = repr(value)
    return text if len(text) <= most else f"{text[: most - 1]}…"
