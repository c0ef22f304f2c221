"""Commands → tool calls → sentences, as a generator: it yields the calls of a round and is sent their results.

The same message, memory and results always give the same calls, so a model request that comes after some tool calls
simply runs the generator again up to where they end.
"""

import re
from collections.abc import Generator, Mapping
from typing import Any, Final, NamedTuple

from . import wording
from .clauses import clauses
from .commands import (
    Add,
    Ask,
    Change,
    ChangeProject,
    Command,
    Complete,
    Delete,
    Details,
    Every,
    History,
    Projects,
    Put,
    Recount,
    Reference,
    Say,
    Show,
    These,
    Undo,
    Unknown,
)
from .filtering import wanted_by
from .memory import Done, Memory, Pending
from .reading import ABILITIES, is_condition, read, stripped
from .references import numbers
from .surroundings import Surroundings


class Call(NamedTuple):
    """A tool to call."""

    tool: str
    arguments: dict[str, Any]


Plan = Generator[Call, Done, str]
"""Yields calls, is sent what each came to, returns what to say."""

_SHOWN: Final = 20
_AT_ONCE: Final = 25
_LISTED: Final = 50
_MOST_COMMANDS: Final = 10


def plan(message: str, memory: Memory, around: Surroundings, tools: frozenset[str]) -> Plan:
    """The whole turn: each clause in its order."""
    answer = _answered(message, memory)
    if answer is not None:
        return (yield from _step(answer, memory))
    if _names_project(message, around):
        message = _WITHIN.sub(r"\2 to \1", message.strip())
    commands: list[Command] = []
    adding = memory.is_adding
    for clause in [message] if is_condition(message) else clauses(message)[:_MOST_COMMANDS]:
        command = _followed(clause, memory, around) or read(clause, around, following=adding)
        adding = isinstance(command, Add)
        commands.append(command)
    if not commands:
        return ABILITIES
    said: dict[str, None] = {}
    for command in _joined(commands):
        said[(yield from _one(command, memory, around, tools))] = None
    return "\n".join(part for part in said if part)


def _joined(commands: list[Command]) -> list[Command]:
    """Additions in a row as one, so that they are one change."""
    joined: list[Command] = []
    for command in commands:
        last = joined[-1] if joined else None
        if isinstance(command, Add) and isinstance(last, Add):
            joined[-1] = Add((*last.tasks, *command.tasks))
        else:
            joined.append(command)
    return joined


def _one(command: Command, memory: Memory, around: Surroundings, tools: frozenset[str]) -> Plan:
    match command:
        case Say(text):
            return text
        case Unknown(text):
            return wording.not_understood(text)
        case Add(tasks):
            placed = [_placed(task, memory) for task in tasks]
            return (yield from _step(Call("add_tasks", {"tasks": placed}), memory, around))
        case Put(name, project):
            return (yield from _put(name, project, memory, around))
        case Complete(which, done):
            state = {} if done else {"done": False}
            return (yield from _act("complete_tasks", which, state, memory, around))
        case Delete(which):
            return (yield from _act("delete_tasks", which, {}, memory, around))
        case Change(which, values):
            return (yield from _act("change_tasks", which, {"change": values}, memory, around))
        case Show(wanted, how):
            return (yield from _show(wanted, how, memory, around))
        case Recount():
            return (yield from _recount(memory, around))
        case Details(which):
            names = memory.meant(which)
            if names is None:
                return wording.which_one(memory)
            return (yield from _step(Call("get_task", {"task": names[0]}), memory, around))
        case Projects():
            return (yield from _step(Call("list_projects", {}), memory, around))
        case ChangeProject(action, name, new_name):
            arguments = {"action": action, "name": name, **({"new_name": new_name} if new_name else {})}
            return (yield from _step(Call("change_project", arguments), memory, around))
        case Undo(steps):
            return (yield from _step(Call("undo", {"steps": steps} if steps > 1 else {}), memory, around))
        case History():
            return (yield from _step(Call("what_changed", {}), memory, around))
        case Ask(question, explicit):
            if "ask_documents" not in tools:
                return wording.not_understood(question)
            asked = yield Call("ask_documents", {"question": question})
            memory.note(asked)
            if not explicit and not asked.result.get("grounded"):
                return wording.not_understood(question)
            return wording.told(asked, around)


_WITHIN: Final = re.compile(
    r"^(?:in|on|under) (?:my |the )?([\w' -]{1,60}?)(?: project| list)?, ((?:add|create|put) .+?)[.!?]*$", re.IGNORECASE
)


def _names_project(message: str, around: Surroundings) -> bool:
    """Whether it begins like "In Work, add …"."""
    found = _WITHIN.match(message.strip())
    return found is not None and around.project(found[1]) is not None


_AND: Final = re.compile(
    r"(?:and also|and|also|what about|how about|and what about|and how about|what of|same for|and for)\s+(?P<rest>.+)",
    re.IGNORECASE,
)
_ONLY: Final = re.compile(
    r"(?:only|just|(?:show me |show )?only|(?:show me |show )?just|of (?:those|them|these),?|which of (?:them|those|these)(?: are| is)?)\s+(?P<rest>.+)",
    re.IGNORECASE,
)


def _followed(clause: str, memory: Memory, around: Surroundings) -> Command | None:
    """What only has a meaning after the turn before: "and tomorrow?" after a list, "and coffee" after an addition."""
    text = clause.strip(" .!?")
    last = memory.last
    if last is None:
        return None
    more = _AND.fullmatch(text)
    if last.tool == "find_tasks":
        only = _ONLY.fullmatch(text)
        found = only or more
        wanted = wanted_by(found["rest"], around) if found is not None else None
        if wanted is None or not (wanted.filter or wanted.text):
            return None
        before = str(memory.wanted.get("filter", "")) if only is not None else ""
        return Show(wanted.narrowed(" & ".join(part for part in (before, wanted.filter) if part)))
    if last.tool == "add_tasks" and more is not None and len(more["rest"].split()) <= 3:
        command = read(more["rest"], around)
        if isinstance(command, Unknown):
            project = last.arguments["tasks"][-1].get("project")
            return Add(
                ({"title": more["rest"][:1].upper() + more["rest"][1:], **({"project": project} if project else {})},)
            )
    return None


def _placed(task: dict[str, Any], memory: Memory) -> dict[str, Any]:
    """A task that is to go "there": into the project that was listed last."""
    title = re.sub(r"\s+(?:there|to (?:it|that|this|that list|the list))$", "", task["title"], flags=re.IGNORECASE)
    project = re.fullmatch(r"#((?:[^\\&|]|\\.)+)", str(memory.wanted.get("filter", "")))
    if title == task["title"] or project is None or "project" in task:
        return task
    return {**task, "title": title, "project": re.sub(r"\\(.)", r"\1", project[1])}


def _step(call: Call, memory: Memory, around: Surroundings | None = None) -> Plan:
    done = yield call
    memory.note(done)
    return wording.told(done, around)


def _act(tool: str, which: Reference, arguments: Mapping[str, Any], memory: Memory, around: Surroundings) -> Plan:
    """A write on what was referred to; all of a kind is looked up first."""
    if isinstance(which, Every):
        filter_ = which.wanted.filter or "!done"
        if tool == "complete_tasks" and arguments.get("done") is False and "done" not in filter_:
            filter_ = f"done & {filter_}"
        done = yield Call("find_tasks", _find(filter_, which.wanted.text, _LISTED))
        memory.note(done)
        tasks = done.result.get("tasks", [])
        if not tasks:
            return wording.none_found(which.wanted)
        if done.result["total"] > _AT_ONCE:
            return wording.too_many(done.result["total"], _AT_ONCE)
        names: tuple[str, ...] | None = tuple(task["id"] for task in tasks)
    else:
        names = memory.meant(which)
    if names is None:
        return wording.which_one(memory)
    return (yield from _step(Call(tool, {"tasks": list(names), **arguments}), memory, around))


def _find(filter_: str, text: str, limit: int = _SHOWN) -> dict[str, Any]:
    arguments: dict[str, Any] = {"limit": limit}
    if filter_:
        arguments["filter"] = filter_
    if text:
        arguments["text"] = text
    return arguments


def _show(wanted: Any, how: str, memory: Memory, around: Surroundings) -> Plan:
    if how == "summary":
        return (yield from _summary(wanted, memory, around))
    limit = 1 if how == "count" else _SHOWN
    done = yield Call("find_tasks", _find(wanted.filter, wanted.text, limit))
    memory.note(done)
    if done.result.get("status") == "refused":
        return wording.told(done, around)
    return wording.counted(done.result, wanted) if how == "count" else wording.listed(done.result, wanted, around)


def _summary(wanted: Any, memory: Memory, around: Surroundings) -> Plan:
    done = yield Call("find_tasks", _find(wanted.filter, wanted.text, _LISTED))
    late = yield Call("find_tasks", _find("overdue", "", _SHOWN))
    memory.note(late)
    memory.note(done)
    return wording.summary(done.result, late.result, wanted, around)


def _recount(memory: Memory, around: Surroundings) -> Plan:
    arguments = {**memory.wanted, "limit": 1} if memory.wanted else _find("", "", 1)
    kept = memory.listed
    done = yield Call("find_tasks", arguments)
    memory.note(done)
    memory.listed = kept
    return wording.total(done.result)


def _put(name: str, project: str, memory: Memory, around: Surroundings) -> Plan:
    """`put milk on the Groceries list`: a task of that name is moved, else one is added."""
    if re.fullmatch(r"it|that|this|them|that one|those|these", name, re.IGNORECASE):
        command: Command = Change(_pointed(name), {"project": project})
        return (yield from _one(command, memory, around, frozenset()))
    done = yield Call("find_tasks", _find("", name, 5))
    same = [task for task in done.result.get("tasks", ()) if task["title"].casefold() == name.casefold()]
    if same:
        call = Call("change_tasks", {"tasks": [same[0]["id"]], "change": {"project": project}})
    else:
        call = Call("add_tasks", {"tasks": [{"title": name, "project": project}]})
    return (yield from _step(call, memory, around))


def _pointed(word: str) -> Reference:
    from .commands import Pointed

    return Pointed(many=word.lower() in ("them", "those", "these"))


def _answered(message: str, memory: Memory) -> Call | None:
    """The call that waited for an answer, when the message is one: "the second", "the milk one", the title itself."""
    pending = memory.pending
    if pending is None:
        return None
    chosen = _choice(stripped(message).strip(" .!?"), pending)
    if chosen is None:
        return None
    if pending.tool == "get_task":
        return Call("get_task", {"task": chosen})
    return Call(pending.tool, {**pending.arguments, "tasks": [chosen]})


def _choice(text: str, pending: Pending) -> str | None:
    candidates = pending.candidates
    places = numbers(text)
    if places is not None and len(places) == 1 and -1 <= places[0] <= len(candidates):
        return candidates[places[0] - 1 if places[0] > 0 else -1].id
    if len(text.split()) > 8:
        return None
    words = re.sub(r"^(?:i mean(?:t)?\s+)?(?:the\s+)?|\s+(?:one|task|ones)$", "", text, flags=re.IGNORECASE).casefold()
    fits = [seen for seen in candidates if words and words == seen.title.casefold()]
    fits = fits or [
        seen for seen in candidates if words and re.search(rf"\b{re.escape(words)}\b", seen.title.casefold())
    ]
    return fits[0].id if len(fits) == 1 else None


__all__ = ["Call", "Plan", "These", "plan"]
