"""Queries of comments. Callers have found the task with the asker's rights before they come here."""

from sqlalchemy import Text, bindparam, select

from tasklore.platform.db.query import Query

from ..listing import Listing
from ..models import comment

_of_task = select(comment).where(comment.c.task_id == bindparam("task_id", type_=Text), comment.c.deleted_at.is_(None))

LIST = Listing(_of_task, comment.c.created_at, comment.c.id, "comment.list")
GET = Query(_of_task.where(comment.c.id == bindparam("id")), "comment.get")
