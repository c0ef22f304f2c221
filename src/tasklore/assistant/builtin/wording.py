"""What the built-in assistant says: results as sentences."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from .commands import Wanted
from .memory import Done, Memory
from .reading import ABILITIES
from .surroundings import Surroundings

_VERBS: Final = {
    "added": "Added", "changed": "Changed", "completed": "Completed", "reopened": "Reopened", "deleted": "Deleted",
    "restored": "Brought back",
}  # fmt: skip
_WOULD: Final = {
    "added": "add", "changed": "change", "completed": "complete", "reopened": "reopen", "deleted": "delete",
    "restored": "bring back",
}  # fmt: skip
_WAITS: Final = "Nothing has changed yet: say yes to go ahead, or no to leave it."
_NAMED: Final = 10


def told(done: Done, around: Surroundings | None) -> str:
    """One call's result."""
    result = done.result
    if result.get("status") == "refused" and done.tool in _TELLERS:
        return str(result.get("message") or "I could not do that.")
    teller = _TELLERS.get(done.tool)
    return teller(result, around) if teller is not None else _outcome(result, around)


def _outcome(result: Mapping[str, Any], around: Surroundings | None) -> str:
    parts = []
    effects = result.get("effects", ())
    if result["status"] == "done":
        parts.append(_happened(effects, around))
    elif result["status"] == "proposed":
        parts.append(_proposed(effects, around))
    elif result["status"] == "refused":
        parts.append(str(result.get("message") or "I could not do that."))
    elif result["status"] == "unchanged" and not result.get("unclear"):
        parts.append(str(result.get("message") or "That is so already; nothing was changed."))
    parts += [_unclear(each, around) for each in result.get("unclear", ())]
    return " ".join(part for part in parts if part)


def _happened(effects: Sequence[Mapping[str, Any]], around: Surroundings | None) -> str:
    sentences = []
    for what, group in _grouped(effects).items():
        shown = [_effect(effect, around) for effect in group[:_NAMED]]
        more = f" and {len(group) - _NAMED} more" if len(group) > _NAMED else ""
        sentences.append(f"{_VERBS[what]} {_enumerated(shown)}{more}.")
    return " ".join(sentences)


def _proposed(effects: Sequence[Mapping[str, Any]], around: Surroundings | None) -> str:
    sentences = []
    for what, group in _grouped(effects).items():
        shown = [_effect(effect, around) for effect in group[:_NAMED]]
        more = f" and {len(group) - _NAMED} more" if len(group) > _NAMED else ""
        many = f"{len(group)} {group[0]['kind']}s: " if len(group) > 1 else ""
        sentences.append(f"I would {_WOULD[what]} {many}{_enumerated(shown)}{more}.")
    return " ".join([*sentences, _WAITS])


def _grouped(effects: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for effect in effects:
        groups.setdefault(effect["what"], []).append(effect)
    return groups


def _effect(effect: Mapping[str, Any], around: Surroundings | None) -> str:
    title = f"“{effect['title']}”" if effect["kind"] == "task" else f"the {effect['kind']} “{effect['title']}”"
    if effect["what"] == "added":
        return f"{title}{_described(effect.get('after', {}), around)}"
    if effect["what"] == "changed":
        return f"{title} ({_differences(effect, around)})" if _differences(effect, around) else title
    return title


def _described(fields: Mapping[str, Any], around: Surroundings | None) -> str:
    parts = []
    if fields.get("due"):
        parts.append(f" for {day(fields['due'], around)}")
    if fields.get("repeats"):
        parts.append(f", {fields['repeats']}")
    if fields.get("project") and fields["project"] != "Inbox":
        parts.append(f" in {fields['project']}")
    if fields.get("priority"):
        parts.append(f", priority {fields['priority']}")
    if fields.get("labels"):
        parts.append(f", labelled {', '.join(fields['labels'])}")
    return "".join(parts)


def _differences(effect: Mapping[str, Any], around: Surroundings | None) -> str:
    before, after = effect.get("before", {}), effect.get("after", {})
    parts = []
    for name in after:
        if name == "notes":
            parts.append("notes changed")
        elif name == "section":
            parts.append("section changed")
        else:
            parts.append(f"{name}: {_value(name, before.get(name), around)} → {_value(name, after[name], around)}")
    return ", ".join(parts)


def _value(name: str, value: Any, around: Surroundings | None) -> str:
    if value in (None, "", []):
        return "none"
    if name == "due":
        return day(value, around)
    return ", ".join(value) if isinstance(value, list) else str(value)


def _unclear(each: Mapping[str, Any], around: Surroundings | None) -> str:
    candidates = each.get("candidates", ())
    if not candidates:
        return f"I found no task called “{each['name']}”."
    if len(candidates) == 1:
        return f"Do you mean {_task(candidates[0], around)}? Say its name, or “the first”."
    shown = "; ".join(f"{place}. {_task(task, around)}" for place, task in enumerate(candidates, 1))
    return f"Which one do you mean by “{each['name']}”? {shown}."


def _task(task: Mapping[str, Any], around: Surroundings | None) -> str:
    details = [day(task["due"], around)] if task.get("due") else []
    details += [task["project"]] if task.get("project") else []
    details += [f"priority {task['priority']}"] if task.get("priority") else []
    details += ["done"] if task.get("done") else []
    return f"“{task['title']}”" + (f" ({', '.join(details)})" if details else "")


def listed(result: Mapping[str, Any], wanted: Wanted, around: Surroundings) -> str:
    """A list, numbered, so that "the second" has a meaning."""
    tasks = result.get("tasks", [])
    if not tasks:
        return none_found(wanted)
    if wanted.said == "next":
        return f"Next would be {_task(tasks[0], around)}." + (
            f" After that: {_enumerated([_task(task, around) for task in tasks[1:4]])}." if len(tasks) > 1 else ""
        )
    lines = [f"{place}. {_task(task, around)}" for place, task in enumerate(tasks, 1)]
    more = result["total"] - len(tasks)
    tail = [f"… and {more} more."] if more > 0 else []
    return "\n".join([f"{_count(result['total'], wanted)}:", *lines, *tail])


def counted(result: Mapping[str, Any], wanted: Wanted) -> str:
    """How many there are."""
    return f"{_count(result['total'], wanted)}."


def total(result: Mapping[str, Any]) -> str:
    many = result["total"]
    return "There is one." if many == 1 else f"There are {many}."


def _count(many: int, wanted: Wanted) -> str:
    said = wanted.said if wanted.said not in ("open", "") else "open"
    adjectives = [word for word in ("completed", "overdue", "recurring", "open") if said.startswith(word)]
    rest = said
    for word in adjectives:
        rest = rest.removeprefix(word).strip()
    noun = "task" if many == 1 else "tasks"
    return " ".join(part for part in (f"You have {many}" if many else "You have no", *adjectives, noun, rest) if part)


def none_found(wanted: Wanted) -> str:
    return f"{_count(0, wanted)}."


def too_many(many: int, most: int) -> str:
    return (
        f"That would be {many} tasks; I touch at most {most} at once. Narrow it down, for example by project or date."
    )


def which_one(memory: Memory) -> str:
    """The question after "it" or "the fifth" that points nowhere."""
    if 1 < len(memory.focus) <= _NAMED:
        shown = "; ".join(f"{place}. “{seen.title}”" for place, seen in enumerate(memory.focus, 1))
        return f"Which one do you mean? {shown}."
    if memory.listed:
        return f"Which one do you mean? I know {len(memory.listed)} from the last list; say its name or its number."
    return "Which task do you mean? Say its name."


def summary(result: Mapping[str, Any], late: Mapping[str, Any], wanted: Wanted, around: Surroundings) -> str:
    """A day or a week: what is due, day by day, and what is late."""
    tasks = result.get("tasks", [])
    parts = [f"{_count(result['total'], wanted)}."] if not tasks else [f"{_count(result['total'], wanted)}:"]
    days: dict[str, list[Mapping[str, Any]]] = {}
    for task in tasks:
        days.setdefault(str(task.get("due", ""))[:10], []).append(task)
    for date, those in days.items():
        name = day(date, around) if date else "Without a date"
        parts.append(f"{name[:1].upper()}{name[1:]}: " + "; ".join(_timed(task) for task in those) + ".")
    overdue = late.get("tasks", [])
    if overdue:
        parts.append(
            f"Overdue ({late['total']}): " + "; ".join(f"“{task['title']}”" for task in overdue[:_NAMED]) + "."
        )
    else:
        parts.append("Nothing is overdue.")
    return "\n".join(parts)


def _timed(task: Mapping[str, Any]) -> str:
    time = str(task.get("due", ""))[11:16]
    flag = f" (priority {task['priority']})" if task.get("priority") in (1, 2) else ""
    return f"{time + ' ' if time else ''}“{task['title']}”{flag}"


def day(text: str, around: Surroundings | None) -> str:
    """A due date as people say it, with the date wherever it could be mistaken."""
    date, _, time = text.partition(" ")
    at = f" at {time}" if time else ""
    if around is None:
        return f"{date}{at}"
    value = dt.date.fromisoformat(date)
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((value - around.today).days)
    return f"{near or f'{value:%a}'} {date}{at}"


def not_understood(text: str) -> str:
    shown = " ".join(text.split())
    shown = shown if len(shown) <= 80 else f"{shown[:79]}…"
    return f"I did not understand “{shown}”, so I did nothing about it. {ABILITIES}"


def _details(task: Mapping[str, Any], around: Surroundings | None) -> str:
    lines = [f"“{task['title']}”" + (" is done." if task.get("done") else "")]
    for name, label in (("due", "due"), ("repeats", "repeats"), ("deadline", "deadline"), ("project", "project"),
                        ("section", "section"), ("priority", "priority"), ("labels", "labels")):  # fmt: skip
        if task.get(name):
            lines.append(f"{label}: {_value(name, task[name], around)}")
    if len(lines) == 1 and not task.get("done"):
        lines.append("no date, open")
    if task.get("subtasks"):
        lines.append("sub-tasks: " + "; ".join(task["subtasks"]))
    if task.get("notes"):
        lines.append(f"notes: {task['notes']}")
    return "\n".join(lines)


def _projects(result: Mapping[str, Any], around: Surroundings | None) -> str:
    shown = [f"{project['name']} ({project.get('open_tasks', 0)} open)" for project in result["projects"]]
    return f"Your projects: {', '.join(shown)}." if shown else "You have no projects yet."


def _changes(result: Mapping[str, Any], around: Surroundings | None) -> str:
    changes = result.get("changes", ())
    if not changes:
        return "Nothing has changed yet."
    lines = [
        f"{place}. {item['title']}{' (undone)' if item.get('undone') else ''}" for place, item in enumerate(changes, 1)
    ]
    return "\n".join(["The latest changes:", *lines])


def _undone(result: Mapping[str, Any], around: Surroundings | None) -> str:
    if result["status"] != "done":
        return str(result.get("message") or "There is nothing to undo.")
    titles = list(dict.fromkeys(f"“{effect['title']}”" for effect in result.get("effects", ())))
    verb = "is as it was" if len(titles) == 1 else "are as they were"
    return f"Undone: {_enumerated(titles[:_NAMED])} {verb} before."


def _answer(result: Mapping[str, Any], around: Surroundings | None) -> str:
    return str(result.get("answer") or "Your documents do not answer this.")


def _enumerated(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else "nothing"


_TELLERS: Final[dict[str, Callable[[Mapping[str, Any], Surroundings | None], str]]] = {
    "get_task": _details,
    "list_projects": _projects,
    "what_changed": _changes,
    "undo": _undone,
    "ask_documents": _answer,
}
