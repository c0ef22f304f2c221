"""An engine with the full-text engine behind it: away, it is missed, and the answer says so."""

import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Final, TypeVar

import structlog

from .port import Hit, IndexPoint, IndexSchema, IndexUnavailable, LexicalHits, VectorIndex

T = TypeVar("T")

log = structlog.get_logger(__name__)

# How long an engine that failed is left alone before a question waits for it again.
_REST_S: Final = 5.0


class DegradingIndex:
    """Writes go to both engines, questions to the better one while it answers.

    A write that the better engine misses fails as a whole, so that its job comes back; full text has it by then.
    """

    def __init__(self, best: VectorIndex | None, fallback: VectorIndex, *, opened_by_writers: bool = False) -> None:
        """
        Args:
            best: the better engine, or None where full text is all that is wanted.
            opened_by_writers: only a process that writes opens the better engine. So the embedded index, which one
                process can hold, belongs to the one that runs the jobs; others read full text, and nobody reads an
                index that somebody else has gone on filling.
        """
        self._best = best
        self._fallback = fallback
        self._opened_by_writers = opened_by_writers
        self._schema: IndexSchema | None = None
        self._open = False
        self._rests_until = 0.0
        self._why = "It has not been opened yet."
        self.unfilled = False
        """Whether an engine was found empty and has to be filled from the database; whoever fills it says so here."""

    @property
    def name(self) -> str:
        """The engine that answers now."""
        best = self._best
        return best.name if best is not None and self._open and not self.degraded else self._fallback.name

    @property
    def degraded(self) -> bool:
        """Whether full text answers because the better engine is away."""
        if self._best is None or (self._opened_by_writers and not self._open):
            return False
        return not self._open or time.monotonic() < self._rests_until

    @property
    def reason(self) -> str | None:
        """Why the better engine is away, in words, or None while it is there."""
        return self._why if self.degraded else None

    async def ensure(self, schema: IndexSchema) -> bool:
        """Opens what may be opened; gives back whether an engine is new and has to be filled."""
        self._schema = schema
        self._open = False
        self.unfilled = await self._fallback.ensure(schema)
        if not self._opened_by_writers:
            await self._opened()
        return self.unfilled

    async def open_for_writing(self) -> None:
        """Opens the better engine where only writers may. Raises IndexUnavailable when it cannot be had."""
        if self._best is not None and await self._opened() is None:
            raise IndexUnavailable(self._why)

    async def upsert(self, points: Sequence[IndexPoint]) -> None:
        await self._fallback.upsert(points)
        await self._write(lambda best: best.upsert(points))

    async def delete(self, owner_id: str, document_ids: Collection[str]) -> None:
        await self._fallback.delete(owner_id, document_ids)
        await self._write(lambda best: best.delete(owner_id, document_ids))

    async def lexical_top(
        self, owner_id: str, term_ids: Collection[int], most: int, document_ids: Collection[str] | None = None
    ) -> LexicalHits:
        return await self._read(lambda index: index.lexical_top(owner_id, term_ids, most, document_ids))

    async def dense_top(
        self, owner_id: str, vector: Sequence[float], most: int, document_ids: Collection[str] | None = None
    ) -> list[Hit]:
        return await self._read(lambda index: index.dense_top(owner_id, vector, most, document_ids))

    async def count(self, owner_id: str, document_id: str | None = None) -> int:
        return await self._read(lambda index: index.count(owner_id, document_id))

    async def close(self) -> None:
        if self._best is not None:
            await self._best.close()
        await self._fallback.close()

    async def _read(self, ask: Callable[[VectorIndex], Awaitable[T]]) -> T:
        best = self._best if self._open or self._opened_by_writers else await self._opened()
        if best is not None and self._open and time.monotonic() >= self._rests_until:
            try:
                return await ask(best)
            except IndexUnavailable as error:
                self._rest(error)
        return await ask(self._fallback)

    async def _write(self, work: Callable[[VectorIndex], Awaitable[None]]) -> None:
        if self._best is None:
            return
        best = await self._opened()
        if best is None:
            raise IndexUnavailable(self._why)
        try:
            await work(best)
        except IndexUnavailable as error:
            self._rest(error)
            raise

    async def _opened(self) -> VectorIndex | None:
        """The better engine once it is open; one that could not be opened is tried again after a rest."""
        if not self._open and self._best is not None and time.monotonic() >= self._rests_until:
            assert self._schema is not None, "ensure() comes first"
            try:
                self.unfilled |= await self._best.ensure(self._schema)
            except IndexUnavailable as error:
                self._rest(error)
            else:
                self._open = True
        return self._best if self._open else None

    def _rest(self, error: IndexUnavailable) -> None:
        self._why = str(error)
        self._rests_until = time.monotonic() + _REST_S
        log.warning("index_degraded", engine=self._best.name if self._best else None, reason=self._why)
