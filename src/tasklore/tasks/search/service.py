"""Searching: what somebody finds among the tasks and comments that they see."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import select

from tasklore.platform.db.query import Query, among
from tasklore.platform.paging import decode_cursor, encode_cursor
from tasklore.platform.unit import Unit

from ..filters.reading import read_filter
from ..filters.sql import where
from ..listing import moment_of
from ..models import comment
from ..store import ListShape, Looking, list_query
from .excerpts import excerpt
from .schemas import HitOut, MatchOut, SearchPageOut
from .sql import found
from .words import Search, parse_search

MOST_COMMENTS: Final = 3
"""Comments shown with one task."""

_COMMENTS: Final = Query(
    select(comment.c.task_id, comment.c.id, comment.c.text)
    .where(among(comment.c.task_id, "tasks"), comment.c.deleted_at.is_(None))
    .order_by(comment.c.created_at.desc(), comment.c.id.desc())
    .limit(500),
    "search.comments",
)
_TIERS: Final[tuple[Looking, Looking]] = ("title", "rest")


class _Texts(msgspec.Struct):
    """What is looked through of a task as it is kept."""

    title: str
    notes: str


_decode = msgspec.json.Decoder(_Texts).decode


class _Row(NamedTuple):
    tier: int
    id: str
    rendered: str
    created_at: Any


class SearchService:
    """Searches of `owner`."""

    def __init__(self, unit: Unit, owner: str) -> None:
        self.unit = unit
        self.owner = owner

    async def page(
        self, text: str, filter_: str | None, timezone: str | None, cursor: str | None, most: int
    ) -> SearchPageOut:
        """What has all the words and belongs to the filter: first in the title, then elsewhere, newest first.

        Three to six queries, whatever there is.

        Raises:
            FilterError: the filter cannot be read.
            Invalid: the cursor is not one of this list.
        """
        search = parse_search(text)
        if search is None:
            return SearchPageOut([], None)
        shape, values = ListShape(), (await found(self.unit, self.owner, search)).values(self.unit.db.dialect)
        if filter_ is not None:
            reading = await read_filter(self.unit, self.owner, filter_, timezone=timezone)
            shape = shape._replace(filter=reading.filter)
            values.update(where(reading.filter).values(reading.context))
        rows = await self._rows(shape, values, cursor, most + 1)
        shown = rows[:most]
        following = None
        if len(rows) > most:
            last = shown[-1]
            following = encode_cursor(last.tier, last.created_at.isoformat(), last.id)
        return SearchPageOut(await self._hits(search, shown), following)

    async def _rows(self, shape: ListShape, values: dict[str, Any], cursor: str | None, most: int) -> list[_Row]:
        tier, after = 0, None
        if cursor is not None:
            tier, key, row_id = decode_cursor(cursor, int, str, str)
            after = {"after_key": moment_of(key), "after_id": row_id}
        rows: list[_Row] = []
        for current in range(max(0, tier), len(_TIERS)):
            query = list_query(shape._replace(search=_TIERS[current], after=after is not None))
            wanted = most - len(rows)
            fetched = await self.unit.fetch_rows(query, owner=self.owner, most=wanted, **values, **(after or {}))
            rows += [_Row(current, row[0], row[1], row[2]) for row in fetched]
            after = None
            if len(rows) >= most:
                break
        return rows

    async def _hits(self, search: Search, rows: Sequence[_Row]) -> list[HitOut]:
        comments: dict[str, list[tuple[str, str]]] = defaultdict(list)
        if rows:
            for task_id, comment_id, text in await self.unit.fetch_rows(_COMMENTS, tasks=[row.id for row in rows]):
                comments[task_id].append((comment_id, text))
        return [
            HitOut(msgspec.Raw(row.rendered.encode()), _matches(search, row.rendered, comments[row.id])) for row in rows
        ]


def _matches(search: Search, rendered: str, comments: Sequence[tuple[str, str]]) -> list[MatchOut]:
    texts = _decode(rendered)
    matches = []
    spans = search.spans(texts.title)
    if spans:
        matches.append(MatchOut("title", None, texts.title, spans))
    if (shown := excerpt(search, texts.notes)) is not None:
        matches.append(MatchOut("notes", None, *shown))
    for comment_id, text in comments:
        if len(matches) > 1 + MOST_COMMENTS:
            break
        if (shown := excerpt(search, text)) is not None:
            matches.append(MatchOut("comment", comment_id, *shown))
    return matches
