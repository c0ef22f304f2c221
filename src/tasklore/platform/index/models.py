"""The tables of the full-text engine.

`index_passage` holds each passage's terms as words such as `t0a1b2c3d`, and the passage's owner as one more word, so
that one index lookup answers "this owner's passages with this term". Over it lie FTS5 on SQLite, GIN on PostgreSQL.
"""

from typing import Any

from sqlalchemy import DDL, Column, Index, Integer, Table, Text, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from ..db.metadata import metadata


class Terms(TypeDecorator[str]):
    """Words separated by blanks; a `tsvector` on PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(postgresql.TSVECTOR() if dialect.name == "postgresql" else Text())


index_passage = Table(
    "index_passage",
    metadata,
    # FTS5 finds rows by this number; the implicit one may change when a database is vacuumed.
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("owner_id", Text, nullable=False),
    Column("document_id", Text, nullable=False),
    Column("terms", Terms, nullable=False),
    Index("ix_index_passage_owner_document", "owner_id", "document_id"),
    Index("ix_index_passage_terms", "terms", postgresql_using="gin").ddl_if(dialect="postgresql"),
)

index_state = Table(
    "index_state",
    metadata,
    Column("engine", Text, primary_key=True),
    Column("stamp", Text, nullable=False, doc="What it holds, see IndexSchema."),
)

event.listen(
    index_passage,
    "after_create",
    DDL(  # type: ignore[no-untyped-call]
        "CREATE VIRTUAL TABLE index_term USING fts5"
        "(terms, content='index_passage', content_rowid='number', detail=none, tokenize='ascii')"
    ).execute_if(dialect="sqlite"),
)
event.listen(
    index_passage,
    "before_drop",
    DDL("DROP TABLE index_term").execute_if(dialect="sqlite"),  # type: ignore[no-untyped-call]
)
