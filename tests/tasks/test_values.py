"""The three kinds of date."""

from datetime import UTC, date, datetime, time

import pytest

from tasklore.tasks.values import Due, UnknownTimeZone, zone

PARIS = "Europe/Paris"


def test_a_day_starts_at_its_readers_midnight() -> None:
    day = Due(date(2026, 11, 20))

    assert day.instant(PARIS) == datetime(2026, 11, 19, 23, tzinfo=UTC)
    assert day.instant("America/New_York") == datetime(2026, 11, 20, 5, tzinfo=UTC)


def test_a_floating_time_follows_its_reader_and_a_zoned_one_does_not() -> None:
    floating = Due(date(2026, 11, 20), time(9))
    zoned = Due(date(2026, 11, 20), time(9), "Asia/Tokyo")

    assert floating.instant(PARIS) == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert zoned.instant(PARIS) == datetime(2026, 11, 20, 0, tzinfo=UTC)
    assert zoned.seen_from(PARIS) == (date(2026, 11, 20), time(1))
    assert floating.seen_from(PARIS) == (date(2026, 11, 20), time(9))


def test_a_time_that_a_clock_change_leaves_out_moves_forward() -> None:
    assert Due(date(2026, 3, 29), time(2, 30), PARIS).instant("UTC") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    assert Due(date(2026, 10, 25), time(2, 30), PARIS).instant("UTC") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "is_past"),
    [
        (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), True),  # midnight in Paris
    ],
)
def test_a_day_is_past_from_the_next_day_on(now: datetime, is_past: bool) -> None:
    assert Due(date(2026, 11, 20)).is_past(now, PARIS) is is_past


def test_a_time_is_past_once_its_moment_is() -> None:
    due = Due(date(2026, 11, 20), time(9), PARIS)

    assert not due.is_past(datetime(2026, 11, 20, 8, tzinfo=UTC), "UTC")
    assert due.is_past(datetime(2026, 11, 20, 8, 0, 1, tzinfo=UTC), "UTC")


def test_a_day_cannot_have_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Due(date(2026, 11, 20), None, PARIS)


@pytest.mark.parametrize("name", ["Europe/Lyonn", "", "Europe", "../etc/passwd", "a\0b"])
def test_an_unknown_zone_is_refused_by_name(name: str) -> None:
    with pytest.raises(UnknownTimeZone, match="IANA"):
        zone(name)
