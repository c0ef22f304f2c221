"""The forty lines of `../shared/samples/quickadd.txt` give what their writer meant, and the manual says so."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tasklore.tasks.quickadd import Parsed, ReminderBefore, parse

ROOT = Path(__file__).parents[3]
MANUAL = ROOT / "docs" / "reference" / "quickadd.md"
SHARED = ROOT.parent / "shared" / "samples" / "quickadd.txt"
NOW = datetime(2026, 11, 20, 14, 20, tzinfo=ZoneInfo("Europe/Paris"))


@dataclass(frozen=True)
class Sample:
    """A line, and in short what it means: the manual's second and third column."""

    line: str
    title: str
    meaning: str


SAMPLES = [
    Sample("Pay rent every 1st at 9am #Home @money p1", "Pay rent", "2026-12-01 09:00 · FREQ=MONTHLY;BYMONTHDAY=1 · #Home · @money · p1"),
    Sample("Call the dentist tomorrow at 14:30", "Call the dentist", "2026-11-21 14:30"),
    Sample("Water the plants every 3 days #Home", "Water the plants", "2026-11-20 · FREQ=DAILY;INTERVAL=3 · #Home"),
    Sample("Send the quarterly figures to Nadia by Friday 5pm #Work p2", "Send the quarterly figures to Nadia", "2026-11-20 17:00 · #Work · p2"),
    Sample("Stand-up every weekday at 9:15 for 15 min #Work", "Stand-up", "2026-11-23 09:15 · FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR · 15 min · #Work"),
    Sample("Renew passport in 6 weeks @paperwork", "Renew passport", "2027-01-01 · @paperwork"),
    Sample("Buy milk, eggs and flour today @errands", "Buy milk, eggs and flour", "2026-11-20 · @errands"),
    Sample("Read chapter 4 of the Rust book this weekend @reading", "Read chapter 4 of the Rust book", "2026-11-21 · @reading"),
    Sample("Submit the travel claim before 15 December #Work @paperwork", "Submit the travel claim", "2026-12-15 · #Work · @paperwork"),
    Sample("Backup the NAS every Sunday at 22:00 p3", "Backup the NAS", "2026-11-22 22:00 · FREQ=WEEKLY;BYDAY=SU · p3"),
    Sample("Birthday present for Aunt Léa 12 December {10 December} @family", "Birthday present for Aunt Léa", "2026-12-12 · deadline 2026-12-10 · @family"),
    Sample("Review pull request 482 tonight #Work/Reviews", "Review pull request 482", "2026-11-20 21:00 · #Work/Reviews"),
    Sample("Change the bike tyres next month", "Change the bike tyres", "2026-12-01"),
    Sample("Yoga every mon, wed, fri at 18:30 for 1 hour", "Yoga", "2026-11-20 18:30 · FREQ=WEEKLY;BYDAY=MO,WE,FR · 60 min"),
    Sample("Meter reading on the last day of every month #Home", "Meter reading", "2026-11-30 · FREQ=MONTHLY;BYMONTHDAY=-1 · #Home"),
    Sample("Book train to Lyon next Tuesday morning", "Book train to Lyon", "2026-11-24 09:00"),
    Sample("Plan the sprint every other Monday at 10:00 #Work p1", "Plan the sprint", "2026-11-23 10:00 · FREQ=WEEKLY;INTERVAL=2;BYDAY=MO · #Work · p1"),
    Sample("Take the 5 pm train home", "Take the 5 pm train home", ""),
    Sample('Read "Tomorrow, and Tomorrow, and Tomorrow" @reading', 'Read "Tomorrow, and Tomorrow, and Tomorrow"', "@reading"),
    Sample("Email Tom about May's budget", "Email Tom about May's budget", ""),
    Sample("Try the 3/4 inch drill bit", "Try the 3/4 inch drill bit", ""),
    Sample("Call +33 1 23 45 67 89 on Monday", "Call +33 1 23 45 67 89", "2026-11-23"),
    Sample("Version 2.0 release notes 2026-12-03 #Work", "Version 2.0 release notes", "2026-12-03 · #Work"),
    Sample("Check smoke alarms every 6 months starting 1 January #Home", "Check smoke alarms", "2027-01-01 · FREQ=MONTHLY;INTERVAL=6 · #Home"),
    Sample("Defrost the freezer every! 90 days #Home", "Defrost the freezer", "2026-11-20 · FREQ=DAILY;INTERVAL=90 from completion · #Home"),
    Sample("Physio exercises every day until 31 January", "Physio exercises", "2026-11-20 · FREQ=DAILY;UNTIL=20270131"),
    Sample("Ask Sam for the #42 ticket", "Ask Sam for the #42 ticket", ""),
    Sample("Pick up parcel 18h", "Pick up parcel", "2026-11-20 18:00"),
    Sample("Team dinner 24 Nov 19:30 for 2h !30 min before", "Team dinner", "2026-11-24 19:30 · 120 min · reminder 30 min before"),
    Sample("Pay car tax on 1 March @money p2", "Pay car tax", "2027-03-01 · @money · p2"),
    Sample("Cancel the gym before the end of the month", "Cancel the gym", "2026-11-30"),
    Sample("Prepare slides in 3 days at noon #Work", "Prepare slides", "2026-11-23 12:00 · #Work"),
    Sample("Second reminder to Marc !!", "Second reminder to Marc !!", ""),
    Sample("Monday meeting notes", "Monday meeting notes", ""),
    Sample("Learn to cook one new dish every Saturday", "Learn to cook one new dish", "2026-11-21 · FREQ=WEEKLY;BYDAY=SA"),
    Sample("Fix bug #1234 in the March report", "Fix bug #1234 in the March report", ""),
    Sample("Water filter: replace every quarter #Home", "Water filter: replace", "2026-11-20 · FREQ=MONTHLY;INTERVAL=3 · #Home"),
    Sample("Drop off the winter coats next week @errands", "Drop off the winter coats", "2026-11-23 · @errands"),
    Sample("Rebook flight LH 1023 on 5/12", "Rebook flight LH 1023", "2026-12-05"),
    Sample("Thank-you note to the 2nd floor team", "Thank-you note to the 2nd floor team", ""),
]  # fmt: skip


def in_short(task: Parsed) -> str:
    """What a task says besides its title."""
    said = []
    if task.due is not None:
        said.append(" ".join(filter(None, (task.due.date, task.due.time))))
    if task.deadline is not None:
        said.append(f"deadline {task.deadline}")
    if task.recurrence is not None:
        counted = " from completion" if task.recurrence.counted_from == "completion" else ""
        said.append(task.recurrence.rrule + counted)
    if task.duration_minutes is not None:
        said.append(f"{task.duration_minutes} min")
    if task.project is not None:
        said.append(f"#{task.project}" + (f"/{task.section}" if task.section else ""))
    said += [f"@{label}" for label in task.labels]
    if task.priority is not None:
        said.append(f"p{task.priority}")
    for reminder in task.reminders:
        assert isinstance(reminder, ReminderBefore)
        said.append(f"reminder {reminder.minutes_before} min before")
    return " · ".join(said)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.line)
def test_a_line_gives_what_its_writer_meant(sample: Sample) -> None:
    (task,) = parse(sample.line, now=NOW, timezone="Europe/Paris", locale="en-GB")

    assert (task.title, in_short(task)) == (sample.title, sample.meaning)
    assert task.start is None
    assert task.description is None


def test_in_america_the_fifth_of_december_is_the_twelfth_of_may() -> None:
    (task,) = parse("Rebook flight LH 1023 on 5/12", now=NOW, timezone="Europe/Paris", locale="en-US")

    assert in_short(task) == "2027-05-12"


def test_the_manual_shows_this_table() -> None:
    rows = ["| line | title | meaning |", "|---|---|---|"]
    rows += [f"| `{sample.line}` | {sample.title} | {sample.meaning or '–'} |" for sample in SAMPLES]

    assert "\n".join(rows) in MANUAL.read_text(encoding="utf-8")


@pytest.mark.skipif(not SHARED.exists(), reason="the shared samples are not here; the table above holds them")
def test_the_table_holds_every_line_of_the_samples() -> None:
    lines = SHARED.read_text(encoding="utf-8").splitlines()

    assert [sample.line for sample in SAMPLES] == lines
