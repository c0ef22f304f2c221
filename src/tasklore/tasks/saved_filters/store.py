"""Queries of saved filters. The person who asks comes first in each of them."""

from sqlalchemy import bindparam, select

from tasklore.platform.db.query import Query

from ..access import OWNER
from ..models import saved_filter

_MINE = (saved_filter.c.owner_id == OWNER, saved_filter.c.deleted_at.is_(None))

ALL = Query(
    select(saved_filter).where(*_MINE).order_by(saved_filter.c.position, saved_filter.c.id).limit(bindparam("most")),
    "filter.all",
)
GET = Query(select(saved_filter).where(*_MINE, saved_filter.c.id == bindparam("id")), "filter.get")
