"""Writes, staged while a unit of work thinks and applied together at its end."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Table, bindparam, delete, insert, literal_column, update
from sqlalchemy.dialects.postgresql import insert as upsert

from .query import Query


class Write(NamedTuple):
    """One statement of a batch.

    `expects`: how many rows it must touch, or None for any number; anything else refuses the batch.
    `row`: what it touches, as (table name, key); two writes with one row cannot share a statement.
    """

    query: Query
    params: Mapping[str, Any]
    expects: int | None = None
    row: tuple[str, str] | None = None


@lru_cache(maxsize=1024)
def insert_query(table: Table, columns: tuple[str, ...], or_nothing: bool = False) -> Query:
    """`INSERT INTO table (columns)`; with `or_nothing`, a row that is there already stays as it is."""
    values: dict[str, BindParameter[Any]] = {name: bindparam(name) for name in columns}
    if or_nothing:
        return Query(upsert(table).values(values).on_conflict_do_nothing(), f"{table.name}.insert")
    return Query(insert(table).values(values), f"{table.name}.insert")


@lru_cache(maxsize=1024)
def update_query(table: Table, columns: tuple[str, ...], key: tuple[str, ...], versioned: bool) -> Query:
    """`UPDATE table SET columns WHERE key`; with `versioned`, only where `version = :expected_version`."""
    statement = update(table).values({name: bindparam(f"new_{name}", type_=table.c[name].type) for name in columns})
    for name in key:
        statement = statement.where(table.c[name] == bindparam(f"key_{name}"))
    if versioned:
        statement = statement.where(table.c.version == bindparam("expected_version"))
    return Query(statement.returning(literal_column("1")), f"{table.name}.update")


@lru_cache(maxsize=256)
def delete_query(table: Table, key: tuple[str, ...]) -> Query:
    """`DELETE FROM table WHERE key`."""
    statement = delete(table)
    for name in key:
        statement = statement.where(table.c[name] == bindparam(f"key_{name}"))
    return Query(statement.returning(literal_column("1")), f"{table.name}.delete")
