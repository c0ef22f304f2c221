"""The dates of a line: its chains found, judged, put in order of strength, and added up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from .chains import Chain, Value, may_start, read_chain, read_reminder
from .context import is_spare, trimmed
from .days import Day
from .lexer import Opaque, lex
from .meaning import Facts, Outcome, collide, gather, reminder, weekday_rule, work_out
from .model import ReminderAt, ReminderBefore, SpanKind
from .protection import Range, merged
from .sentence import Clock, Sentence
from .wording import meaning_of
from .words import NEUTRAL_ROLES, Language

_MOST_PLACES = 100
"""At how many places of one line a date may be tried: no title that people type has half as many."""


class Allowance(Protocol):
    """How many more places may be tried."""

    left: int


@dataclass(slots=True)
class Dated:
    """What a line says about time, and where."""

    facts: Facts = field(default_factory=Facts)
    outcome: Outcome = field(default_factory=Outcome)
    spans: list[tuple[int, int, SpanKind, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Marked:
    """A reminder behind "!": lexemes `start` to `end`."""

    start: int
    end: int
    value: Value


def date_line(
    line: str,
    hidden: list[Range],
    taken: list[Range],
    backslashes: list[int],
    clock: Clock,
    languages: Sequence[Language],
    budget: Allowance,
) -> Dated:
    """What the line says in the writer's language, or in English (without its short words) if that explains more.

    `hidden` may not be looked into, `taken` are spans that are known already, a word behind one of the
    `backslashes` begins no date.
    """
    best = Dated()
    covered = 0
    opaque = _opaque(hidden, taken, backslashes)
    words: set[str] = set()
    for language in languages:
        is_foreign = language is not languages[0]
        if budget.left <= 0 or (is_foreign and language.telling.isdisjoint(words)):
            break
        sentence = Sentence(lex(line, language.lexicon, opaque), language, clock)
        words = {piece.word for piece in sentence.x}
        if is_foreign:
            _without_short_words(sentence)
        try:
            found = _date(sentence, budget, is_foreign=is_foreign)
        except (OverflowError, ValueError):
            # The calendar ends with the year 9999; what lies beyond stays in the title.
            continue
        size = sum(end - start for start, end, _, _ in found.spans)
        if size > covered:
            best, covered = found, size
    return best


def _opaque(hidden: list[Range], taken: list[Range], backslashes: list[int]) -> list[Opaque]:
    if not hidden and not taken and not backslashes:
        return []
    stretches = [Opaque(start, end, True) for start, end in merged(taken)]
    for start, end in merged([*hidden, *((at, at + 1) for at in backslashes)]):
        if not any(first < end and start < last for first, last in taken):
            stretches.append(Opaque(start, end, False))
    return sorted(stretches, key=lambda stretch: stretch.start)


def _without_short_words(s: Sentence) -> None:
    for piece in s.x:
        if piece.word in s.language.abbreviated:
            piece.roles = {role: value for role, value in piece.roles.items() if role in NEUTRAL_ROLES}


def _is_in_words(s: Sentence, chain: Chain) -> bool:
    return any(piece.roles and not piece.roles.keys() <= NEUTRAL_ROLES for piece in s.x[chain.start : chain.end])


def _date(s: Sentence, budget: Allowance, *, is_foreign: bool) -> Dated:
    chains, marked = _find(s, budget)
    if is_foreign:
        # Figures are read in the writer's language: only words make a date English.
        chains = [chain for chain in chains if _is_in_words(s, chain)]
        marked = []
    if not chains and not marked:
        return Dated()
    facts = Facts(hint=_hint(s))
    kept: list[Chain] = []
    for chain in sorted(chains, key=lambda found: _strength(s, found), reverse=True):
        if not collide(facts, chain.atoms):
            gather(s, facts, chain.atoms)
            _repeat_workweek(facts, chain)
            kept.append(chain)
    told = [reminder(s, one.value) for one in marked]
    outcome = work_out(s.clock, facts)
    spans = [span for chain in kept for span in _spans(s, chain, facts, outcome)]
    for one, said in zip(marked, told, strict=True):
        spans.append((s.x[one.start].start, s.x[one.end - 1].end, "reminder", _reminder_words(said)))
    facts.reminders += told
    return Dated(facts, outcome, spans)


def _find(s: Sentence, budget: Allowance) -> tuple[list[Chain], list[_Marked]]:
    """The chains of the line that are meant as dates, and the reminders marked with "!"."""
    found: list[Chain] = []
    spare: list[Chain] = []
    marked: list[_Marked] = []
    i = 0
    spent = budget.left - min(budget.left, _MOST_PLACES)
    while s.x[i].kind != "e" and budget.left > spent:
        here = s.x[i]
        if here.word == "!" and here.gap and not s.x[i + 1].gap and here.kind == "s":
            budget.left -= 1
            told = read_reminder(s, i + 1, marked=True)
            if told is not None and s.ends(told[0]):
                marked.append(_Marked(i, *told))
                i = told[0]
                continue
        is_escaped = i > 0 and s.x[i - 1].text == "\\"
        if not may_start(s, i) or not (is_escaped or s.starts(i)):
            i += 1
            continue
        budget.left -= 1
        chain = read_chain(s, i)
        if chain is None:
            i += 1
            continue
        meant = None if is_escaped else trimmed(s, chain)
        if meant is not None:
            found.append(meant)
        elif not is_escaped and is_spare(s, chain):
            spare.append(chain)
        i = chain.end
    is_dayless = all(atom.kind in ("time", "times", "duration") for chain in found for atom in chain.atoms)
    if len(spare) == 1 and is_dayless and any(chain.has("time", "times") for chain in found):
        found += spare
    return found, marked


def _hint(s: Sentence) -> str | None:
    """Which half of the day the title speaks of: of a dinner itself, not of calling about it."""
    language = s.language
    for piece in s.x:
        if piece.word in language.early:
            return "early"
        if piece.word in language.late:
            return "late"
        if piece.word in language.verbs and piece.word not in language.attending:
            return None
    return None


def _strength(s: Sentence, chain: Chain) -> tuple[bool, bool, bool, int]:
    """Which chain wins where two say the same thing: the one with a rule, at an edge, with a preposition, later."""
    at_edge = s.x[chain.end].kind in "eb"
    return chain.has("rule"), at_edge, chain.atoms[0].prep is not None, chain.start


def _repeat_workweek(facts: Facts, chain: Chain) -> None:
    """Monday to Friday, with a time of day, is a rule."""
    if facts.rule is not None or facts.day is None or (facts.time is None and facts.times is None):
        return
    for atom in chain.atoms:
        if atom.kind == "day" and isinstance(atom.value, Day) and atom.value is facts.day:
            rule = weekday_rule(atom.value)
            if rule is not None:
                facts.rule, facts.day = rule, None
                atom.kind, atom.value = "rule", rule
                return


def _spans(s: Sentence, chain: Chain, facts: Facts, outcome: Outcome) -> list[tuple[int, int, SpanKind, str]]:
    """Pieces of one kind that touch make one span."""
    groups: list[tuple[int, int, SpanKind]] = []
    for atom in chain.atoms:
        kind: SpanKind = "due"
        if atom.kind in ("rule", "until", "count", "span", "except") or (atom.kind == "begin" and facts.rule):
            kind = "recurrence"
        elif atom.kind == "duration":
            kind = "duration"
        elif atom.kind == "reminder":
            kind = "reminder"
        elif outcome.due is None:
            kind = "start"
        if groups and groups[-1][2] == kind and kind != "reminder":
            groups[-1] = (groups[-1][0], atom.end, kind)
        else:
            groups.append((atom.start, atom.end, kind))
    told = iter(facts.reminders)
    spans: list[tuple[int, int, SpanKind, str]] = []
    for start, end, kind in groups:
        if kind == "recurrence" and outcome.rule is not None:
            said = outcome.rule.words()
        elif kind == "duration":
            said = f"{facts.duration} minutes"
        elif kind == "reminder":
            said = _reminder_words(next(told))
        else:
            said = meaning_of(outcome.due, outcome.start)
        spans.append((s.x[start].start, s.x[end - 1].end, kind, said))
    return spans


def _reminder_words(said: ReminderBefore | ReminderAt) -> str:
    if isinstance(said, ReminderBefore):
        return f"reminder {said.minutes_before} minutes before"
    return f"reminder {meaning_of(said.at)}"
