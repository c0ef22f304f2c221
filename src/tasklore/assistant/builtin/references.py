"""Which tasks a phrase speaks of: by name, by "it", by number, or all of a kind."""

import re
from typing import Final

from .commands import Every, Numbered, Pointed, Reference, These
from .filtering import wanted_by
from .surroundings import Surroundings

_QUOTED: Final = re.compile(r"[\"“”]([^\"“”]+)[\"“”]|(?<!\w)['‘]([^'‘’]+)['’](?!\w)")
_ONE: Final = re.compile(
    r"(?:it|that|this|that one|this one|that task|this task|the task|the same|the new one|the new task|him|her)",
    re.IGNORECASE,
)
_MANY: Final = re.compile(
    r"(?:them|those|these|they|both|both of them|all of (?:them|those|these|it)|all|them all|all three|all tasks listed|"
    r"those tasks|these tasks|every one of them|each of them)",
    re.IGNORECASE,
)
ORDINALS: Final = {
    word: place
    for place, words in enumerate(
        (
            "first 1st one 1", "second 2nd two 2", "third 3rd three 3", "fourth 4th four 4", "fifth 5th five 5",
            "sixth 6th six 6", "seventh 7th seven 7", "eighth 8th eight 8", "ninth 9th nine 9", "tenth 10th ten 10",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
_NUMBER_WORD: Final = "|".join(sorted(ORDINALS, key=len, reverse=True))
_NUMBERED: Final = re.compile(
    rf"(?:the |number |numbers |no\.? ?|task |tasks |item |items |#)*(?:(?P<list>(?:{_NUMBER_WORD})"
    rf"(?:(?:, ?| and |, and | & )(?:the |number |#)?(?:{_NUMBER_WORD}))*)|(?P<last>last))(?: ones?| tasks?| items?)?",
    re.IGNORECASE,
)
_SPAN: Final = re.compile(rf"(?:the )?(?P<side>first|last) (?P<many>{_NUMBER_WORD})(?: ones?| tasks?)?", re.IGNORECASE)
_EVERY: Final = re.compile(
    r"(?:all|every|each)(?: of)?(?: (?:my|the|our))?(?P<rest>(?: .*)?)|everything(?P<thing>(?: .*)?)|"
    r"(?:my|the) tasks (?P<that>(?:due|in|for|with|that|which|labell?ed|tagged|about|on|from|without)\b.+)|"
    r"(?:my|the) (?P<kind>overdue|late|completed|done|undated) (?:tasks?|ones|things|items)(?P<more>.*)",
    re.IGNORECASE,
)
_SEPARATOR: Final = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+(?:also\s+)?|\s*&\s*|\s+as well as\s+", re.IGNORECASE)
_BEFORE: Final = re.compile(
    r"^(?:both\s+)?(?:(?:the|my|a|an|our|this|that)\s+)?(?:(?:task|todo|to-do|item|reminder|entry|one)s?\s+)?"
    r"(?:(?:called|named|titled|about|for|to|labelled)\s+)?",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"\s+(?:tasks?|todos?|to-dos?|items?|ones?|reminders?|entry|entries|off)$|"
    r"\s+(?:from|on|off|in)\s+(?:my|the|our)?\s*(?:to-?do\s+)?(?:list|lists|tasks|inbox)$",
    re.IGNORECASE,
)


def reference(text: str, around: Surroundings, *, listed: bool = True) -> Reference | None:
    """What a phrase refers to, None when it is empty.

    Args:
        listed: commas and "and" separate several tasks.
    """
    phrase = re.sub(r"\s+again$", "", text.strip(" .,!?:;"), flags=re.IGNORECASE)
    if not phrase:
        return None
    quoted = [first or second for first, second in _QUOTED.findall(phrase)]
    if quoted:
        return These(tuple(quoted))
    if _ONE.fullmatch(phrase):
        return Pointed(many=False)
    if _MANY.fullmatch(phrase):
        return Pointed(many=True)
    places = numbers(phrase)
    if places is not None:
        return Numbered(places)
    every = _every(phrase, around)
    if every is not None:
        return every
    parts = _SEPARATOR.split(phrase) if listed else [phrase]
    names = [_name(part, around) for part in parts if part]
    names = [name for name in names if name]
    return These(tuple(names)) if names else None


def numbers(phrase: str) -> tuple[int, ...] | None:
    """Places in a list: "the second", "1 and 3", "the first two", "the last one"."""
    span = _SPAN.fullmatch(phrase)
    if span is not None and span["many"].lower() not in ("one", "1"):
        many = ORDINALS[span["many"].lower()]
        return tuple(range(1, many + 1)) if span["side"].lower() == "first" else tuple(range(-many, 0))
    found = _NUMBERED.fullmatch(phrase)
    if found is None or phrase.lower() in ("one", "two", "three"):
        return None
    if found["last"]:
        return (-1,)
    words = re.findall(_NUMBER_WORD, found["list"].lower())
    return tuple(ORDINALS[word] for word in words)


def _every(phrase: str, around: Surroundings) -> Every | None:
    found = _EVERY.fullmatch(phrase)
    if found is None:
        return None
    if found["that"]:
        wanted = wanted_by(found["that"], around)
        return Every(wanted) if wanted is not None else None
    kind = found["kind"]
    rest = f"{kind} tasks{found['more']}" if kind else (found["rest"] or found["thing"] or "").strip()
    wanted = wanted_by(rest or "tasks", around)
    return Every(wanted) if wanted is not None else None


def _name(part: str, around: Surroundings) -> str:
    name = part.strip(" .,!?:;\"'“”‘’")
    within = re.fullmatch(r"(.+?)\s+(?:from|in|on)\s+(?:the |my )?(.+)", name, re.IGNORECASE)
    if within is not None and around.project(within[2]) is not None:
        name = within[1]
    shorter = _AFTER.sub("", name)
    shorter = _AFTER.sub("", shorter)
    return _BEFORE.sub("", shorter).strip() or shorter.strip() or name


def unquoted(text: str) -> str:
    """A text without the quotes around all of it."""
    text = text.strip()
    if len(text) >= 2 and text[0] in "\"“'‘" and text[-1] in "\"”'’":
        return text[1:-1].strip()
    return text
