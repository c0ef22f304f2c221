"""Turns: one at a time per conversation, saved before they run, detached from the request that asked.

begin   the user's message and the lease, in one batch: a second turn is refused (409)
run     in a task of its own: a client that goes away loses nothing
end     the answer, what was called and changed, and the lease given back, in one batch
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol

import structlog

from tasklore.changes.actor import Actor
from tasklore.platform.errors import DomainError, TooManyRequests, UniqueViolation
from tasklore.platform.ids import new_id
from tasklore.platform.unit import Record, Services, Unit, run

from . import confirmation, store
from .breaker import Breaker
from .config import AssistantConfig
from .context import Acting, Policy, acting_as
from .conversations import title_of
from .errors import TurnRunning
from .models import chat_message, conversation, running_turn
from .profile import profile_of
from .schemas import ChatResponse, ToolCall, TurnChanges

if TYPE_CHECKING:
    from .exchange import Engine, Exchange

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(seconds=60)
BEAT_S: Final = 15.0
MOST_AT_ONCE: Final = 5
"""Turns of one person that may run in this process at the same time."""

REMEMBERED: Final = 24
"""Turns before this one that a model is shown."""

KEPT_S: Final = 60.0
"""How long a finished turn's stream can still be resumed."""

STOPPED: Final = "Stopped. What was done until then is kept."
FAILED: Final = "Something went wrong on our side, and this turn ended early. What was done until then is listed here."


class AssistantServices(Services, Protocol):
    """What a turn needs beyond the platform's own services."""

    @property
    def assistant(self) -> "Assistant": ...


@dataclass
class Asked:
    """Who asks what."""

    owner: str
    message: str
    conversation_id: str | None = None
    policy: Policy = "apply"
    may_delete: bool = True
    may_read_documents: bool = True
    streamed: bool = False
    arrived: float = field(default_factory=time.perf_counter)
    """When the request came, by this process's own clock."""


@dataclass
class Turn:
    """A turn under way in this process, or just over."""

    id: str
    owner: str
    conversation_id: str
    message: str
    chunks: list[str] = field(default_factory=list)
    """What has been streamed so far, encoded for the client."""
    done: asyncio.Event = field(default_factory=asyncio.Event)
    released: float | None = None
    """When the conversation became free again, by this process's own clock."""
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    response: ChatResponse | None = None
    task: "asyncio.Task[None] | None" = None
    streamed: bool = False
    captured: list[Any] = field(default_factory=list)
    """The model's messages of this turn so far."""

    def emit(self, chunk: str) -> None:
        self.chunks.append(chunk)
        self.moved.set()

    def end(self) -> None:
        self.done.set()
        self.moved.set()

    def stop(self) -> None:
        if self.task is not None and not self.done.is_set():
            self.task.cancel()

    async def follow(self) -> AsyncIterator[str]:
        """What has been streamed, and what comes, until the turn is over. Several may follow."""
        sent = 0
        while True:
            while sent < len(self.chunks):
                yield self.chunks[sent]
                sent += 1
            if self.done.is_set():
                return
            self.moved.clear()
            if sent == len(self.chunks) and not self.done.is_set():
                await self.moved.wait()


class Assistant:
    """The assistant of one process."""

    def __init__(self, services: Services, config: AssistantConfig) -> None:
        self._services = services
        self.config = config
        self.breaker = Breaker()
        self._opening: set[tuple[str, str]] = set()
        self._turns: dict[tuple[str, str], Turn] = {}
        self._engine: Engine | None = None
        self._making = asyncio.Lock()
        self._warming: asyncio.Task[Engine] | None = None

    async def engine(self) -> "Engine":
        """The agent and its model, made at the first turn: nothing of it is imported before.

        Importing takes seconds, so a thread does it, and other requests are served meanwhile."""
        if self._engine is None:
            async with self._making:
                if self._engine is None:
                    self._engine = await asyncio.to_thread(_make_engine, self.config, self.breaker)
        return self._engine

    def warm(self) -> None:
        """Begins to import what a turn needs, for somebody who has just opened the assistant."""
        if self._engine is None and self._warming is None:
            self._warming = asyncio.create_task(self.engine(), name="assistant-warming")

    async def begin(self, asked: Asked) -> Turn:
        """Saves the message and starts the turn.

        Raises:
            TurnRunning: the conversation is still busy with the message before.
        """
        running = sum(owner == asked.owner and not turn.done.is_set() for (owner, _), turn in self._turns.items())
        if running >= MOST_AT_ONCE:
            raise TooManyRequests(
                f"At most {MOST_AT_ONCE} conversations can be working at once.",
                hint="Wait for one of them, or stop it.",
                retry_after_s=5,
            )
        turn = Turn(new_id(), asked.owner, asked.conversation_id or new_id(), asked.message, streamed=asked.streamed)
        key = (turn.owner, turn.conversation_id)
        before = self._turns.get(key)
        if key in self._opening:
            raise TurnRunning
        if before is not None and before.released is not None and before.released > asked.arrived:
            raise TurnRunning  # it was sent while that turn ran, and only looked at after a very short one was over
        self._opening.add(key)
        try:
            tainted = await self._open(turn)
        finally:
            self._opening.discard(key)
        self._turns[key] = turn
        turn.task = asyncio.create_task(self._run(turn, asked, tainted), name=f"turn-{turn.id}")
        return turn

    def running(self, owner: str, conversation_id: str) -> Turn | None:
        """The turn of this conversation in this process, under way or over less than a minute."""
        return self._turns.get((owner, conversation_id))

    async def stop(self, owner: str, conversation_id: str) -> None:
        """Stops the running turn, in whichever process it runs. Nothing happens when there is none."""
        turn = self.running(owner, conversation_id)
        if turn is not None and not turn.done.is_set():
            turn.stop()
            await turn.done.wait()
            return

        async def ask(unit: Unit) -> None:
            unit.execute(store.ASK_STOP, owner=owner, id=conversation_id)

        await run(self._services, ask)

    async def close(self) -> None:
        """Ends what still runs, and lets go of the provider's connections."""
        running = [turn for turn in self._turns.values() if not turn.done.is_set()]
        for turn in running:
            turn.stop()
        for turn in running:
            await turn.done.wait()
        if self._warming is not None:
            await self._warming
        if self._engine is not None:
            await self._engine.close()

    async def _open(self, turn: Turn) -> bool:
        """Writes the message and takes the lease; gives back whether the conversation is tainted."""
        unit = Unit(self._services)
        owner, conversation_id, now = turn.owner, turn.conversation_id, unit.now
        there = await unit.fetch_one(store.CONVERSATION, owner=owner, id=conversation_id)
        running = await unit.fetch_one(store.RUNNING, owner=owner, id=conversation_id)
        if running is not None:
            if running["leased_until"] > now:
                raise TurnRunning
            unit.execute(store.DROP_EXPIRED, owner=owner, id=conversation_id, now=now)
        if there is None:
            row = {"owner_id": owner, "id": conversation_id, "title": title_of(turn.message), "tainted": False}
            unit.insert(conversation, {**row, "version": 1, "created_at": now, "updated_at": now})
        unit.insert(
            running_turn,
            {
                "owner_id": owner,
                "conversation_id": conversation_id,
                "turn_id": turn.id,
                "stop_asked": False,
                "leased_until": now + LEASE,
            },
        )
        unit.insert(chat_message, _message(turn, "user", turn.message, now))
        try:
            await unit.commit()
        except UniqueViolation as error:
            raise TurnRunning from error
        return there is not None and bool(there["tainted"])

    async def _run(self, turn: Turn, asked: Asked, tainted: bool) -> None:
        started = time.perf_counter()
        detail = {"conversation_id": turn.conversation_id, "turn_id": turn.id}
        who = Acting(
            self._services,
            Actor(turn.owner, "chat", detail),
            policy=asked.policy,
            may_delete=asked.may_delete,
            may_read_documents=asked.may_read_documents,
            tainted=tainted,
        )
        beat = asyncio.create_task(self._beat(turn), name=f"turn-beat-{turn.id}")
        exchange = None
        try:
            with acting_as(who):
                try:
                    exchange = await self._answer(turn, asked, who)
                except asyncio.CancelledError:
                    exchange = (await self.engine()).cut_short(turn, STOPPED, "stopped")
                except Exception:
                    log.exception("turn_failed", turn_id=turn.id)
                    exchange = (await self.engine()).cut_short(turn, FAILED, "failed")
            await self._save(turn, who, exchange, started)
        finally:
            beat.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beat
            turn.end()
            asyncio.get_running_loop().call_later(KEPT_S, self._forget, turn)

    async def _answer(self, turn: Turn, asked: Asked, who: Acting) -> "Exchange":
        past = await Unit(self._services).fetch_all(
            store.EXCHANGES, owner=turn.owner, id=turn.conversation_id, most=2 * REMEMBERED
        )
        engine = await self.engine()
        wish = confirmation.wish_of(turn.message)
        # A language model that has read others' text may have been talked into what it proposed, and into how it asked:
        # then only the proposal itself, with its before and after, can be approved.
        if wish is not None and (wish == "undo" or engine.is_builtin or not who.tainted) and asked.policy == "apply":
            confirmed = await confirmation.carry_out(who, wish, _proposals(past))
            if confirmed is not None:
                return await engine.confirmed(turn, confirmed, streamed=asked.streamed)
        profile = await profile_of(Unit(self._services), turn.owner) if not engine.is_builtin else {}
        history = [row for row in reversed(past) if row["role"] == "assistant"]
        return await engine.converse(turn, who, history, profile, streamed=asked.streamed)

    async def _save(self, turn: Turn, who: Acting, exchange: "Exchange", started: float) -> None:
        message_id = new_id()
        changes = _changes(who, exchange.tool_calls)
        took = round((time.perf_counter() - started) * 1000, 2)
        now = self._services.clock.now()
        response = ChatResponse(
            response=exchange.text,
            conversation_id=turn.conversation_id,
            turn_id=turn.id,
            message_id=message_id,
            status=exchange.status,
            tool_calls=exchange.tool_calls,
            sources=[source.model_dump() for source in who.sources],
            change_set=changes[-1] if changes else None,
            change_sets=changes,
            model=exchange.model,
            fallback=exchange.fallback,
            usage=exchange.usage,
            processing_time_ms=took,
            created_at=now,
        )
        detail = response.model_dump(
            mode="json",
            include={
                "status",
                "tool_calls",
                "sources",
                "change_sets",
                "model",
                "fallback",
                "usage",
                "processing_time_ms",
            },
        )

        async def save(unit: Unit) -> None:
            row = _message(turn, "assistant", response.response, now, message_id)
            unit.insert(chat_message, {**row, "detail": detail, "exchange": exchange.messages})
            key = {"owner_id": turn.owner, "id": turn.conversation_id}
            values: Record = {"updated_at": now, **({"tainted": True} if who.tainted else {})}
            unit.update(conversation, key, values, expects=None)
            unit.execute(
                store.RELEASE,
                row=("running_turn", f"{turn.owner}/{turn.conversation_id}"),
                owner=turn.owner,
                id=turn.conversation_id,
                turn_id=turn.id,
            )

        turn.response = response
        turn.released = time.perf_counter()
        await asyncio.shield(asyncio.ensure_future(run(self._services, save)))
        if exchange.closing is not None:
            for chunk in exchange.closing(response):
                turn.emit(chunk)

    async def _beat(self, turn: Turn) -> None:
        """Extends the lease, and hears whether another process asked to stop."""
        while True:
            await asyncio.sleep(BEAT_S)
            with contextlib.suppress(DomainError):
                await run(self._services, self._extension(turn))
                row = await Unit(self._services).fetch_one(store.RUNNING, owner=turn.owner, id=turn.conversation_id)
                if row is not None and row["turn_id"] == turn.id and row["stop_asked"]:
                    turn.stop()

    def _extension(self, turn: Turn) -> Callable[[Unit], Awaitable[None]]:
        async def extend(unit: Unit) -> None:
            until = unit.now + LEASE
            unit.execute(store.EXTEND, owner=turn.owner, id=turn.conversation_id, turn_id=turn.id, until=until)

        return extend

    def _forget(self, turn: Turn) -> None:
        key = (turn.owner, turn.conversation_id)
        if self._turns.get(key) is turn:
            del self._turns[key]


@asynccontextmanager
async def open_assistant(services: Services, config: AssistantConfig) -> AsyncIterator[Assistant]:
    """The assistant of this process; it opens nothing until somebody speaks to it."""
    assistant = Assistant(services, config)
    try:
        yield assistant
    finally:
        await assistant.close()


def _make_engine(config: AssistantConfig, breaker: Breaker) -> "Engine":
    from .exchange import Engine

    return Engine(config, breaker)


def _message(turn: Turn, role: str, content: str, now: Any, message_id: str | None = None) -> Record:
    return {
        "id": message_id or new_id(),
        "owner_id": turn.owner,
        "conversation_id": turn.conversation_id,
        "turn_id": turn.id,
        "role": role,
        "content": content,
        "detail": {},
        "exchange": [],
        "created_at": now,
    }


def _proposals(past: list[Record]) -> list[str]:
    """What the turn before this one proposed: only that can be approved by a word. Latest first in `past`."""
    last = next((row for row in past if row["role"] == "assistant"), None)
    if last is None:
        return []
    return [item["id"] for item in last["detail"].get("change_sets", []) if item["status"] == "proposed"]


def _changes(who: Acting, calls: list[ToolCall]) -> list[TurnChanges]:
    """The turn's change sets in the order they were made, with their effects as the tools reported them."""
    reported = {
        call.result["change_set"]: call.result.get("effects", [])
        for call in calls
        if isinstance(call.result, dict) and call.result.get("change_set")
    }
    applied = [
        TurnChanges(
            id=set_id, status="applied", effects=reported.get(set_id, []), undo=f"/api/v1/changes/{set_id}/undo"
        )
        for set_id in who.change_sets
    ]
    proposed = [
        TurnChanges(
            id=set_id,
            status="proposed",
            effects=reported.get(set_id, []),
            approve=f"/api/v1/proposals/{set_id}/approve",
            reject=f"/api/v1/proposals/{set_id}/reject",
        )
        for set_id in who.proposals
    ]
    return [*applied, *proposed]
