"""A search as a condition on `task`, for both engines."""

# ruff: noqa: S608  (all that varies is bound)

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Text, bindparam, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import Boolean, Integer

from tasklore.platform.db.functions import sqlite_function
from tasklore.platform.db.query import DialectName, Query
from tasklore.platform.unit import Unit

from ..access import OWNER
from ..models import project_member, task
from .words import Search, Term, found_by_sqlite

sqlite_function("tasklore_found", 4, found_by_sqlite)

Place = Literal["any", "title"]

_SHARED: Final = Query(
    select(project_member.c.project_id).where(project_member.c.user_id == OWNER, project_member.c.deleted_at.is_(None)),
    "search.scope",
)


class in_search(ColumnElement[bool]):
    """`in_search("any")`: whether the task or a comment on it has what is looked for, `in_search("title")` its title.

    `Found.values` binds it.
    """

    inherit_cache = False
    type = Boolean()

    def __init__(self, place: Place) -> None:
        self.query = bindparam(f"search_{place}", type_=Text)
        self.terms = bindparam("search_terms", type_=Text)
        self.title_only = literal(int(place == "title"), Integer)
        self.task_id = task.c.id

    def self_group(self, against: Any = None) -> "in_search":
        """Beside other conditions, SQLAlchemy would write `(… IN …) = 1` for SQLite, which no index can answer."""
        return self


@compiles(in_search, "sqlite")
def _in_search_sqlite(element: in_search, compiler: SQLCompiler, **kw: Any) -> str:
    def sql(part: ColumnElement[Any]) -> str:
        return compiler.process(part, **kw)

    owner = sql(OWNER)
    theirs = f"(t.owner_id = {owner} OR t.project_id IN (SELECT project_id FROM project_member WHERE user_id = {sql(OWNER)}))"
    # CROSS JOIN keeps SQLite from starting at the reader's tasks, which are many, instead of at what is noted.
    has = f"tasklore_found({sql(element.terms)}, {sql(element.title_only)}"
    return (
        f"{sql(element.task_id)} IN ("
        "SELECT r.task_id FROM task_search CROSS JOIN search_row r ON r.id = task_search.rowid"
        f" WHERE task_search MATCH {sql(element.query)} AND r.key NOT IN (SELECT key FROM search_pending)"
        " UNION ALL SELECT t.id FROM search_pending p CROSS JOIN task t ON t.id = p.key"
        f" WHERE {theirs} AND {has}, t.title, t.notes)"
        " UNION ALL SELECT t.id FROM search_pending p CROSS JOIN comment c ON c.id = p.key CROSS JOIN task t"
        " ON t.id = c.task_id"
        f" WHERE c.deleted_at IS NULL AND {theirs} AND {has}, '', c.text))"
    )


@compiles(in_search, "postgresql")
def _in_search_postgres(element: in_search, compiler: SQLCompiler, **kw: Any) -> str:
    match = compiler.process(element.query, **kw)
    return (
        f"{compiler.process(element.task_id, **kw)} IN ("
        f"SELECT d.task_id FROM search_document d WHERE d.words @@ CAST(CAST({match} AS text) AS tsquery))"
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A search, and the names that its reader has in the index."""

    search: Search
    scope: tuple[str, ...]

    def values(self, dialect: DialectName) -> dict[str, Any]:
        """What `in_search` binds."""
        write = _fts5 if dialect == "sqlite" else _tsquery
        return {
            "search_any": write(self.search, self.scope, False),
            "search_title": write(self.search, self.scope, True),
            "search_terms": self.search.to_json(),
        }


async def found(unit: Unit, owner: str, search: Search) -> Found:
    """The search as `owner` makes it: among their own tasks and those shared with them. One query."""
    rows = await unit.fetch_rows(_SHARED, owner=owner)
    own = "o" + owner.encode().hex()
    return Found(search, (own, *("p" + project_id.replace("-", "") for (project_id,) in rows)))


def _fts5(search: Search, scope: Sequence[str], title_only: bool) -> str:
    # Words are letters and digits, so that nothing in them has a meaning to FTS5.
    everywhere = "{title notes comment}"

    def all_of(terms: Sequence[Term]) -> str:
        return " AND ".join(f'"{" ".join(term.words)}"{" *" if term.prefix else ""}' for term in terms)

    match = (
        f"{{scope}} : ({' OR '.join(scope)}) AND {'{title}' if title_only else everywhere} : ({all_of(search.wanted)})"
    )
    for term in search.unwanted:
        match = f"({match}) NOT {everywhere} : ({all_of([term])})"
    return match


def _tsquery(search: Search, scope: Sequence[str], title_only: bool) -> str:
    def one(term: Term, label: str) -> str:
        *before, last = term.words
        ending = f":{'*' if term.prefix else ''}{label}" if term.prefix or label else ""
        words = [*(f"'{word}'{f':{label}' if label else ''}" for word in before), f"'{last}'{ending}"]
        return f"({' <-> '.join(words)})"

    wanted = [one(term, "A" if title_only else "") for term in search.wanted]
    unwanted = [f"!{one(term, '')}" for term in search.unwanted]
    return " & ".join([f"({' | '.join(scope)})", *wanted, *unwanted])
