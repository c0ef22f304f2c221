"""What a process holds for documents: files, the index, the embedding model. Each is opened when first needed."""

import asyncio
from pathlib import Path
from typing import Final, Protocol

import structlog

from tasklore.platform.db.database import Database
from tasklore.platform.db.write import Write, insert_query
from tasklore.platform.files import FileStore
from tasklore.platform.index.degrading import DegradingIndex
from tasklore.platform.index.edge import EdgeIndex
from tasklore.platform.index.fulltext import FullTextIndex
from tasklore.platform.index.models import index_state
from tasklore.platform.index.port import IndexSchema, VectorIndex
from tasklore.platform.index.server import ServerIndex
from tasklore.platform.unit import Services

from .answering import Writer
from .config import KnowledgeConfig
from .embedding.errors import EmbeddingUnavailable
from .embedding.local import LocalEmbedder
from .embedding.port import Embedder
from .embedding.remote import RemoteEmbedder
from .parsing.limits import Limits
from .weights import ANALYSIS

log = structlog.get_logger(__name__)

_READ_AT_ONCE: Final = 2
UNFILLED: Final = "unfilled"
"""The row of `index_state` that asks for all documents to be indexed again."""


class Knowledge:
    """The parts that documents need beyond the platform's services."""

    def __init__(self, config: KnowledgeConfig, db: Database, data_dir: Path) -> None:
        self.config = config
        self.files = FileStore(data_dir / "documents")
        self.limits = Limits(
            seconds=config.document_seconds, memory_mb=config.document_memory_mb, pages=config.document_max_pages
        )
        self.reading = asyncio.Semaphore(_READ_AT_ONCE)
        """Held while a file is read, so that many uploads at once do not need many times the memory."""
        self.embedder = _embedder(config)
        self.writer: Writer | None = None
        """A language model that words answers; whoever has one puts it here."""
        self._db = db
        self._index = _index(config, db, data_dir / "index")
        self._opened = False
        self._opening = asyncio.Lock()

    async def index(self) -> DegradingIndex:
        """The index, opened. The first call in a process may take half a second.

        Raises:
            IndexUnavailable: not even the database answers.
        """
        if not self._opened:
            async with self._opening:
                if not self._opened:
                    await self._index.ensure(await self._schema())
                    self._opened = True
        if self._index.unfilled:
            await self._have_filled()
        return self._index

    async def _have_filled(self) -> None:
        """Leaves word in the database that an engine is empty: whoever runs the jobs need not be who found it so."""
        row = {"engine": UNFILLED, "stamp": ANALYSIS}
        await self._db.apply([Write(insert_query(index_state, tuple(row), or_nothing=True), row)])
        self._index.unfilled = False

    async def close(self) -> None:
        """Lets go of everything that was opened."""
        await self._index.close()
        if isinstance(self.embedder, RemoteEmbedder):
            await self.embedder.close()

    async def _schema(self) -> IndexSchema:
        if self.embedder is None:
            return IndexSchema(ANALYSIS)
        try:
            # A local model reads its files to know its name.
            name, dimension = await asyncio.to_thread(_described, self.embedder)
        except EmbeddingUnavailable as error:
            log.error("embedding_unavailable", reason=str(error))
            self.embedder = None
            return IndexSchema(ANALYSIS)
        return IndexSchema(ANALYSIS, name, dimension)


class KnowledgeServices(Services, Protocol):
    """What the wiring provides beyond the platform's own services."""

    @property
    def knowledge(self) -> Knowledge: ...


def _described(embedder: Embedder) -> tuple[str, int]:
    return embedder.name, embedder.dimension


def _embedder(config: KnowledgeConfig) -> Embedder | None:
    if config.embeddings == "openai":
        key = config.embedding_api_key.get_secret_value() if config.embedding_api_key else None
        return RemoteEmbedder(config.embedding_base_url, key, config.embedding_model, config.embedding_dimension)
    if config.embeddings == "local" and config.embedding_model_dir is not None:
        return LocalEmbedder(config.embedding_model_dir)
    return None


def _index(config: KnowledgeConfig, db: Database, folder: Path) -> DegradingIndex:
    full_text = FullTextIndex(db)
    engine = config.index
    if engine == "auto":
        engine = "qdrant" if config.qdrant_url else "embedded" if db.dialect == "sqlite" else "fulltext"
    best: VectorIndex | None = None
    if engine == "qdrant" and config.qdrant_url:
        key = config.qdrant_api_key.get_secret_value() if config.qdrant_api_key else None
        best = ServerIndex(config.qdrant_url, key, config.qdrant_collection)
    elif engine == "embedded":
        best = EdgeIndex(folder)
    return DegradingIndex(best, full_text, opened_by_writers=engine == "embedded")
