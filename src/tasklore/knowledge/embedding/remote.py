"""Vectors from an OpenAI-compatible API (``POST /embeddings``)."""

import math
from typing import TYPE_CHECKING, Final

from tasklore.knowledge.embedding.errors import EmbeddingUnavailable

if TYPE_CHECKING:
    import httpx2

_BATCH_TEXTS: Final = 64
_TIMEOUT_S: Final = 20.0


class RemoteEmbedder:
    """Embeds at a provider. The text of every passage goes there."""

    def __init__(self, base_url: str, api_key: str | None, model: str, dimension: int) -> None:
        self._base_url = base_url.rstrip("/")
        self._api_key = api_key
        self._model = model
        self.dimension = dimension
        self._client: httpx2.AsyncClient | None = None

    @property
    def name(self) -> str:
        return f"openai:{self._model}"

    async def embed(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = []
        for start in range(0, len(texts), _BATCH_TEXTS):
            vectors += await self._batch(texts[start : start + _BATCH_TEXTS])
        return vectors

    async def close(self) -> None:
        """Closes the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _batch(self, texts: list[str]) -> list[list[float]]:
        import httpx2

        if self._client is None:
            headers = {"authorization": f"Bearer {self._api_key}"} if self._api_key else {}
            self._client = httpx2.AsyncClient(headers=headers, timeout=_TIMEOUT_S)
        try:
            response = await self._client.post(
                f"{self._base_url}/embeddings", json={"model": self._model, "input": texts, "encoding_format": "float"}
            )
            response.raise_for_status()
            entries = sorted(response.json()["data"], key=lambda entry: entry["index"])
            vectors = [_unit([float(x) for x in entry["embedding"]]) for entry in entries]
        except (httpx2.HTTPError, OSError, ValueError, KeyError, TypeError) as error:
            raise EmbeddingUnavailable(
                f"The embedding API at {self._base_url} does not answer as it should."
            ) from error
        if len(vectors) != len(texts) or any(len(vector) != self.dimension for vector in vectors):
            raise EmbeddingUnavailable(
                f"The model {self._model!r} gives vectors of another length than EMBEDDING_DIMENSION={self.dimension}."
            )
        return vectors


def _unit(vector: list[float]) -> list[float]:
    length = math.sqrt(sum(x * x for x in vector)) or 1.0
    return [x / length for x in vector]
