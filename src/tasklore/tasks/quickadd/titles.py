"""What is left of a line when its spans are taken out."""

import re

from .protection import Range

_SPACES = re.compile(r"[ \t]{2,}")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
_DANGLING_END = re.compile(r"[\s,;:–—|·@&+-]+$")
_DANGLING_START = re.compile(r"^[\s,;:–—|·.]+|^-\s+")
_SPACE_BEFORE_MARK = re.compile(r"\s+([,;.!?)])")


def title_without(line: str, removed: list[Range]) -> str:
    """The line without the ranges, and without the blanks, brackets and commas that only they needed."""
    if not removed:
        return line.strip()
    kept: list[str] = []
    at = 0
    for start, end in removed:
        kept.append(line[at:start])
        at = end
    pieces = [*kept, line[at:]]
    joined = pieces[0]
    for piece in pieces[1:]:
        # A mark that follows the span now follows the word before it.
        if joined[-1:].isspace() and piece[:1] in ",;.!?)" and piece:
            joined = joined.rstrip()
        joined += piece
    joined = _EMPTY_BRACKETS.sub("", joined)
    joined = _SPACES.sub(" ", joined).strip()
    if removed[-1][1] >= len(line.rstrip(" .,;!")):
        joined = _DANGLING_END.sub("", joined)
    if removed[0][0] <= 1:
        joined = _DANGLING_START.sub("", joined)
    return joined
