"""Zones, changes of clocks, the edges of the calendar."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from .conftest import FRIDAY, Read, at


def test_today_is_the_writers_today(read: Read) -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)

    assert read("Rest today", now=late, timezone="America/New_York").due == at("2026-11-20")
    assert read("Rest today", now=late, timezone="Asia/Tokyo").due == at("2026-11-21")


def test_a_time_in_another_zone_is_over_by_that_zones_clock(read: Read) -> None:
    # 14:20 UTC is 23:20 in Tokyo.
    assert read("Call 23:00 Tokyo time").due == at("2026-11-21", "23:00", "Asia/Tokyo")
    assert read("Call 23:30 Tokyo time").due == at("2026-11-20", "23:30", "Asia/Tokyo")


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("UTC", "UTC"),
        ("GMT", "UTC"),
        ("EST", "America/New_York"),
        ("CET", "Europe/Paris"),
        ("Berlin time", "Europe/Berlin"),
        ("San Francisco time", "America/Los_Angeles"),
        ("america/sao_paulo", "America/Sao_Paulo"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    ],
)
def test_a_zone_is_named_in_many_ways(read: Read, zone: str, name: str) -> None:
    assert read(f"Call tomorrow 9am {zone}").due == at("2026-11-21", "09:00", name)


def test_in_an_hour_is_an_hour_over_a_change_of_clocks(read: Read) -> None:
    paris = ZoneInfo("Europe/Paris")
    spring = datetime(2027, 3, 28, 1, 30, tzinfo=paris)
    autumn = datetime(2027, 10, 31, 2, 30, tzinfo=paris, fold=0)

    assert read("Turn the bread in 1 hour", now=spring, timezone="Europe/Paris").due == at("2027-03-28", "03:30")
    assert read("Turn the bread in 1 hour", now=autumn, timezone="Europe/Paris").due == at("2027-10-31", "02:30")


def test_months_keep_to_their_ends(read: Read) -> None:
    january = datetime(2028, 1, 31, 10, tzinfo=UTC)

    assert read("Audit in a month", now=january).due == at("2028-02-29")
    assert read("Audit end of next month", now=january).due == at("2028-02-29")
    assert read("Audit on the 30th", now=january).due == at("2028-03-30")
    assert read("Audit on 29 February").due == at("2028-02-29")


def test_a_date_that_is_none_stays_in_the_title(read: Read) -> None:
    assert read("Audit on 31 February").title == "Audit on 31 February"
    assert read("Audit 2026-02-30").title == "Audit 2026-02-30"


def test_the_calendar_ends_without_an_error(read: Read) -> None:
    end = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)

    assert read("Rest tomorrow", now=end).title == "Rest tomorrow"
    assert read("Rest every month", now=end).due == at("9999-12-31")


def test_a_zone_that_is_none_is_read_as_utc(read: Read) -> None:
    assert read("Rest tomorrow", timezone="../../etc/passwd").due == at("2026-11-21")


def test_a_locale_that_we_do_not_speak_is_read_as_english_with_the_day_first(read: Read) -> None:
    task = read("Rest 5/12 at 9am", locale="pt_BR")

    assert task.due == at("2026-12-05", "09:00")


def test_english_is_understood_in_every_locale(read: Read) -> None:
    assert read("Call Bob tomorrow at 9am", locale="de-DE").due == at("2026-11-21", "09:00")
    assert read("Die so genannte Liste", locale="de-DE").due is None


def test_now_may_be_in_any_zone(read: Read) -> None:
    assert read("Rest at 15:00", now=FRIDAY.astimezone(ZoneInfo("Asia/Tokyo"))).due == at("2026-11-20", "15:00")
