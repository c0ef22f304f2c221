"""Keyset pages: `{items, next_cursor}`. No offset, no total."""

import base64
from typing import Any, Final

import msgspec

from .errors import Invalid

DEFAULT: Final = 50
MOST: Final = 200
_FARTHEST: Final = 2**62


def encode_cursor(*values: Any) -> str:
    """The place after a row, as opaque text: the values of the keys that the list is sorted by."""
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


def decode_cursor(cursor: str, *types: type) -> tuple[Any, ...]:
    """The values of a cursor, each of the type that the list's keys have.

    Raises:
        Invalid: not a cursor of this list.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        raw = base64.urlsafe_b64decode(padded)
        values: tuple[Any, ...] = msgspec.json.decode(raw, type=tuple[types])  # type: ignore[valid-type]
        if any("\x00" in value if isinstance(value, str) else abs(value) > _FARTHEST for value in values):
            raise ValueError("no list has such a place")
        return values
    except (ValueError, msgspec.DecodeError, UnicodeError) as error:
        raise Invalid(
            "The cursor is not one that this list gave out.",
            code="bad_cursor",
            hint="Start again without a cursor, and pass next_cursor of the last page unchanged.",
        ) from error
