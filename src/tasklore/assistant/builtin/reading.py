"""A clause → a command. The order is the grammar: what is surest comes first, and what nothing claims is not understood."""

import re
from collections.abc import Sequence
from typing import Final

from .adding import read_add, read_deed
from .asking import is_question, read_question
from .changing import read_change
from .commands import (
    Add,
    Ask,
    ChangeProject,
    Command,
    Complete,
    Delete,
    Pointed,
    Reference,
    Say,
    Undo,
    Unknown,
)
from .deeds import PAST
from .references import ORDINALS, reference, unquoted
from .surroundings import Surroundings

_I: Final = re.IGNORECASE

ABILITIES: Final = (
    "I can add tasks (“add call Anna tomorrow at 5pm”), complete or reopen them (“I paid the rent”), change, move and "
    "reschedule them (“move the report to Friday”), delete them, after asking you (“delete the milk task”), list, filter "
    "and count them (“what's due this week in Work?”), sum up your day or week, handle projects, undo, and answer "
    "questions from your documents."
)
_HELLO: Final = "Hello! What shall we do? " + ABILITIES
_WELCOME: Final = "You're welcome."
_LEFT_ALONE: Final = "All right, I leave that alone. Nothing was changed."
_NOTHING_WAITS: Final = "There is nothing that waits for your yes or no."

_OPENING: Final = re.compile(
    r"^(?:(?:please|pls|hey|hi|ok(?:ay)?|so|well|now|then|and|also|but|oh|actually|alright|great|good|perfect|cool|just|"
    r"kindly|assistant|tasklore|next|finally|after that|yes|yeah|no|wait|oops|hmm|sorry|never ?mind)\b[,!.]?\s+)+",
    _I,
)
_ASKED: Final = re.compile(
    r"^(?:(?:can|could|would|will) you (?:please |kindly |just )?|i(?:'d| would) like (?:you )?to |i want you to |would you mind |"
    r"i(?:'d| would) like |let's |let us |go ahead and |you can |you should |help me |i want to |(?:can|could|may) i |(?:can|could|shall|should|may) we |i need you to )(?=\S)",
    _I,
)
_CLOSING: Final = re.compile(
    r"[\s,]*\b(?:please|thanks|thank you|for me|will you|would you|if you can|instead|as well|too)\s*[.!?]*$", _I
)
_GREETING: Final = re.compile(
    r"(?:hello|hi|hey|hiya|good (?:day|afternoon|evening)|greetings|yo)(?: there| tasklore| assistant)?[\s!.]*", _I
)
_THANKS: Final = re.compile(
    r"(?:thanks?(?: you)?(?: so much| a lot| very much)?|thx|cheers|great|perfect|awesome|nice|cool|good job|well done|ok(?:ay)?|got it)[\s!.,]*",
    _I,
)
_HELP: Final = re.compile(
    r"(?:help(?: me)?|what can (?:you|i) (?:do|ask|say)(?: here| for me| with this)?|how does this work|how do (?:you|i use this) ?(?:work)?|"
    r"who are you|what are you|commands|usage|what do you do|how can you help(?: me)?|"
    r"(?:can|could|are you able to|do you) (?:you )?(?:delete|add|complete|change|move|list|create|handle|manage|edit|find) (?:tasks?|things|projects?))[\s?!.]*",
    _I,
)
_NEGATED: Final = re.compile(
    r"(?:do not|don'?t|never|please don'?t|stop)\s+(?!forget)(?:you\s+)?(?:dare\s+)?(?:to\s+)?\w+.*", _I
)
_CONDITION: Final = re.compile(
    r"(?:if|unless|once|in case|as soon as|when(?! (?:is|are|was|do|does|did|should|must|will|am)\b))\b.+", _I
)
_DOUBT: Final = re.compile(r"(?:should|shall|may|must|would it be|do you think|is it (?:ok|okay|safe|wise))\b.*", _I)
_YES_NO: Final = re.compile(
    r"(?:yes|no|yep|nope|ok|okay|sure|go ahead|cancel|approve|reject|confirm)[\s.!]*(?:please)?[\s.!]*", _I
)
_UNDO: Final = re.compile(
    rf"(?:undo|revert|roll back|take back|reverse)(?:\s+(?:the|my|your))?(?:\s+last)?(?:\s+(?P<many>\d+|{'|'.join(w for w in ORDINALS if w.isalpha())}))?"
    r"(?:\s+(?:things?|changes?|actions?|steps?|ones?|commands?|edits?|it|that|this|everything))*(?:\s+you (?:just )?did)?",
    _I,
)
_NEW_PROJECT: Final = re.compile(
    r"(?:create|add|make|start|new|set up|open)\s+(?:(?:a|an|another|the|new)\s+)*(?:project|list)\s+(?:(?:called|named|for|titled)\s+)?(?P<name>.+)|"
    r"(?:create|add|make|start)\s+(?:(?:a|an|another|the|new)\s+)*(?P<other>[\w' -]+?)\s+project",
    _I,
)
_RENAME_PROJECT: Final = re.compile(
    r"(?:rename|change the name of)\s+(?:the |my )?(?:(?:project|list)\s+(?P<name>.+?)|(?P<other>.+?)\s+(?:project|list))\s+(?:to|as|into)\s+(?P<new>.+)",
    _I,
)
_DELETE_PROJECT: Final = re.compile(
    r"(?:delete|remove|erase|drop|get rid of|trash)\s+(?:the |my )?(?:(?:whole |entire )?project\s+(?P<name>.+)|(?P<other>.+?)\s+project)",
    _I,
)
_REOPEN: Final = (
    re.compile(r"(?:reopen|re-open|uncheck|untick|unfinish|uncomplete|un-complete|reactivate|restart|unmark)\s+(?P<which>.+?)(?:\s+again)?", _I),
    re.compile(r"(?:mark|set|change|flag)\s+(?P<which>.+?)\s+(?:(?:back\s+)?(?:as|to)\s+)?(?:not\s+(?:done|completed?|finished)|undone|incomplete|open|todo|to do|unfinished|active)(?:\s+again)?", _I),
    re.compile(r"undo\s+(?:the\s+)?(?:completion|completing)\s+(?:of\s+)?(?P<which>.+)", _I),
    re.compile(r"open\s+(?P<which>.+?)\s+again", _I),
    re.compile(r"(?:put|bring|add|move)\s+(?P<which>.+?)\s+back(?:\s+(?:on|onto|to|in)\s+(?:my|the)\s+(?:to-?do\s+)?(?:list|tasks|open tasks))?", _I),
    re.compile(r"(?P<which>.+?)\s+(?:isn'?t|is not|wasn'?t|was not|aren'?t|are not)\s+(?:really\s+)?(?:done|finished|complete|completed)(?:\s+(?:yet|after all))?", _I),
    re.compile(r"i\s+(?:haven'?t|have not|didn'?t|did not)\s+(?:actually\s+|really\s+)?(?!need|want|know|like|think|understand|have|mean|care)\w+\s+(?P<which>.+?)(?:\s+(?:yet|after all))?", _I),
)  # fmt: skip
_STATE: Final = r"(?:done|completed?|finished|checked|ticked|accomplished|sorted(?: out)?|handled|ready|taken care of|dealt with)(?:\s+off)?"
_COMPLETE: Final = (
    re.compile(rf"(?:mark|set|flag|check|tick|change)\s+(?P<which>.+?)\s+(?:(?:off\s+)?(?:as|to|to be)\s+)?{_STATE}", _I),
    re.compile(r"(?:check|tick|cross|strike)\s+off\s+(?P<which>.+)", _I),
    re.compile(r"(?:check|tick|cross|strike)\s+(?P<which>.+?)\s+off(?:\s+(?:my|the)\s+list)?", _I),
    re.compile(r"(?:complete|finish|close|tick|done with|resolve|accomplish)\s+(?P<which>.+)", _I),
    re.compile(r"(?:i(?:'m| am)|we(?:'re| are))\s+(?:all\s+)?(?:done|finished|through)\s+(?:with\s+)?(?P<which>.+)", _I),
    re.compile(r"(?:i(?:'ve| have)?|we(?:'ve| have)?)\s+(?:just\s+|already\s+|finally\s+|now\s+)*(?:finished|completed|done|did|closed)\s+(?:with\s+)?(?:\w+ing\s+)?(?P<which>.+)", _I),
    re.compile(r"(?:finished|completed|done)\s*:?\s+(?:with\s+)?(?:\w+ing\s+)?(?P<which>.+)", _I),
    re.compile(rf"(?P<which>.+?)\s+(?:is|are|has been|have been|was|were|got)\s+(?:now\s+|already\s+|all\s+|finally\s+)*{_STATE}", _I),
    re.compile(rf"(?:i(?:'ve| have)?|we(?:'ve| have)?)\s+(?:just\s+|already\s+|finally\s+|now\s+)*(?:{PAST}|went to|gone to|spoke to|spoken to|put away|set up|dealt with)\s+(?!(?:about|of|that|how|what|why|where|who|with|into|an?|some|another|nothing|something)\b)(?P<which>.+?)(?:\s+(?:today|yesterday|already|this morning|just now))?", _I),
    re.compile(rf"(?!(?:has|have|why|when|how|who|what|which)\b)(?P<which>.+?)\s+(?:has|have)\s+(?:now\s+|already\s+|just\s+|finally\s+)*been\s+(?:{PAST})", _I),
    re.compile(rf"(?:mark|set|flag)\s+(?P<which>.+?)\s+as\s+(?:{PAST})", _I),
)  # fmt: skip
_DELETE: Final = (
    re.compile(r"(?:delete|remove|erase|trash|discard|scrap|bin|ditch|drop|cancel|get rid of|throw away|throw out|dump|kill|wipe)\s+(?P<which>.+)", _I),
    re.compile(r"(?:take|move|throw|put)\s+(?P<which>.+?)\s+(?:off my list|to the (?:trash|bin)|in the (?:trash|bin)|out)", _I),
    re.compile(r"(?:clear|clean)(?:\s+(?:out|up|away))?\s+(?P<which>(?:all|every)\b.+)", _I),
    re.compile(r"i (?:no longer|don'?t) need (?P<which>.+?)(?:\s+any ?more)?", _I),
)  # fmt: skip


def read(clause: str, around: Surroundings, *, following: bool = False) -> Command:
    """What a clause asks for. `following`: tasks were added just before it."""
    text = stripped(clause)
    whole = clause.strip()
    if _HELP.fullmatch(whole) or _HELP.fullmatch(text):
        return Say(ABILITIES)
    if _GREETING.fullmatch(whole):
        return Say(_HELLO)
    if _THANKS.fullmatch(whole):
        return Say(_WELCOME)
    if _YES_NO.fullmatch(whole):
        return Say(_NOTHING_WAITS)
    bare = text.rstrip(" .!?")
    for reader in (_refused, _projects, _reopened, _undone):
        command = reader(bare, around)
        if command is not None:
            return command
    return _acted(text, bare, around, following=following) or _otherwise(text, bare, around, following=following)


def is_condition(message: str) -> bool:
    """Whether a message says what to do only in some case."""
    return _CONDITION.fullmatch(stripped(message).rstrip(" .!?")) is not None


def _acted(text: str, bare: str, around: Surroundings, *, following: bool) -> Command | None:
    changed = read_change(bare, around)
    if changed is not None:
        return changed
    completed = _first(_COMPLETE, bare, around)
    asked = read_question(text, around)
    if asked is not None and (completed is None or _asks(bare)):
        return asked
    added = read_add(text.rstrip(" "), around)
    if isinstance(added, Add) and not re.match(r"(?:complete|finish|close|tick|check|mark|done)\b", bare, _I):
        return added
    if following and re.fullmatch(r"(?:done|finished|complete|completed|it's done|all done)", bare, _I):
        return Complete(Pointed(many=False))
    if completed is not None:
        return Complete(completed)
    deleted = _first(_DELETE, bare, around)
    return Delete(deleted) if deleted is not None else added


def _asks(bare: str) -> bool:
    return (
        re.match(
            r"(?:what|which|how|show|list|when|did|have|any|do|count|find|search|tell|who|where|give|all|my)\b",
            bare,
            _I,
        )
        is not None
    )


def _otherwise(text: str, bare: str, around: Surroundings, *, following: bool) -> Command:
    deed = read_deed(bare, around, following=following)
    if deed is not None:
        return deed
    return Ask(text, explicit=False) if is_question(text) else Unknown(text)


def stripped(clause: str) -> str:
    """A clause without politeness."""
    text = clause.strip()
    for _ in range(3):
        shorter = _ASKED.sub("", _OPENING.sub("", text))
        shorter = _CLOSING.sub("", shorter) if not shorter.rstrip().endswith(('"', "”")) else shorter
        if not shorter.strip(" .!?") or shorter == text:
            break
        text = shorter
    return text


def _refused(bare: str, around: Surroundings) -> Command | None:
    if _CONDITION.fullmatch(bare):
        return Say("I cannot wait for something to happen, so I did nothing. Tell me when it has, and what to do then.")
    if _NEGATED.fullmatch(bare):
        return Say(_LEFT_ALONE)
    return Say("That is for you to decide; I only do what you tell me to.") if _DOUBT.fullmatch(bare) else None


def _projects(bare: str, around: Surroundings) -> Command | None:
    found = _RENAME_PROJECT.fullmatch(bare)
    if found is not None:
        return ChangeProject("rename", unquoted(found["name"] or found["other"]), unquoted(found["new"]))
    found = _DELETE_PROJECT.fullmatch(bare)
    if found is not None and around.project(found["name"] or found["other"]) is not None:
        return ChangeProject("delete", around.project(found["name"] or found["other"]) or "")
    found = _NEW_PROJECT.fullmatch(bare)
    if found is not None:
        return ChangeProject("create", unquoted(found["name"] or found["other"]))
    return None


def _reopened(bare: str, around: Surroundings) -> Command | None:
    which = _first(_REOPEN, bare, around)
    return None if which is None else Complete(which, done=False)


def _undone(bare: str, around: Surroundings) -> Command | None:
    found = _UNDO.fullmatch(bare)
    if found is None:
        return None
    many = found["many"]
    if many is None:
        return Undo()
    return Undo(min(10, int(many) if many.isdigit() else ORDINALS[many.lower()]))


def _first(patterns: Sequence[re.Pattern[str]], bare: str, around: Surroundings) -> Reference | None:
    """What the first pattern that fits speaks of."""
    for pattern in patterns:
        found = pattern.fullmatch(bare)
        if found is not None:
            meant = reference(found["which"], around)
            if meant is not None:
                return meant
    return None
