"""Dates / nothing invented / recurrence, ours and theirs, in one run.

    python -m bench.language                 the table
    python -m bench.language faults          the cases that ours gets wrong, held-out ones excepted
    python -m bench.language fuzz [seconds]  odd texts and the slowest of them

Ours must give everything a case names (title, day, time, zone, start, rule, length) to be right; the others are asked
only for the day and the time, or only for the rule.
"""

import sys
from collections.abc import Callable

from . import fuzz
from .case_files import Case, load
from .rivals import Answer, Rival, installed
from .scoring import answer, faults

_COLUMNS = ("dates", "innocent", "recurrence")


def _percent(right: int, of: int) -> str:
    return f"{100 * right / of:5.1f} %" if of else "      –"


def _ours(cases: list[Case], chosen: Callable[[Case], bool]) -> list[str]:
    row = []
    for family in _COLUMNS:
        asked = [case for case in cases if case.family == family and chosen(case)]
        row.append(_percent(sum(not faults(case, answer(case)) for case in asked), len(asked)))
    return row


def _is_date_right(case: Case, got: Answer) -> bool:
    """The day, and the time where one is meant; of a range, either end."""
    for name in ("due", "start"):
        wanted = case.expected.get(name)
        if got is None or not isinstance(wanted, tuple) or got[0] != wanted[0]:
            continue
        if wanted[1] is None or got[1] == wanted[1]:
            return True
    return False


def _parts(rule: str) -> dict[str, frozenset[str]]:
    pairs = (part.split("=", 1) for part in rule.split(";") if "=" in part)
    ignored = ("DTSTART", "BYHOUR", "BYMINUTE", "BYSECOND", "WKST")
    parts = {name: frozenset(value.split(",")) for name, value in pairs if name not in ignored}
    if parts.get("INTERVAL") == frozenset("1"):
        del parts["INTERVAL"]
    return parts


def _theirs(rival: Rival, cases: list[Case]) -> list[str]:
    dated = [case for case in cases if case.family == "dates" and case.expected.get("due")]
    innocent = [case for case in cases if case.family == "innocent"]
    ruled = [case for case in cases if case.family == "recurrence"]
    row = ["      –"] * 3
    if rival.dates is not None:
        right = sum(_is_date_right(case, got) for case, got in zip(dated, rival.dates(dated), strict=True))
        clean = sum(got is None for got in rival.dates(innocent))
        row[0], row[1] = _percent(right, len(dated)), _percent(clean, len(innocent))
    if rival.rule is not None:
        read = 0
        for case in ruled:
            got = rival.rule(case)
            read += got is not None and _parts(got) == _parts(str(case.expected["rrule"]))
        row[2] = _percent(read, len(ruled))
    return row


def _table() -> int:
    every = load()
    cases = [case for case in every if not case.is_collected]
    counts = [sum(case.family == family for case in cases) for family in _COLUMNS]
    held_out = sum(case.is_held_out for case in cases)
    print(f"{len(cases)} cases, {held_out} of them held out; {len(every) - len(cases)} collected ones do not count\n")
    print(f"{'':26}{'dates':>12}{'nothing invented':>20}{'recurrence':>14}")
    print(f"{'cases':26}{counts[0]:>12}{counts[1]:>20}{counts[2]:>14}")
    rows = [
        ("tasklore", _ours(cases, lambda case: True)),
        ("tasklore, held out", _ours(cases, lambda case: case.is_held_out)),
        ("tasklore, fr de es", _ours(cases, lambda case: case.locale[:2] != "en")),
    ]
    rivals, missing = installed()
    rows += [(rival.name, _theirs(rival, cases)) for rival in rivals]
    english = [case for case in cases if case.locale[:2] == "en"]
    rows += [(f"{rival.name}, en", _theirs(rival, english)) for rival in rivals]
    for name, row in rows:
        print(f"{name:26}{row[0]:>12}{row[1]:>20}{row[2]:>14}")
    for name in missing:
        print(f"not installed, so not compared: {name}")
    return 0


def _faults() -> int:
    for case in load():
        wrong = [] if case.is_held_out else faults(case, answer(case))
        if wrong:
            print(f"{case.family} {case.locale} {case.text!r}", *wrong, sep="\n    ")
    return 0


def main(arguments: list[str]) -> int:
    """The exit code."""
    if arguments[:1] == ["fuzz"]:
        return fuzz.main(float(arguments[1]) if len(arguments) > 1 else 20.0)
    return _faults() if arguments[:1] == ["faults"] else _table()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
