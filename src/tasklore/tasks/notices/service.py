"""Notices: what can be done with them, whichever door it comes through."""

from tasklore.changes.change_set import ChangeSet
from tasklore.platform.errors import NotFound
from tasklore.platform.unit import Record, Unit

from ..entities import NOTICE_ENTITY
from . import store
from .schemas import NoticePage, NoticeRead


class NoticeService:
    """Notices for `changes.actor`."""

    def __init__(self, unit: Unit, changes: ChangeSet) -> None:
        self.unit = unit
        self.changes = changes
        self.owner = changes.actor.user_id

    async def page(self, cursor: str | None, most: int, *, unread: bool = False) -> NoticePage:
        """Latest first; with `unread`, those that have not been read. One query."""
        listing = store.UNREAD if unread else store.LIST
        rows, following = await listing.page(self.unit, cursor, most, owner=self.owner)
        return NoticePage(items=[NoticeRead(**row) for row in rows], next_cursor=following)

    async def mark(self, notice_id: str, *, read: bool) -> Record:
        """Marks one as read, or as not read."""
        row = await self.unit.fetch_one(store.GET, owner=self.owner, id=notice_id)
        if row is None:
            raise NotFound("Notice")
        read_at = (row["read_at"] or self.unit.now) if read else None
        return self.changes.update(NOTICE_ENTITY, row, {"read_at": read_at}, (self.owner,))

    async def mark_all(self) -> None:
        """Marks every one as read, up to 5,000 at a time."""
        for row in await self.unit.fetch_all(store.ALL_UNREAD, owner=self.owner):
            self.changes.update(NOTICE_ENTITY, row, {"read_at": self.unit.now}, (self.owner,))
