"""Finished pages kept in the process, bounded in bytes.

Each page carries the revision of its reader that it was made at: it is sent only while the reader is still
there, so nothing has to be invalidated and nothing is ever stale.
"""

from collections import OrderedDict
from collections.abc import Hashable
from typing import NamedTuple


class Page(NamedTuple):
    """A page as it is sent, and the reader's revision that it shows."""

    revision: int
    content: bytes


class PageCache:
    """The pages used last, up to `limit_bytes` in all."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._size = 0
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()

    def get(self, key: Hashable) -> Page | None:
        page = self._pages.get(key)
        if page is not None:
            self._pages.move_to_end(key)
        return page

    def put(self, key: Hashable, page: Page) -> None:
        if len(page.content) > self._limit // 8:
            return
        old = self._pages.pop(key, None)
        self._size += len(page.content) - (len(old.content) if old else 0)
        self._pages[key] = page
        while self._size > self._limit:
            _, dropped = self._pages.popitem(last=False)
            self._size -= len(dropped.content)
