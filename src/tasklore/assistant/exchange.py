"""What passes between a turn and a model, and what is kept of it. Imported on the first turn."""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

import structlog
from pydantic_ai import Agent, capture_run_messages
from pydantic_ai.exceptions import AgentRunError, UsageLimitExceeded
from pydantic_ai.messages import (
    ModelMessage,
    ModelMessagesTypeAdapter,
    ModelRequest,
    ModelResponse,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.models import Model
from pydantic_ai.usage import RunUsage, UsageLimits

from tasklore.platform.unit import Record

from .agent import instructions, make_agent
from .breaker import Breaker
from .builtin.model import BuiltinModel
from .config import AssistantConfig
from .confirmation import Confirmed
from .context import MOST_CALLS, Acting
from .providers import GuardedModel, Provider, open_provider
from .schemas import ChatResponse, ToolCall, Usage

if TYPE_CHECKING:
    from .turns import Turn

log = structlog.get_logger(__name__)

os.environ.setdefault("PYDANTIC_AI_NO_BANNER", "1")

MOST_REQUESTS: Final = 8
_HISTORY: Final = 60_000
"""Characters of earlier turns that a model is shown at most; the latest are kept."""

_LIMIT: Final = "I stopped here, because this took more steps than one turn may have. What was done is listed above."
_UNREACHABLE: Final = "(The language model could not be reached, so the built-in assistant answered.)"


@dataclass
class Exchange:
    """A finished turn, as it is kept and answered."""

    text: str
    tool_calls: list[ToolCall]
    messages: list[Any]
    model: str
    status: Literal["done", "stopped", "failed"] = "done"
    fallback: str | None = None
    usage: Usage = field(default_factory=Usage)
    closing: Callable[[ChatResponse], Sequence[str]] | None = None


class Engine:
    """The agent with the configured model, for all turns of a process."""

    def __init__(self, config: AssistantConfig, breaker: Breaker) -> None:
        self._agent = make_agent()
        self._builtin = BuiltinModel()
        self._breaker = breaker
        self._provider: Provider | None = open_provider(config)

    @property
    def is_builtin(self) -> bool:
        return self._provider is None

    async def close(self) -> None:
        if self._provider is not None:
            await self._provider.close()

    def use(self, model: Model) -> None:
        """Another model from now on: recorded, scripted or gullible ones in tests and benches."""

        async def nothing() -> None: ...

        self._provider = Provider(model, nothing)

    async def write(self, told: str, asked: str) -> str | None:
        """What the configured model answers without tools; None when there is none, or it fails."""
        if self._provider is None or self._breaker.is_open:
            return None
        try:
            result = await Agent(instructions=told).run(asked, model=self._provider.model)
        except AgentRunError as error:
            self._breaker.failed()
            log.warning("language_model_failed", model=self._provider.model.model_name, error=type(error).__name__)
            return None
        self._breaker.succeeded()
        return result.output

    async def converse(
        self, turn: "Turn", who: Acting, past: Sequence[Record], profile: dict[str, str], *, streamed: bool
    ) -> Exchange:
        """Lets the model answer, with its tools."""
        guarded = GuardedModel(self._provider.model, self._builtin, self._breaker) if self._provider else None
        model: Model = guarded or self._builtin
        arguments: dict[str, Any] = {
            "model": model,
            "message_history": _history(past),
            "instructions": await instructions(profile) if guarded else None,
            "usage_limits": UsageLimits(request_limit=MOST_REQUESTS, tool_calls_limit=MOST_CALLS + 2),
        }
        with capture_run_messages() as captured:
            turn.captured = captured
            try:
                if streamed:
                    from .stream import streamed_run

                    result, closing = await streamed_run(self._agent, turn, arguments)
                else:
                    result, closing = await self._agent.run(turn.message, **arguments), None
            except UsageLimitExceeded:
                return self.cut_short(turn, _LIMIT, "stopped", streamed=streamed)
            except AgentRunError as error:
                log.warning("turn_ended_early", turn_id=turn.id, error=type(error).__name__)
                raise
        new = result.new_messages()
        text = result.output
        if guarded is not None and guarded.failure is not None and not streamed:
            text = f"{text}\n\n{_UNREACHABLE}"
        return Exchange(
            text=text,
            tool_calls=_calls(new),
            messages=_kept(new),
            model="builtin" if guarded is None or guarded.failure else guarded.wrapped.model_name,
            fallback=guarded.failure if guarded else None,
            usage=_usage(result.usage, new),
            closing=closing,
        )

    async def confirmed(self, turn: "Turn", confirmed: Confirmed, *, streamed: bool) -> Exchange:
        """A turn that the user's own yes, no or undo settled."""
        result = confirmed.outcome.model_dump()
        call = ToolCall(id=f"{turn.id}-1", name=confirmed.tool, arguments=confirmed.arguments, result=result)
        exchange = Exchange(confirmed.response, [call], _said(turn.message, confirmed.response), "builtin")
        if streamed:
            from .stream import said_at_once

            exchange.closing = said_at_once(turn, confirmed.response)
        return exchange

    def cut_short(
        self, turn: "Turn", why: str, status: Literal["stopped", "failed"], *, streamed: bool | None = None
    ) -> Exchange:
        """A turn that ended before its answer: what was called until then is kept, half an answer is not."""
        new = _since_last_prompt(turn.captured)
        exchange = Exchange(why, _calls(new), _said(turn.message, why), "builtin", status)
        if turn.streamed if streamed is None else streamed:
            from .stream import said_at_once

            exchange.closing = said_at_once(turn, why, status=status)
        return exchange


def _history(past: Sequence[Record]) -> list[ModelMessage]:
    """The messages of earlier turns, whole turns only, the latest that fit."""
    chosen: list[Any] = []
    size = 0
    for row in reversed(past):
        size += len(str(row["exchange"]))
        if size > _HISTORY:
            break
        chosen = [*row["exchange"], *chosen]
    return ModelMessagesTypeAdapter.validate_python(chosen)


def _kept(messages: Sequence[ModelMessage]) -> list[Any]:
    """Messages as JSON, without the instructions, which are made anew for each turn."""
    bare: list[Any] = ModelMessagesTypeAdapter.dump_python(list(messages), mode="json", exclude_none=True)
    for message in bare:
        message.pop("instructions", None)
    return bare


def _said(message: str, answer: str) -> list[Any]:
    return _kept([ModelRequest([UserPromptPart(message)]), ModelResponse([TextPart(answer)])])


def _since_last_prompt(messages: Sequence[ModelMessage]) -> list[ModelMessage]:
    for place in range(len(messages) - 1, -1, -1):
        if any(isinstance(part, UserPromptPart) for part in messages[place].parts):
            return list(messages[place:])
    return []


def _calls(messages: Sequence[ModelMessage]) -> list[ToolCall]:
    """The calls of these messages that have a result, in order."""
    results = {
        part.tool_call_id: part for message in messages for part in message.parts if isinstance(part, ToolReturnPart)
    }
    return [
        ToolCall(
            id=part.tool_call_id,
            name=part.tool_name,
            arguments=_arguments(part),
            result=results[part.tool_call_id].model_response_object(),
        )
        for part in _parts(messages)
        if part.tool_call_id in results
    ]


def _arguments(part: ToolCallPart) -> dict[str, Any]:
    with contextlib.suppress(ValueError, AssertionError):
        return part.args_as_dict()
    return {}


def _parts(messages: Sequence[ModelMessage]) -> Iterator[ToolCallPart]:
    for message in messages:
        if isinstance(message, ModelResponse):
            yield from (part for part in message.parts if isinstance(part, ToolCallPart))


def _usage(usage: RunUsage, messages: Sequence[ModelMessage]) -> Usage:
    """Requests, tokens and their list price. What the built-in assistant does has no tokens and costs nothing."""
    priced = [message for message in messages if isinstance(message, ModelResponse) and message.usage.has_values()]
    cost: float | None = 0.0 if not priced else None
    with contextlib.suppress(LookupError, ValueError, AssertionError):
        cost = float(sum(message.cost().total_price for message in priced))
    return Usage(
        requests=usage.requests, input_tokens=usage.input_tokens, output_tokens=usage.output_tokens, cost_usd=cost
    )


__all__ = ["Agent", "Engine", "Exchange"]
