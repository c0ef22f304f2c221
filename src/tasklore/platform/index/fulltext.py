"""The database's own full-text search as an engine: FTS5 on SQLite, `tsvector` on PostgreSQL.

Words alone. It is always there and in one transaction with nothing else, so it answers when the others cannot. A
passage's score is the sum of the rarities of the terms it holds, counted here among the owner's passages: the ranking
functions of both databases count over everybody's.
"""

import hashlib
import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, column, delete, func, select, text
from sqlalchemy.types import Float, Integer, Text

from ..db.database import Database
from ..db.query import Query, among
from ..db.types import TextList
from ..db.write import Write, insert_query
from ..errors import DomainError
from .models import index_passage, index_state
from .port import Hit, IndexPoint, IndexSchema, IndexUnavailable, LexicalHits

_ENGINE: Final = "fulltext"
_BATCH: Final = 200
# A term that stands in so many of an owner's passages chooses none of them; it still counts in the ranking.
_COMMON_SHARE: Final = 0.3
_FEW_PASSAGES: Final = 500

_OWNED = (index_passage.c.owner_id == bindparam("owner"), among(index_passage.c.document_id, "documents"))

_STAMP: Final = Query(select(index_state.c.stamp).where(index_state.c.engine == _ENGINE), "index.stamp")
_COUNT: Final = Query(
    select(func.count()).select_from(index_passage).where(index_passage.c.owner_id == bindparam("owner")), "index.count"
)
_COUNT_DOCUMENTS: Final = Query(select(func.count()).select_from(index_passage).where(*_OWNED), "index.count_documents")
_DELETE_DOCUMENTS: Final = Query(delete(index_passage).where(*_OWNED), "index.delete")
_DELETE_IDS: Final = Query(delete(index_passage).where(among(index_passage.c.id, "ids")), "index.replace")
_DELETE_ALL: Final = Query(delete(index_passage), "index.clear")
_DELETE_STAMP: Final = Query(delete(index_state).where(index_state.c.engine == _ENGINE), "index.forget")
_INSERT_STAMP: Final = insert_query(index_state, ("engine", "stamp"))

# SQLite keeps the FTS5 table beside the rows; rows that go have to take their old words out of it themselves.
_FTS_FORGET: Final = (
    "INSERT INTO index_term(index_term, rowid, terms) SELECT 'delete', number, terms FROM index_passage"
)
_SQLITE_FORGET_DOCUMENTS: Final = Query(
    text(
        f"{_FTS_FORGET} WHERE owner_id = :owner AND document_id IN (SELECT value FROM json_each(:documents))"  # noqa: S608
    ).bindparams(bindparam("owner", type_=Text), bindparam("documents", type_=TextList())),
    "index.fts_delete",
)
_SQLITE_FORGET_IDS: Final = Query(
    text(f"{_FTS_FORGET} WHERE id IN (SELECT value FROM json_each(:ids))").bindparams(  # noqa: S608
        bindparam("ids", type_=TextList())
    ),
    "index.fts_replace",
)
_SQLITE_FORGET_ALL: Final = Query(text("INSERT INTO index_term(index_term) VALUES ('delete-all')"), "index.fts_clear")
_SQLITE_INSERT: Final = insert_query(index_passage, ("id", "owner_id", "document_id", "terms"))
_SQLITE_INSERT_TERMS: Final = Query(
    text(
        "INSERT INTO index_term(rowid, terms) SELECT number, terms FROM index_passage "
        "WHERE id IN (SELECT value FROM json_each(:ids))"
    ).bindparams(bindparam("ids", type_=TextList())),
    "index.fts_insert",
)
_POSTGRES_INSERT: Final = Query(
    text(
        "INSERT INTO index_passage (id, owner_id, document_id, terms) "
        "VALUES (:id, :owner_id, :document_id, array_to_tsvector(string_to_array(:terms, ' ')))"
    ).bindparams(*(bindparam(name, type_=Text) for name in ("id", "owner_id", "document_id", "terms"))),
    "index.insert",
)

_SQLITE_RARITIES: Final = Query(
    text(
        "SELECT wanted.value AS term, count(*) AS passages FROM json_each(:terms) AS wanted "
        "JOIN index_term ON index_term MATCH (:who || ' AND ' || wanted.value) GROUP BY wanted.value"
    )
    .bindparams(bindparam("terms", type_=TextList()), bindparam("who", type_=Text))
    .columns(column("term", Text), column("passages", Integer)),
    "index.rarities",
)
_POSTGRES_RARITIES: Final = Query(
    text(
        "SELECT wanted.term, count(*) AS passages FROM unnest(CAST(:terms AS text[])) AS wanted(term) "
        "JOIN index_passage ON index_passage.terms @@ CAST(:who || ' & ' || wanted.term AS tsquery) GROUP BY wanted.term"
    )
    .bindparams(bindparam("terms", type_=TextList()), bindparam("who", type_=Text))
    .columns(column("term", Text), column("passages", Integer)),
    "index.rarities",
)
_SQLITE_TOP: Final = """
    SELECT index_passage.id AS id, sum(CAST(weight.value AS REAL)) AS score
    FROM json_each(:terms) AS wanted
    JOIN json_each(:weights) AS weight ON weight.key = wanted.key
    JOIN index_term ON index_term MATCH (:who || ' AND ' || wanted.value)
    JOIN index_passage ON index_passage.number = index_term.rowid
    {where} GROUP BY index_passage.id ORDER BY score DESC, id LIMIT :most"""
_POSTGRES_TOP: Final = """
    SELECT index_passage.id AS id, sum(CAST(wanted.weight AS double precision)) AS score
    FROM unnest(CAST(:terms AS text[]), CAST(:weights AS text[])) AS wanted(term, weight)
    JOIN index_passage ON index_passage.terms @@ CAST(:who || ' & ' || wanted.term AS tsquery)
    {where} GROUP BY index_passage.id ORDER BY score DESC, id LIMIT :most"""
_SQLITE_WHERE: Final = "WHERE index_passage.document_id IN (SELECT value FROM json_each(:documents))"
_POSTGRES_WHERE: Final = "WHERE index_passage.document_id = ANY (CAST(:documents AS text[]))"


def _top(statement: str, where: str) -> Query:
    binds = [bindparam(name, type_=TextList()) for name in ("terms", "weights")]
    binds += [bindparam("who", type_=Text), bindparam("most", type_=Integer)]
    if where:
        binds.append(bindparam("documents", type_=TextList()))
    built = text(statement.format(where=where)).bindparams(*binds)
    return Query(built.columns(column("id", Text), column("score", Float)), "index.top")


_TOP: Final = {
    ("sqlite", False): _top(_SQLITE_TOP, ""),
    ("sqlite", True): _top(_SQLITE_TOP, _SQLITE_WHERE),
    ("postgresql", False): _top(_POSTGRES_TOP, ""),
    ("postgresql", True): _top(_POSTGRES_TOP, _POSTGRES_WHERE),
}


class FullTextIndex:
    """An index in the database of everything else."""

    name = "full text"

    def __init__(self, db: Database) -> None:
        self._db = db
        self._is_sqlite = db.dialect == "sqlite"

    async def ensure(self, schema: IndexSchema) -> bool:
        found = await self._fetch(_STAMP, {})
        if found and found[0][0] == schema.words:
            return False
        forget = [Write(_SQLITE_FORGET_ALL, {})] if self._is_sqlite else []
        stamp = {"engine": _ENGINE, "stamp": schema.words}
        await self._apply([*forget, Write(_DELETE_ALL, {}), Write(_DELETE_STAMP, {}), Write(_INSERT_STAMP, stamp)])
        return True

    async def upsert(self, points: Sequence[IndexPoint]) -> None:
        for start in range(0, len(points), _BATCH):
            batch = points[start : start + _BATCH]
            ids = {"ids": [point.id for point in batch]}
            insert = _SQLITE_INSERT if self._is_sqlite else _POSTGRES_INSERT
            writes = [Write(_SQLITE_FORGET_IDS, ids)] if self._is_sqlite else []
            writes.append(Write(_DELETE_IDS, ids))
            writes += [
                Write(
                    insert,
                    {
                        "id": point.id,
                        "owner_id": point.owner_id,
                        "document_id": point.document_id,
                        "terms": " ".join([_owner_word(point.owner_id), *map(_word, point.terms)]),
                    },
                )
                for point in batch
            ]
            if self._is_sqlite:
                writes.append(Write(_SQLITE_INSERT_TERMS, ids))
            await self._apply(writes)

    async def delete(self, owner_id: str, document_ids: Collection[str]) -> None:
        if not document_ids:
            return
        params = {"owner": owner_id, "documents": list(document_ids)}
        forget = [Write(_SQLITE_FORGET_DOCUMENTS, params)] if self._is_sqlite else []
        await self._apply([*forget, Write(_DELETE_DOCUMENTS, params)])

    async def lexical_top(
        self, owner_id: str, term_ids: Collection[int], most: int, document_ids: Collection[str] | None = None
    ) -> LexicalHits:
        words = {_word(term): term for term in sorted(set(term_ids))}
        if not words:
            return LexicalHits([])
        passages = await self.count(owner_id)
        who = _owner_word(owner_id)
        query = _SQLITE_RARITIES if self._is_sqlite else _POSTGRES_RARITIES
        found = {row[0]: int(row[1]) for row in await self._fetch(query, {"terms": list(words), "who": who})}
        rarity = {word: math.log(1 + (passages - n + 0.5) / (n + 0.5)) for word, n in found.items()}
        choosing = [
            word for word, n in found.items() if passages <= _FEW_PASSAGES or n <= _COMMON_SHARE * passages
        ] or list(found)
        params: dict[str, Any] = {
            "terms": choosing,
            "weights": [repr(rarity[word]) for word in choosing],
            "who": who,
            "most": most,
        }
        if document_ids is not None:
            params["documents"] = list(document_ids)
        rows = await self._fetch(_TOP[self._db.dialect, document_ids is not None], params)
        return LexicalHits(
            [Hit(row[0], row[1]) for row in rows], {words[word]: value for word, value in rarity.items()}
        )

    async def dense_top(
        self, owner_id: str, vector: Sequence[float], most: int, document_ids: Collection[str] | None = None
    ) -> list[Hit]:
        return []

    async def count(self, owner_id: str, document_id: str | None = None) -> int:
        if document_id is None:
            rows = await self._fetch(_COUNT, {"owner": owner_id})
        else:
            rows = await self._fetch(_COUNT_DOCUMENTS, {"owner": owner_id, "documents": [document_id]})
        return int(rows[0][0])

    async def close(self) -> None:
        """The database is somebody else's to close."""

    async def _fetch(self, query: Query, params: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        try:
            return await self._db.fetch(query, params)
        except DomainError as error:
            raise IndexUnavailable(error.message) from error

    async def _apply(self, writes: Sequence[Write]) -> None:
        try:
            await self._db.apply(writes)
        except DomainError as error:
            raise IndexUnavailable(error.message) from error


def _word(term: int) -> str:
    return f"t{term:08x}"


def _owner_word(owner_id: str) -> str:
    """The owner as one word of the index, whatever characters the id has."""
    return "o" + hashlib.sha256(owner_id.encode()).hexdigest()[:32]
