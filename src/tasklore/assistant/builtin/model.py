"""The built-in assistant as a model: what it is asked is the conversation, what it answers is a tool call or text."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from pydantic_ai.messages import (
    ModelMessage,
    ModelResponse,
    ModelResponseStreamEvent,
    TextPart,
    ToolCallPart,
)
from pydantic_ai.models import Model, ModelRequestParameters, StreamedResponse
from pydantic_ai.settings import ModelSettings

from tasklore.platform.ids import new_id

from ..context import acting
from . import wording
from .memory import Done, read_history
from .planning import Call, plan
from .surroundings import surroundings_of

NAME: Final = "builtin"


class BuiltinModel(Model):
    """Deterministic; opens no connection."""

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        part = await self._next(messages, model_request_parameters)
        return ModelResponse(parts=[part], model_name=NAME, timestamp=datetime.now(UTC))

    @asynccontextmanager
    async def request_stream(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
        run_context: Any = None,
    ) -> AsyncGenerator[StreamedResponse]:
        part = await self._next(messages, model_request_parameters)
        yield _Whole(model_request_parameters=model_request_parameters, part=part)

    @property
    def provider(self) -> None:
        return None

    @property
    def model_name(self) -> str:
        return NAME

    @property
    def system(self) -> str:
        return "tasklore"

    async def _next(
        self, messages: Sequence[ModelMessage], parameters: ModelRequestParameters
    ) -> TextPart | ToolCallPart:
        """The next call of this turn, or its answer once all are done."""
        memory, turn = read_history(messages)
        around = await surroundings_of(acting())
        tools = frozenset(tool.name for tool in parameters.function_tools)
        steps = plan(turn.message, memory, around, tools)
        past = [done for round_ in turn.rounds for done in round_]
        taken = 0
        try:
            call = next(steps)
            for done in past:
                if done.tool != call.tool:
                    return TextPart(_told(past))
                taken += 1
                call = steps.send(done)
        except StopIteration as end:
            return TextPart(end.value if taken == len(past) else _told(past))
        return _part(call)


def _part(call: Call) -> ToolCallPart:
    return ToolCallPart(call.tool, call.arguments, tool_call_id=f"call_{new_id().replace('-', '')}")


def _told(past: Sequence[Done]) -> str:
    """What was done, for a turn that a language model began and did not finish."""
    sentences = [wording.told(done, None) for done in past if done.tool not in ("find_tasks",)]
    return " ".join(sentences) or "I looked, and did nothing yet. Please say it again."


@dataclass
class _Whole(StreamedResponse):
    """A finished part, streamed in one piece."""

    part: TextPart | ToolCallPart = field(kw_only=True)
    _timestamp: datetime = field(default_factory=lambda: datetime.now(UTC), kw_only=True)

    async def _get_event_iterator(self) -> AsyncIterator[ModelResponseStreamEvent]:
        if isinstance(self.part, TextPart):
            for event in self._parts_manager.handle_text_delta(vendor_part_id="text", content=self.part.content):
                yield event
            return
        yield self._parts_manager.handle_part(vendor_part_id=self.part.tool_call_id, part=self.part)

    async def close_stream(self) -> None:
        """There is nothing to close."""

    @property
    def model_name(self) -> str:
        return NAME

    @property
    def provider_name(self) -> str | None:
        return None

    @property
    def provider_url(self) -> str | None:
        return None

    @property
    def timestamp(self) -> datetime:
        return self._timestamp
