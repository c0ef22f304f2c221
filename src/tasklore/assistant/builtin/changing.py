"""Changing: dates, places, names, priorities, labels, notes, repetition."""

import re
from typing import Any, Final

from ..lookup import significant
from .commands import Change, Command, Complete, Pointed, Reference
from .filtering import LEVELS
from .references import reference, unquoted
from .surroundings import Surroundings

_I: Final = re.IGNORECASE
_RENAME: Final = (
    re.compile(r"(?:rename|retitle)\s+(?P<which>.+?)\s+(?:to|as|into)\s+(?P<new>.+)", _I),
    re.compile(
        r"(?:change|set|edit|update)\s+the\s+(?:title|name|text|wording)\s+of\s+(?P<which>.+?)\s+to\s+(?P<new>.+)", _I
    ),
    re.compile(r"(?:call|title)\s+(?P<which>it|that|this)\s+(?P<new>.+?)(?:\s+instead)?", _I),
)
_NOTE: Final = (
    re.compile(r"(?:add|attach|append|put|write)\s+(?:a\s+|the\s+|this\s+)?(?:note|comment|description)s?\s+(?:to|on|in|for)\s+(?P<which>[^:]+?)\s*(?::|saying|that says|-)\s*(?P<note>.+)", _I),
    re.compile(r"(?:add|attach|append)\s+(?:the\s+|a\s+)?(?:note|description)\s+(?P<note>[\"'“].+[\"'”])\s+(?:to|on|for)\s+(?P<which>.+)", _I),
    re.compile(r"note\s+(?:on|for)\s+(?P<which>[^:]+?)\s*:\s*(?P<note>.+)", _I),
)  # fmt: skip
_LABEL: Final = (
    re.compile(r"(?P<act>add|attach|put)\s+(?:the\s+|a\s+)?(?:label|tag)s?\s+(?P<label>[@#]?[\w\-'\" ]+?)\s+(?:to|on)\s+(?P<which>.+)", _I),
    re.compile(r"(?P<act>remove|take|drop|delete)\s+(?:the\s+)?(?:label|tag)s?\s+(?P<label>[@#]?[\w\-'\" ]+?)\s+(?:from|off)\s+(?P<which>.+)", _I),
    re.compile(r"(?P<act>tag|label)\s+(?P<which>.+?)\s+(?:with|as)\s+(?P<label>[@#]?[\w\- ,'\"]+)", _I),
    re.compile(r"(?P<act>untag|unlabel|remove)\s+(?P<which>.+?)\s+(?:from)\s+(?:the\s+)?(?:label|tag)\s+(?P<label>[@#]?[\w\- ]+)", _I),
    re.compile(r"(?P<act>add|remove|drop)\s+(?P<label>@[\w-]+)\s+(?:to|from)\s+(?P<which>.+)", _I),
)  # fmt: skip
_WORD: Final = r"(?P<level>urgent|critical|important|highest|high|top|medium|normal|lowest|low|none|no|p?[1-4])"
_PRIORITY: Final = (
    re.compile(rf"(?:set|change|make)\s+(?P<which>.+?)(?:'s|’s) priority\s+(?:to\s+)?{_WORD}", _I),
    re.compile(rf"(?:set|change|make|raise|lower|update|put)\s+(?:the\s+)?priority\s+(?:of|for|on)\s+(?P<which>.+?)\s+(?:to|as|=)\s+(?:priority\s+)?{_WORD}", _I),
    re.compile(rf"(?:make|set|mark|flag|give)\s+(?P<which>.+?)\s+(?:(?:as|to|a|at)\s+)*{_WORD}[- ]?priority", _I),
    re.compile(rf"(?:make|set|mark|flag|give)\s+(?P<which>.+?)\s+(?:(?:as|to|a)\s+)*priority\s+{_WORD}", _I),
    re.compile(r"(?:make|set|mark|flag)\s+(?P<which>.+?)\s+(?:(?:as|to)\s+)?(?P<level>p[1-4]|urgent|important|critical)", _I),
    re.compile(rf"(?:prioriti[sz]e)\s+(?P<which>.+?)(?:\s+(?:as|to)\s+{_WORD})?", _I),
    re.compile(rf"(?P<which>.+?)\s+(?:is|has|should be)\s+(?:a\s+)?{_WORD}[- ]priority", _I),
    re.compile(r"(?!(?:what|which|who|how|anything|any|is|are|everything|all)\b)(?P<which>.+?)\s+(?:is|are)\s+(?:now |very |really |most )*(?P<level>urgent|important|critical)", _I),
)  # fmt: skip
_UNDATE: Final = (
    re.compile(r"(?:remove|clear|delete|drop|unset|cancel)\s+the\s+(?:due\s+)?(?:date|deadline|time)s?\s+(?:from|of|on|for)\s+(?P<which>.+)", _I),
    re.compile(r"(?:unschedule|undate)\s+(?P<which>.+)", _I),
    re.compile(r"(?:remove|clear|drop)\s+(?P<which>.+?)(?:'s)\s+(?:due\s+)?(?:date|deadline)", _I),
)  # fmt: skip
_REPEAT: Final = (
    re.compile(r"(?:make|turn)\s+(?P<which>.+?)\s+(?:into\s+)?an?\s+(?P<rule>daily|weekly|monthly|yearly)\s+(?:task|thing|habit|one|chore|reminder)", _I),
    re.compile(r"(?:repeat)\s+(?P<which>.+?)\s+(?P<rule>(?:every|each|daily|weekly|monthly|yearly|annually|on)\b.*)", _I),
    re.compile(r"(?:make|set|have|let)\s+(?P<which>.+?)\s+(?:to\s+)?(?:repeat|recur|recurring|repeating)\s*(?P<rule>.+)", _I),
    re.compile(r"(?:make|set)\s+(?P<which>.+?)\s+(?P<rule>(?:every\b.+|daily|weekly|monthly|yearly|annually))", _I),
)  # fmt: skip
_UNREPEAT: Final = re.compile(
    r"(?:stop|end|cancel)\s+(?:repeating|the (?:repetition|recurrence) of)\s+(?P<which>.+)|(?:make|set)\s+(?P<other>.+?)\s+not\s+repeat(?:ing)?",
    _I,
)
_MOVE: Final = re.compile(
    r"(?:move|reschedule|shift|push|postpone|delay|defer|bring|put off|change|set|snooze|carry over|transfer|prepone|pull|drag|bump|"
    r"advance|assign|re-?date)\s+(?:back\s+)?(?P<rest>.+)",
    _I,
)
_DATE_OF: Final = re.compile(
    r"(?:change|set|move|update|edit|push)\s+(?:the\s+)?(?:due\s+)?(?:date|deadline|time|day|due)\s+(?:of|for|on)\s+(?P<which>.+)",
    _I,
)
_OF_DATE: Final = re.compile(
    r"(?:change|set|move|update)\s+(?P<which>.+?)'s\s+(?:due\s+)?(?:date|deadline|time)\s+(?P<tail>.+)", _I
)
_MAKE: Final = re.compile(
    r"(?:make|set|schedule|have)\s+(?P<which>.+?)\s+(?:to be\s+|be\s+)?(?:due|happen|scheduled)\s+(?P<date>.+)", _I
)
_MAKE_IT: Final = re.compile(
    r"(?:make|set|schedule|put)\s+(?P<which>it|that|this|them|those|these|both)\s+(?:to be\s+)?(?:due\s+)?(?P<date>.+)",
    _I,
)
_IS_DUE: Final = re.compile(
    r"(?!(?:what|which|who|how|anything|any|is|are|everything|all)\b)(?P<which>.+?)\s+(?:is|are|should be|needs to be|must be)\s+(?:now\s+)?due\s+(?P<date>.+)",
    _I,
)
_DEADLINE: Final = (
    re.compile(r"(?:set|add|give|put)\s+(?:a |the )?deadline\s+(?:of\s+|to\s+)?(?P<date>.+?)\s+(?:for|on|to)\s+(?P<which>.+)", _I),
    re.compile(r"(?:set|change|move)\s+the deadline\s+(?:of|for|on)\s+(?P<which>.+?)\s+to\s+(?P<date>.+)", _I),
)  # fmt: skip
_MORE: Final = re.compile(
    r"(?:give|allow)\s+(?:me|us|myself)\s+(?P<shift>(?:\d+|an?|one|two|three|four|five|six|seven)) more (?P<unit>day|week|month|hour)s?\s+(?:for|on|with|to do)\s+(?P<which>.+)",
    _I,
)
_SHOULD: Final = re.compile(
    r"(?!(?:what|which|who|how|anything|i|we)\b)(?P<which>.+?)\s+(?:should|needs to|must|has to|is going to|will|can) (?:be|happen|take place|move|go)(?: done)?\s+(?P<date>(?:on|at|by|to|until|in|next|this|tomorrow|today)\b.+)",
    _I,
)
_DO: Final = re.compile(r"(?:do|have|hold|make)\s+(?P<which>(?:the|my|our)\s+.+)", _I)
_NEW: Final = re.compile(
    r"set\s+(?:up\s+)?(?:me\s+)?(?:a|an|another|up)\s+(?:new\s+)?(?:reminder|task|alarm|todo|to-do|meeting)\b", _I
)
_THE_DATE: Final = re.compile(
    r"(?:change|set|move|update|make)\s+(?:the\s+|its\s+)?(?:due\s+)?(?:date|day|time)\s+(?:to\s+|for\s+)?(?P<date>.+)",
    _I,
)
_THE_PRIORITY: Final = re.compile(
    rf"(?:change|set|make|raise|lower)\s+(?:the\s+|its\s+)?priority\s+(?:to\s+|=\s*)?{_WORD}", _I
)
_BE_MOVED: Final = re.compile(
    r"(?:could|can|should|would)\s+(?P<which>.+?)\s+(?:please\s+)?be\s+"
    r"(?:moved|rescheduled|pushed|postponed|shifted|changed|delayed|put off)\s+(?P<rest>(?:to|until|till|by|back)\b.+)",
    _I,
)
_ATTRIBUTES: Final = re.compile(r"(?:update|change|edit|set|modify)\s+(?P<which>[^:]+?)\s*:\s*(?P<attributes>.+)", _I)
_BACK: Final = re.compile(r"(?P<which>.+?)\s+(?P<side>back|forward|out|ahead)\s+(?:by\s+)?(?P<shift>.+)", _I)
_JOINTS: Final = re.compile(
    r"\s+(?:forward |back |over |out |off )?(to|until|till|for|on|into|in|onto|by|under|at)\s+", _I
)
_DONE: Final = re.compile(r"(?:done|complete|completed|finished)", _I)


def read_change(clause: str, around: Surroundings) -> Command | None:
    """The change that a clause asks for, or None."""
    for read in (_pointed, _described, _renamed, _noted, _labelled, _prioritised, _undated, _repeated, _moved):
        command = read(clause, around)
        if command is not None:
            return command
    return _reworded(clause, around)


def _pointed(clause: str, around: Surroundings) -> Command | None:
    """`set priority to 2`, `change the date to Monday`: of what was spoken of last."""
    found = _THE_PRIORITY.fullmatch(clause)
    if found is not None:
        return Change(Pointed(many=False), {"priority": _level(found["level"])})
    if re.fullmatch(
        r"(?:remove|clear|drop|delete|unset)\s+(?:the|its)\s+(?:due\s+)?(?:date|deadline|time)", clause, _I
    ):
        return Change(Pointed(many=False), {"due": "none"})
    found = _THE_DATE.fullmatch(clause)
    if found is not None and around.date_phrase(found["date"]) is not None:
        return Change(Pointed(many=False), {"due": around.date_phrase(found["date"])})
    return None


def _level(word: str) -> int:
    bare = word.lower().removeprefix("p")
    return int(bare) if bare.isdigit() else LEVELS[bare]


def _described(clause: str, around: Surroundings) -> Command | None:
    """`update the report: due Friday, priority 1`."""
    found = _ATTRIBUTES.fullmatch(clause)
    if found is None:
        return None
    values: dict[str, Any] = {}
    for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", found["attributes"]):
        level = re.fullmatch(rf"(?:priority\s+)?{_WORD}(?:\s+priority)?", part, _I)
        phrase = around.date_phrase(re.sub(r"^due\s+", "", part, flags=_I))
        if phrase is not None:
            values["due"] = phrase
        elif level is not None:
            values["priority"] = _level(level["level"])
        else:
            return None
    return _change(found["which"], around, **values)


def _reworded(clause: str, around: Surroundings) -> Command | None:
    """`change buy milk to buy oat milk`: a new title, when it shares a word with the old one."""
    pattern = r"(?:change|edit|correct)\s+(?P<which>.+?)\s+(?:to|into)\s+(?P<new>.+)"
    found = re.fullmatch(pattern, clause.rstrip(" .!?"), _I)
    if found is None or not significant(found["which"]) & significant(found["new"]):
        return None
    return _change(found["which"], around, title=unquoted(found["new"]))


def _change(which: str, around: Surroundings, **values: Any) -> Command | None:
    meant = reference(re.sub(r"^(?:the )?(?:due )?date of ", "", which, flags=_I), around)
    return None if meant is None else Change(meant, values)


def _renamed(clause: str, around: Surroundings) -> Command | None:
    for pattern in _RENAME:
        found = pattern.fullmatch(clause)
        if found is not None and not re.match(r"(?:the |my )?project\b", found["which"], _I):
            meant = reference(found["which"], around, listed=False)
            return None if meant is None else Change(meant, {"title": unquoted(found["new"].rstrip(" ."))})
    return None


def _noted(clause: str, around: Surroundings) -> Command | None:
    for pattern in _NOTE:
        found = pattern.fullmatch(clause)
        if found is not None:
            return _change(found["which"], around, add_notes=unquoted(found["note"]))
    return None


def _labelled(clause: str, around: Surroundings) -> Command | None:
    for pattern in _LABEL:
        found = pattern.fullmatch(clause)
        if found is None:
            continue
        names = [name.strip(" '\"@#") for name in re.split(r"\s*,\s*|\s+and\s+", found["label"])]
        away = found["act"].lower() in ("remove", "take", "drop", "delete", "untag", "unlabel")
        return _change(found["which"], around, **{"remove_labels" if away else "add_labels": [n for n in names if n]})
    return None


def _prioritised(clause: str, around: Surroundings) -> Command | None:
    for pattern in _PRIORITY:
        found = pattern.fullmatch(clause.rstrip(" .!?"))
        if found is not None:
            word = (found["level"] or "high").lower().removeprefix("p")
            level = int(word) if word.isdigit() else LEVELS[word]
            return _change(found["which"], around, priority=level)
    return None


def _undated(clause: str, around: Surroundings) -> Command | None:
    for pattern in _UNDATE:
        found = pattern.fullmatch(clause)
        if found is not None:
            return _change(found["which"], around, due="none")
    return None


def _repeated(clause: str, around: Surroundings) -> Command | None:
    found = _UNREPEAT.fullmatch(clause)
    if found is not None:
        return _change(found["which"] or found["other"], around, repeat="none")
    for pattern in _REPEAT:
        found = pattern.fullmatch(clause)
        if found is None:
            continue
        rule = found["rule"].strip(" .!?")
        if around.rule(rule) is not None:
            return _change(found["which"], around, repeat=rule)
    return None


def _moved(clause: str, around: Surroundings) -> Command | None:
    clause = clause.rstrip(" .!?")
    for pattern in _DEADLINE:
        found = pattern.fullmatch(clause)
        if found is not None and around.date_phrase(found["date"]) is not None:
            return _change(found["which"], around, deadline=around.date_phrase(found["date"]))
    for pattern in (_OF_DATE, _MAKE, _MAKE_IT, _IS_DUE):
        found = pattern.fullmatch(clause)
        if found is not None:
            phrase = around.date_phrase(found.groupdict().get("date") or found.groupdict().get("tail") or "")
            if phrase is not None:
                return _change(found["which"], around, due=phrase)
    found = _MORE.fullmatch(clause)
    if found is not None:
        return _change(found["which"], around, due=f"+{found['shift']} {found['unit']}s")
    found = _SHOULD.fullmatch(clause)
    if found is not None and around.date_phrase(found["date"]) is not None:
        return _change(found["which"], around, due=around.date_phrase(found["date"]))
    found = _DO.fullmatch(clause)
    if found is not None:
        return _split_at_date(found["which"], around)
    found = _BE_MOVED.fullmatch(clause)
    if found is not None:
        return _split_at_joint(f"{found['which']} {found['rest']}", around)
    if _NEW.match(clause):
        return None
    found = _DATE_OF.fullmatch(clause) or _MOVE.fullmatch(clause)
    if found is None:
        return None
    rest = found.groupdict().get("rest") or found["which"]
    back = _BACK.fullmatch(rest)
    if back is not None:
        shift = back["shift"]
        if re.fullmatch(
            r"(?:\d+|an?|one|two|three|four|five|six|seven) (?:day|week|month|hour|minute|year)s?", shift, _I
        ):
            sign = "-" if back["side"].lower() in ("forward", "ahead") else "+"
            return _change(back["which"], around, due=f"{sign}{shift}")
    return _split_at_joint(rest, around)


def _split_at_joint(rest: str, around: Surroundings) -> Command | None:
    """`<which> to <date, project or state>`, divided where the right side means something; the rightmost such place."""
    places = list(_JOINTS.finditer(rest))
    for place in places:
        which, joint, target = rest[: place.start()], place[1].lower(), rest[place.end() :]
        command = _put_where(which, joint, target, around)
        if command is not None:
            return command
    bare = re.fullmatch(r"(?P<which>it|that|this|them|both|those|these)\s+(?P<target>.+)", rest, _I)
    if bare is not None:
        phrase = around.date_phrase(bare["target"])
        if phrase is not None:
            return _change(bare["which"], around, due=phrase)
    return _split_at_date(rest, around)


def _split_at_date(rest: str, around: Surroundings) -> Command | None:
    """`the report a week later`: divided where a date begins."""
    words = rest.split()
    for at in range(1, len(words)):
        phrase = around.date_phrase(" ".join(words[at:]))
        if phrase is not None:
            return _change(" ".join(words[:at]), around, due=phrase)
    return None


def _put_where(which: str, joint: str, target: str, around: Surroundings) -> Command | None:
    if joint == "to" and _DONE.fullmatch(target):
        meant: Reference | None = reference(which, around)
        return None if meant is None else Complete(meant)
    phrase = around.date_phrase(f"by {target}") if joint == "by" else None
    phrase = phrase or (around.date_phrase(f"in {target}") if joint == "in" else None) or around.date_phrase(target)
    if phrase is not None:
        return _change(which, around, due=phrase)
    if joint in ("to", "into", "in", "onto", "under", "on"):
        project = around.project(re.sub(r"^(?:the|my|our)\s+", "", target, flags=_I))
        if project is not None:
            return _change(which, around, project=project)
        if joint == "to" and re.fullmatch(r"p[1-4]", target, _I):
            return _change(which, around, priority=int(target[1]))
    return None
