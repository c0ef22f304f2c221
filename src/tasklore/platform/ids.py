"""Ids: UUIDv7 as text, so that rows made later sort later (RFC 9562, section 5.7).

Ids are text in Python and in both databases: a user's id may come from another identity server
and need not be a UUID, and text passes from the driver to JSON without a conversion.
"""

import os
import threading
import time
from uuid import UUID, uuid5

_HOME = UUID("5f0c7a52-8f0e-5d0f-9f5e-3a6b8f1d2c40")
_lock = threading.Lock()
_last_ms = 0
_counter = 0


def new_id() -> str:
    """A fresh UUIDv7. Ids of one process are strictly ascending, also within a millisecond."""
    global _last_ms, _counter
    with _lock:
        now_ms = time.time_ns() // 1_000_000
        if now_ms > _last_ms:
            _last_ms = now_ms
            _counter = int.from_bytes(os.urandom(2)) & 0x7FF
        else:
            _counter += 1
            if _counter > 0xFFF:
                _last_ms += 1
                _counter = 0
        ms, counter = _last_ms, _counter
    tail = int.from_bytes(os.urandom(8)) & 0x3FFF_FFFF_FFFF_FFFF
    value = (ms << 80) | (0x7 << 76) | (counter << 64) | (0b10 << 62) | tail
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def derived_id(owner: str, name: str) -> str:
    """The one id that `owner` has for `name` (say, the Inbox), the same wherever it is worked out."""
    return str(uuid5(_HOME, f"{name}:{owner}"))
