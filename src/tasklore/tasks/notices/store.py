"""Queries of notices. The person who asks comes first in each of them."""

from sqlalchemy import bindparam, select

from tasklore.platform.db.query import Query

from ..access import OWNER
from ..listing import Listing
from ..models import notice

_own = select(notice).where(notice.c.owner_id == OWNER, notice.c.deleted_at.is_(None))
_unread = _own.where(notice.c.read_at.is_(None))

LIST = Listing(_own, notice.c.ring_at, notice.c.id, "notice.list", latest_first=True)
UNREAD = Listing(_unread, notice.c.ring_at, notice.c.id, "notice.unread", latest_first=True)
ALL_UNREAD = Query(_unread.limit(5000), "notice.all_unread")
GET = Query(_own.where(notice.c.id == bindparam("id")), "notice.get")
