"""Lists by keyset, where one statement serves the first page and every later one."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Text, bindparam, tuple_

from tasklore.platform.db.query import Query
from tasklore.platform.db.types import Instant
from tasklore.platform.errors import Invalid
from tasklore.platform.paging import decode_cursor, encode_cursor
from tasklore.platform.unit import Record, Unit

FIRST_MOMENT: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
LAST_MOMENT: Final = dt.datetime.max.replace(tzinfo=dt.UTC)


class Listing:
    """A select, sorted by a position or a moment and then by id, cut into pages.

    The select must hold both columns, the key under the name of its column."""

    def __init__(
        self,
        statement: Select[Any],
        key: ColumnElement[Any],
        row_id: ColumnElement[str],
        name: str,
        *,
        latest_first: bool = False,
    ) -> None:
        self._column = str(getattr(key, "name", ""))
        self._by_moment = isinstance(key.type, Instant)
        self._latest_first = latest_first
        place = tuple_(key, row_id)
        after = tuple_(bindparam("after_key", type_=key.type), bindparam("after_id", type_=Text))
        if latest_first:
            following = statement.where(place < after).order_by(key.desc(), row_id.desc())
        else:
            following = statement.where(place > after).order_by(key, row_id)
        self._query = Query(following.limit(bindparam("most")), name)

    async def page(self, unit: Unit, cursor: str | None, most: int, **values: Any) -> tuple[list[Record], str | None]:
        """At most `most` rows, and the cursor of the next page, None on the last. One query.

        Raises:
            Invalid: the cursor is not one that this list gave out.
        """
        place = self._start() if cursor is None else self._place(cursor)
        rows = await unit.fetch_all(self._query, most=most + 1, **place, **values)
        shown = rows[:most]
        return shown, self._cursor(shown[-1]) if len(rows) > most else None

    def _start(self) -> dict[str, Any]:
        if self._latest_first:
            return {"after_key": LAST_MOMENT if self._by_moment else float("inf"), "after_id": ""}
        return {"after_key": FIRST_MOMENT if self._by_moment else float("-inf"), "after_id": ""}

    def _place(self, cursor: str) -> dict[str, Any]:
        if not self._by_moment:
            position, row_id = decode_cursor(cursor, float, str)
            return {"after_key": position, "after_id": row_id}
        text, row_id = decode_cursor(cursor, str, str)
        return {"after_key": moment_of(text), "after_id": row_id}

    def _cursor(self, row: Mapping[str, Any]) -> str:
        value = row[self._column]
        return encode_cursor(value.isoformat() if self._by_moment else value, row["id"])


def moment_of(text: str) -> dt.datetime:
    """The moment in a cursor.

    Raises:
        Invalid: it is none.
    """
    try:
        value = dt.datetime.fromisoformat(text)
        return (value if value.tzinfo else value.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(
            "The cursor is not one that this list gave out.", code="bad_cursor", hint="Start again without a cursor."
        ) from error
