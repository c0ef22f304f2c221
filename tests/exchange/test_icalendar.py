"""iCalendar: what other programs write is read, and what is written other programs can read."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import icalendar
import pytest

from tasklore.exchange.formats.vtimezone import vtimezone

from .conftest import all_tasks, upload
from .test_archive import exported, furnish

NEXTCLOUD = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Nextcloud Tasks v0.16
X-WR-CALNAME:Errands
BEGIN:VTIMEZONE
TZID:Customized Time Zone
X-LIC-LOCATION:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VTODO
UID:one
SUMMARY:Buy paint\\, brushes and a very long list of other things that is f
 olded over two lines
DESCRIPTION:White\\nnot cream\\; really
DUE;TZID=Customized Time Zone:20261205T090000
PRIORITY:1
CATEGORIES:house,weekend
STATUS:NEEDS-ACTION
CREATED:20261101T080000Z
COMMENT:Ask Ben
ATTACH:https://example.invalid/colours.pdf
GEO:48.85;2.35
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER;RELATED=END:-PT1H30M
END:VALARM
END:VTODO
BEGIN:VTODO
UID:two
RELATED-TO:one
SUMMARY:Buy tape
DUE;VALUE=DATE:20261204
STATUS:COMPLETED
COMPLETED:20261110T100000Z
END:VTODO
BEGIN:VTODO
UID:three
SUMMARY:Water the ferns
DTSTART;VALUE=DATE:20261120
RRULE:FREQ=DAILY;INTERVAL=3
RELATED-TO;RELTYPE=DEPENDS-ON:two
PRIORITY:5
END:VTODO
BEGIN:VTODO
UID:four
SUMMARY:Odd one
DUE:20269999
RRULE:FREQ=NEVER
STATUS:CANCELLED
END:VTODO
BEGIN:VEVENT
UID:five
SUMMARY:Party
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


async def test_a_calendar_of_another_program_arrives(client: httpx2.AsyncClient) -> None:
    report = (await upload(client, "ical", NEXTCLOUD, "errands.ics")).json()

    assert report["made"] == {"projects": 1, "tasks": 4, "comments": 2, "relations": 1}
    assert report["items"][0]["title"] == "Errands"
    tasks = {task["title"]: task for task in await all_tasks(client)}
    paint = next(task for title, task in tasks.items() if title.startswith("Buy paint"))
    assert paint["title"].endswith("other things that is folded over two lines")
    assert paint["notes"] == "White\nnot cream; really"
    assert paint["due"] == {"date": "2026-12-05", "time": "09:00", "timezone": "Europe/Berlin"}
    assert (paint["priority"], paint["labels"], paint["reminders"]) == (
        1,
        ["house", "weekend"],
        [{"minutes_before": 90}],
    )
    assert paint["created_at"].startswith("2026-11-01T08:00")
    tape = tasks["Buy tape"]
    assert (tape["parent_id"], tape["completed"]) == (paint["id"], True)
    assert tape["completed_at"].startswith("2026-11-10T10:00")
    ferns = tasks["Water the ferns"]
    assert (ferns["due"]["date"], ferns["recurrence"]["rrule"], ferns["priority"]) == (
        "2026-11-20",
        "FREQ=DAILY;INTERVAL=3",
        2,
    )


async def test_what_a_calendar_holds_beyond_tasks_is_reported(client: httpx2.AsyncClient) -> None:
    report = (await upload(client, "ical", NEXTCLOUD, "errands.ics")).json()

    said = {(remark["kind"], remark["subject"]) for remark in report["remarks"]}
    assert {("lost", "VEVENT"), ("lost", "GEO"), ("lost", "Odd one"), ("changed", "Odd one")} <= said


async def test_what_is_written_is_read_by_another_implementation(client: httpx2.AsyncClient) -> None:
    await furnish(client)

    calendar: Any = icalendar.Calendar.from_ical(await exported(client, format="ical"))

    todos = {str(todo["SUMMARY"]): todo for todo in calendar.walk("VTODO") if str(todo["STATUS"]) != "COMPLETED"}
    paint = todos["Paint the hall"]
    assert paint["DUE"].dt == dt.datetime(2026, 12, 5, 9, tzinfo=ZoneInfo("Europe/Paris"))
    assert paint["DTSTART"].dt == dt.date(2026, 11, 28)
    assert str(paint["DESCRIPTION"]) == "Two *coats*."
    assert str(paint["COMMENT"]) == "White, not *cream*."
    assert [str(label) for label in paint["CATEGORIES"].cats] == ["weekend"]
    assert todos["Buy tape"]["RELATED-TO"] == paint["UID"]
    assert todos["Water the ferns"]["RRULE"].to_ical() == b"FREQ=DAILY;INTERVAL=3"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]


async def test_a_calendar_comes_back_with_project_section_and_lengths(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient
) -> None:
    await furnish(client)

    report = (await upload(other, "ical", await exported(client, format="ical"), "all.ics")).json()

    assert report["made"]["tasks"] == 4
    before = {task["title"]: task for task in await all_tasks(client) if not task["completed"]}
    after = {task["title"]: task for task in await all_tasks(other) if not task["completed"]}
    for title, task in before.items():
        for name in (
            "notes",
            "due",
            "start",
            "deadline",
            "duration_minutes",
            "priority",
            "labels",
            "reminders",
            "recurrence",
        ):
            assert after[title][name] == task[name], (title, name)
    assert {item["title"] for item in report["items"] if item["kind"] != "task"} >= {"House", "Hall", "Inbox"}


async def test_a_title_cannot_add_lines_to_the_calendar(client: httpx2.AsyncClient) -> None:
    notes = "one\r\nEND:VTODO\rBEGIN:VEVENT\nX\x00\x0b:y"
    answer = await client.post("/api/v1/tasks", json={"title": "a;b,c\\n", "notes": notes.replace("\x00", "")})
    assert answer.status_code == 201

    text = (await exported(client, format="ical")).decode()

    lines = text.split("\r\n")
    assert lines.count("BEGIN:VTODO") == lines.count("END:VTODO") == 1
    assert not any(line.startswith("BEGIN:VEVENT") for line in text.splitlines())
    parsed: Any = icalendar.Calendar.from_ical(text)
    [todo] = parsed.walk("VTODO")
    assert str(todo["SUMMARY"]) == "a;b,c\\n"
    assert all(len(line.encode()) <= 75 for line in lines)


@pytest.mark.parametrize(
    "name", ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo"]
)
def test_a_zone_is_described_as_it_is(name: str) -> None:
    lines = ["BEGIN:VCALENDAR\r\n", "VERSION:2.0\r\n", "PRODID:x\r\n", *vtimezone(name, 2026), "END:VCALENDAR\r\n"]
    calendar: Any = icalendar.Calendar.from_ical("".join(lines))
    [described] = calendar.walk("VTIMEZONE")
    zone = described.to_tz(lookup_tzid=False)

    for month in range(1, 13):
        for day in (1, 8, 15, 28):
            wall = dt.datetime(2026, month, day, 12, tzinfo=None)
            assert wall.replace(tzinfo=zone).utcoffset() == wall.replace(tzinfo=ZoneInfo(name)).utcoffset(), wall
