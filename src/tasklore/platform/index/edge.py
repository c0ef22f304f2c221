"""Qdrant Edge: the index inside the process, in a folder of the data directory.

Flat and exact. Its HNSW with a tenant index returned none of the right neighbours for an owner of 22,000 passages, and
an exact scan of 100,000 takes 5 ms. One process may have the folder open; its lock is the write-ahead log's.
"""

import asyncio
import json
import shutil
import threading
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import structlog

from .port import Hit, IndexPoint, IndexSchema, IndexUnavailable, LexicalHits

if TYPE_CHECKING:
    from qdrant_edge import EdgeShard, Filter

T = TypeVar("T")

log = structlog.get_logger(__name__)

_WORDS: Final = "words"
_MEANING: Final = "meaning"
_STAMP: Final = "stamp.json"
_SHARD: Final = "shard"
# Part of the stamp: a shard written by another release of this beta library is built anew rather than trusted.
_PACKAGE: Final = "qdrant-edge-py"


class EdgeIndex:
    """An index in a folder. Calls run in threads: they block, but let other Python threads run."""

    name = "embedded"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shard: EdgeShard | None = None
        self._dense = False
        # One writer at a time, and none while the folder is opened or thrown away.
        self._writing = threading.Lock()

    async def ensure(self, schema: IndexSchema) -> bool:
        """Raises IndexUnavailable when another process holds the folder."""
        return await self._run(lambda: self._open(schema))

    async def upsert(self, points: Sequence[IndexPoint]) -> None:
        from qdrant_edge import Point, SparseVector, UpdateOperation

        def write() -> None:
            if not points:
                return
            batch = []
            for point in points:
                terms = sorted(point.terms.items())
                vectors: dict[str, Any] = {_WORDS: SparseVector([t for t, _ in terms], [w for _, w in terms])}
                if self._dense and point.vector is not None:
                    vectors[_MEANING] = list(point.vector)
                batch.append(Point(point.id, vectors, {"owner": point.owner_id, "document": point.document_id}))
            with self._writing:
                self._opened().update(UpdateOperation.upsert_points(batch))

        await self._run(write)

    async def delete(self, owner_id: str, document_ids: Collection[str]) -> None:
        from qdrant_edge import UpdateOperation

        def write() -> None:
            if document_ids:
                with self._writing:
                    filter_ = _owned(owner_id, document_ids)
                    self._opened().update(UpdateOperation.delete_points_by_filter(filter_))

        await self._run(write)

    async def lexical_top(
        self, owner_id: str, term_ids: Collection[int], most: int, document_ids: Collection[str] | None = None
    ) -> LexicalHits:
        terms = sorted(set(term_ids))
        if not terms:
            return LexicalHits([])
        return await self._run(lambda: self._lexical_top(owner_id, terms, most, document_ids))

    async def dense_top(
        self, owner_id: str, vector: Sequence[float], most: int, document_ids: Collection[str] | None = None
    ) -> list[Hit]:
        from qdrant_edge import Query, QueryRequest, SearchParams

        def read() -> list[Hit]:
            if not self._dense:
                return []
            request = QueryRequest(
                limit=most,
                query=Query.Nearest(list(vector), using=_MEANING),
                filter=_owned(owner_id, document_ids),
                params=SearchParams(exact=True),
            )
            return [Hit(str(point.id), point.score) for point in self._opened().query(request)]

        return await self._run(read)

    async def count(self, owner_id: str, document_id: str | None = None) -> int:
        from qdrant_edge import CountRequest

        filter_ = _owned(owner_id, None if document_id is None else (document_id,))
        return await self._run(lambda: self._opened().count(CountRequest(exact=True, filter=filter_)))

    async def close(self) -> None:
        def close() -> None:
            with self._writing:
                if self._shard is not None:
                    self._shard.close()
                    self._shard = None

        await asyncio.to_thread(close)

    def _lexical_top(
        self, owner_id: str, terms: list[int], most: int, document_ids: Collection[str] | None
    ) -> LexicalHits:
        """One batch: the question as a whole, and each term by itself for its rarity.

        The score of a term's best passage is its rarity times its weight there, and the weight comes back with it.
        """
        from qdrant_edge import IdfParams, Query, QueryBatchRequest, QueryRequest, SearchParams, SparseVector

        owner = _owned(owner_id, None)
        params = SearchParams(exact=True, idf=IdfParams(corpus=owner))

        def request(wanted: list[int], limit: int, filter_: "Filter", *, with_vector: bool) -> QueryRequest:
            vector = SparseVector(wanted, [1.0] * len(wanted))
            return QueryRequest(
                limit=limit,
                query=Query.Nearest(vector, using=_WORDS),
                filter=filter_,
                params=params,
                with_vector=[_WORDS] if with_vector else False,
            )

        shard = self._opened()
        whole = request(terms, most, _owned(owner_id, document_ids), with_vector=False)
        single = [request([term], 1, owner, with_vector=True) for term in terms]
        first, *rest = shard.query_batch(QueryBatchRequest([whole, *single]))
        rarities: dict[int, float] = {}
        for term, found in zip(terms, rest, strict=True):
            if found:
                vector = found[0].vector
                assert isinstance(vector, dict)
                sparse = vector[_WORDS]
                assert isinstance(sparse, SparseVector)
                weight = sparse.values[sparse.indices.index(term)]
                rarities[term] = found[0].score / weight
        return LexicalHits([Hit(str(point.id), point.score) for point in first], rarities)

    def _open(self, schema: IndexSchema) -> bool:
        from importlib.metadata import version

        with self._writing:
            if self._shard is not None:
                self._shard.close()
                self._shard = None
            self._dense = schema.dimension is not None
            wanted = {"stamp": schema.stamp, "package": version(_PACKAGE)}
            stamp, shard = self._folder / _STAMP, self._folder / _SHARD
            if shard.exists():
                # Also where it holds something else: whoever has the folder open keeps it.
                try:
                    self._shard = self._load(shard)
                except IndexUnavailable:
                    raise
                except Exception:
                    # The library raises bare exceptions; what it cannot read is built anew.
                    log.warning("index_damaged", folder=str(shard), exc_info=True)
                if self._shard is not None:
                    if self._written_stamp(stamp) == wanted:
                        return False
                    self._shard.close()
                    self._shard = None
            # The stamp goes first and comes back last, so that a crash between leaves an index that is built anew.
            stamp.unlink(missing_ok=True)
            shutil.rmtree(shard, ignore_errors=True)
            shard.mkdir(parents=True, exist_ok=True)
            self._shard = self._create(shard, schema.dimension)
            stamp.write_text(json.dumps(wanted))
            return True

    @staticmethod
    def _written_stamp(path: Path) -> object:
        try:
            return json.loads(path.read_text())
        except (OSError, ValueError):
            return None

    @staticmethod
    def _load(folder: Path) -> "EdgeShard":
        from qdrant_edge import EdgeShard

        try:
            return EdgeShard.load(str(folder))
        except Exception as error:
            if "WouldBlock" in str(error) or "lock" in str(error).lower():
                raise IndexUnavailable(
                    f"Another process has the index in {str(folder)!r} open. Set QDRANT_URL to run several processes."
                ) from error
            raise

    @staticmethod
    def _create(folder: Path, dimension: int | None) -> "EdgeShard":
        from qdrant_edge import (
            Distance,
            EdgeConfig,
            EdgeShard,
            EdgeSparseVectorParams,
            EdgeVectorParams,
            Modifier,
            PayloadSchemaType,
            UpdateOperation,
        )

        words = {_WORDS: EdgeSparseVectorParams(modifier=Modifier.Idf)}
        meaning = {} if dimension is None else {_MEANING: EdgeVectorParams(size=dimension, distance=Distance.Cosine)}
        shard = EdgeShard.create(str(folder), EdgeConfig(vectors=meaning, sparse_vectors=words))
        for key in ("owner", "document"):
            shard.update(UpdateOperation.create_field_index(key, PayloadSchemaType.Keyword))
        return shard

    def _opened(self) -> "EdgeShard":
        if self._shard is None:
            raise IndexUnavailable("The index is not open.")
        return self._shard

    async def _run(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.to_thread(work)
        except ImportError as error:
            raise IndexUnavailable("The embedded index cannot be loaded on this platform.") from error


def _owned(owner_id: str, document_ids: Collection[str] | None) -> "Filter":
    from qdrant_edge import FieldCondition, Filter, MatchAny, MatchValue

    conditions = [FieldCondition(key="owner", match=MatchValue(value=owner_id))]
    if document_ids is not None:
        conditions.append(FieldCondition(key="document", match=MatchAny(any=list(document_ids))))
    return Filter(must=list(conditions))
