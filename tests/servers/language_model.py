"""A server on loopback that speaks OpenAI's chat completions and Cohere's chat, saying what a test tells it to."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from .ports import free_port

Call = tuple[str, dict[str, Any]]
Answer = str | list[Call]
"""Words, or tools to call."""


class LanguageModel:
    """Answers each request with what `answer` gives for its messages; `failing` is a status to fail with."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.answer: Callable[[list[dict[str, Any]]], Answer] = lambda messages: "Hello."
        self.failing: int | None = None
        self.cut_after: int | None = None
        self.requests: list[dict[str, Any]] = []

    async def _body(self, request: Request) -> dict[str, Any]:
        body: dict[str, Any] = await request.json()
        self.requests.append({"path": request.url.path, "authorization": request.headers.get("authorization"), **body})
        return body

    async def openai(self, request: Request) -> Response:
        body = await self._body(request)
        if self.failing is not None:
            return JSONResponse({"error": {"message": "secret details of the provider"}}, self.failing)
        answer = self.answer(body["messages"])
        if body.get("stream"):
            return StreamingResponse(self._openai_chunks(answer), media_type="text/event-stream")
        choice = {"index": 0, "finish_reason": _reason(answer), "message": {"role": "assistant", **_openai(answer)}}
        return JSONResponse({**_HEAD, "object": "chat.completion", "choices": [choice], "usage": _USAGE})

    def _openai_chunks(self, answer: Answer) -> Iterator[str]:
        head = {**_HEAD, "object": "chat.completion.chunk"}
        deltas = [{"content": word} for word in _words(answer)] if isinstance(answer, str) else [_openai(answer)]
        for number, delta in enumerate(deltas):
            if self.cut_after is not None and number >= self.cut_after:
                raise ConnectionError("cut in mid-stream, as the test asks")
            if isinstance(delta.get("tool_calls"), list):
                calls = [{**call, "index": place} for place, call in enumerate(delta["tool_calls"])]
                delta = {"tool_calls": calls}
            yield _event({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
        yield _event({**head, "choices": [{"index": 0, "delta": {}, "finish_reason": _reason(answer)}]})
        yield _event({**head, "choices": [], "usage": _USAGE})
        yield "data: [DONE]\n\n"

    async def cohere(self, request: Request) -> Response:
        body = await self._body(request)
        if self.failing is not None:
            return JSONResponse({"message": "secret details of the provider"}, self.failing)
        answer = self.answer(body["messages"])
        if isinstance(answer, str):
            message: dict[str, Any] = {"role": "assistant", "content": [{"type": "text", "text": answer}]}
        else:
            message = {"role": "assistant", "tool_calls": _openai(answer)["tool_calls"]}
        tokens = {"input_tokens": 120, "output_tokens": 30}
        usage = {"billed_units": tokens, "tokens": tokens}
        reason = "COMPLETE" if isinstance(answer, str) else "TOOL_CALL"
        return JSONResponse({"id": "c-1", "finish_reason": reason, "message": message, "usage": usage})


_HEAD = {"id": "chatcmpl-1", "created": 1_790_000_000, "model": "gpt-4o-mini"}
_USAGE = {"prompt_tokens": 120, "completion_tokens": 30, "total_tokens": 150}


def _openai(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, str):
        return {"content": answer}
    calls = [
        {
            "id": f"call_{time.time_ns()}_{n}",
            "type": "function",
            "function": {"name": name, "arguments": json.dumps(given)},
        }
        for n, (name, given) in enumerate(answer)
    ]
    return {"content": None, "tool_calls": calls}


def _reason(answer: Answer) -> str:
    return "stop" if isinstance(answer, str) else "tool_calls"


def _words(text: str) -> list[str]:
    return [f"{word} " for word in text.split()]


def _event(value: dict[str, Any]) -> str:
    return f"data: {json.dumps(value)}\n\n"


@contextmanager
def language_model() -> Iterator[LanguageModel]:
    """Starts the server in a thread and stops it again."""
    port = free_port()
    model = LanguageModel(port)
    routes = [
        Route("/v1/chat/completions", model.openai, methods=["POST"]),
        Route("/v2/chat", model.cohere, methods=["POST"]),
    ]
    config = uvicorn.Config(Starlette(routes=routes), port=port, log_level="critical", lifespan="off", loop="asyncio")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    assert server.started
    try:
        yield model
    finally:
        server.should_exit = True
        thread.join(10)
