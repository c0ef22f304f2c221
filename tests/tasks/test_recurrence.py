"""What a repeating task does next."""

from datetime import UTC, date, datetime, time, timedelta
from time import process_time

import pytest
from bench.recurrence.agreement import cases, compare
from hypothesis import given
from hypothesis import strategies as st

from tasklore.tasks.recurrence import (
    InvalidRecurrence,
    Recurrence,
    Rule,
    advance,
    first_due,
    move_all,
    move_one,
    next_due,
    occurrences,
    pinned,
    skip,
    split,
)
from tasklore.tasks.values import Due

PARIS = "Europe/Paris"


def at(day: str, clock: str = "10:00") -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=UTC)


def on(day: str, clock: str | None = None, zone: str | None = None) -> Due:
    return Due(date.fromisoformat(day), None if clock is None else time.fromisoformat(clock), zone)


def days(dates: list[Due]) -> list[str]:
    return [due.date.isoformat() for due in dates]


def following(rrule: str, start: Due, count: int, basis: str = "schedule") -> list[str]:
    """The dates a task goes through when each is done on its day, at noon."""
    recurrence, due, seen = pinned(Recurrence.parse(rrule, basis), start), start, []
    for _ in range(count):
        step = advance(recurrence, due, datetime.combine(due.date, time(12), UTC), "UTC")
        if step is None:
            break
        recurrence, due = step.recurrence, step.due
        seen.append(due.date.isoformat())
    return seen


class TestTheSchedule:
    def test_done_on_time_the_next_date_follows(self) -> None:
        assert next_due(Recurrence.parse("FREQ=DAILY;INTERVAL=3"), on("2026-11-20"), at("2026-11-20"), PARIS) == on(
            "2026-11-23"
        )

    def test_done_late_the_next_date_is_on_the_schedule_and_ahead(self) -> None:
        late = next_due(Recurrence.parse("FREQ=DAILY;INTERVAL=3"), on("2026-11-10"), at("2026-11-20"), PARIS)

        assert late == on("2026-11-22")

    def test_done_early_the_date_after_the_present_one_follows(self) -> None:
        early = next_due(Recurrence.parse("FREQ=WEEKLY;BYDAY=WE"), on("2026-11-25"), at("2026-11-20"), PARIS)

        assert early == on("2026-12-02")

    def test_todays_time_is_ahead_until_it_strikes_and_todays_day_is_not(self) -> None:
        daily = Recurrence.parse("FREQ=DAILY")

        assert next_due(daily, on("2026-11-19", "18:00"), at("2026-11-20", "16:59"), PARIS) == on("2026-11-20", "18:00")
        assert next_due(daily, on("2026-11-19", "18:00"), at("2026-11-20", "17:00"), PARIS) == on("2026-11-21", "18:00")
        assert next_due(daily, on("2026-11-19"), at("2026-11-20"), PARIS) == on("2026-11-21")

    def test_today_is_the_day_where_the_person_is(self) -> None:
        daily = Recurrence.parse("FREQ=DAILY")

        assert next_due(daily, on("2026-11-20"), at("2026-11-21", "05:00"), "America/Los_Angeles") == on("2026-11-21")
        assert next_due(daily, on("2026-11-20"), at("2026-11-21", "05:00"), "Asia/Tokyo") == on("2026-11-22")

    def test_every_other_week_keeps_its_weeks_when_done_late(self) -> None:
        rule = Recurrence.parse("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")

        assert next_due(rule, on("2026-11-02"), at("2026-11-24"), PARIS) == on("2026-11-30")

    @pytest.mark.parametrize(
        ("rrule", "start", "expected"),
        [
            ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-11-20", ["2026-11-23", "2026-11-25", "2026-11-27"]),
            ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", ["2026-12-25", "2027-01-29", "2027-02-26"]),
            ("FREQ=MONTHLY;BYDAY=2TU", "2026-11-10", ["2026-12-08", "2027-01-12"]),
            ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-11-30", ["2026-12-31", "2027-01-29"]),
            ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2026-11-13", ["2027-08-13", "2028-10-13"]),
            ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH", "2026-12-31", ["2032-12-30", "2037-12-31"]),
            ("FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1", "2026-09-01", ["2027-03-01", "2027-09-01"]),
            ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "2026-11-30", ["2027-02-28", "2027-05-31"]),
        ],
    )
    def test_rules_of_the_calendar(self, rrule: str, start: str, expected: list[str]) -> None:
        assert following(rrule, on(start), len(expected)) == expected

    def test_hours_count_on_the_wall_clock(self) -> None:
        rule = Recurrence.parse("FREQ=HOURLY;INTERVAL=4")

        assert next_due(rule, on("2026-11-20", "08:00", PARIS), at("2026-11-20", "13:30"), PARIS) == on(
            "2026-11-20", "16:00", PARIS
        )


class TestShortMonths:
    def test_monthly_from_the_31st_takes_the_last_day_and_comes_back_to_the_31st(self) -> None:
        assert following("FREQ=MONTHLY", on("2026-01-31"), 4) == [
            "2026-02-28",
            "2026-03-31",
            "2026-04-30",
            "2026-05-31",
        ]

    def test_the_30th_of_february_is_the_28th_or_the_29th(self) -> None:
        assert following("FREQ=MONTHLY;BYMONTHDAY=30", on("2028-01-30"), 2) == ["2028-02-29", "2028-03-30"]

    def test_29_february_is_the_28th_in_common_years(self) -> None:
        expected = ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]

        assert following("FREQ=YEARLY", on("2028-02-29"), 4) == expected

    def test_two_days_that_fall_together_are_one_date(self) -> None:
        assert following("FREQ=MONTHLY;BYMONTHDAY=29,31", on("2026-01-31"), 3) == [
            "2026-02-28",
            "2026-03-29",
            "2026-03-31",
        ]

    def test_friday_the_31st_stays_exact(self) -> None:
        assert following("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=31", on("2026-07-31"), 1) == ["2027-12-31"]

    def test_a_day_that_every_month_has_is_not_written_into_the_rule(self) -> None:
        assert pinned(Recurrence.parse("FREQ=MONTHLY"), on("2026-01-28")).rrule == "FREQ=MONTHLY"
        assert pinned(Recurrence.parse("FREQ=YEARLY"), on("2026-01-31")).rrule == "FREQ=YEARLY"
        assert pinned(Recurrence.parse("FREQ=MONTHLY", "completion"), on("2026-01-31")).rrule == "FREQ=MONTHLY"


class TestCompletion:
    def test_it_counts_from_the_day_of_completion_and_keeps_the_time(self) -> None:
        rule = Recurrence.parse("FREQ=DAILY;INTERVAL=90", "completion")

        assert next_due(rule, on("2026-08-01", "18:00"), at("2026-11-20"), PARIS) == on("2027-02-18", "18:00")

    def test_a_weekday_is_the_next_one_after_completion(self) -> None:
        rule = Recurrence.parse("FREQ=WEEKLY;BYDAY=MO", "completion")

        assert next_due(rule, on("2026-11-02"), at("2026-11-23"), PARIS) == on("2026-11-30")

    def test_a_month_from_the_31st_ends_with_the_month(self) -> None:
        rule = Recurrence.parse("FREQ=MONTHLY", "completion")

        assert next_due(rule, on("2027-01-10"), at("2027-01-31"), PARIS) == on("2027-02-28")

    def test_hours_count_from_the_minute_of_completion(self) -> None:
        rule = Recurrence.parse("FREQ=HOURLY;INTERVAL=6", "completion")

        assert next_due(rule, on("2026-11-20", "08:00", PARIS), at("2026-11-20", "20:15:42"), PARIS) == on(
            "2026-11-21", "03:15", PARIS
        )

    def test_each_completion_uses_up_one_of_the_count(self) -> None:
        assert following("FREQ=DAILY;COUNT=3", on("2026-11-20"), 9, "completion") == [
            "2026-11-21",
            "2026-11-22",
        ]

    def test_skipping_counts_from_the_date_not_from_now(self) -> None:
        rule = Recurrence.parse("FREQ=DAILY;INTERVAL=10", "completion")
        step = skip(rule, on("2026-11-25"), at("2026-11-20"), PARIS)

        assert step is not None
        assert step.due == on("2026-12-05")


class TestBounds:
    def test_until_is_included(self) -> None:
        assert following("FREQ=DAILY;UNTIL=20261122", on("2026-11-20"), 9) == ["2026-11-21", "2026-11-22"]

    def test_a_moment_as_until_is_read_in_the_zone_of_the_date(self) -> None:
        rule = Recurrence.parse("FREQ=DAILY;UNTIL=20261121T080000Z")

        assert days(occurrences(rule, on("2026-11-20", "09:00", PARIS), PARIS)) == [
            "2026-11-20",
            "2026-11-21",
        ]
        assert days(occurrences(rule, on("2026-11-20", "09:01", PARIS), PARIS)) == ["2026-11-20"]

    def test_count_is_of_dates_done_or_missed(self) -> None:
        rule = Recurrence.parse("FREQ=DAILY;COUNT=5")

        late = advance(rule, on("2026-11-01"), at("2026-11-03"), PARIS)

        assert late is not None
        assert (late.due, late.recurrence.rrule) == (on("2026-11-04"), "FREQ=DAILY;COUNT=2")
        assert following("FREQ=DAILY;COUNT=5", on("2026-11-01"), 9) == [f"2026-11-0{day}" for day in (2, 3, 4, 5)]
        assert advance(rule, on("2026-11-01"), at("2026-11-05"), PARIS) is None

    def test_a_rule_that_never_comes_is_exhausted(self) -> None:
        assert (
            first_due(Recurrence.parse("FREQ=YEARLY;BYWEEKNO=30;BYDAY=MO;BYMONTH=1"), on("2026-01-01"), PARIS) is None
        )

    def test_the_end_of_the_calendar_is_an_end(self) -> None:
        for rrule in ("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=HOURLY;INTERVAL=24"):
            dates = occurrences(Recurrence.parse(rrule), on("9999-12-30", "12:00", "Pacific/Auckland"), PARIS)
            assert dates[0] == on("9999-12-30", "12:00", "Pacific/Auckland")
            assert len(dates) <= 2


class TestClockChanges:
    def test_a_time_that_is_left_out_moves_forward_once(self) -> None:
        rule, due = Recurrence.parse("FREQ=DAILY"), on("2026-03-28", "02:30", PARIS)

        first = advance(rule, due, at("2026-03-28"), PARIS)
        assert first is not None
        second = advance(first.recurrence, first.due, at("2026-03-29"), PARIS)

        assert first.due == on("2026-03-29", "03:30", PARIS)
        assert second is not None
        assert (second.due, second.recurrence) == (on("2026-03-30", "02:30", PARIS), rule)

    def test_a_zoned_time_stays_on_the_wall_through_a_change(self) -> None:
        dates = occurrences(Recurrence.parse("FREQ=DAILY"), on("2026-10-24", "09:00", PARIS), PARIS, limit=3)

        assert [due.instant("UTC").hour for due in dates] == [7, 8, 8]

    def test_hours_that_fall_on_one_moment_are_one_date(self) -> None:
        start = on("2026-03-29", "01:00", PARIS)

        dates = occurrences(Recurrence.parse("FREQ=HOURLY"), start, PARIS, limit=4)

        assert [due.instant("UTC").hour for due in dates] == [0, 1, 2, 3]


class TestEditing:
    def test_one_date_put_elsewhere_leaves_the_schedule_as_it_was(self) -> None:
        weekly = Recurrence.parse("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")

        moved = move_one(weekly, on("2026-11-23"), on("2026-12-02"))
        back = advance(moved.recurrence, moved.due, at("2026-12-02"), PARIS)

        assert moved.due == on("2026-12-02")
        assert back is not None
        assert (back.due, back.recurrence) == (on("2026-12-07"), weekly)

    def test_putting_it_back_forgets_that_it_moved(self) -> None:
        weekly = Recurrence.parse("FREQ=WEEKLY")
        moved = move_one(weekly, on("2026-11-23"), on("2026-11-24"))

        assert move_one(moved.recurrence, moved.due, on("2026-11-23")).recurrence == weekly

    @pytest.mark.parametrize(
        ("rrule", "due", "to", "expected"),
        [
            ("FREQ=WEEKLY;BYDAY=MO", "2026-11-23", "2026-11-24", "FREQ=WEEKLY;BYDAY=TU"),
            ("FREQ=WEEKLY;BYDAY=MO,FR", "2026-11-23", "2026-11-24", "FREQ=WEEKLY;BYDAY=MO,FR"),
            ("FREQ=MONTHLY;BYMONTHDAY=15", "2026-11-15", "2026-11-20", "FREQ=MONTHLY;BYMONTHDAY=20"),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30", "2026-11-29", "FREQ=MONTHLY;BYMONTHDAY=-2"),
            ("FREQ=MONTHLY;BYDAY=1MO", "2026-12-07", "2026-12-15", "FREQ=MONTHLY;BYDAY=3TU"),
            ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", "2026-11-19", "FREQ=MONTHLY;BYDAY=-2TH"),
            (
                "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1",
                "2027-03-01",
                "2027-04-02",
                "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=2",
            ),
            ("FREQ=MONTHLY", "2026-11-15", "2026-12-31", "FREQ=MONTHLY;BYMONTHDAY=31"),
        ],
    )
    def test_all_that_follow_go_along(self, rrule: str, due: str, to: str, expected: str) -> None:
        step = move_all(Recurrence.parse(rrule), on(due), on(to))

        assert (step.due, step.recurrence.rrule) == (on(to), expected)

    def test_a_skipped_date_uses_up_the_count(self) -> None:
        step = skip(Recurrence.parse("FREQ=DAILY;COUNT=2"), on("2026-11-20"), at("2026-11-19"), PARIS)

        assert step is not None
        assert (step.due, step.recurrence.rrule) == (on("2026-11-21"), "FREQ=DAILY;COUNT=1")
        assert skip(step.recurrence, step.due, at("2026-11-19"), PARIS) is None

    @pytest.mark.parametrize("rrule", ["FREQ=DAILY;INTERVAL=2;COUNT=7", "FREQ=WEEKLY;BYDAY=MO,FR;UNTIL=20261231"])
    @pytest.mark.parametrize("clock", [None, "09:00"])
    def test_a_series_split_in_two_has_the_dates_of_the_whole(self, rrule: str, clock: str | None) -> None:
        whole = Recurrence.parse(rrule)
        dates = occurrences(whole, on("2026-11-20", clock), PARIS, limit=99)

        first, rest = split(whole, dates[0], dates[3], PARIS)

        assert occurrences(first, dates[0], PARIS, limit=99) == dates[:3]
        assert occurrences(rest, dates[3], PARIS, limit=99) == dates[3:]


class TestReadingRules:
    @pytest.mark.parametrize(
        ("text", "canonical"),
        [
            ("FREQ=DAILY", "FREQ=DAILY"),
            ("rrule:freq=weekly;byday=fr,mo;interval=1", "FREQ=WEEKLY;BYDAY=MO,FR"),
            ("BYDAY=-1FR,1MO;FREQ=MONTHLY;", "FREQ=MONTHLY;BYDAY=1MO,-1FR"),
            ("FREQ=DAILY;UNTIL=20261231T220000Z", "FREQ=DAILY;UNTIL=20261231T220000Z"),
            ("FREQ=WEEKLY;WKST=SU;BYSECOND=0", "FREQ=WEEKLY;WKST=SU"),
        ],
    )
    def test_text_becomes_canonical(self, text: str, canonical: str) -> None:
        assert str(Rule.parse(text)) == canonical
        assert str(Rule.parse(canonical)) == canonical

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("", "NAME=VALUE"),
            ("every day", "NAME=VALUE"),
            ("INTERVAL=2", "FREQ is missing"),
            ("FREQ=SECONDLY", "too often"),
            ("FREQ=MINUTELY;INTERVAL=5", "too often"),
            ("FREQ=FORTNIGHTLY", "Unknown FREQ"),
            ("FREQ=DAILY;FREQ=DAILY", "twice"),
            ("FREQ=DAILY;INTERVAL=0", "1 to 1000"),
            ("FREQ=DAILY;INTERVAL=99999999999999999999", "not a number"),
            ("FREQ=DAILY;INTERVAL=1,2", "one number"),
            ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "exclude"),
            ("FREQ=DAILY;UNTIL=tomorrow", "not a date"),
            ("FREQ=DAILY;UNTIL=20260230", "calendar"),
            ("FREQ=WEEKLY;BYDAY=1MO", "MONTHLY or YEARLY"),
            ("FREQ=WEEKLY;BYDAY=MONDAY", "BYDAY"),
            ("FREQ=WEEKLY;BYMONTHDAY=3", "WEEKLY"),
            ("FREQ=MONTHLY;BYWEEKNO=3", "YEARLY"),
            ("FREQ=MONTHLY;BYMONTHDAY=32", "1 to 31"),
            ("FREQ=MONTHLY;BYSETPOS=1", "another BY part"),
            ("FREQ=DAILY;BYSECOND=30", "minute"),
            ("FREQ=DAILY;BYEASTER=1", "Unknown part 'BYEASTER'"),
            ("FREQ=DAILY;X=" + "9" * 2000, "characters"),
            (
                f"FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))};BYMINUTE=0,10,20,30,40,50",
                "100 times a day",
            ),
        ],
    )
    def test_what_no_task_can_mean_is_refused_with_a_reason(self, text: str, says: str) -> None:
        with pytest.raises(InvalidRecurrence, match=says):
            Recurrence.parse(text)

    def test_an_unknown_basis_is_refused(self) -> None:
        with pytest.raises(InvalidRecurrence, match="schedule"):
            Recurrence.parse("FREQ=DAILY", "birth")

    @given(
        st.text(st.characters(codec="utf-8"), max_size=80) | st.text("FREQ=DAILYBYMONTHU;,+-0123456789T", max_size=80)
    )
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        try:
            rule = Rule.parse(text)
        except InvalidRecurrence:
            return
        assert Rule.parse(str(rule)) == rule


def test_dates_agree_with_an_independent_implementation() -> None:
    compared = 0
    for case in cases(400, seed=20261120):
        dates, difference = compare(case)
        compared += dates
        assert difference is None, difference

    assert compared > 1000


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=HOURLY",
        "FREQ=HOURLY;INTERVAL=7;BYMONTH=2;BYDAY=MO",
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYDAY=MO",
        "FREQ=YEARLY;BYDAY=MO;BYHOUR=1,2,3;BYMINUTE=1,2,3;BYSETPOS=-1",
    ],
)
def test_an_old_start_costs_no_more_than_a_new_one(rrule: str) -> None:
    started = process_time()

    for year in (1, 1900, 2026):
        start = Due(date(year, 1, 1), time(0, 30), "UTC")
        next_due(Recurrence.parse(rrule), start, at("2026-11-20"), PARIS)

    # An hourly rule from the year 1 has 17 million dates; looking at them would take half a minute.
    assert process_time() - started < timedelta(seconds=1).total_seconds()
