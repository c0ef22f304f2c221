"""Pieces that speak of time, and the chains they form: "every mon, wed at 18:30 for 1 hour"."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from .dates import read_day
from .day_ranges import read_day_range
from .days import Day, edge_of_month
from .lengths import read_length, unit_at
from .recurrence import read_rule
from .rule import Rule
from .sentence import Sentence
from .times import Time, TimeRange, read_time, read_time_range

AtomKind = Literal[
    "day", "time", "times", "part", "rule", "until", "begin", "count", "span", "duration", "except", "reminder"
]
Value = Day | Time | TimeRange | Rule | str | int | tuple[int, str] | tuple[int, ...] | list["Atom"] | None


@dataclass(slots=True)
class Atom:
    """One piece: lexemes `start` to `end` (exclusive)."""

    start: int
    end: int
    kind: AtomKind
    value: Value
    prep: str | None = None
    weak: bool = False
    """Does not count alone."""


@dataclass(slots=True)
class Chain:
    """Pieces side by side."""

    start: int
    end: int
    atoms: list[Atom]

    def has(self, *kinds: str) -> bool:
        return any(atom.kind in kinds for atom in self.atoms)


_DAY_PREPS = frozenset(
    ("on", "by", "before", "until", "for", "in", "within", "begin", "from", "due", "over", "through", "at", "after")
)
# Those that another one may follow: "starting on", "due by", "ending in".
_FIRST_PREPS = frozenset(("begin", "due", "by", "before", "until", "through", "over"))
# Beside a day a bare hour may follow these: "tomorrow before 6".
_TIME_LIMITS = frozenset(("from", "by", "before", "after", "until"))
_TIME_PREPS = frozenset(("at", "around", "by", "before", "until", "begin", "from", "due", "after", "for", "over"))
_STARTERS = frozenset(
    (
        "weekday", "weekdays", "month", "day", "day_part", "part", "clock", "cardinal", "ordinal", "next", "this",
        "every", "adverb", "adverb_part", "bound", "end_of", "week_number", "shift", "once", "holiday", "remind", "weekday_set",
        "except", "unit", "again",
    )
)  # fmt: skip
# Words that open a chain only if something follows them that could be part of one.
_LEADERS = frozenset(("prep", "article", "in_part"))


def may_start(s: Sentence, i: int) -> bool:
    """Whether a chain could begin here: what keeps ordinary words cheap."""
    here = s.x[i]
    if here.kind == "n":
        return True
    roles = here.roles
    if not roles:
        return False
    if not _STARTERS.isdisjoint(roles):
        return True
    if _LEADERS.isdisjoint(roles):
        return False
    behind = s.x[i + 1]
    return behind.kind == "n" or bool(behind.roles) or behind.word == ":"


def read_chain(s: Sentence, i: int) -> Chain | None:
    """The longest chain that begins at `i`."""
    atoms: list[Atom] = []
    j = i
    while len(atoms) < 12:
        k = _behind_separator(s, j) if atoms else j
        atom = read_atom(s, k, atoms)
        if atom is None and k != j:
            k = j
            atom = read_atom(s, k, atoms)
        if atom is None or not _fits(atom, atoms):
            break
        atoms.append(atom)
        j = s.skip(atom.end, "limit")
        stretch = _stretch(s, j, atoms)
        if stretch is not None:
            j, atoms = stretch
    return Chain(i, j, atoms) if atoms else None


def _stretch(s: Sentence, j: int, atoms: list[Atom]) -> tuple[int, list[Atom]] | None:
    """ "Friday 9pm to Saturday 6am": a day and a time, and up to another day and time."""
    if "to" not in s.x[j].roles or len(atoms) != 2:
        return None
    opening = _day_and_time(atoms)
    if opening is None:
        return None
    closing: list[Atom] = []
    k = j + 1
    for _ in range(2):
        k = k + 1 if closing and s.is_sign(k, ",") else k
        atom = read_atom(s, k, closing)
        if atom is None:
            return None
        closing.append(atom)
        k = atom.end
    ending = _day_and_time(closing)
    if ending is None:
        return None
    (first, start), (last, end) = opening, ending
    day = last.first
    if last.is_weekday and day <= first.first:
        day += timedelta(days=7)
    if day <= first.first:
        return None
    days = Atom(atoms[0].start, j, "day", replace(first, last=day), atoms[0].prep)
    times = TimeRange(start.settled(), end.settled(), loose=False)
    return k, [days, Atom(j, k, "times", times)]


def _day_and_time(atoms: list[Atom]) -> tuple[Day, Time] | None:
    day = next((atom.value for atom in atoms if isinstance(atom.value, Day) and atom.kind == "day"), None)
    time = next((atom.value for atom in atoms if isinstance(atom.value, Time)), None)
    if day is None or time is None or day.last is not None or day.moment is not None:
        return None
    return day, time


def _behind_separator(s: Sentence, j: int) -> int:
    here = s.x[j]
    if here.kind == "s":
        if here.word in ",;·|" or (here.word in "-–—" and here.gap and s.x[j + 1].gap):
            return j + 1
        return j
    if "of" in here.roles and ("article" in s.x[j + 1].roles or s.x[j + 1].kind == "n" or s.x[j + 1].roles):
        # "on the morning of 2 December"
        return j + 1
    if here.word in ("and", "und", "et", "y") and "remind" in s.x[j + 1].roles:
        return j + 1
    return j


def _fits(atom: Atom, atoms: list[Atom]) -> bool:
    """Whether the chain has room for the piece; two days, two times or two rules are not one chain."""
    kinds = {held.kind for held in atoms}
    if atom.kind == "day":
        assert isinstance(atom.value, Day)
        for held in atoms:
            if held.kind == "day":
                assert isinstance(held.value, Day)
                weekdays_only = held.value.is_weekday and held.value.last is not None
                if not (held.value.filler or atom.value.filler or (weekdays_only and atom.value.last is not None)):
                    return False
        if atom.value.moment is not None and ("time" in kinds or "times" in kinds):
            return False
        return not (atom.value.is_weekday and _has_weekdays(atoms))
    if atom.kind in ("time", "times"):
        moment = any(isinstance(held.value, Day) and held.value.moment is not None for held in atoms)
        return not moment and "time" not in kinds and "times" not in kinds
    if atom.kind == "reminder":
        return True
    return atom.kind not in kinds


def _has_weekdays(atoms: list[Atom]) -> bool:
    return any(isinstance(held.value, Rule) and not held.value.is_plain for held in atoms)


def read_atom(s: Sentence, i: int, atoms: list[Atom]) -> Atom | None:
    """The longest piece at `i`, given the pieces before it."""
    here = s.x[i]
    if here.kind != "n" and not here.roles:
        return None
    has_rule = any(atom.kind == "rule" for atom in atoms)
    if "remind" in here.roles:
        # "Remind me at six to …" opens a task that is due then; it is no reminder of another moment.
        return _reminder(s, i) if i > 0 else None
    if has_rule and "except" in here.roles:
        found = _except(s, i)
        if found is not None:
            return found
    best = _core(s, i, i, None, atoms, has_rule)
    prep = here.roles.get("prep")
    # "about 5", not "about Sundays" nor "about noon".
    if prep is not None and not (here.word == "about" and s.x[i + 1].kind != "n"):
        j = i + 1
        if prep == "due" and s.is_sign(j, ":"):
            j += 1
        behind = _core(s, i, j, str(prep), atoms, has_rule)
        if behind is not None and (best is None or behind.end > best.end):
            best = behind
        # "starting on", "on or before": two prepositions in a row.
        second = s.role(j, "prep")
        if prep in _FIRST_PREPS and second in ("on", "at", "in", "by", "before", "around"):
            behind = _core(s, i, j + 1, str(prep), atoms, has_rule)
            if behind is not None and (best is None or behind.end > best.end):
                best = behind
    return best


def _core(s: Sentence, i: int, j: int, prep: str | None, atoms: list[Atom], has_rule: bool) -> Atom | None:
    """The piece at `j`, whose preposition, if there is one, stands at `i`."""
    here = s.x[j]
    if here.kind != "n" and not here.roles:
        return None
    found: list[Atom] = []
    if prep == "for" or _in_brackets(s, j):
        length = _lasting(s, i, j, prep, has_rule)
        if length is not None:
            found.append(length)
    if has_rule and prep in (None, "for"):
        times = s.count(j)
        if times is not None and "times" in s.x[times[0]].roles:
            found.append(Atom(i, times[0] + 1, "count", times[1], prep))
    if prep is None or prep in ("on", "at", "after", "by", "over", "due"):
        rule = read_rule(s, j, prep)
        is_on = prep in (None, "on", "due") or "weekdays" not in here.roles
        if rule is not None and is_on:
            found.append(Atom(i, rule[0], "rule", rule[1], prep))
    day = _day(s, i, j, prep, has_rule)
    if day is not None:
        found.append(day)
    if prep is None or prep in _TIME_PREPS or prep == "between":
        found += _times(s, i, j, prep, atoms)
    part = _part(s, i, j, prep, atoms)
    if part is not None:
        found.append(part)
    return max(found, key=lambda atom: atom.end, default=None)


def _in_brackets(s: Sentence, j: int) -> bool:
    return j > 0 and s.x[j - 1].word == "("


def _lasting(s: Sentence, i: int, j: int, prep: str | None, has_rule: bool) -> Atom | None:
    length = read_length(s, j)
    if length is not None and 0 < length[1] <= 7 * 24 * 60:
        if prep is None and s.x[length[0]].word != ")":
            return None
        return Atom(i, length[0], "duration", length[1], prep)
    if has_rule and prep == "for":
        if "next" in s.x[j].roles:
            j += 1
        counted = s.count(j) or ((j + 1, 1) if "unit" in s.x[j].roles else None)
        if counted is not None:
            unit = unit_at(s, counted[0])
            if unit in ("day", "week", "month", "year") and counted[1] <= 3660:
                return Atom(i, counted[0] + 1, "span", (counted[1], unit), prep)
    return None


def _day(s: Sentence, i: int, j: int, prep: str | None, has_rule: bool) -> Atom | None:
    if prep in (None, "from", "between", "on", "for", "begin", "over") and s.may_range(j):
        days = read_day_range(s, j, prep)
        if days is not None:
            return Atom(i, days[0], "day", days[1], prep, weak=days[1].weak)
    if prep == "around":
        prep = "on"
    if prep is not None and prep not in _DAY_PREPS:
        return None
    here = s.x[j]
    if prep == "at" and not {"bound", "end_of", "unit", "holiday", "article"} & here.roles.keys():
        return None
    if prep == "after" and not has_rule and not s.lenient:
        return None
    if prep is None and "day_part" in here.roles:
        return Atom(i, j + 1, "day", Day(s.clock.today, part=here.roles["day_part"]), prep)
    if "this" in here.roles and "part" in s.x[j + 1].roles:
        return None if prep == "from" else Atom(i, j + 1, "day", Day(s.clock.today), prep)
    # "ending in six months": the inner preposition says how to read the day.
    inner = s.role(j - 1, "prep") if j > i + 1 else None
    day = read_day(s, j, inner if inner in ("in", "within") else prep)
    if day is None:
        return None
    end, value = day
    if prep == "through" and value.month is not None:
        value = replace(value, first=edge_of_month(value.first, "end"))
    if has_rule and (prep in ("until", "through") or (prep == "by" and s.x[i].word.startswith("bis"))):
        return Atom(i, end, "until", value, prep)
    if prep == "through" and not s.lenient:
        return None
    if prep in ("begin", "from"):
        if value.moment is not None:
            return None
        # "photos from Sunday" looks back; "from 1 March" and "starting Sunday" look ahead.
        looks_back = prep == "from" and not has_rule and (value.is_weekday or not value.month_day)
        return Atom(i, end, "begin", value, prep, weak=looks_back or value.weak)
    weak = value.weak and prep in (None, "at")
    if prep == "in" and value.month is not None and s.x[end - 1].word in ("may", "mai"):
        weak = False
    return Atom(i, end, "day", value, prep, weak=weak)


def _times(s: Sentence, i: int, j: int, prep: str | None, atoms: list[Atom]) -> list[Atom]:
    found: list[Atom] = []
    beside_day = any(atom.kind in ("day", "rule") for atom in atoms)
    if prep == "around":
        prep = "at"
    times = read_time_range(s, j, prep) if s.may_range(j) else None
    if times is not None:
        found.append(Atom(i, times[0], "times", times[1], prep, weak=times[1].loose))
    if prep == "between":
        return found
    said = "at" if beside_day and prep in _TIME_LIMITS else prep
    time = read_time(s, j, said, beside_day=beside_day)
    if time is not None:
        bare_word = prep is None and "clock" in s.x[j].roles
        weak = bare_word and not (s.x[j].text.islower() and time[1].minutes and not beside_day)
        found.append(
            Atom(i, time[0], "time", time[1], prep, weak=weak or (prep in ("over", "from") and not beside_day))
        )
    return found


def _part(s: Sentence, i: int, j: int, prep: str | None, atoms: list[Atom]) -> Atom | None:
    """A part of the day: alone only behind "in the" or "this", else beside a day, a rule or a time."""
    here = s.x[j]
    beside = any(atom.kind in ("day", "rule", "time", "begin") for atom in atoms)
    if "in_part" in here.roles and "part" in s.x[j + 1].roles:
        named = s.x[j + 1].roles["part"]
        alone = here.word in ("in the", "dans la", "por la", "en la", "in der")
        return Atom(i, j + 2, "part", named, here.word, weak=not alone)
    if "in_part" in here.roles and "article" in s.x[j + 1].roles and "part" in s.x[j + 2].roles:
        return Atom(i, j + 3, "part", s.x[j + 2].roles["part"], here.word, weak=True)
    if "part" not in here.roles or ("day" in here.roles and not beside):
        return None
    if j > 0 and "this" in s.x[j - 1].roles and atoms:
        return Atom(i, j + 1, "part", here.roles["part"], "this")
    # "first thing tomorrow"; the night of "date night friday" is its own.
    leads = " " in here.word and not {"day", "weekday"}.isdisjoint(s.x[j + 1].roles)
    if beside or leads or prep in ("on", "in", "at"):
        return Atom(i, j + 1, "part", here.roles["part"], prep, weak=True)
    return Atom(i, j + 1, "part", here.roles["part"], prep, weak=True) if s.lenient else None


def _except(s: Sentence, i: int) -> Atom | None:
    j = s.skip(i + 1, "article")
    days: list[int] = []
    while True:
        day = s.role(j, "weekday")
        if day is None:
            day = s.role(j, "weekdays")
        if not isinstance(day, int):
            if day == "weekend" or s.role(j, "unit") == "weekend":
                days += [5, 6]
                j += 1
            break
        days.append(day)
        j += 1
        k = s.skip(j + 1 if s.is_sign(j, ",") else j, "and")
        if k == j or not ({"weekday", "weekdays"} & s.x[k].roles.keys()):
            break
        j = k
    return Atom(i, j, "except", tuple(days)) if days else None


def _reminder(s: Sentence, i: int) -> Atom | None:
    """ "remind me 1 hour before", "remind me tomorrow at 9"."""
    found = read_reminder(s, i + 1, marked=False)
    return None if found is None else Atom(i, found[0], "reminder", found[1])


def read_reminder(s: Sentence, j: int, *, marked: bool) -> tuple[int, Value] | None:
    """(end, minutes before or the pieces of a moment) behind "remind me" or, `marked`, behind "!"."""
    length = read_length(s, j)
    if length is not None:
        if "before" in s.x[length[0]].roles:
            return length[0] + 1, length[1]
        if marked and (s.x[length[0]].kind in "be" or s.is_sign(length[0], "!,;.)")):
            return length[0], length[1]
    counted = s.count(j)
    if counted is not None:
        unit = unit_at(s, counted[0])
        if unit in ("day", "week") and "before" in s.x[counted[0] + 1].roles and counted[1] < 400:
            return counted[0] + 2, counted[1] * (1440 if unit == "day" else 10080)
    # A reminder of a reminder is none, however many times it is said.
    if (s.x[j].kind != "n" and not s.x[j].roles) or "remind" in s.x[j].roles:
        return None
    chain = read_chain(s, j)
    if chain is None or chain.has("rule", "duration", "reminder", "count", "span", "until"):
        return None
    if not marked and all(atom.weak for atom in chain.atoms):
        return None
    return chain.end, chain.atoms
