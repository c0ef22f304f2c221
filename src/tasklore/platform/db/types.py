"""Column types that read and write the same Python values on both engines.

| type      | Python              | PostgreSQL   | SQLite                                      |
|-----------|---------------------|--------------|---------------------------------------------|
| `Instant` | aware UTC datetime  | timestamptz  | text, `2026-11-20T14:11:53.123456Z`, sorted |
| `Json`    | any JSON value      | jsonb        | text                                        |
| `Flag`    | bool                | boolean      | integer 0 or 1                              |
| `Text`    | str                 | text         | text                                        |

Ids, days (`2026-11-20`) and times of day (`09:30`) are plain text on both.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Boolean, DateTime, LargeBinary, Text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

POSTGRES: Dialect = postgresql.asyncpg.dialect()  # type: ignore[no-untyped-call]
SQLITE = sqlite.dialect(paramstyle="qmark")

encode_json = msgspec.json.Encoder().encode
decode_json = msgspec.json.Decoder().decode


class Instant(TypeDecorator[datetime]):
    """A moment, to the microsecond."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else DateTime(timezone=True))


class Json(TypeDecorator[Any]):
    """A JSON value."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else postgresql.JSONB())


class Flag(TypeDecorator[bool]):
    """True or false."""

    impl = Boolean
    cache_ok = True


class Blob(TypeDecorator[bytes]):
    """Bytes."""

    impl = LargeBinary
    cache_ok = True


class TextList(TypeDecorator[Any]):
    """Several texts as one argument: an array on PostgreSQL, a JSON array on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else postgresql.ARRAY(Text()))


def instant_to_text(value: datetime) -> str:
    """The fixed-width form that SQLite columns hold; text order is time order."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def json_to_text(value: Any) -> str:
    return encode_json(value).decode()


Convert = Callable[[Any], Any]


def to_driver(type_: TypeEngine[Any], dialect: str) -> Convert | None:
    """What a bound value of this type goes through before the driver sees it."""
    if dialect == "sqlite":
        if isinstance(type_, Instant):
            return instant_to_text
        if isinstance(type_, Json | TextList):
            return json_to_text
    elif isinstance(type_, TextList):
        return list
    return None


def from_driver(type_: TypeEngine[Any], dialect: str) -> Convert | None:
    """What a fetched value of this type goes through before we see it."""
    if dialect == "sqlite":
        if isinstance(type_, Instant):
            return datetime.fromisoformat
        if isinstance(type_, Json):
            return decode_json
        if isinstance(type_, Boolean) or (isinstance(type_, TypeDecorator) and isinstance(type_.impl, Boolean)):
            return bool
    return None
