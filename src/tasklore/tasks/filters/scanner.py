"""Cuts a filter into operators and the words between them.

A backslash takes the meaning from the character after it, quotes from all that they hold. Such characters are
moved out of the way (`plain` brings them back), so that what reads the words need not think of it.
"""

import re
from dataclasses import dataclass
from typing import Final

from .errors import FilterError

_HIDDEN: Final = 0x10FF00
"""Plane 16 is for private use; nobody types it."""
_HIDE: Final = {code: _HIDDEN + code for code in range(128) if not chr(code).isalnum()}
_SHOW: Final = {hidden: code for code, hidden in _HIDE.items()}

_STOPS: Final = frozenset("&|(),")
_OPENS_QUOTE: Final = frozenset(" \t\r\n=<>:,[(@#/~")
_MATH_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ][0-9:.]{5,15}[Zz]?)?$")
_MATH_GOES_ON: Final = re.compile(r"[+\-/)&'\"]|\s*(?:$|[)&])")
_IN: Final = re.compile(r"\s*\w+\s+(?:not\s+)?in\s*$", re.IGNORECASE)
_IN_LIST: Final = re.compile(r"\s*\w+\s+(?:not\s+)?in\s+\S", re.IGNORECASE)
_ANOTHER_VALUE: Final = re.compile(
    r"""\s*(?:"[^"]*"|'[^']*'|(?!\w+\s+(?:not\s+)?(?:in|like)\s)[^\s@#/!(),&|"'][^&|(),:<>=!]*)\s*(?=$|[,&|)])""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Words:
    """What stands between two operators, without the blanks around it, and where it starts and ends."""

    text: str
    start: int
    end: int


def plain(text: str) -> str:
    """The text with what was escaped or quoted brought back."""
    return text.translate(_SHOW)


def hidden(text: str) -> str:
    """The text with all of its punctuation and blanks out of the way."""
    return text.translate(_HIDE)


class Scanner:
    """Walks through a filter once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def next(self) -> str:
        """The character that comes next, blanks apart; empty at the end."""
        while self.place < len(self.text) and self.text[self.place].isspace():
            self.place += 1
        return self.text[self.place] if self.place < len(self.text) else ""

    def take(self, char: str) -> bool:
        """Steps over that character, doubled or not for & and |, if it comes next."""
        if self.next() != char:
            return False
        self.place += 2 if char in "&|" and self.text[self.place : self.place + 2] == char * 2 else 1
        return True

    def words(self) -> Words:
        """Everything up to the next operator.

        Raises:
            FilterError: a quote is not closed.
        """
        self.next()
        start = place = self.place
        text = self.text
        pieces: list[str] = []
        run = start  # where the piece that is not yet in `pieces` starts
        bracket = ""  # what closes the list of values that we are in
        is_whole = False  # a list in brackets is over with them
        while place < len(text):
            char = text[place]
            if char == "\\" and place + 1 < len(text):
                pieces += (text[run:place], hidden(text[place + 1]))
                place = run = place + 2
            elif char in "\"'" and (place == start or text[place - 1] in _OPENS_QUOTE):
                closing = _closing(text, place)
                pieces += (text[run:place], hidden(text[place + 1 : closing]))
                place = run = closing + 1
            elif char in "([" and _IN.fullmatch(text, start, place):
                bracket = ")" if char == "(" else "]"
                place += 1
            elif char == bracket:
                bracket, is_whole = "", True
                place += 1
            elif char in _STOPS and not (bracket and char == ","):
                if is_whole or not self._goes_on(start, place):
                    break
                place += 2 if char == "|" else 1
            else:
                place += 1
        if bracket:
            raise FilterError(start, f"The list lacks its {bracket!r}.")
        pieces.append(text[run:place])
        self.place = place
        found = "".join(pieces)
        return Words(found.strip(), start, place - (len(found) - len(found.rstrip())))

    def _goes_on(self, start: int, place: int) -> bool:
        """Whether the operator at `place` belongs to the words: `||` in date math, a comma in a list of values."""
        text = self.text
        if text.startswith("||", place):
            before = text[max(start, place - 30) : place]
            return bool(_MATH_DATE.search(before) and _MATH_GOES_ON.match(text, place + 2))
        if text[place] == ",":
            return bool(_IN_LIST.match(text, start, place) and _ANOTHER_VALUE.match(text, place + 1))
        return False


def _closing(text: str, opening: int) -> int:
    """Where the quote that opens there closes."""
    closing = text.find(text[opening], opening + 1)
    if closing < 0:
        quote = text[opening]
        raise FilterError(
            opening,
            f"This quote is never closed: {text[opening : opening + 20]}",
            f"Add {quote} where it ends, or write \\{quote} if it is part of the text.",
        )
    return closing
