"""Bringing SQLite's index up to what is noted in `search_pending`.

Done by the worker, a hundred rows at a time, so that no write waits long behind it.
"""

# ruff: noqa: S608  (all of the text is here)

from typing import Any, Final

from sqlalchemy import text

from tasklore.platform.db.query import Query
from tasklore.platform.db.write import Write
from tasklore.platform.unit import Unit

JOB: Final = "tasks.index_search"
MOST_BATCHES: Final = 200
"""Batches of one run; more waits for the next."""

_BATCH: Final = "(SELECT key FROM search_pending ORDER BY key LIMIT 100)"
_SCOPE: Final = "'o' || hex(t.owner_id) || ' p' || replace(t.project_id, '-', '')"
_STEPS: Final = tuple(
    Query(text(step), "search.index")
    for step in (
        f"DELETE FROM task_search WHERE rowid IN (SELECT id FROM search_row WHERE key IN {_BATCH})",
        f"DELETE FROM search_row WHERE key IN {_BATCH}",
        f"INSERT INTO search_row (key, task_id) SELECT id, id FROM task WHERE id IN {_BATCH}"
        f" UNION ALL SELECT id, task_id FROM comment WHERE id IN {_BATCH} AND deleted_at IS NULL",
        f"INSERT INTO task_search (rowid, scope, title, notes) SELECT r.id, {_SCOPE}, t.title, t.notes"
        f" FROM search_row r JOIN task t ON t.id = r.key WHERE r.key IN {_BATCH}",
        f"INSERT INTO task_search (rowid, scope, comment) SELECT r.id, {_SCOPE}, c.text"
        f" FROM search_row r JOIN comment c ON c.id = r.key JOIN task t ON t.id = c.task_id WHERE r.key IN {_BATCH}",
        f"DELETE FROM search_pending WHERE key IN {_BATCH}",
    )
)
_PENDING: Final = Query(text("SELECT EXISTS (SELECT 1 FROM search_pending)"), "search.pending")


async def index_search(unit: Unit, payload: dict[str, Any]) -> None:
    """Indexes what waits. On PostgreSQL nothing ever does."""
    if unit.db.dialect != "sqlite":
        return
    for _ in range(MOST_BATCHES):
        if not (await unit.fetch_rows(_PENDING))[0][0]:
            return
        # Not staged: each batch is whole in itself, and other writes may go between.
        await unit.db.apply([Write(step, {}) for step in _STEPS])
