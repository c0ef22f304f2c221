"""Queries of attachments. Callers have found the task with the asker's rights before they come here."""

from sqlalchemy import Text, bindparam, func, select

from tasklore.platform.db.query import Query, among

from ..listing import Listing
from ..models import attachment

_of_task = select(attachment).where(
    attachment.c.task_id == bindparam("task_id", type_=Text), attachment.c.deleted_at.is_(None)
)
LIST = Listing(_of_task, attachment.c.created_at, attachment.c.id, "attachment.list")
GET = Query(_of_task.where(attachment.c.id == bindparam("id")), "attachment.get")
COUNT = Query(
    select(func.count()).where(attachment.c.task_id == bindparam("task_id"), attachment.c.deleted_at.is_(None)),
    "attachment.count",
)
KNOWN = Query(select(attachment.c.sha256).where(among(attachment.c.sha256, "digests")), "attachment.known")
