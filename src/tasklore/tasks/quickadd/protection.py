"""What nobody may look into: quotations, code, addresses, and words behind a backslash."""

import re

Range = tuple[int, int]

_PAIRS = {'"': '"', "“": "”", "„": "“”", "«": "»", "‹": "›", "`": "`", "‘": "’", "'": "'", "「": "」"}
_QUOTE = re.compile("[" + "".join(_PAIRS) + "]")
_CHUNK = re.compile(r"\S+")
_ESCAPE = re.compile(r"(?<!\S)\\(?=[^\s\\])")


def quotations(line: str) -> list[Range]:
    """Stretches in quotation marks, marks included, left to right. An opening mark stands before a word,
    behind nothing or a space; one that is never closed quotes nothing."""
    found: list[Range] = []
    hopeless: set[str] = set()
    at = 0
    while (opening := _QUOTE.search(line, at)) is not None:
        start = opening.start()
        at = start + 1
        mark = opening.group()
        before = line[start - 1] if start else " "
        inside = line[start + 1 : start + 2]
        if mark in hopeless or not inside or inside.isspace() or before.isalnum():
            continue
        end = _closing(line, start + 1, _PAIRS[mark], apostrophe=mark in "'‘")
        if end is None:
            # Nothing closes it further on either: do not search again, which keeps this linear.
            hopeless.add(mark)
            continue
        found.append((start, end))
        at = end
    return found


def _closing(line: str, at: int, marks: str, *, apostrophe: bool) -> int | None:
    while True:
        places = [place for place in (line.find(mark, at) for mark in marks) if place >= 0]
        if not places:
            return None
        place = min(places)
        after = line[place + 1 : place + 2]
        # "I'm" does not close, "I'm'" does.
        if not apostrophe or not after.isalnum():
            return place + 1
        at = place + 1


def addresses(line: str) -> list[Range]:
    """Chunks that are a link, a mail address or a path in Windows' spelling."""
    if not ("://" in line or "@" in line or "www." in line or "\\" in line):
        return []
    found = []
    for chunk in _CHUNK.finditer(line):
        text = chunk.group()
        at = text.find("@", 1)
        is_mail = at > 0 and (text[at - 1].isalnum() or text[at - 1] in "._-+") and text[at + 1 : at + 2].isalnum()
        if "://" in text or text.startswith("www.") or is_mail or text.find("\\", 1) > 0:
            found.append((chunk.start(), chunk.end()))
    return found


def escapes(line: str) -> list[int]:
    """Where a backslash begins a word: it takes that word's meaning away and is not part of the title."""
    if "\\" not in line:
        return []
    found = []
    for backslash in _ESCAPE.finditer(line):
        chunk = _CHUNK.match(line, backslash.start())
        if chunk is not None and "\\" not in chunk.group()[1:]:
            found.append(backslash.start())
    return found


def merged(ranges: list[Range]) -> list[Range]:
    """In order, without overlaps."""
    result: list[Range] = []
    for start, end in sorted(ranges):
        if result and start < result[-1][1]:
            if end > result[-1][1]:
                result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result
