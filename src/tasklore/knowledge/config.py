"""Settings of documents and search."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr

from tasklore.platform.config import Config, env


class KnowledgeConfig(Config):
    """Where passages are indexed, what understands them, how large a document may be."""

    index: Literal["auto", "embedded", "qdrant", "fulltext"] = "auto"
    """Search engine. "auto": Qdrant with QDRANT_URL, else embedded with SQLite, else the database's full text."""

    qdrant_url: Annotated[str | None, env("QDRANT_URL", example="http://qdrant:6333")] = None
    """Qdrant server, version 1.19 or later. Needed for search by meaning in several processes."""

    qdrant_api_key: Annotated[SecretStr | None, env("QDRANT_API_KEY", example="change-me")] = None
    """Key of the Qdrant server."""

    qdrant_collection: str = "tasklore"
    """Beginning of the names of our collections on a shared Qdrant server."""

    embeddings: Literal["off", "openai", "local"] = "off"
    """Search by meaning as well as by words. "openai" sends every passage to EMBEDDING_BASE_URL."""

    embedding_model: str = "text-embedding-3-small"
    """Model with EMBEDDINGS=openai. Changing it indexes all documents again in the background."""

    embedding_dimension: Annotated[int, Field(ge=8, le=8192)] = 1536
    """Numbers in a vector of EMBEDDING_MODEL."""

    embedding_base_url: Annotated[
        str, env("EMBEDDING_BASE_URL", "OPENAI_BASE_URL", example="http://localhost:11434/v1")
    ] = "https://api.openai.com/v1"
    """OpenAI-compatible API with EMBEDDINGS=openai."""

    embedding_api_key: Annotated[SecretStr | None, env("EMBEDDING_API_KEY", "OPENAI_API_KEY", example="sk-…")] = None
    """Key of that API."""

    embedding_model_dir: Path | None = None
    """Folder of a sentence-transformers model of the BERT family with EMBEDDINGS=local; needs the extra "embeddings"."""

    document_max_mb: Annotated[int, Field(ge=1, le=50)] = 50
    """Largest document in megabytes."""

    document_max_pages: Annotated[int, Field(ge=1, le=100_000)] = 5_000
    """Most pages of a PDF."""

    document_seconds: Annotated[int, Field(ge=1, le=200)] = 120
    """Processor seconds that reading one document may take."""

    document_memory_mb: Annotated[int, Field(ge=128, le=16_384)] = 384
    """Megabytes of memory that reading one document may take. A process reads two at a time."""
