"""The cases of `bench/language`: as many must be right as the manual promises, held-out ones too."""

from collections.abc import Callable
from datetime import date, time

import pytest
from bench.language.case_files import Case, load
from bench.language.scoring import answer, faults

from tasklore.tasks.recurrence import Recurrence, Rule, first_due
from tasklore.tasks.values import Due

CASES = load()


def share(chosen: Callable[[Case], bool]) -> float:
    asked = [case for case in CASES if chosen(case)]
    return 100 * sum(not faults(case, answer(case)) for case in asked) / len(asked)


def test_there_are_many_cases_of_each_family() -> None:
    sizes = {family: sum(case.family == family for case in CASES) for family in ("dates", "innocent", "recurrence")}

    assert sizes["dates"] > 500
    assert sizes["innocent"] > 600
    assert sizes["recurrence"] > 350


@pytest.mark.parametrize(
    ("family", "least"), [("dates", 99.0), ("innocent", 98.5), ("recurrence", 99.0), ("signs", 98.0)]
)
def test_a_family_is_read_right(family: str, least: float) -> None:
    assert share(lambda case: case.family == family) >= least


@pytest.mark.parametrize(("family", "least"), [("dates", 97.0), ("innocent", 97.0), ("recurrence", 97.0)])
def test_what_was_held_out_is_read_as_well(family: str, least: float) -> None:
    assert share(lambda case: case.family == family and case.is_held_out) >= least


@pytest.mark.parametrize("locale", ["fr", "de", "es"])
def test_every_language_is_read_right(locale: str) -> None:
    assert share(lambda case: case.locale.startswith(locale)) >= 97.0


def test_a_first_date_is_one_of_its_rule_as_the_tasks_count_it() -> None:
    for case in CASES:
        task = answer(case)
        if task.recurrence is None:
            continue
        first = task.start or task.due
        assert first is not None
        at = None if first.time is None else time.fromisoformat(first.time)
        due = Due(date.fromisoformat(first.date), at, first.timezone)

        counted = first_due(Recurrence(Rule.parse(task.recurrence.rrule), "schedule"), due, case.zone)

        assert counted == due, case.text
