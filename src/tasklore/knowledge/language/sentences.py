"""Where sentences begin and end, in any script, with offsets into the text."""

import re
from typing import Final

_LONGEST_CHARS: Final = 700

_BREAK: Final = re.compile(
    # A full stop, then space, then something that can begin a sentence.
    r"""[.!?…]["'”’»)\]]*(?P<space>\s+)(?=["'“‘«„(\[¿¡]*[^\W_a-zß-öø-ÿа-яα-ω])"""
    # Scripts that write no space after the full stop.
    r"|[。！？।؟](?P<tight>[」』”）]*\s*)"
    # An empty line, or a line that starts a list item, a heading or a table row.
    r"|(?P<block>[ \t]*\n[ \t]*(?:\n\s*|(?=[-*•+–][ \t]|\d{1,3}[.)][ \t]|\#|\|)))"
)
# Capital letters and short words that take a full stop without ending a sentence, in several languages.
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(\[\"“«„])(?:[^\W\d_]|[^\W\d_]\.[^\W\d_]|St|Mr|Mrs|Ms|Dr|Prof|Rev|Gen|Col|Capt|Lt|Sgt|Hon|Jr|Sr|No|Nr|Nos|Vol|"
    r"Fig|Abb|Art|Abs|Bd|Co|Inc|Ltd|Corp|vs|etc|e\.g|i\.e|z\.B|d\.h|u\.a|ca|cf|approx|bzw|usw|Sra?|Srta|Ud|Dña|"
    r"Mme|Mlle|MM|av|J\.-C|p\.ej|núm|pág|al|op|cit|ed|eds|pp?|tel|tab|см|г|гг|т\.е|т\.д)\.$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """``(start, end)`` of each sentence, in order, without the white space around it; none longer than 700 characters."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        group = match.lastgroup or "block"
        end = match.start(group)
        if group == "space" and _ABBREVIATION.search(text, max(start, end - 12), end):
            continue
        _add(spans, text, start, end)
        start = match.end()
    _add(spans, text, start, len(text))
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST_CHARS:
        cut = max(
            text.rfind(mark, start + _LONGEST_CHARS // 2, start + _LONGEST_CHARS) for mark in (" ", "\n", "；", "，")
        )
        cut = cut if cut > start else start + _LONGEST_CHARS
        spans.append((start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        spans.append((start, end))
