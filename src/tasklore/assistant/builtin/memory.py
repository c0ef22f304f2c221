"""What was shown and touched so far, so that "it", "the second" and "them" have a meaning.

It is read from the conversation's tool results, never from prose, and followed within a message as its clauses run.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic_ai.messages import ModelMessage, ModelRequest, ModelResponse, ToolCallPart, ToolReturnPart, UserPromptPart

from .commands import Numbered, Pointed, Reference, These


class Seen(NamedTuple):
    """A task that was spoken of."""

    id: str
    title: str


class Pending(NamedTuple):
    """A call that waits for the user to say which task is meant."""

    tool: str
    arguments: Mapping[str, Any]
    candidates: tuple[Seen, ...]


class Done(NamedTuple):
    """One call and its result."""

    tool: str
    arguments: Mapping[str, Any]
    result: Mapping[str, Any]


@dataclass
class Memory:
    """Of one conversation, up to now."""

    listed: tuple[Seen, ...] = ()
    """What was listed last, in its order."""
    focus: tuple[Seen, ...] = ()
    """What was spoken of last."""
    pending: Pending | None = None
    wanted: Mapping[str, Any] = field(default_factory=dict)
    """What the last list asked for."""
    last: Done | None = None
    """The last thing done."""

    def note(self, done: Done) -> None:
        """Takes a call and its result into account."""
        tasks = _seen(done.result.get("tasks"))
        self.last = done
        if done.tool == "find_tasks":
            self.listed = self.focus = tasks
            self.wanted = done.arguments
        elif done.tool == "get_task" and done.result.get("id"):
            self.focus = (Seen(done.result["id"], done.result["title"]),)
        elif tasks:
            self.focus = _asked_for(done, tasks)
            if len(self.focus) > 1:
                self.listed = self.focus
        unclear = [each for each in done.result.get("unclear", ()) if each.get("candidates")]
        if unclear:
            candidates = _seen(unclear[0]["candidates"])
            self.pending = Pending(done.tool, done.arguments, candidates)
            self.listed = candidates

    @property
    def is_adding(self) -> bool:
        """Whether the last thing done was to add tasks."""
        return self.last is not None and self.last.tool == "add_tasks"

    def meant(self, which: Reference) -> tuple[str, ...] | None:
        """The ids or names that a reference stands for; None when it points at nothing, or at too much."""
        if isinstance(which, These):
            return which.names
        if isinstance(which, Pointed):
            if which.many:
                return tuple(seen.id for seen in self.focus) or None
            return (self.focus[0].id,) if len(self.focus) == 1 else None
        if isinstance(which, Numbered):
            try:
                return tuple(self.listed[place - 1 if place > 0 else place].id for place in which.places)
            except IndexError:
                return None
        return None


def _seen(tasks: Any) -> tuple[Seen, ...]:
    return tuple(Seen(task["id"], task["title"]) for task in tasks or ())


def _asked_for(done: Done, tasks: tuple[Seen, ...]) -> tuple[Seen, ...]:
    """What the user spoke of, without what came along: sub-tasks, the next one of a series."""
    if done.tool == "complete_tasks":
        finished = {task["id"] for task in done.result["tasks"] if task.get("done")}
        return tuple(seen for seen in tasks if seen.id in finished) or tasks
    return tasks


class Turn(NamedTuple):
    """The message being answered, and what has been called for it so far, one list per model response."""

    message: str
    rounds: list[list[Done]]


def read_history(messages: Sequence[ModelMessage]) -> tuple[Memory, Turn]:
    """The memory of the turns before, and the turn under way."""
    memory = Memory()
    start = max(
        place
        for place, message in enumerate(messages)
        if any(isinstance(part, UserPromptPart) for part in message.parts)
    )
    for place, message in enumerate(messages[:start]):
        if isinstance(message, ModelRequest) and any(isinstance(part, UserPromptPart) for part in message.parts):
            memory.pending = None
        for done in _round(messages, place):
            memory.note(done)
    prompt = next(part for part in messages[start].parts if isinstance(part, UserPromptPart))
    rounds = [calls for place in range(start, len(messages)) if (calls := _round(messages, place))]
    return memory, Turn(_text(prompt), rounds)


def _text(prompt: UserPromptPart) -> str:
    content = prompt.content
    return content if isinstance(content, str) else " ".join(part for part in content if isinstance(part, str))


def _round(messages: Sequence[ModelMessage], place: int) -> list[Done]:
    """The calls of the response at `place` with their results, which the message after it holds."""
    response = messages[place]
    if not isinstance(response, ModelResponse) or place + 1 >= len(messages):
        return []
    results = {part.tool_call_id: part for part in messages[place + 1].parts if isinstance(part, ToolReturnPart)}
    done = []
    for part in response.parts:
        if isinstance(part, ToolCallPart):
            answer = _answer(results.get(part.tool_call_id))
            done.append(Done(part.tool_name, part.args_as_dict(), answer))
    return done


def _answer(returned: ToolReturnPart | None) -> Mapping[str, Any]:
    """A tool's result; a refusal when it could not use its arguments."""
    if returned is None:
        return {"status": "refused", "message": "I could not do that."}
    if returned.outcome == "success":
        result = json.loads(returned.model_response_str())
        return result if isinstance(result, dict) else {"status": "refused", "message": str(result)}
    mistakes = returned.content
    if isinstance(mistakes, list) and mistakes and isinstance(mistakes[0], dict):
        mistakes = f"I could not do that: {mistakes[0].get('msg', 'something in it cannot be used')}."
    return {"status": "refused", "message": str(mistakes)}
