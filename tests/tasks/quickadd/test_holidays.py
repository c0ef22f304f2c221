"""Days with a name count behind a preposition."""

import pytest

from .conftest import Read, at


@pytest.mark.parametrize(
    ("phrase", "date"),
    [
        ("by Christmas", "2026-12-25"),
        ("on New Year's Eve", "2026-12-31"),
        ("before Thanksgiving", "2026-11-26"),
        ("on Easter Monday", "2027-03-29"),
        ("a week before Christmas", "2026-12-18"),
    ],
)
def test_a_holiday_is_a_date(read: Read, phrase: str, date: str) -> None:
    task = read(f"Bake a pie {phrase}")

    assert (task.title, task.due) == ("Bake a pie", at(date))


@pytest.mark.parametrize(
    "title", ["Buy Christmas presents", "Paint Easter eggs", "Explain Good Friday", "Write a song about Christmas"]
)
def test_a_holiday_without_a_preposition_is_a_word(read: Read, title: str) -> None:
    assert read(title).due is None


def test_a_holiday_repeats_by_its_date_or_its_weekday_but_not_by_the_moon(read: Read) -> None:
    def rule(phrase: str) -> str | None:
        recurrence = read(f"Bake a pie {phrase}").recurrence
        return None if recurrence is None else recurrence.rrule

    assert rule("every Christmas") == "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25"
    assert rule("every Thanksgiving") == "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"
    assert rule("every Easter") is None


def test_holidays_have_the_names_of_the_language(read: Read) -> None:
    assert read("Kuchen backen an Heiligabend", locale="de-DE").due == at("2026-12-24")
    assert read("Réserver avant Noël", locale="fr-FR").due == at("2026-12-25")
    assert read("Reservar antes de Navidad", locale="es-ES").due == at("2026-12-25")
