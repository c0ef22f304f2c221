"""Which tasks belong to a filter: the language by its examples.

It is Friday, 20 November 2026, 10:00 in Paris.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import pytest

from tasklore.tasks.filters import parse
from tasklore.tasks.filters.evaluate import Context, FilterTask, matches
from tasklore.tasks.values import Due

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PARIS = "Europe/Paris"
CONTEXT = Context("ada", NOW, PARIS, {"ada": ("Ada", "ada@example.com"), "nadia": ("Nadia B.", "nadia@example.com")})
DAY = timedelta(days=1)
PLAIN: Final = FilterTask(title="", created_at=NOW - 60 * DAY, updated_at=NOW - 10 * DAY, created_by="ada")


def on(day: str, clock: str | None = None, zone: str | None = None) -> Due:
    return Due(date.fromisoformat(day), time.fromisoformat(clock) if clock else None, zone)


def having(**fields: object) -> FilterTask:
    return replace(PLAIN, **fields)  # type: ignore[arg-type]


TASKS: Final[Mapping[str, FilterTask]] = {
    "rent": having(title="Pay rent", due=on("2026-11-20"), priority=1, labels=("home", "money"), project="Home"),
    "gym": having(title="Gym", due=on("2026-11-20", "07:00"), is_recurring=True, priority=3, labels=("health",)),
    "call": having(title="Call Nadia", due=on("2026-11-20", "18:00"), priority=2, project="Work", assignee="ada"),
    "late": having(title="Report", due=on("2026-11-18"), priority=1, project="Work", labels=("work", "writing")),
    "tokyo": having(title="Sync", due=on("2026-11-21", "07:30", "Asia/Tokyo"), project="Work"),  # 23:30 today here
    "monday": having(title="Plan", due=on("2026-11-23"), project="Reviews", above=("Work",), section="Later"),
    "week": having(title="Bins", due=on("2026-11-26"), labels=("Home",)),
    "eighth": having(title="Post", due=on("2026-11-27"), labels=("homework",), assignee="nadia"),
    "december": having(title="Gift", due=on("2026-12-12"), deadline=date(2026, 12, 10), project="Home"),
    "someday": having(title="Learn piano", notes="see https://example.com", created_at=NOW - 2 * DAY),
    "child": having(title="Buy strings", is_subtask=True, priority=1, created_at=NOW, created_by="nadia"),
    "done": having(title="Old", done=True, due=on("2026-11-10"), priority=1, completed_at=NOW - 3 * DAY),
}


def found(text: str) -> set[str]:
    filter_ = parse(text)
    return {name for name, task in TASKS.items() if matches(filter_, task, CONTEXT)}


OPEN = set(TASKS) - {"done"}
DATED = OPEN - {"someday", "child"}

TODOIST = {
    "today": {"rent", "gym", "call", "tokyo"},
    "tomorrow": set(),
    "yesterday": set(),
    "overdue": {"late", "gym"},
    "od": {"late", "gym"},
    "(today | overdue) & p1": {"rent", "late"},
    "(today | overdue) & p1 & @home & !#Work": {"rent"},
    "Monday": {"monday"},
    "next week": {"monday", "week", "eighth"},
    "7 days": {"rent", "gym", "call", "tokyo", "monday", "week"},
    "next 8 days": {"rent", "gym", "call", "tokyo", "monday", "week", "eighth"},
    "due before: +3 days": {"rent", "gym", "call", "tokyo", "late"},
    "due before: today": {"late"},
    "due after: today": {"monday", "week", "eighth", "december"},
    "due after: 1 dec": {"december"},
    "due before: today at 12:00": {"late", "gym"},
    "due before: +4 hours": {"late", "gym"},
    "date: 12 Dec": {"december"},
    "date: 2026-12-12": {"december"},
    "no date": {"someday", "child"},
    "!no date": DATED,
    "no time": OPEN - {"gym", "call", "tokyo"},
    "today & !no time": {"gym", "call", "tokyo"},
    "recurring": {"gym"},
    "p1": {"rent", "late", "child"},
    "p1 | p2": {"rent", "late", "child", "call"},
    "no priority": OPEN - {"rent", "late", "child", "call", "gym"},
    "@home": {"rent", "week"},
    "@home*": {"rent", "week", "eighth"},
    "@*work": {"late", "eighth"},
    "no labels": OPEN - {"rent", "gym", "late", "week", "eighth"},
    "#Work": {"call", "late", "tokyo"},
    "##Work": {"call", "late", "tokyo", "monday"},
    "##Work & !#Reviews": {"call", "late", "tokyo"},
    "/Later": {"monday"},
    "!/*": OPEN - {"monday"},
    "search: report": {"late"},
    "search: http": {"someday"},
    "subtask": {"child"},
    "p1 & !subtask": {"rent", "late"},
    "deadline: 10 dec": {"december"},
    "deadline before: 2027-01-01": {"december"},
    "no deadline": OPEN - {"december"},
    "created: today": {"child"},
    "created after: -3 days": {"child", "someday"},
    "created before: -30 days": OPEN - {"child", "someday"},
    "assigned": {"call", "eighth"},
    "assigned to: me": {"call"},
    "assigned to: others": {"eighth"},
    "assigned to: nadia*": {"eighth"},
    "assigned to: nadia@example.com": {"eighth"},
    "!assigned to: others": OPEN - {"eighth"},
    "added by: others": {"child"},
    "all": OPEN,
    "view all & !##Work": OPEN - {"call", "late", "tokyo", "monday"},
    "#Home & today, @health": {"rent", "gym"},
    "completed: last 7 days": {"done"},
    "#Nowhere | @nothing": set(),
}

VIKUNJA = {
    "done = false && dueDate < now/d+7d && labels in home, work": {"rent", "late", "week"},
    "done = false": OPEN,
    "done = true": {"done"},
    "done = true || priority >= 4": {"done", "rent", "late", "child"},
    "priority >= 3": {"rent", "late", "child", "call"},
    "priority = 2": {"gym"},
    "priority < 3 && labels = health": {"gym"},
    "dueDate < now": {"late", "gym"},
    "dueDate < now/d": {"late"},
    "dueDate >= now/d && dueDate < now/d+1d": {"rent", "gym", "call", "tokyo"},
    "dueDate > now/w+1w && dueDate < now/w+2w": {"week", "eighth"},
    "dueDate <= 2026-11-20": {"rent", "gym", "call", "tokyo", "late"},
    "dueDate = 2026-11-20": {"rent", "gym", "call", "tokyo"},
    "dueDate != null && dueDate > 2026-11-20||+1M/M": {"december"},
    "dueDate > 2026-12-01||/M": {"december"},
    "due_date is null": {"someday", "child"},
    "labels in home, writing": {"rent", "week", "late"},
    "labels not in home, work": OPEN - {"rent", "week", "late"},
    "labels in (home, 'health') && priority > 2": {"rent"},
    "title like 'rep'": {"late"},
    "title like 'p%t'": {"rent", "late", "eighth"},
    "title = gym": {"gym"},
    "description like 'example.com'": {"someday"},
    "project = Work": {"call", "late", "tokyo"},
    "project in Work, Home && dueDate < now+1d": {"rent", "call", "late", "tokyo"},
    "project != Work": OPEN - {"call", "late", "tokyo"},
    "assignees in ada, nadia@example.com": {"call", "eighth"},
    "assignees = null && priority = 5": {"rent", "late", "child"},
    "(priority = 1 || priority = 2) && dueDate <= now": {"gym"},
    "doneAt > now-1w": {"done"},
    "created > now-3d": {"child", "someday"},
    "@home && done = false || overdue": {"rent", "week", "late", "gym"},
}


@pytest.mark.parametrize("text", TODOIST)
def test_todoists_words(text: str) -> None:
    assert found(text) == TODOIST[text]


@pytest.mark.parametrize("text", VIKUNJA)
def test_vikunjas_words(text: str) -> None:
    assert found(text) == VIKUNJA[text]


@pytest.mark.parametrize(
    ("now", "is_overdue"),
    [
        (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), True),  # midnight in Paris
    ],
)
def test_a_day_is_overdue_from_the_next_day_on(now: datetime, is_overdue: bool) -> None:
    context = replace(CONTEXT, now=now)

    assert matches(parse("overdue"), TASKS["rent"], context) is is_overdue
    assert matches(parse("dueDate < now"), TASKS["rent"], context) is is_overdue


def test_a_weekday_looks_back_for_what_lies_behind() -> None:
    task = having(created_at=datetime(2026, 11, 16, 12, tzinfo=UTC), due=on("2026-11-23"))

    assert matches(parse("created: monday & due: monday"), task, CONTEXT)


def test_other_languages_have_their_days() -> None:
    assert {name for name, task in TASKS.items() if matches(parse("lundi", "fr-FR"), task, CONTEXT)} == {"monday"}
    assert {name for name, task in TASKS.items() if matches(parse("date: 12/12", "de"), task, CONTEXT)} == {"december"}
