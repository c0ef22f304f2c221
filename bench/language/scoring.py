"""Whether an answer is what the writer meant."""

import re
from typing import Any

from tasklore.tasks.quickadd import Moment, Parsed, ReminderAt, parse

from .case_files import Case

_WORDS = re.compile(r"[^\W_]+")


def answer(case: Case) -> Parsed:
    """Ours."""
    found = parse(
        case.text,
        now=case.now,
        timezone=case.zone,
        locale=case.locale,
        dialect=case.dialect,  # type: ignore[arg-type]
    )
    return found[0]


def faults(case: Case, got: Parsed) -> list[str]:
    """What is wrong with the answer, nothing if it is right. Titles are compared by their words."""
    expected = case.expected
    wrong = []

    def check(name: str, want: Any, have: Any) -> None:
        if want != have:
            wrong.append(f"{name}: wanted {want!r}, got {have!r}")

    check("title", _WORDS.findall(case.title), _WORDS.findall(got.title))
    if "due" in expected or case.family in ("innocent", "signs"):
        check("due", expected.get("due"), _moment(got.due))
    check("start", expected.get("start"), _moment(got.start))
    check("rrule", expected.get("rrule"), got.recurrence and got.recurrence.rrule)
    if got.recurrence and "from" in expected:
        check("from", expected["from"], got.recurrence.counted_from)
    check("deadline", expected.get("deadline"), got.deadline)
    check("duration", expected.get("for"), got.duration_minutes)
    check("priority", expected.get("priority"), got.priority)
    check("labels", expected.get("labels", []), got.labels)
    check("project", expected.get("project"), got.project)
    check("section", expected.get("section"), got.section)
    check("assignees", expected.get("assignees", []), got.assignees)
    check("description", expected.get("description"), got.description)
    check("reminders", expected.get("remind", []), [_reminder(told) for told in got.reminders])
    for span in got.spans:
        check("span", case.text[span.start : span.end], span.text)
    return wrong


def _moment(moment: Moment | None) -> tuple[str, str | None, str | None] | None:
    return None if moment is None else (moment.date, moment.time, moment.timezone)


def _reminder(told: object) -> str:
    if isinstance(told, ReminderAt):
        return f"{told.at.date}T{told.at.time}"
    return str(getattr(told, "minutes_before", ""))
