"""A line being read: its lexemes, its language, the clock it is read by."""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from .lexer import Lexeme
from .model import DayTimes
from .words import Language

_LONGEST_END = 9
"""How many lexemes one end of a range has at most: "on Thursday the 3rd of December to …"."""
# Behind "°" and "™", which belong to their figure or word.
_FIRST_ORNAMENT = "\u2150"
_OPENING = frozenset("([{<,;:—–-|•·!?¡¿>~→*")
_CLOSING = frozenset(",;:.!?)]}>—–…|•·→")


@dataclass(frozen=True, slots=True)
class Clock:
    """When and where the line is read."""

    now: datetime
    """Wall time in the writer's zone, aware."""
    times: DayTimes
    month_first: bool

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def minutes(self) -> int:
        """After midnight."""
        return self.now.hour * 60 + self.now.minute


@dataclass(slots=True)
class Sentence:
    """Lexemes with questions about them. The last one is always the end."""

    x: list[Lexeme]
    language: Language
    clock: Clock
    lenient: bool = False
    """The whole text is known to be a date: words too weak for a title count."""
    joiners: list[int] = field(init=False)
    """Where words stand that can join the ends of a range."""

    def __post_init__(self) -> None:
        self.joiners = [
            i for i, here in enumerate(self.x) if here.roles and ("to" in here.roles or "and" in here.roles)
        ]

    def role(self, i: int, name: str) -> Any:
        """The value of the role that the word at `i` can play, None if it cannot."""
        return self.x[i].roles.get(name)

    def glued(self, i: int) -> bool:
        """Nothing stands between this lexeme and the one before it."""
        return not self.x[i].gap

    def is_sign(self, i: int, signs: str) -> bool:
        here = self.x[i]
        return here.kind == "s" and here.word in signs

    @property
    def is_shouted(self) -> bool:
        """All of it is in capitals, so that they say nothing."""
        return not any(here.text.islower() for here in self.x if here.kind == "w")

    def may_range(self, i: int) -> bool:
        """A word that joins two ends stands within reach: what keeps looking for ranges cheap."""
        place = bisect_right(self.joiners, i)
        return place < len(self.joiners) and self.joiners[place] - i <= _LONGEST_END

    def starts(self, i: int) -> bool:
        """A span may begin here: not in the middle of "report-2026", "$5" or "v2"."""
        here = self.x[i]
        if here.gap or i == 0:
            return True
        before = self.x[i - 1]
        if before.kind == "b" or is_ornament(before):
            return True
        if before.kind != "s" or before.word not in _OPENING:
            return False
        if before.word in "-*:.<>":
            # A dash that hangs on to a word belongs to it.
            return before.gap
        return True

    def ends(self, j: int) -> bool:
        """A span may end before lexeme `j`: not in the middle of "5pm-ish", "3/4-inch" or "5%"."""
        here = self.x[j]
        if here.gap or here.kind in "be" or is_ornament(here):
            return True
        while here.kind == "s" and here.word in _CLOSING:
            j += 1
            here = self.x[j]
            if here.gap or here.kind in "be":
                return True
        return self.x[j - 1].word in "—–)" and here.kind != "s"

    def skip(self, i: int, role: str) -> int:
        """The place behind the word at `i` if it can play the role, else `i`."""
        return i + 1 if role in self.x[i].roles else i

    def number(self, i: int, low: int, high: int) -> int | None:
        """The number at `i` if it is within bounds and at most four digits long."""
        here = self.x[i]
        if here.kind == "n" and here.end - here.start <= 4 and low <= here.value <= high:
            return here.value
        return None

    def count(self, i: int) -> tuple[int, int] | None:
        """(end, how many) for "3", "three", "a"."""
        here = self.x[i]
        if here.kind == "n":
            if here.end - here.start <= 4 and here.value > 0:
                return i + 1, here.value
            return None
        cardinal = here.roles.get("cardinal")
        if cardinal is not None:
            return i + 1, int(cardinal)
        if here.roles.get("article") == "a":
            return i + 1, 1
        return None

    def ordinal(self, i: int) -> tuple[int, int, bool] | None:
        """(end, which, written as a word) for "3rd", "third", "last", German "3."."""
        here = self.x[i]
        if here.kind == "n":
            if here.end - here.start > 2 or not 1 <= here.value <= 31:
                return None
            behind = self.x[i + 1]
            if not behind.gap and "ordinal_sign" in behind.roles:
                return i + 2, here.value, False
            if (
                self.language.code == "de"
                and not behind.gap
                and behind.word == "."
                and (self.x[i + 2].gap or self.x[i + 2].kind != "n")
            ):
                return i + 2, here.value, False
            return None
        which = here.roles.get("ordinal")
        return None if which is None else (i + 1, which, True)


def is_ornament(piece: Lexeme) -> bool:
    """An emoji, or one of the invisible characters that come with them: never part of a word or a figure."""
    if piece.kind != "s" or piece.word < _FIRST_ORNAMENT:
        return False
    return unicodedata.category(piece.word) in ("So", "Sk", "Mn", "Cf")


def month_days(year: int, month: int) -> int:
    """How many days the month has."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day if it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, month_days(year, month + 1)))
