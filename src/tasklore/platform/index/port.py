"""What every engine promises."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

MOST_HITS: Final = 200
"""The most candidates that one question may ask an engine for."""


class IndexUnavailable(Exception):
    """The engine cannot answer now: its server is away, or another process holds its files."""


@dataclass(frozen=True, slots=True)
class IndexSchema:
    """What an index holds. When a part of it changes, the index is built anew."""

    words: str
    """Version of the analysis that makes terms of text."""
    vectors: str = ""
    """Name of the embedding model, empty for words alone."""
    dimension: int | None = None
    """Length of the dense vectors, or None for words alone."""

    @property
    def stamp(self) -> str:
        """One name for all of it."""
        return f"{self.words}:{self.vectors}:{self.dimension or 0}"


@dataclass(frozen=True, slots=True)
class IndexPoint:
    """One passage. ``terms`` maps the 32-bit id of a term to its weight; ``id`` is a UUID."""

    id: str
    owner_id: str
    document_id: str
    terms: Mapping[int, float]
    vector: Sequence[float] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that an engine found. Scores of different engines cannot be compared."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class LexicalHits:
    """Passages by their words, best first, and how rare each term is among the owner's passages."""

    hits: list[Hit]
    rarities: dict[int, float] = field(default_factory=dict)


class VectorIndex(Protocol):
    """Passages of many owners; every question is asked of one owner's alone.

    The owner is an argument of every method that reads or deletes, and the engine itself adds it to the filter: there
    is no way to ask without one. A term's rarity, too, is counted among the owner's passages only, so that nobody's
    scores tell what others have. Every method raises IndexUnavailable when the engine cannot do its work now.
    """

    @property
    def name(self) -> str:
        """The engine as people call it."""
        ...

    async def ensure(self, schema: IndexSchema) -> bool:
        """Opens the index, or makes it anew when it holds something else. Gives back whether it is new and empty."""
        ...

    async def upsert(self, points: Sequence[IndexPoint]) -> None:
        """Adds passages, or replaces those that are there. Once it returns they are found, also after a crash."""
        ...

    async def delete(self, owner_id: str, document_ids: Collection[str]) -> None:
        """Removes every passage of these documents; of another owner's documents, nothing."""
        ...

    async def lexical_top(
        self, owner_id: str, term_ids: Collection[int], most: int, document_ids: Collection[str] | None = None
    ) -> LexicalHits:
        """The passages that hold these terms, best first, in these documents or in all."""
        ...

    async def dense_top(
        self, owner_id: str, vector: Sequence[float], most: int, document_ids: Collection[str] | None = None
    ) -> list[Hit]:
        """The passages whose vectors are nearest by cosine; none when the index holds words alone."""
        ...

    async def count(self, owner_id: str, document_id: str | None = None) -> int:
        """How many passages of an owner, or of one document of theirs, are there."""
        ...

    async def close(self) -> None:
        """Lets go of files and connections. What was added stays."""
        ...
