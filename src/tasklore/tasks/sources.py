"""Tasks by the document they were taken from."""

from typing import Final

from sqlalchemy import Text, bindparam, cast, literal_column, select

from tasklore.platform.db.query import Query
from tasklore.platform.unit import Record, Unit

from .access import reachable
from .models import project, task

# The id is a UUID and stands nowhere else in a source, so looking for its text is looking for it.
_FROM_DOCUMENT: Final = Query(
    reachable(
        select(task).select_from(task.join(project, project.c.id == task.c.project_id)),
    )
    .where(
        task.c.deleted_at.is_(None),
        task.c.source.is_not(None),
        cast(task.c.source, Text).like(
            literal_column("'%'").op("||")(bindparam("document_id", type_=Text)).op("||")(literal_column("'%'"))
        ),
    )
    .order_by(task.c.created_at, task.c.id),
    "task.from_document",
)


async def taken_from(unit: Unit, owner: str, document_id: str) -> list[Record]:
    """The tasks that `owner` may see and that were taken out of this document, oldest first. One query."""
    return await unit.fetch_all(_FROM_DOCUMENT, owner=owner, document_id=document_id)
