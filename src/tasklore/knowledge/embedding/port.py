"""What an embedding model is to the rest of the product."""

from typing import Protocol


class Embedder(Protocol):
    """Turns texts into unit vectors of one length. Slow: call it from a job or a thread, in batches."""

    @property
    def name(self) -> str:
        """Names the model and whatever else changes its vectors; an index built under another name is rebuilt."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    async def embed(self, texts: list[str]) -> list[list[float]]:
        """One unit vector for each text, in order.

        Raises:
            EmbeddingUnavailable: the model cannot be reached or read.
        """
