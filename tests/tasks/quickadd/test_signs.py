"""Signs that need more than a line to be shown: names that exist already, refusals."""

import pytest

from tasklore.tasks.quickadd import Known, ReminderAt, ReminderBefore

from .conftest import Read, at


def test_a_known_name_may_hold_blanks(read: Read) -> None:
    known = Known(projects=["Side Project"], sections=["To Do"], labels=["deep work"], people=["Ann Lee"])

    task = read("Write the intro #Side Project/To Do @deep work +Ann Lee tomorrow", known=known)

    assert (task.project, task.section, task.labels, task.assignees) == (
        "Side Project",
        "To Do",
        ["deep work"],
        ["Ann Lee"],
    )
    assert task.title == "Write the intro"
    assert task.due == at("2026-11-21")


def test_an_unknown_name_ends_at_the_blank(read: Read) -> None:
    task = read("Write #Side Project")

    assert (task.project, task.title) == ("Side", "Write Project")


def test_a_section_needs_a_capital_a_project_or_to_be_known(read: Read) -> None:
    assert read("Buy paint /kitchen").section is None
    assert read("Buy paint /Kitchen").section == "Kitchen"
    assert read("Buy paint /kitchen #Home").section == "kitchen"
    assert read("Buy paint /kitchen", known=Known(sections=["Kitchen"])).section == "kitchen"


@pytest.mark.parametrize("text", ["Edit /etc/hosts", "Fix the error on /Login", "Choose and/or", "/Kitchen"])
def test_a_path_is_no_section(read: Read, text: str) -> None:
    task = read(text)

    assert (task.section, task.title) == (None, text)


def test_the_first_project_counts_and_the_second_stays(read: Read) -> None:
    task = read("Call Ann #Work #Home p1 p2")

    assert (task.project, task.priority, task.title) == ("Work", 1, "Call Ann #Home p2")


def test_reminders_are_minutes_before_or_a_moment(read: Read) -> None:
    task = read("Dentist tomorrow 9am !1 day before !30m !today 20:00")

    assert task.reminders == [ReminderBefore(1440), ReminderBefore(30), ReminderAt(at("2026-11-20", "20:00"))]
    assert task.title == "Dentist"


def test_a_reminder_on_a_day_comes_in_the_morning(read: Read) -> None:
    assert read("Visa {24 Dec} !1 December").reminders == [ReminderAt(at("2026-12-01", "09:00"))]


def test_remind_me_to_is_no_reminder(read: Read) -> None:
    task = read("Remind me to call Ann tomorrow")

    assert (task.title, task.reminders, task.due) == ("Remind me to call Ann", [], at("2026-11-21"))


def test_vikunjas_signs_are_words_in_todoists_dialect_and_the_other_way_round(read: Read) -> None:
    assert read("Try *this !3").title == "Try *this !3"
    assert read("Try #this p3", dialect="vikunja").title == "Try #this p3"


def test_braces_without_a_date_stay(read: Read) -> None:
    task = read("Fix {name} and {tomorrow}")

    assert (task.title, task.deadline) == ("Fix {name} and", "2026-11-21")


def test_a_description_is_kept_as_it_is(read: Read) -> None:
    task = read('Call Ann // at 9pm? #no, "really" // yes')

    assert task.description == 'at 9pm? #no, "really" // yes'
    assert (task.title, task.due, task.project) == ("Call Ann", None, None)


def test_a_link_is_no_description(read: Read) -> None:
    assert read("Read https://example.com/a//b").description is None


def test_a_backslash_takes_the_meaning_of_the_phrase_behind_it(read: Read) -> None:
    task = read(r"Read \Tomorrow at noon by Ann on Friday \#not")

    assert task.title == "Read Tomorrow at noon by Ann #not"
    assert task.due == at("2026-11-20")
