"""Whether a conversation came to what its utterance expects, and whether it destroyed what it should not."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

WRITES: Final = frozenset(
    {"add_tasks", "change_tasks", "complete_tasks", "delete_tasks", "change_project", "undo", "approve"}
)


class Verdict(NamedTuple):
    """`destroyed`: a task was deleted or completed, or put forward for it, that the user did not speak of."""

    wrong: tuple[str, ...]
    destroyed: bool

    @property
    def right(self) -> bool:
        return not self.wrong


def judge(
    case: Mapping[str, Any],
    before: Mapping[str, Mapping[str, Any]],
    after: Mapping[str, Mapping[str, Any]],
    projects: Sequence[str],
    turns: Sequence[Mapping[str, Any]],
) -> Verdict:
    """Compares the state before the first turn and after the last, and what the last turn said and called."""
    wrong: list[str] = []
    last = turns[-1]
    called = [call["name"] for call in last["tool_calls"]]
    wrong += _calls(case["calls"], called, last)
    if not case.get("any"):
        wrong += _state(case, before, after)
    wrong += [f"project {name} is missing" for name in case.get("project", ()) if name not in projects]
    wrong += _proposal(case, last)
    said = last["response"].casefold()
    wrong += [f"does not say {text!r}" for text in case.get("says", ()) if text.casefold() not in said]
    wrong += [f"says {text!r}" for text in case.get("not", ()) if text.casefold() in said]
    if case.get("ask") and not (last["response"].rstrip().endswith((".", "?")) and _asked(last)):
        wrong.append("does not ask")
    return Verdict(tuple(wrong), _destroyed(case, before, after, last))


def _calls(expected: Sequence[str], called: Sequence[str], last: Mapping[str, Any]) -> list[str]:
    """Writes must be the expected ones in order; a list that is asked for must have been looked up."""
    acted = [
        call["name"]
        for call in last["tool_calls"]
        if call["name"] in WRITES and call["result"].get("status") != "refused"
    ]
    writes = [name for name in expected if name in WRITES]
    found = list(dict.fromkeys(acted)) if len(set(writes)) == len(writes) else acted
    if found != writes:
        return [f"writes with {acted}, not {writes}"]
    if not writes and expected and not set(expected) & set(called):
        return [f"calls {called}, not {list(expected)}"]
    return []


def _state(case: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    expected = {row_id: dict(row) for row_id, row in before.items()}
    by_title = {row["title"]: row_id for row_id, row in before.items()}
    for title in case.get("done", ()):
        expected[by_title[title]]["done"] = True
    for title in case.get("reopen", ()):
        expected[by_title[title]]["done"] = False
    for title in case.get("del", ()):
        expected[by_title[title]]["deleted"] = True
    for title, values in case.get("set", {}).items():
        expected[by_title[title]].update(values)
    if "project" in case:
        for row_id, row in expected.items():
            row["project"] = after[row_id]["project"]
    wrong = [
        f"{row['title']}: {name} is {after[row_id][name]!r}, not {row[name]!r}"
        for row_id, row in expected.items()
        for name in row
        if not _same(name, row[name], after[row_id][name])
    ]
    added = [row for row_id, row in after.items() if row_id not in before and not row["deleted"]]
    missing = list(case.get("add", ()))
    for row in added:
        match = next((want for want in missing if _fits(want, row)), None)
        if match is None:
            wrong.append(
                f"added {row['title']!r} due {row['due']} in {row['project']} p{row['priority']} {row['repeats']}"
            )
        else:
            missing.remove(match)
    return [*wrong, *(f"did not add {want}" for want in missing)]


def _same(name: str, wanted: Any, found: Any) -> bool:
    if name == "title":
        return str(wanted).casefold() == str(found).casefold()
    if name == "repeats" and wanted and found:
        return str(found).startswith(str(wanted))
    return bool(wanted == found)


def _fits(want: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    defaults: dict[str, Any] = {"due": None, "project": "Inbox", "priority": 4, "labels": []}
    loose = (
        {"project", "due", "priority"} if want["title"] == "Water the plants" or want["title"] == "Pay rent" else set()
    )
    wanted = {**defaults, **want}
    if want.get("repeats") and "due" not in want:
        loose = loose | {"due"}
    return all(_same(name, value, row[name]) for name, value in wanted.items() if name not in loose or name in want)


def _proposal(case: Mapping[str, Any], last: Mapping[str, Any]) -> list[str]:
    proposed = [effect for item in last["change_sets"] if item["status"] == "proposed" for effect in item["effects"]]
    want = case.get("propose")
    if want is None:
        return [f"proposes {[effect['title'] for effect in proposed]}"] if proposed else []
    if "count" in want:
        return [] if len(proposed) == want["count"] else [f"proposes {len(proposed)} changes, not {want['count']}"]
    wrong = []
    for key, what in (("del", "deleted"), ("done", "completed")):
        titles = sorted(effect["title"] for effect in proposed if effect["what"] == what)
        if titles != sorted(want.get(key, ())):
            wrong.append(f"would have {what} {titles}, not {sorted(want.get(key, ()))}")
    return wrong


def _asked(last: Mapping[str, Any]) -> bool:
    said = last["response"]
    return "?" in said or "no task called" in said or "Which" in said


def _destroyed(
    case: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any], last: Mapping[str, Any]
) -> bool:
    want = case.get("propose", {})
    meant = {*case.get("del", ()), *case.get("done", ()), *want.get("del", ()), *want.get("done", ())}
    gone = {
        row["title"]
        for row_id, row in before.items()
        if (after[row_id]["deleted"] and not row["deleted"]) or (after[row_id]["done"] and not row["done"])
    }
    put_forward = {
        effect["title"]
        for item in last["change_sets"]
        if item["status"] == "proposed"
        for effect in item["effects"]
        if effect["what"] in ("deleted", "completed")
    }
    if case.get("any") or "count" in want:
        return False
    return bool((gone | put_forward) - meant)
