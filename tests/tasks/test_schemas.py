"""What a row is written as, and what OpenAPI promises of it, are one thing."""

import datetime as dt
from typing import Any

import msgspec

from tasklore.tasks.repeating import BLANK
from tasklore.tasks.schemas import RecurrenceOut, RecurrenceRead, TaskOut, TaskRead, WhenOut, WhenRead, task_json

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
ROW: dict[str, Any] = {
    **BLANK,
    "id": "t",
    "project_id": "p",
    "title": "Pay rent",
    "position": 1.5,
    "created_by": "ada",
    "created_at": NOW,
    "updated_at": NOW,
    "deleted_at": None,
    "version": 3,
}
FULL: dict[str, Any] = {
    **ROW,
    "status": "done",
    "completed_at": NOW,
    "start_date": "2026-11-19",
    "due_date": "2026-12-01",
    "due_time": "09:00",
    "due_zone": "Europe/Paris",
    "rrule": "FREQ=MONTHLY",
    "repeat_from": "schedule",
    "series_id": "s",
    "labels": ["home"],
    "reminders": [{"minutes_before": 10}],
    "source": {"document_id": "d"},
    "deadline": "2026-12-02",
    "duration_minutes": 30,
    "section_id": "x",
    "parent_id": "y",
    "assignee_id": "ada",
}


def wire_names(struct: type[msgspec.Struct]) -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(struct)]


def test_both_have_the_same_fields_under_the_same_names() -> None:
    for struct, model in ((TaskOut, TaskRead), (WhenOut, WhenRead), (RecurrenceOut, RecurrenceRead)):
        assert wire_names(struct) == [field.alias or name for name, field in model.model_fields.items()]


def test_a_row_is_written_as_openapi_promises() -> None:
    for row in (ROW, FULL):
        text = task_json(row)

        read = TaskRead.model_validate_json(text, strict=True)

        assert msgspec.json.decode(read.model_dump_json(by_alias=True)) == msgspec.json.decode(text)
        assert read.completed is (row["status"] == "done")


def test_both_allow_null_in_the_same_places() -> None:
    optional = {
        field.encode_name
        for field in msgspec.structs.fields(TaskOut)
        if type(None) in getattr(field.type, "__args__", ())
    }
    assert optional == {
        name
        for name, field in TaskRead.model_fields.items()
        if field.annotation and type(None) in getattr(field.annotation, "__args__", ())
    }
