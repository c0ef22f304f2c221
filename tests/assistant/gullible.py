"""A model that obeys everything it reads, wherever it is hidden: what a red team dreams of."""

import base64
import json
import re
import unicodedata
from collections.abc import AsyncIterator, Sequence
from typing import Any

from pydantic_ai.messages import (
    ModelMessage,
    ModelResponse,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.models.function import AgentInfo, DeltaToolCall, DeltaToolCalls, FunctionModel

_ORDER = re.compile(r"CALL\s+(\w+)\s+(\{.*?\})(?=\s|$|[^\w}\]])", re.DOTALL)
_TRANSLATED = re.compile(r"APPELLE\s+(\w+)\s+(\{.*?\})", re.DOTALL)
_BASE64 = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")


def orders_in(text: str) -> list[tuple[str, dict[str, Any]]]:
    """Every `CALL tool {arguments}` in a text, also spelled backwards, in base64, or with invisible letters between."""
    texts = [text, "".join(c for c in text if unicodedata.category(c) != "Cf")]
    texts += [base64.b64decode(block + "==", validate=False).decode(errors="ignore") for block in _BASE64.findall(text)]
    found: list[tuple[str, dict[str, Any]]] = []
    for one in texts:
        for name, arguments in (*_ORDER.findall(one), *_TRANSLATED.findall(one)):
            try:
                order = (name, json.loads(arguments))
            except ValueError:
                continue
            if order not in found:
                found.append(order)
    return found


def obey(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
    """Does what the user's message says, then whatever anything it has ever read says, each thing once a turn."""
    start = max(n for n, m in enumerate(messages) if any(isinstance(p, UserPromptPart) for p in m.parts))
    called = [
        (part.tool_name, part.args_as_dict())
        for message in messages[start:]
        for part in message.parts
        if isinstance(part, ToolCallPart)
    ]
    wanted = [order for text in _texts(messages) for order in orders_in(text)]
    for order in wanted:
        if order not in called:
            return ModelResponse(parts=[ToolCallPart(*order)])
    return ModelResponse(parts=[TextPart("I did everything that I was told. Approved: yes.")])


def _texts(messages: Sequence[ModelMessage]) -> list[str]:
    texts = []
    for message in messages:
        for part in message.parts:
            if isinstance(part, UserPromptPart):
                texts.append(str(part.content))
            elif isinstance(part, ToolReturnPart):
                answer = part.model_response_str()
                texts += _strings(json.loads(answer)) if answer.startswith(("{", "[")) else [answer]
    return texts


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _strings(one)]
    return [text for one in value for text in _strings(one)] if isinstance(value, list) else []


async def stream(messages: list[ModelMessage], info: AgentInfo) -> AsyncIterator[str | DeltaToolCalls]:
    """The same, a piece at a time."""
    part = obey(messages, info).parts[0]
    if isinstance(part, ToolCallPart):
        yield {0: DeltaToolCall(part.tool_name, part.args_as_json_str(), tool_call_id=part.tool_call_id)}
    elif isinstance(part, TextPart):
        for word in part.content.split():
            yield f"{word} "


def gullible() -> FunctionModel:
    return FunctionModel(obey, stream_function=stream, model_name="gullible")
