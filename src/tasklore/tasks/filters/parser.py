"""The grammar: lists, or, and, not, parentheses; what stands between is read by `terms.py`.

    filter    = list , { "," , list } ;
    list      = both , { ( "|" | "||" ) , both } ;
    both      = one , { ( "&" | "&&" ) , one } ;
    one       = { "!" } , ( "(" , list , ")" | term ) ;

One pass; time in proportion to the text, of which there is at most `MAX_LENGTH`.
"""

import unicodedata
from typing import Final

from .errors import FilterError
from .nodes import Filter, Node, all_of, any_of, leaves, negated
from .scanner import Scanner
from .terms import read_term

MAX_LENGTH: Final = 2000
MAX_DEPTH: Final = 50
MAX_CONDITIONS: Final = 200
"""SQLite refuses an expression that is deeper than a thousand."""


def parse(text: str, locale: str = "en-US") -> Filter:
    """The filter that the text spells, in either dialect or both. The locale is for dates such as 3/4 and "demain".

    Raises:
        FilterError: with the place, and a suggestion where there is one.
    """
    if len(text) > MAX_LENGTH:
        raise FilterError(MAX_LENGTH, f"The filter has {len(text)} characters; {MAX_LENGTH} are read.")
    if "\0" in text or not _is_storable(text):
        raise FilterError(0, "The filter holds a character that is not text.")
    # Names are stored composed and with plain blanks; what is typed may be neither.
    composed = unicodedata.normalize("NFC", text)
    return _Parser("".join(" " if char.isspace() else char for char in composed), locale).filter()


def _is_storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class _Parser:
    def __init__(self, text: str, locale: str) -> None:
        self.scanner = Scanner(text)
        self.locale = locale
        self.open: list[int] = []
        """Where each parenthesis that is still open stands."""

    def filter(self) -> Filter:
        if not self.scanner.next():
            raise FilterError(0, "The filter is empty.", "Try 'today | overdue'.")
        lists = [self.list()]
        while self.scanner.take(","):
            lists.append(self.list())
        rest = self.scanner.next()
        if rest == ")":
            raise FilterError(self.scanner.place, "There is no '(' for this ')'.")
        assert not rest, "an operand ends at an operator, a comma, a parenthesis or the end"
        conditions = sum(len(leaves(node)) for node in lists)
        if conditions > MAX_CONDITIONS:
            raise FilterError(0, f"The filter has {conditions} conditions; {MAX_CONDITIONS} are read.")
        return Filter(tuple(lists))

    def list(self) -> Node:
        parts = [self.both()]
        while self.scanner.take("|"):
            parts.append(self.both())
        return any_of(*parts)

    def both(self) -> Node:
        parts = [self.one()]
        while self.scanner.take("&"):
            parts.append(self.one())
        return all_of(*parts)

    def one(self) -> Node:
        is_negated = False
        while self.scanner.take("!"):
            is_negated = not is_negated
        node = self.group() if self.scanner.next() == "(" else self.term()
        return negated(node) if is_negated else node

    def group(self) -> Node:
        opening = self.scanner.place
        if len(self.open) >= MAX_DEPTH:
            raise FilterError(opening, f"More than {MAX_DEPTH} parentheses are open.")
        self.scanner.take("(")
        self.open.append(opening)
        node = self.list()
        if self.scanner.next() == ",":
            raise FilterError(
                self.scanner.place,
                "A comma starts another list; it cannot stand in parentheses.",
                "Put | (or) instead of the comma.",
            )
        if not self.scanner.take(")"):
            raise FilterError(opening, "This '(' is never closed.", "Add ')' where it ends.")
        self.open.pop()
        self.expect_operator()
        return node

    def term(self) -> Node:
        following = self.scanner.next()
        if not following or following in "&|),":
            raise self.missing(following)
        words = self.scanner.words()
        node = read_term(words, self.locale)
        self.expect_operator()
        return node

    def expect_operator(self) -> None:
        following = self.scanner.next()
        if following and following not in "&|),":
            raise FilterError(self.scanner.place, "An operator is missing here.", "Put & (and) or | (or) here.")

    def missing(self, following: str) -> FilterError:
        """What to say where a condition should stand and does not."""
        place = self.scanner.place
        if following == ")":
            if not self.open:
                return FilterError(place, "There is no '(' for this ')'.")
            return FilterError(place, "A condition is missing before this ')'.")
        if following:
            return FilterError(place, f"A condition is missing before {following!r}.")
        before = self.scanner.text.rstrip()
        return FilterError(
            max(0, len(before) - 1),
            f"A condition is missing after {before[-1:]!r}." if before else "The filter is empty.",
            "Add one, such as 'today', or take the operator away.",
        )
