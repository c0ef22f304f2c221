"""The vocabulary of a language, written as tables, made into a lexicon.

A table says which role a word plays and with which value: {"weekday": {0: "monday, mon"}}. Every language fills
the same roles, so one grammar reads them all.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .lexer import Lexicon, Roles, pieces

Table = Mapping[str, Mapping[Any, str]]

# What a word may be without making a line one of its language.
NEUTRAL_ROLES = frozenset(("prep", "article", "and", "to", "of", "meridiem", "in_part", "zone_word"))
_OPENING_ROLES = frozenset(
    (
        "prep", "weekday", "weekdays", "day", "day_part", "every", "adverb", "next", "this", "month", "bound",
        "end_of", "remind",
    )
)  # fmt: skip
_GERMAN_SPELLING = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}


@dataclass(frozen=True, slots=True)
class Language:
    """What the grammar must know of a language beyond its dictionary."""

    code: str
    lexicon: Lexicon
    weak: frozenset[str]
    """Words that are dates only with a preposition or beside a time: "sun", "sat"."""
    followers: frozenset[str]
    """Words that may go on after a date in mid-sentence: "tomorrow *about* the lease"."""
    blockers: frozenset[str]
    """Words that make what follows part of a noun: "*the* 5 pm train", "*about* today"."""
    modifiers: frozenset[str]
    """Words that make a name of a weekday: "*Black* Friday"."""
    infinitives: tuple[str, ...]
    """Endings of verbs, where tasks are written as infinitives: "Lundi *rendre* le livre"."""
    verbs: frozenset[str]
    """What may follow a date that opens the line: "Monday *call* the vet"."""
    artefacts: frozenset[str]
    """Nouns that a date before them describes, also after a verb: "Monday call *notes*"."""
    media: frozenset[str]
    """Verbs whose object is a title: "*Watch* Next Friday"."""
    scenes: frozenset[str]
    """Words whose number looks like a date: "*part* 2/3"."""
    ratios: frozenset[str]
    """Words whose number looks like a time: "*John* 3:16", "*ratio* 16:10"."""
    questions: frozenset[str]
    """Words that open a clause whose dates are its own: "ask *whether* it opens on Monday"."""
    movers: frozenset[str]
    """Verbs whose "from … to …" is a change: "*move* it from 3pm to 4pm"."""
    choosers: frozenset[str]
    """Verbs whose "between … and …" is a choice."""
    setters: frozenset[str]
    """Verbs whose "at 12" is a value: "*set* it at 12"."""
    multipliers: frozenset[str]
    """Words that make a rhythm another one: "*twice* daily"."""
    early: frozenset[str]
    """What happens in the morning: a bare hour beside it is before noon."""
    late: frozenset[str]
    """What happens in the evening: a bare hour beside it is after noon."""
    attending: frozenset[str]
    """Verbs that take part in it: "*join* the party", not "call the theatre"."""
    abbreviated: frozenset[str]
    """Short forms, left out when the language is only the second guess."""
    telling: frozenset[str] = field(init=False)
    """Words that may begin a date of this language wherever they stand."""

    openers: frozenset[str] = field(init=False)
    """Words that may begin a date beside a sign."""

    def __post_init__(self) -> None:
        openers = (word for word, (roles, _) in self.lexicon.items() if not _OPENING_ROLES.isdisjoint(roles))
        object.__setattr__(self, "openers", frozenset(openers))
        telling = (word for word, (roles, _) in self.lexicon.items() if roles.keys() - NEUTRAL_ROLES)
        object.__setattr__(self, "telling", frozenset(telling) - self.abbreviated)


def words(*lines: str) -> frozenset[str]:
    """The words of some lines."""
    return frozenset(word for line in lines for word in line.split())


def _plain(phrase: str) -> str:
    decomposed = unicodedata.normalize("NFD", phrase)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _spellings(phrase: str) -> set[str]:
    german = phrase
    for letter, typed in _GERMAN_SPELLING.items():
        german = german.replace(letter, typed)
    return {phrase, _plain(phrase), german, unicodedata.normalize("NFD", phrase)}


def lexicon(table: Table) -> Lexicon:
    """The table turned round, with the spellings of people whose keyboard lacks the accents."""
    single: dict[str, Roles] = {}
    several: dict[tuple[str, ...], Roles] = {}
    guesses: list[tuple[tuple[str, ...], str, Any]] = []
    for role, values in table.items():
        for value, listed in values.items():
            for phrase in (part.strip() for part in listed.split(",")):
                for spelling in _spellings(phrase):
                    cut = tuple(pieces(spelling))
                    if spelling != phrase:
                        guesses.append((cut, role, value))
                    elif len(cut) == 1:
                        single.setdefault(cut[0], {})[role] = value
                    else:
                        several.setdefault(cut, {})[role] = value
    # An accent dropped must not change a word that means something else: "más" is not "mas".
    for cut, role, value in guesses:
        if len(cut) == 1:
            single.setdefault(cut[0], {}).setdefault(role, value)
        else:
            several.setdefault(cut, {}).setdefault(role, value)
    entries: Lexicon = {word: (roles, []) for word, roles in single.items()}
    for cut, roles in sorted(several.items(), key=lambda entry: -len(entry[0])):
        entries.setdefault(cut[0], ({}, []))[1].append((cut[1:], roles))
    return entries
