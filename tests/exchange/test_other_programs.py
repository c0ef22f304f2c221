"""Exports of Vikunja, TickTick and Taskwarrior."""

import io
import json
import zipfile
from typing import Any

import httpx2
import pytest

from .conftest import all_tasks, upload

NEVER = "0001-01-01T00:00:00Z"
VIKUNJA = [
    {
        "id": 1,
        "title": "House",
        "hex_color": "5297FF",
        "buckets": [{"id": 7, "title": "Doing"}],
        "tasks": [
            {
                "id": 10,
                "title": "Paint the hall",
                "description": "<p>Two <strong>coats</strong></p><ul><li><p>white</p></li></ul><a href='https://x.invalid'>tin</a>",
                "bucket_id": 7,
                "due_date": "2026-12-05T09:00:00Z",
                "start_date": "2026-11-28T00:00:00Z",
                "end_date": NEVER,
                "priority": 4,
                "labels": [{"title": "weekend", "hex_color": "ff0000"}],
                "reminders": [
                    {"relative_period": -1800, "relative_to": "due_date", "reminder": "2026-12-05T08:30:00Z"}
                ],
                "created": "2026-11-01T08:00:00Z",
                "comments": [{"comment": "<p>White</p>", "author": {"name": "Ben"}, "created": "2026-11-02T08:00:00Z"}],
                "attachments": [{"id": 1, "file": {"id": 99, "name": "../tin.pdf", "mime": "application/pdf"}}],
                "related_tasks": {"subtask": [{"id": 11}], "blocked": [{"id": 12}]},
                "assignees": [{"username": "ben"}],
            },
            {"id": 11, "title": "Buy tape", "done": True, "done_at": "2026-11-10T10:00:00Z", "due_date": NEVER},
        ],
        "child_projects": [
            {
                "id": 2,
                "title": "Garden",
                "tasks": [
                    {
                        "id": 12,
                        "title": "Water the ferns",
                        "due_date": "2026-11-20T00:00:00Z",
                        "repeat_after": 259_200,
                        "repeat_mode": 2,
                        "related_tasks": {"blocking": [{"id": 10}]},
                    },
                    {"id": 13, "title": "Every hour", "due_date": "2026-11-20T10:00:00Z", "repeat_after": 5000},
                    {"id": 14, "title": "Rent", "due_date": "2026-12-01T00:00:00Z", "repeat_mode": 1},
                ],
            }
        ],
    }
]


def vikunja_zip() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("VERSION", "1.0.0")
        archive.writestr("data.json", json.dumps(VIKUNJA))
        archive.writestr("files/99", b"%PDF-1.4 tin")
    return data.getvalue()


async def by_title(client: httpx2.AsyncClient) -> dict[str, Any]:
    return {task["title"]: task for task in await all_tasks(client)}


async def test_an_export_of_vikunja_arrives_with_its_files(client: httpx2.AsyncClient) -> None:
    report = (await upload(client, "vikunja", vikunja_zip(), "vikunja.zip")).json()

    assert report["made"] == {
        "projects": 2, "sections": 1, "tasks": 5, "comments": 1, "relations": 1, "attachments": 1, "labels": 1,
    }  # fmt: skip
    tasks = await by_title(client)
    paint = tasks["Paint the hall"]
    assert paint["notes"] == "Two **coats**\n\n- white\n\ntin <https://x.invalid>"
    assert paint["due"] == {"date": "2026-12-05", "time": "09:00", "timezone": "UTC"}
    assert paint["start"] == {"date": "2026-11-28", "time": None, "timezone": None}
    assert (paint["priority"], paint["labels"], paint["reminders"]) == (1, ["weekend"], [{"minutes_before": 30}])
    assert paint["section_id"] is not None
    assert (tasks["Buy tape"]["parent_id"], tasks["Buy tape"]["completed"]) == (paint["id"], True)
    assert tasks["Water the ferns"]["recurrence"] == {"rrule": "FREQ=DAILY;INTERVAL=3", "from": "completion"}
    assert tasks["Rent"]["recurrence"]["rrule"].startswith("FREQ=MONTHLY")
    assert tasks["Every hour"]["recurrence"] is None
    [attachment] = (await client.get(f"/api/v1/tasks/{paint['id']}/attachments")).json()["items"]
    assert "/" not in attachment["name"]
    lost = {remark["subject"] for remark in report["remarks"] if remark["kind"] == "lost"}
    assert lost == {"Paint the hall", "Every hour"}


async def test_the_document_of_vikunja_alone_says_that_files_are_missing(client: httpx2.AsyncClient) -> None:
    report = (await upload(client, "vikunja", json.dumps(VIKUNJA), "data.json")).json()

    assert "attachments" not in report["made"]
    assert any("zip" in remark["message"] for remark in report["remarks"])


TICKTICK = """"Date: 2026-11-20+0000"
"Version: 7.1"
"Status:
0 Normal
1 Completed
2 Archived"
"Folder Name","List Name","Title","Kind","Tags","Content","Is Check list","Start Date","Due Date","Reminder","Repeat",\
"Priority","Status","Created Time","Completed Time","Order","Timezone","Is All Day","Is Floating","Column Name","Column Order",\
"View Mode","taskId","parentId"
"Home","House","Paint the hall","TEXT","weekend, hall","Two coats
in white","N","2026-12-05T08:00:00+0000","2026-12-05T08:00:00+0000","-PT30M","","5","0","2026-11-01T08:00:00+0000","","1",\
"Europe/Paris","false","false","Doing","0","list","1",""
"Home","House","Shopping","CHECKLIST","","For the hall:
▫Tape
▪Brushes","Y","","","","","1","0","2026-11-01T08:00:00+0000","","2","Europe/Paris","","false","","0","list","2","1"
"","Inbox","Water the ferns","TEXT","","","N","2026-11-19T23:00:00+0000","","","RRULE:FREQ=DAILY;INTERVAL=3","0","0",\
"2026-11-01T08:00:00+0000","","3","Europe/Paris","true","false","","0","list","3",""
"","Inbox","Learn the cello","TEXT","","","N","","","","ERULE:NAME=FORGETTINGCURVE;CYCLE=0","3","-1",\
"2026-11-01T08:00:00+0000","2026-11-02T08:00:00+0000","4","Europe/Paris","","false","","0","list","4",""
"""


async def test_a_backup_of_ticktick_arrives(client: httpx2.AsyncClient) -> None:
    report = (await upload(client, "ticktick", "\ufeff" + TICKTICK, "ticktick.csv")).json()

    assert report["made"] == {"projects": 2, "sections": 1, "tasks": 6}
    tasks = await by_title(client)
    paint = tasks["Paint the hall"]
    assert paint["due"] == {"date": "2026-12-05", "time": "09:00", "timezone": "Europe/Paris"}
    assert (paint["priority"], paint["labels"], paint["notes"]) == (1, ["hall", "weekend"], "Two coats\nin white")
    assert (paint["start"], paint["reminders"]) == (None, [{"minutes_before": 30}])
    shopping = tasks["Shopping"]
    assert (shopping["parent_id"], shopping["notes"]) == (paint["id"], "For the hall:")
    assert (tasks["Tape"]["parent_id"], tasks["Tape"]["completed"]) == (shopping["id"], False)
    assert tasks["Brushes"]["completed"] is True
    ferns = tasks["Water the ferns"]
    assert ferns["due"] == {"date": "2026-11-20", "time": None, "timezone": None}
    assert ferns["recurrence"]["rrule"] == "FREQ=DAILY;INTERVAL=3"
    assert tasks["Learn the cello"]["completed"] is True
    said = {(remark["kind"], remark["line"], remark["subject"]) for remark in report["remarks"]}
    assert ("lost", 14, "Learn the cello") in said
    assert ("changed", 14, "Learn the cello") in said


TASKWARRIOR = [
    {
        "id": 1,
        "uuid": "u1",
        "description": "Paint the hall",
        "project": "Home.House",
        "tags": ["weekend"],
        "priority": "H",
        "due": "20261205T090000Z",
        "scheduled": "20261128T000000Z",
        "entry": "20261101T080000Z",
        "status": "pending",
        "annotations": [{"entry": "20261102T080000Z", "description": "White"}],
        "depends": ["u2"],
        "urgency": 9.1,
        "estimate": "PT2H",
    },
    {
        "uuid": "u2",
        "description": "Buy tape",
        "status": "completed",
        "entry": "20261101T080000Z",
        "end": "20261110T100000Z",
    },
    {"uuid": "u3", "description": "Rent", "status": "recurring", "recur": "monthly", "due": "20261101T000000Z"},
    {
        "uuid": "u4",
        "description": "Rent",
        "status": "pending",
        "recur": "monthly",
        "due": "20261201T000000Z",
        "parent": "u3",
    },
    {"uuid": "u5", "description": "Odd", "status": "pending", "recur": "sometimes", "due": "20261201T000000Z"},
    {"uuid": "u6", "description": "Gone", "status": "deleted"},
    {"uuid": "u7", "description": "Water", "status": "waiting", "recur": "3days", "due": "20261120T000000Z"},
]


@pytest.mark.parametrize("form", ["array", "lines"])
async def test_an_export_of_taskwarrior_arrives(client: httpx2.AsyncClient, form: str) -> None:
    text = json.dumps(TASKWARRIOR) if form == "array" else "\n".join(map(json.dumps, TASKWARRIOR))

    report = (await upload(client, "taskwarrior", text, "tasks.json")).json()

    assert report["made"] == {"projects": 3, "tasks": 5, "comments": 1, "relations": 1}
    projects = {p["name"]: p for p in (await client.get("/api/v1/projects")).json()["items"]}
    assert projects["House"]["parent_id"] == projects["Home"]["id"]
    tasks = await by_title(client)
    paint = tasks["Paint the hall"]
    assert (paint["priority"], paint["labels"], paint["project_id"]) == (1, ["weekend"], projects["House"]["id"])
    assert paint["start"]["date"] == "2026-11-28"
    assert tasks["Buy tape"]["completed_at"].startswith("2026-11-10T10:00")
    assert tasks["Rent"]["due"]["date"] == "2026-12-01"
    assert tasks["Rent"]["recurrence"]["rrule"].startswith("FREQ=MONTHLY")
    assert tasks["Water"]["recurrence"]["rrule"] == "FREQ=DAILY;INTERVAL=3"
    lost = {remark["subject"] for remark in report["remarks"] if remark["kind"] == "lost"}
    assert lost == {"deleted task", "estimate", "Odd"}
