"""Finished pages kept in the process, bounded in bytes.

The key holds the reader's revision, so a page is never stale and nothing has to be invalidated: an old
revision is simply not asked for again and falls out at the end of the line.
"""

from collections import OrderedDict
from collections.abc import Hashable


class PageCache:
    """Least recently used bytes, up to `limit_bytes` in all."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._size = 0
        self._pages: OrderedDict[Hashable, bytes] = OrderedDict()

    def get(self, key: Hashable) -> bytes | None:
        page = self._pages.get(key)
        if page is not None:
            self._pages.move_to_end(key)
        return page

    def put(self, key: Hashable, page: bytes) -> None:
        if len(page) > self._limit // 8:
            return
        old = self._pages.pop(key, None)
        self._size += len(page) - (len(old) if old else 0)
        self._pages[key] = page
        while self._size > self._limit:
            _, dropped = self._pages.popitem(last=False)
            self._size -= len(dropped)
