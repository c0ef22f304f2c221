"""Comments: what can be done with them, whichever door it comes through."""

from tasklore.changes.change_set import ChangeSet
from tasklore.platform.errors import Forbidden, NotFound
from tasklore.platform.ids import new_id
from tasklore.platform.unit import Record, Unit

from ..entities import COMMENT_ENTITY
from ..service import Found, TaskService
from . import store
from .schemas import CommentPage, CommentRead


class CommentService:
    """Comments on tasks that `changes.actor` sees."""

    def __init__(self, unit: Unit, changes: ChangeSet) -> None:
        self.unit = unit
        self.changes = changes
        self.owner = changes.actor.user_id
        self._tasks = TaskService(unit, changes)

    async def page(self, task_id: str, cursor: str | None, most: int) -> CommentPage:
        """What was said about the task, oldest first. Two queries."""
        await self._tasks.get(task_id)
        rows, following = await store.LIST.page(self.unit, cursor, most, task_id=task_id)
        return CommentPage(items=[CommentRead(**row) for row in rows], next_cursor=following)

    async def get(self, task_id: str, comment_id: str) -> Record:
        """The comment.

        Raises:
            NotFound: not there, not on that task, or not theirs to see.
        """
        return (await self._find(task_id, comment_id))[1]

    async def create(self, task_id: str, text: str) -> Record:
        """Says something about a task; needs the role editor."""
        found = await self._tasks.find(task_id, "editor")
        row: Record = {
            "id": new_id(),
            "task_id": task_id,
            "project_id": found.row["project_id"],
            "author_id": self.owner,
            "text": text,
        }
        return self.changes.create(COMMENT_ENTITY, row, found.audience)

    async def patch(self, task_id: str, comment_id: str, text: str) -> Record:
        """Says it otherwise.

        Raises:
            Forbidden: somebody else said it.
        """
        found, row = await self._find(task_id, comment_id)
        found.require("editor")
        if row["author_id"] != self.owner:
            raise Forbidden("Only its author changes a comment.", hint="Answer it with one of your own.")
        return self.changes.update(COMMENT_ENTITY, row, {"text": text}, found.audience)

    async def delete(self, task_id: str, comment_id: str) -> None:
        """Takes it back; an admin of the project may do that for others."""
        found, row = await self._find(task_id, comment_id)
        found.require("editor" if row["author_id"] == self.owner else "admin")
        self.changes.delete(COMMENT_ENTITY, row, found.audience)

    async def _find(self, task_id: str, comment_id: str) -> tuple[Found, Record]:
        found = await self._tasks.find(task_id)
        row = await self.unit.fetch_one(store.GET, task_id=task_id, id=comment_id)
        if row is None:
            raise NotFound("Comment")
        current = self.changes.current(COMMENT_ENTITY, comment_id) or row
        if current["deleted_at"] is not None:
            raise NotFound("Comment")
        return found, current
