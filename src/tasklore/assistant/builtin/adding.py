"""Adding: what is to become a task, out of how people say it."""

import re
from typing import Any, Final

from tasklore.tasks.quickadd import Known, Parsed, ReminderBefore, parse

from ..when import day_times
from .commands import Add, Put
from .deeds import DEEDS
from .references import unquoted
from .surroundings import Surroundings

_THING: Final = (
    r"(?:(?:a|an|the|another|one more|some|my|this|these|the following|following|new|quick|\d+|two|three|four|five|a few)\s+)*"
    r"(?:(?P<often>daily|weekly|monthly|yearly|annual)\s+)?"
    r"(?:(?P<level>urgent|important|high[- ]priority|low[- ]priority|medium[- ]priority|critical)\s+)?"
    r"(?P<thing>tasks?|to-?dos?|to do items?|reminders?|items?|notes?|entry|action items?)"
    r"(?:\s*:\s*|\s+(?:called|named|titled|saying|that says|reading|to|for me to|for|about|that i (?:need|have) to)\s+|\s*[,-]\s+|\s+)"
)
_VERB: Final = (
    r"(?:add|create|make|set(?: up)?|put(?: in| down)?|insert|log|record|enter|note(?: down)?|write(?: down)?|jot(?: down)?|capture|"
    r"file|register|new)"
)
_EXPLICIT: Final = re.compile(rf"{_VERB}\s+(?:in\s+|me\s+)?{_THING}(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_IN_PROJECT: Final = re.compile(
    r"(?:(?:in|to|for|on)\s+)?(?:(?:the|my|our)\s+)?(?P<project>[^:]{1,80}?)(?:\s+(?:project|list))?\s*:\s*(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN_TODO: Final = re.compile(r"(?:to-?do|task)\s+(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_BARE: Final = re.compile(
    r"(?:add|jot down|note down|write down|note|log|capture|put down)\s*:?\s+(?P<rest>.+)", re.IGNORECASE | re.DOTALL
)
_TODO: Final = re.compile(
    r"(?:new task|task|to-?do|reminder|note to self)\s*:\s*(?P<rest>.+)", re.IGNORECASE | re.DOTALL
)
_REMIND: Final = re.compile(
    r"remind me\s+(?:(?P<when>.+?)\s+)?(?:to|about|that(?: i (?:need|have) to)?|of)\s+(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_REMIND_TO: Final = re.compile(r"remind me\s+(?:to|about|that|of)\s+(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_DATED: Final = re.compile(r"(?P<when>[^:]{3,30}?)(?:\s+to\s+|\s*:\s*)(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_FOLLOWING: Final = re.compile(r"^(?:the following|these)(?: tasks| items| things)?\s*:?\s*", re.IGNORECASE)
_SCHEDULE: Final = re.compile(
    r"(?:schedule|plan|arrange|book in)\s+(?:(?:a|an|the|my)\s+)?(?P<rest>.+)", re.IGNORECASE | re.DOTALL
)
_NEED: Final = re.compile(
    r"(?:(?:(?:i|we)(?:'ve| have| really| also| still)*\s+)?(?:need to|have to|must|should|got to|gotta|ought to|want to|wanna|am supposed to|"
    r"are supposed to|better)|(?:i'm|i am|we're|we are) (?:supposed|going|meant) to|don'?t (?:let me )?forget to|"
    r"do not (?:let me )?forget to|remember to|make sure (?:i|we|to|that i))\s+(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_PUT: Final = re.compile(
    r"(?:put|stick|place|throw|file)\s+(?P<name>.+?)\s+(?:in|into|on|onto|under|to)\s+(?P<place>.+)", re.IGNORECASE
)
_SUBTASK: Final = re.compile(
    rf"{_VERB}\s+(?:(?:a|the|another|new)\s+)*sub-?tasks?\s+(?P<name>.+?)\s+(?:to|under|for|of|below|in)\s+(?P<parent>.+)",
    re.IGNORECASE,
)
_LEVEL: Final = re.compile(
    r"[\s,]*\b(?:(?:with|as|at|in)\s+)?(?:a\s+)?(?:(?P<word>urgent|top|highest|high|medium|low)(?:est)?[- ]priority|"
    r"priority\s*(?:of\s*|=\s*|:\s*)?(?P<digit>[1-4])|as urgent|urgently)\b[\s,]*",
    re.IGNORECASE,
)
_WORDS: Final = {"urgent": 1, "important": 1, "critical": 1, "top": 1, "high": 1, "highest": 1, "medium": 2, "low": 4}
_OFTEN: Final = {"daily": "every day", "weekly": "every week", "monthly": "every month", "yearly": "every year",
                 "annual": "every year"}  # fmt: skip
_BEFOREHAND: Final = re.compile(
    r"(?P<when>[\w ]{3,30}?),?\s+(?P<rest>(?:i|we)(?:'ve| have)? (?:need|have|must|should|got|want|ought)\b.+)",
    re.IGNORECASE,
)
_LABELS: Final = re.compile(
    r"[\s,]+(?:(?:with|under|and) (?:the )?(?:labels?|tags?)|tagged(?: as| with)?|labell?ed(?: as| with)?)\s+[@#]?(?P<names>[\w-]+(?:(?:, | and )[\w-]+)*)",
    re.IGNORECASE,
)
_SAYING: Final = re.compile(
    r"^(?:that\s+)?(?:i|we)(?:'ve| have)?\s*(?:need to|have to|must|should|got to|want to|to)\s+|^that\s+",
    re.IGNORECASE,
)
_GOING: Final = re.compile(
    r"\b(?:go|come|drive|walk|commute|get|back|cycle|run|travel|return|went|off)$", re.IGNORECASE
)
_LIST_SPLIT: Final = re.compile(r"\s*,\s*(?:and\s+)?|\s*;\s*|\s+and\s+(?=[^,]*$)", re.IGNORECASE)


def read_deed(clause: str, around: Surroundings, *, following: bool) -> Add | None:
    """A bare deed such as "call Anna tomorrow": a task when it has a date, or when tasks were being added."""
    words = clause.lower().split()
    if len(words) < 2 or words[0] not in DEEDS or words[1] in ("me", "us", "you"):
        return None
    added = _added(clause, around)
    return added if added is not None and (following or any("due" in task for task in added.tasks)) else None


def read_add(clause: str, around: Surroundings) -> Add | Put | None:
    """The tasks that a clause adds, or None."""
    found = _SUBTASK.fullmatch(clause)
    if found is not None:
        parent = re.sub(r"^(?:the|my)\s+|\s+task$", "", unquoted(found["parent"]), flags=re.IGNORECASE)
        return Add(({"title": unquoted(found["name"]), "parent": parent},))
    found = _REMIND_TO.fullmatch(clause)
    if found is not None:
        return _added(found["rest"], around)
    found = _REMIND.fullmatch(clause)
    if found is not None:
        when = (found["when"] or "").strip()
        if not when:
            return _added(found["rest"], around)
        if around.date_phrase(when) is not None:
            return _added(f"{found['rest'].rstrip(' .!?')} {when}", around)
    found = _PUT.fullmatch(clause)
    if found is not None:
        project = around.project(re.sub(r"^(?:the|my)\s+", "", found["place"].strip(" .!?"), flags=re.IGNORECASE))
        if project is not None:
            return Put(unquoted(re.sub(r"^(?:the|my)\s+", "", found["name"], flags=re.IGNORECASE)), project)
    for pattern in (_EXPLICIT, _TODO, _BARE):
        found = pattern.fullmatch(clause)
        if found is not None:
            level = found.groupdict().get("level")
            often = found.groupdict().get("often")
            text = f"{found['rest'].rstrip(' .!?')} {_OFTEN[often.lower()]}" if often else found["rest"]
            return _added(text, around, _WORDS[level.lower().split("-")[0].split()[0]] if level else None)
    found = _PLAIN_TODO.fullmatch(clause)
    if found is not None and _is_deed(found["rest"]):
        return _added(found["rest"], around)
    found = _BEFOREHAND.fullmatch(clause)
    if found is not None and around.date_phrase(found["when"]) is not None:
        needed = _NEED.fullmatch(found["rest"])
        if needed is not None:
            return _added(f"{needed['rest'].rstrip(' .!?')} {found['when']}", around)
    for pattern in (_NEED, _SCHEDULE):
        found = pattern.fullmatch(clause)
        if found is not None:
            return _added(found["rest"], around)
    return None


def _added(text: str, around: Surroundings, level: int | None = None) -> Add | None:
    text = re.sub(r"^(?:really|definitely|probably|also|still)\s+", "", text.strip(), flags=re.IGNORECASE)
    text = _SAYING.sub("", text.strip().rstrip("?!").rstrip())
    if text.endswith(".") and not text.endswith(".."):
        text = text[:-1]
    text, project = _without_project(text, around)
    text = _FOLLOWING.sub("", text).lstrip(" :")
    within = _IN_PROJECT.fullmatch(text)
    if project is None and within is not None and around.project(within["project"]) is not None:
        text, project = within["rest"], around.project(within["project"])
    dated = _DATED.fullmatch(text)
    if dated is not None and around.date_phrase(dated["when"]) is not None:
        text = f"{dated['rest']} {dated['when']}"
    tasks = [task for part in _parts(text, around) if (task := _task(part, around, level)) is not None]
    if project is not None:
        tasks = [{**task, "project": task.get("project", project)} for task in tasks]
    return Add(tuple(tasks)) if tasks else None


def _parts(text: str, around: Surroundings) -> list[str]:
    """The tasks in a list: of quotes, with commas, or two deeds joined by "and"."""
    quoted = [one or other for one, other in re.findall(r"[\"“]([^\"“”]+)[\"”]|(?<!\w)'([^']+)'(?!\w)", text)]
    if len(quoted) > 1:
        return quoted
    if quoted:
        return [text]
    parts = [part for part in _LIST_SPLIT.split(text) if part and part.strip()]
    if any(_is_attribute(part, around) for part in parts[1:]):
        return [text.replace(",", "")]
    if len(parts) > 2 or (len(parts) == 2 and "," not in text and all(_is_deed(part) for part in parts)):
        return parts
    return [text]


def _is_attribute(part: str, around: Surroundings) -> bool:
    """Whether a part says something of the task before it: when, how urgent, under which label."""
    bare = re.sub(r"^(?:and )?(?:it'?s |it is )?(?:due|by|on|at|for)\s+", "", part.strip(), flags=re.IGNORECASE)
    return (
        around.date_phrase(bare) is not None
        or _LEVEL.fullmatch(part.strip()) is not None
        or _LABELS.fullmatch(f" {part.strip()}") is not None
        or re.fullmatch(r"[@#!]\S+|p[1-4]", part.strip()) is not None
    )


def _is_deed(part: str) -> bool:
    words = part.lower().split()
    return len(words) > 1 and words[0] in DEEDS


def _task(text: str, around: Surroundings, level: int | None) -> dict[str, Any] | None:
    quoted = re.search(r"[\"“]([^\"“”]+)[\"”]|(?<!\w)'([^']+)'(?!\w)", text)
    title = (quoted[1] or quoted[2]) if quoted else None
    rest = text[: quoted.start()] + " " + text[quoted.end() :] if quoted else text
    labelled = _LABELS.search(f" {rest}")
    if labelled is not None:
        rest = f" {rest}"[: labelled.start()] + f" {rest}"[labelled.end() :]
    found = _LEVEL.search(rest)
    if found is not None:
        level = level or _WORDS.get((found["word"] or "urgent").lower()) if not found["digit"] else int(found["digit"])
        rest = f"{rest[: found.start()]} {rest[found.end() :]}".strip()
    rest = re.sub(r"\b(?:which is |that is |it is |it's )?due\s+(?=\S)", "", rest, flags=re.IGNORECASE)
    parsed = _read(rest.strip() or (title or ""), around)
    if parsed is None:
        return None
    values = _values(parsed)
    values["title"] = title or _capitalised(values["title"])
    if level is not None:
        values.setdefault("priority", level)
    if labelled is not None:
        names = re.split(r", | and ", labelled["names"])
        values["labels"] = [*values.get("labels", []), *names]
    return values if values["title"].strip() else None


def _capitalised(title: str) -> str:
    """With a capital first letter, unless its first word has capitals of its own ("iPhone")."""
    first = title.split(" ", 1)[0]
    return title[:1].upper() + title[1:] if first.islower() else title


def _read(text: str, around: Surroundings) -> Parsed | None:
    preferences = around.preferences
    lines = parse(
        text,
        now=around.now,
        timezone=preferences.timezone,
        locale=preferences.locale,
        known=Known(projects=around.projects),
        times=day_times(preferences),
    )
    return lines[0] if lines else None


def _values(parsed: Parsed) -> dict[str, Any]:
    """A parsed line as the tool takes it."""
    values: dict[str, Any] = {"title": parsed.title.strip(" ,:-") or parsed.title}
    moment = parsed.due or parsed.start
    if moment is not None:
        values["due"] = f"{moment.date} {moment.time}" if moment.time else moment.date
    if parsed.recurrence is not None:
        values["repeat"] = parsed.recurrence.rrule
    plain = {
        "deadline": parsed.deadline,
        "minutes": parsed.duration_minutes,
        "priority": parsed.priority,
        "labels": parsed.labels,
        "project": parsed.project,
        "section": parsed.section,
        "notes": parsed.description,
    }
    values.update({name: value for name, value in plain.items() if value})
    before = next((reminder for reminder in parsed.reminders if isinstance(reminder, ReminderBefore)), None)
    if before is not None:
        values["remind_before"] = before.minutes_before
    return values


def _without_project(text: str, around: Surroundings) -> tuple[str, str | None]:
    """The text without "to my Groceries list", and the project it named."""
    for name in sorted(around.projects, key=len, reverse=True):
        pattern = re.compile(
            rf"\s+(?:to|in|into|on|onto|under|for)\s+(?P<mine>(?:the|my|our)\s+)?(?:project\s+)?(?P<name>{re.escape(name)})"
            rf"(?P<kind>\s+(?:project|list))?(?=$|[\s,.;:])",
            re.IGNORECASE,
        )
        found = pattern.search(text)
        if found is None or not text[: found.start()].strip():
            continue
        surely = found["kind"] or found["name"] == name or found["mine"]
        if surely or not _GOING.search(text[: found.start()]):
            return f"{text[: found.start()]} {text[found.end() :]}".strip(), name
    return text, None
