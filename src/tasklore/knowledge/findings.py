"""What in a document asks to be done: boxes to tick, "TODO:" and "Action:", lists of next steps, requests with a date.

Rules only, each sure of itself: what is found is proposed to a person, and a page of wrong proposals is read by nobody.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from tasklore.knowledge.language.sentences import sentences
from tasklore.knowledge.parsing.document import Block

_MOST: Final = 100
_LONGEST_CHARS: Final = 300
_LEAST_CHARS: Final = 3

_LINE: Final = re.compile(r"[^\n]+")
_ITEM: Final = re.compile(r"\s*(?:[-*•+]|\d{1,3}[.)])\s+(?P<text>.+)")
_BOX: Final = re.compile(r"\s*(?:[-*•+]\s+)?(?:\[\s?\]|☐)\s+(?P<text>.+)")
_TICKED: Final = re.compile(r"\s*(?:[-*•+]\s+)?(?:\[[xX✓✔]\]|☑|☒|✓|✔)")
_MARKED: Final = re.compile(
    r"\s*(?:[-*•+#/>]+\s*)?(?:TODO|TO[- ]DO|To[- ]do|FIXME|Action(?: items?)?|ACTION|Task|Aufgabe|Zu erledigen|À faire|"
    r"Tarea|Por hacer|Da fare|Tarefa|Te doen|Att göra|Zadanie|Задача|Yapılacak)\s*(?:\([^()\n]{1,40}\)\s*)?[:：–]\s*(?P<text>.+)"
)
_STEPS: Final = re.compile(
    r"(?:action items?|actions|next steps?|to[- ]?dos?|tasks?|follow[- ]?ups?|open points?|aufgaben|nächste schritte|"
    r"offene punkte|to[- ]do-liste|prochaines étapes|actions à mener|à faire|próximos pasos|tareas|acciones|"
    r"prossimi passi|da fare|próximos passos|tarefas|volgende stappen|actiepunten|nästa steg|następne kroki)\W*",
    re.IGNORECASE,
)
# A request begins with a verb that asks for something; what it says becomes a task only with a date in it.
_REQUEST: Final = re.compile(
    r"(?:please\s+|bitte\s+|merci de\s+|por favor,?\s+)?(?:add|arrange|ask|book|bring|buy|call|cancel|check|clean|collect|"
    r"complete|confirm|contact|create|deliver|discuss|draft|email|file|finali[sz]e|find|finish|fix|follow|get|give|hand|"
    r"install|invite|make|meet|notify|order|organi[sz]e|pack|pay|plan|prepare|present|print|publish|read|register|remind|"
    r"renew|repair|replace|reply|report|request|reserve|return|review|schedule|sell|send|set|share|ship|sign|submit|"
    r"talk|tell|test|update|upload|verify|visit|wash|write)\b.+",
    re.IGNORECASE | re.DOTALL,
)


class Finding(NamedTuple):
    """A stretch of a document that asks to be done; ``task`` is what to do, in its own words."""

    start: int
    end: int
    task: str


def find(text: str, blocks: Iterable[Block], has_date: Callable[[str], bool]) -> list[Finding]:
    """What asks to be done, in the order of the text; at most 100.

    Args:
        has_date: whether a line names a day or a time; what only asks counts with one.
    """
    found: list[Finding] = []
    for block in blocks:
        under_steps = bool(block.headings) and _STEPS.fullmatch(block.headings[-1]) is not None
        for finding in _in_block(text, block, has_date, under_steps=under_steps):
            found.append(finding)
            if len(found) == _MOST:
                return found
    return found


def _in_block(text: str, block: Block, has_date: Callable[[str], bool], *, under_steps: bool) -> Iterator[Finding]:
    body = text[block.start : block.end]
    for line in _LINE.finditer(body):
        if _TICKED.match(line.group()):
            continue
        match = _BOX.match(line.group()) or _MARKED.match(line.group())
        item = _ITEM.match(line.group())
        if match is None and item is not None and under_steps:
            match = item
        if match is not None:
            yield from _finding(block.start + line.start() + match.start("text"), match["text"])
            continue
        offset = item.start("text") if item else 0
        said = line.group()[offset:]
        for start, end in sentences(said):
            sentence = said[start:end]
            if _REQUEST.fullmatch(sentence) and has_date(sentence):
                yield from _finding(block.start + line.start() + offset + start, sentence)


def _finding(start: int, said: str) -> Iterator[Finding]:
    said = said.rstrip()
    task = " ".join(said.split()).rstrip(".;")
    if _LEAST_CHARS <= len(task) <= _LONGEST_CHARS:
        yield Finding(start, start + len(said), task)
