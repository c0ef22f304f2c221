"""Phrases that are right alone are right together, in any order people put them in."""

from itertools import product

from tasklore.tasks.quickadd import Parsed, parse

from .conftest import FRIDAY

DAYS = {
    "tomorrow": "2026-11-21",
    "next monday": "2026-11-23",
    "tue": "2026-11-24",
    "Dec 3": "2026-12-03",
    "the 3rd of December": "2026-12-03",
    "12/3/2026": "2026-12-03",
    "2026-12-03": "2026-12-03",
    "Thursday, December 3": "2026-12-03",
    "the 3rd": "2026-12-03",
    "next week": "2026-11-23",
    "the day after tomorrow": "2026-11-22",
    "end of the month": "2026-11-30",
    "a week from Monday": "2026-11-30",
    "first Monday of December": "2026-12-07",
}
TIMES = {
    "9am": "09:00",
    "9:30": "09:30",
    "9:30 PM": "21:30",
    "17:45": "17:45",
    "noon": "12:00",
    "14h30": "14:30",
    "half past nine": "09:30",
    "a quarter to 10": "09:45",
    "10 o'clock": "10:00",
}
ORDERS = [
    "{title} {day} at {time}",
    "{title} at {time} {day}",
    "{title} {time} {day}",
    "{title} {day}, {time}",
    "{title} by {day} {time}",
    "{title} before {time} {day}",
    "{title} ({day} {time})",
    "{title} {day} at {time} #Work p1",
    "{title} #Work {day} at {time}",
    "{day} at {time}: {title}",
]
RULES = {
    "every day": "FREQ=DAILY",
    "every other Tuesday": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    "every mon, wed and fri": "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "monthly": "FREQ=MONTHLY",
    "every quarter": "FREQ=MONTHLY;INTERVAL=3",
    "on the 15th of every month": "FREQ=MONTHLY;BYMONTHDAY=15",
    "every last Friday": "FREQ=MONTHLY;BYDAY=-1FR",
    "every year on 3 March": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3",
    "every October": "FREQ=YEARLY;BYMONTH=10",
}
AT = {"": None, "at 9am": "09:00", "at 7 in the evening": "19:00"}
BEGINS = {"": None, "starting 1 January": "2027-01-01", "from January 1st": "2027-01-01"}
ENDS = {"": None, "until 31 March": "20270331", "till the end of March": "20270331"}
LENGTHS = {"": None, "for 45 min": 45}

MOMENTS = [
    "5 pm",
    "9am",
    "10:30",
    "Friday",
    "Monday morning",
    "Friday 3pm",
    "3 March",
    "2nd",
    "3/4",
    "18h",
    "weekly",
    "30 minute",
]
NOUNS = ["train", "report", "meeting notes", "call", "tickets", "menu", "show"]
OPENINGS = ["Take the", "Print my", "Cancel our", "Review that", "Move Anna's", "Send a", "Prepare"]


def one(text: str) -> Parsed:
    (task,) = parse(text, now=FRIDAY)
    return task


def test_a_day_and_a_time_are_read_in_any_order() -> None:
    for order, (day, date), (clock, at) in product(ORDERS, DAYS.items(), TIMES.items()):
        text = order.format(title="Call the vet", day=day, time=clock)

        task = one(text)

        assert task.due is not None, text
        assert (task.title, task.due.date, task.due.time) == ("Call the vet", date, at), text


def test_a_rule_is_read_with_all_that_may_go_with_it() -> None:
    for rule, clock, begin, end, length in product(RULES, AT, BEGINS, ENDS, LENGTHS):
        for pieces in (
            (rule, clock, length, begin, end),
            (rule, begin, end, clock, length),
            (clock, rule, begin, length, end),
        ):
            text = " ".join(filter(None, ("Call the vet", *pieces)))
            until = ENDS[end]

            task = one(text)

            assert task.recurrence is not None, text
            assert task.recurrence.rrule == RULES[rule] + (f";UNTIL={until}" if until else ""), text
            assert task.due is not None
            assert (task.title, task.due.time, task.duration_minutes) == ("Call the vet", AT[clock], LENGTHS[length]), (
                text
            )
            assert task.due.date >= (BEGINS[begin] or "2026-11-20"), text


def test_what_describes_a_noun_stays_with_it() -> None:
    for opening, moment, noun in product(OPENINGS, MOMENTS, NOUNS):
        text = f"{opening} {moment} {noun}"

        assert one(text).title == text


def test_a_moment_before_a_noun_does_not_date_the_line_it_opens() -> None:
    for moment, noun in product(MOMENTS, NOUNS):
        if moment == "Friday 3pm":
            continue
        text = f"{moment[0].upper()}{moment[1:]} {noun}"

        assert one(text).title == text
