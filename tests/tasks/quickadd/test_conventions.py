"""What other products disagree on, and ours: design §9, row by row."""

import pytest

from tasklore.tasks.quickadd import DayTimes

from .conftest import FRIDAY, Read, at

MONDAY_MORNING = FRIDAY.replace(day=23, hour=8, minute=0)
EVENING = FRIDAY.replace(hour=19, minute=0)


@pytest.mark.parametrize(
    ("phrase", "date"),
    [
        ("next week", "2026-11-23"),
        ("next month", "2026-12-01"),
        ("next year", "2027-01-01"),
        ("this weekend", "2026-11-21"),
        ("next weekend", "2026-11-28"),
    ],
)
def test_next_week_is_monday_next_month_the_first_and_the_weekend_saturday(read: Read, phrase: str, date: str) -> None:
    assert read(f"Wash the car {phrase}").due == at(date)


@pytest.mark.parametrize("phrase", ["tuesday", "next tuesday", "on Tuesday", "by tues", "this Tuesday"])
def test_a_weekday_is_the_nearest_one_ahead(read: Read, phrase: str) -> None:
    assert read(f"Wash the car {phrase}").due == at("2026-11-24")


def test_next_friday_on_a_friday_is_not_today(read: Read) -> None:
    assert read("Wash the car next friday").due == at("2026-11-27")


def test_todays_weekday_without_a_time_is_today(read: Read) -> None:
    assert read("Wash the car friday").due == at("2026-11-20")


def test_todays_weekday_with_a_time_ahead_is_today(read: Read) -> None:
    assert read("Wash the car friday 6pm").due == at("2026-11-20", "18:00")


def test_todays_weekday_with_a_time_that_is_over_is_in_seven_days(read: Read) -> None:
    assert read("Wash the car friday 9am").due == at("2026-11-27", "09:00")
    assert read("Wash the car monday 7am", now=MONDAY_MORNING).due == at("2026-11-30", "07:00")


def test_a_time_that_is_past_is_tomorrow(read: Read) -> None:
    assert read("Wash the car 6pm", now=EVENING).due == at("2026-11-21", "18:00")


def test_a_time_ahead_is_today(read: Read) -> None:
    assert read("Wash the car 6pm").due == at("2026-11-20", "18:00")


@pytest.mark.parametrize(
    ("phrase", "time"),
    [("tonight", "21:00"), ("this evening", "19:00"), ("this afternoon", "15:00"), ("this morning", "09:00")],
)
def test_a_part_of_the_day_has_its_hour(read: Read, phrase: str, time: str) -> None:
    assert read(f"Wash the car {phrase}").due == at("2026-11-20", time)


def test_the_hours_of_the_day_are_settings(read: Read) -> None:
    times = DayTimes(morning=7 * 60 + 30, night=22 * 60)

    assert read("Wash the car tomorrow morning", times=times).due == at("2026-11-21", "07:30")
    assert read("Wash the car tonight", times=times).due == at("2026-11-20", "22:00")


def test_figures_are_read_by_locale(read: Read) -> None:
    assert read("Wash the car 3/4", locale="en-US").due == at("2027-03-04")
    assert read("Wash the car 3/4", locale="en-GB").due == at("2027-04-03")
    assert read("Laver la voiture 3/4", locale="fr-FR").due == at("2027-04-03")


def test_figures_that_fit_one_order_only_are_read_in_that_order(read: Read) -> None:
    assert read("Wash the car 25/12", locale="en-US").due == at("2026-12-25")
    assert read("Wash the car 12/25", locale="en-GB").due == at("2026-12-25")


def test_the_chip_shows_the_months_name(read: Read) -> None:
    (span,) = read("Wash the car 3/4").spans

    assert (span.kind, span.text, span.meaning) == ("due", "3/4", "Thu 4 Mar 2027")


@pytest.mark.parametrize(("sign", "priority"), [("!5", 1), ("!4", 1), ("!3", 2), ("!2", 3), ("!1", 4)])
def test_vikunjas_priorities_map_onto_ours(read: Read, sign: str, priority: int) -> None:
    assert read(f"Wash the car {sign}", dialect="vikunja").priority == priority


def test_every_counts_from_the_schedule_and_every_with_a_mark_from_completion(read: Read) -> None:
    def counted_from(phrase: str) -> str:
        rule = read(f"Wash the car {phrase}").recurrence
        assert rule is not None
        assert rule.rrule == "FREQ=DAILY;INTERVAL=3"
        return rule.counted_from

    assert counted_from("every 3 days") == "schedule"
    assert counted_from("every! 3 days") == "completion"
    assert counted_from("after 3 days") == "completion"
    assert counted_from("every 3 days after completion") == "completion"


def test_monthly_on_the_31st_begins_on_the_last_day_of_a_shorter_month(read: Read) -> None:
    task = read("Wash the car every 31st")

    assert task.due == at("2026-11-30")
    assert task.recurrence is not None
    assert task.recurrence.rrule == "FREQ=MONTHLY;BYMONTHDAY=31"
