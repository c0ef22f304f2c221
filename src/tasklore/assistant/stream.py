"""A turn as a stream in the Vercel AI protocol (`@ai-sdk/react`, version 6)."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from pydantic_ai import Agent
from pydantic_ai.run import AgentRunResult, AgentRunResultEvent
from pydantic_ai.ui.vercel_ai import VercelAIEventStream
from pydantic_ai.ui.vercel_ai.request_types import SubmitMessage
from pydantic_ai.ui.vercel_ai.response_types import BaseChunk, DoneChunk, ErrorChunk, FinishChunk

from .schemas import ChatResponse

if TYPE_CHECKING:
    from .turns import Turn

Closing = Callable[[ChatResponse], Sequence[str]]

HEADERS: Final = {"x-vercel-ai-ui-message-stream": "v1", "cache-control": "no-store", "x-accel-buffering": "no"}
_FAILED: Final = "Something went wrong on our side."


class _Events(VercelAIEventStream[Any, Any]):
    """The protocol's chunks, with nothing of an exception in them."""

    async def on_error(self, error: Exception) -> AsyncIterator[BaseChunk]:
        async for chunk in super().on_error(error):
            yield ErrorChunk(error_text=_FAILED) if isinstance(chunk, ErrorChunk) else chunk


async def streamed_run(
    agent: "Agent[None, str]", turn: "Turn", arguments: dict[str, Any]
) -> tuple[AgentRunResult[str], Closing]:
    """Runs the agent, handing each chunk to whoever follows the turn.

    What ends the stream is held back until the turn is saved, so that a client that saw the end finds it in the history.

    Raises:
        AgentRunError: the model failed in mid-stream.
    """
    encoder = _Events(run_input=SubmitMessage(id=turn.conversation_id, messages=[]), sdk_version=6)
    results: list[AgentRunResult[str]] = []
    failures: list[Exception] = []
    tail: list[str] = []

    async def events() -> AsyncIterator[Any]:
        try:
            async with agent.run_stream_events(turn.message, **arguments) as stream:
                async for event in stream:
                    if isinstance(event, AgentRunResultEvent):
                        results.append(event.result)
                    yield event
        except Exception as error:
            failures.append(error)
            raise

    async for chunk in encoder.transform_stream(events()):
        encoded = encoder.encode_event(chunk)
        if isinstance(chunk, FinishChunk | DoneChunk):
            tail.append(encoded)
        else:
            turn.emit(encoded)
    if failures:
        raise failures[0]
    return results[0], lambda response: [_turn_chunk(response), *tail]


def said_at_once(turn: "Turn", text: str, *, status: str = "done") -> Closing:
    """A text that no model streamed, as the end of the turn's stream; as all of it when nothing was sent yet."""

    def closing(response: ChatResponse) -> list[str]:
        chunks: list[dict[str, Any]] = []
        if not turn.chunks:
            chunks += [{"type": "start"}, {"type": "start-step"}]
        chunks += [
            {"type": "text-start", "id": f"{turn.id}-end"},
            {"type": "text-delta", "id": f"{turn.id}-end", "delta": text},
            {"type": "text-end", "id": f"{turn.id}-end"},
            {"type": "finish-step"},
        ]
        reason = {"done": "stop", "stopped": "other", "failed": "error"}[status]
        encoded = [_encoded(chunk) for chunk in chunks]
        return [
            *encoded,
            _turn_chunk(response),
            _encoded({"type": "finish", "finishReason": reason}),
            "data: [DONE]\n\n",
        ]

    return closing


def _turn_chunk(response: ChatResponse) -> str:
    """Our own part: the turn's change sets, sources and figures."""
    data = response.model_dump(mode="json", exclude={"response", "tool_calls"})
    return _encoded({"type": "data-turn", "id": response.turn_id, "data": data})


def _encoded(chunk: dict[str, Any]) -> str:
    return f"data: {json.dumps(chunk, separators=(',', ':'))}\n\n"
