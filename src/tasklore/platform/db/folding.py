"""Lower case for comparing names, the same on both engines: `É` is `é`.

SQLite's own `lower` knows ASCII alone, and PostgreSQL's what the locale of the database knows, which in a
container is often nothing more. So `folded` calls a function that is ours on both: Python's on SQLite's
connections, ICU's on PostgreSQL, or its plain `lower` where it was built without ICU.
"""

from typing import Any

from sqlalchemy import DDL, ColumnElement, event
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import Text

from .functions import sqlite_function
from .metadata import metadata

_POSTGRES = """
DO $do$
BEGIN
  IF EXISTS (SELECT FROM pg_collation WHERE collname = 'und-x-icu') THEN
    CREATE OR REPLACE FUNCTION tasklore_folded(value text) RETURNS text
      LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT lower(value COLLATE "und-x-icu")';
  ELSE
    CREATE OR REPLACE FUNCTION tasklore_folded(value text) RETURNS text
      LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT lower(value)';
  END IF;
END $do$
"""
event.listen(metadata, "before_create", DDL(_POSTGRES).execute_if(dialect="postgresql"))  # type: ignore[no-untyped-call]


class folded(ColumnElement[str]):
    """`folded(label.c.name)`: the text in lower case, to be compared with one that `str.lower` made.

    With `ascii`, it is compared with ASCII alone, for which SQLite's own function does, at a tenth of the cost.
    """

    inherit_cache = False
    type = Text()

    def __init__(self, text: ColumnElement[Any], *, ascii: bool = False) -> None:
        self.text = text
        self.ascii = ascii


@compiles(folded, "sqlite")
def _folded_sqlite(element: folded, compiler: SQLCompiler, **kw: Any) -> str:
    return f"{'lower' if element.ascii else 'tasklore_folded'}({compiler.process(element.text, **kw)})"


@compiles(folded)
def _folded(element: folded, compiler: SQLCompiler, **kw: Any) -> str:
    return f"tasklore_folded({compiler.process(element.text, **kw)})"


def _lower(value: str | None) -> str | None:
    return None if value is None else value.lower()


sqlite_function("tasklore_folded", 1, _lower)
