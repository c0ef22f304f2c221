"""A message as clauses: one for each thing that is asked."""

import re
from typing import Final

_QUOTED: Final = re.compile(r"\"[^\"]*\"|“[^”]*”|(?<!\w)'[^']*'(?!\w)|(?<!\w)‘[^’]*’")
_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+(?=\S)|\s*;\s*|\n+")
_ABBREVIATION: Final = re.compile(r"\b(?:a\.m|p\.m|e\.g|i\.e|dr|mr|mrs|ms|no|st|vs|etc)\.$", re.IGNORECASE)
_STARTER: Final = (
    r"(?:please\s+)?(?:complete|finish|mark|tick|check off|cross off|close|delete|remove|erase|trash|move|reschedule|postpone|"
    r"push|shift|delay|rename|reopen|uncheck|show|list|count|add|create|undo|tag|label|set|make (?:it|that|them|the)\b|put|"
    r"summari[sz]e|remind me|what(?:'s| is| are| do)|how many|which|when is|tell me|find|search|change|repeat|schedule|drop)"
)
_JOINT: Final = re.compile(
    rf"(?:\s*,\s*(?:and\s+)?(?:then|also|after that)\s+|\s+(?:and\s+)?then\s+|\s+and\s+also\s+|\s*,?\s+but\s+|\s*,\s*and\s+|\s*,\s*|\s+and\s+)"
    rf"(?={_STARTER}\b)",
    re.IGNORECASE,
)


def clauses(message: str) -> list[str]:
    """The clauses of a message in order. What stands in quotes is never taken apart."""
    hidden: list[str] = []

    def hide(match: re.Match[str]) -> str:
        hidden.append(match[0])
        return f"\x00{len(hidden) - 1}\x00"

    text = _QUOTED.sub(hide, message.strip())
    parts: list[str] = []
    for sentence in _sentences(text):
        parts += [part for part in _JOINT.split(sentence) if part.strip(" ,.;")]
    return [_shown(part.strip(" ,;"), hidden) for part in parts]


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for part in _SENTENCE.split(text):
        if found and _ABBREVIATION.search(found[-1]):
            found[-1] = f"{found[-1]} {part}"
        elif part.strip():
            found.append(part)
    return found


def _shown(part: str, hidden: list[str]) -> str:
    return re.sub(r"\x00(\d+)\x00", lambda match: hidden[int(match[1])], part)
