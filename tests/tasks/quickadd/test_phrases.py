"""A whole text as a date or a rule: deadlines, CSV columns, the assistant."""

import pytest

from tasklore.tasks.quickadd import Moment, Recurrence, parse_date_phrase, parse_recurrence_phrase

from .conftest import FRIDAY, at


@pytest.mark.parametrize(
    ("phrase", "locale", "moment"),
    [
        ("24 Nov", "en", at("2026-11-24")),
        ("2026-12-01 18:00", "en", at("2026-12-01", "18:00")),
        ("today", "en", at("2026-11-20")),
        ("tomorrow at 9", "en-US", at("2026-11-21", "09:00")),
        ("yesterday", "en-US", at("2026-11-19")),
        ("3 days ago", "en-US", at("2026-11-17")),
        ("in 2 weeks", "en-US", at("2026-12-04")),
        ("March", "en-US", at("2027-03-01")),
        ("the 15th", "en-US", at("2026-12-15")),
        ("sat", "en-US", at("2026-11-21")),
        ("tom", "en-US", at("2026-11-21")),
        ("next friday at 5pm", "en-US", at("2026-11-27", "17:00")),
        ("noon", "en-US", at("2026-11-21", "12:00")),
        ("Friday 9am Paris time", "en-US", at("2026-11-27", "09:00", "Europe/Paris")),
        ("übermorgen um 8", "de", at("2026-11-22", "08:00")),
        ("demain à 14h", "fr", at("2026-11-21", "14:00")),
        ("el próximo lunes", "es", at("2026-11-23")),
        ("tomorrow", "de", at("2026-11-21")),
    ],
)
def test_a_phrase_is_a_date(phrase: str, locale: str, moment: Moment) -> None:
    assert parse_date_phrase(phrase, FRIDAY, "UTC", locale) == moment


@pytest.mark.parametrize(
    ("phrase", "locale", "rrule", "counted_from", "due"),
    [
        ("every day at 21:00", "en", "FREQ=DAILY", "schedule", at("2026-11-20", "21:00")),
        ("every! 6 weeks", "en", "FREQ=WEEKLY;INTERVAL=6", "completion", at("2026-11-20")),
        ("every tue, fri", "en", "FREQ=WEEKLY;BYDAY=TU,FR", "schedule", at("2026-11-20")),
        ("jeden 2. Donnerstag", "de", "FREQ=MONTHLY;BYDAY=2TH", "schedule", at("2026-12-10")),
        ("tous les lundis", "fr", "FREQ=WEEKLY;BYDAY=MO", "schedule", at("2026-11-23")),
        ("cada 3 días", "es", "FREQ=DAILY;INTERVAL=3", "schedule", at("2026-11-20")),
        ("weekly", "en", "FREQ=WEEKLY", "schedule", at("2026-11-20")),
    ],
)
def test_a_phrase_is_a_rule(phrase: str, locale: str, rrule: str, counted_from: str, due: Moment) -> None:
    schedule = parse_recurrence_phrase(phrase, FRIDAY, "UTC", locale)

    assert schedule is not None
    assert schedule.recurrence == Recurrence(rrule, counted_from)  # type: ignore[arg-type]
    assert schedule.due == due
    assert parse_date_phrase(phrase, FRIDAY, "UTC", locale) is None


@pytest.mark.parametrize(
    "phrase", ["", "soon", "Friday meeting", "tomorrow or Monday", "no date", "31 February", "at", "9" * 300]
)
def test_what_is_more_or_less_than_a_date_is_none(phrase: str) -> None:
    assert parse_date_phrase(phrase, FRIDAY) is None
    assert parse_recurrence_phrase(phrase, FRIDAY) is None


def test_a_date_is_no_rule() -> None:
    assert parse_recurrence_phrase("tomorrow", FRIDAY) is None


def test_the_day_is_that_of_the_writers_zone() -> None:
    late = FRIDAY.replace(hour=23)

    assert parse_date_phrase("tomorrow", late, "UTC") == at("2026-11-21")
    assert parse_date_phrase("tomorrow", late, "Europe/Paris") == at("2026-11-22")


def test_an_unknown_zone_is_read_as_utc() -> None:
    assert parse_date_phrase("tomorrow", FRIDAY, "Mars/Olympus") == at("2026-11-21")
