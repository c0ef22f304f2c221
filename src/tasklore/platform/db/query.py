"""A statement compiled once per dialect to its text and the order of its arguments."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from sqlalchemy import Column, Executable, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BindParameter, ColumnElement
from sqlalchemy.sql.expression import ClauseElement, TableValuedAlias
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Boolean

from .types import POSTGRES, SQLITE, Convert, TextList, from_driver, to_driver

DialectName = Literal["sqlite", "postgresql"]
_REQUIRED = object()


class Argument(NamedTuple):
    name: str
    default: Any
    convert: Convert | None


class Compiled(NamedTuple):
    """What a driver needs: the text, its arguments in order, the names and decoders of its columns."""

    text: str
    arguments: tuple[Argument, ...]
    columns: tuple[str, ...]
    decoders: tuple[tuple[int, Convert], ...]

    def bind(self, params: Mapping[str, Any]) -> list[Any]:
        """The argument values in the driver's order. A value that is missing raises KeyError."""
        values = []
        for name, default, convert in self.arguments:
            value = params[name] if default is _REQUIRED else params.get(name, default)
            values.append(value if convert is None or value is None else convert(value))
        return values


class Query:
    """A Core statement with a name for logs. Make it once, at module level or behind a cache.

    The statement names what varies with `bindparam("owner")`; constants need no binding at the call.
    """

    __slots__ = ("_postgres", "_sqlite", "name", "statement")

    def __init__(self, statement: Executable, name: str = "") -> None:
        self.statement = statement
        self.name = name
        self._sqlite: Compiled | None = None
        self._postgres: Compiled | None = None

    def on(self, dialect: DialectName) -> Compiled:
        """The compiled form for this dialect, made at the first call."""
        if dialect == "sqlite":
            if self._sqlite is None:
                self._sqlite = _compile(self.statement, dialect)
            return self._sqlite
        if self._postgres is None:
            self._postgres = _compile(self.statement, dialect)
        return self._postgres


def _compile(statement: Executable, dialect: DialectName) -> Compiled:
    assert isinstance(statement, ClauseElement)
    compiled = statement.compile(dialect=SQLITE if dialect == "sqlite" else POSTGRES)
    assert isinstance(compiled, SQLCompiler)
    by_name = {key: bind for bind, key in compiled.bind_names.items()}
    arguments = []
    for name in compiled.positiontup or ():
        bind: BindParameter[Any] = by_name[name]
        default = _REQUIRED if bind.required else bind.effective_value
        arguments.append(Argument(name, default, to_driver(bind.type, dialect)))
    columns: list[str] = []
    decoders: list[tuple[int, Convert]] = []
    for index, entry in enumerate(compiled._result_columns):
        columns.append(entry.keyname)
        decode = from_driver(entry.type, dialect)
        if decode is not None:
            decoders.append((index, decode))
    return Compiled(compiled.string, tuple(arguments), tuple(columns), tuple(decoders))


class among(ColumnElement[bool]):
    """`column IN values`, where the values arrive as one argument called `name` and may be any number."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        self.column = column
        self.values: BindParameter[Any] = bindparam(name, type_=TextList())

    def self_group(self, against: Any = None) -> "among":
        """Beside other conditions, SQLAlchemy would write `(… IN …) = 1` for SQLite, which no index can answer."""
        return self


@compiles(among, "postgresql")
def _among_postgres(element: among, compiler: SQLCompiler, **kw: Any) -> str:
    return f"{compiler.process(element.column, **kw)} = ANY ({compiler.process(element.values, **kw)})"


@compiles(among, "sqlite")
def _among_sqlite(element: among, compiler: SQLCompiler, **kw: Any) -> str:
    column = compiler.process(element.column, **kw)
    return f"{column} IN (SELECT value FROM json_each({compiler.process(element.values, **kw)}))"  # noqa: S608  (bound)


def each_text(column: ColumnElement[Any]) -> TableValuedAlias:
    """The texts of a JSON array as rows with one column, `value`."""
    return _EachText(column).table_valued(Column("value", Text))


class _EachText(FunctionElement[Any]):
    """The set-returning function behind `each_text`."""

    name = "each_text"
    inherit_cache = True


@compiles(_EachText, "postgresql")
def _each_text_postgres(element: _EachText, compiler: SQLCompiler, **kw: Any) -> str:
    return f"jsonb_array_elements_text({compiler.process(element.clauses, **kw)})"


@compiles(_EachText, "sqlite")
def _each_text_sqlite(element: _EachText, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kw)})"
