"""What is sent about tasks.

`TaskRead` is what clients see in OpenAPI; `task_json` writes the same from a row, once, when the row is
written (`docs/decisions/0004-rendered-rows.md`). A contract test holds the two together.
"""

import datetime as dt
from collections.abc import Iterable
from copy import copy
from typing import Annotated, Any, Literal, Self

import msgspec
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, model_validator

from tasklore.platform.text import Id, Line, Name, Prose, shortened

from .values import UnknownTimeZone, zone

Priority = Annotated[int, Field(ge=1, le=4, strict=True, description="1 is highest.", examples=[2])]
Status = Literal["open", "done"]


def _zone(value: str) -> str:
    try:
        zone(value)
    except UnknownTimeZone as error:
        raise ValueError(str(error)) from None
    return value


def _moment(value: Any) -> Any:
    """ISO text as the object that it stands for."""
    if not isinstance(value, str):
        return value
    try:
        if len(value) == 10:
            return {"date": value}
        moment = dt.datetime.fromisoformat(value)
        zone_name = None
        if moment.tzinfo is not None:
            moment, zone_name = moment.astimezone(dt.UTC), "UTC"
    except (ValueError, OverflowError):
        raise ValueError(f"not a date: {shortened(value)}; write 2026-12-01 or 2026-12-01T09:00") from None
    return {"date": moment.date().isoformat(), "time": moment.strftime("%H:%M"), "timezone": zone_name}


def _minutes(value: str) -> str:
    return value[:5]


def _written_out(value: Any) -> Any:
    """Refuses numbers, which would be read as time since 1970."""
    if not isinstance(value, str | dt.date) or (isinstance(value, str) and value[4:5] != "-"):
        raise ValueError(f"not a date: {shortened(value)}; write it as in 2026-12-01")
    return value


Day = Annotated[dt.date, BeforeValidator(_written_out), Field(examples=["2026-12-01"])]
TimeOfDay = Annotated[
    str,
    Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$", examples=["09:00"]),
    AfterValidator(_minutes),
]
Zone = Annotated[str, Field(max_length=64, examples=["Europe/Paris"]), AfterValidator(_zone)]


class When(BaseModel):
    """A day; with a time, a floating local time; with a zone too, one moment."""

    model_config = ConfigDict(extra="forbid")

    date: Day
    time: TimeOfDay | None = None
    timezone: Zone | None = None

    @model_validator(mode="after")
    def _zone_needs_time(self) -> Self:
        if self.timezone is not None and self.time is None:
            raise ValueError("a day has no time zone; give a time as well")
        return self


WhenGiven = Annotated[When, BeforeValidator(_moment, json_schema_input_type=When | str)]


class RecurrenceGiven(BaseModel):
    """An RFC 5545 rule, and what it counts from."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    rrule: str = Field(max_length=500, examples=["FREQ=WEEKLY;BYDAY=MO"])
    basis: Literal["schedule", "completion"] = Field("schedule", alias="from")


class Reminder(BaseModel):
    """So many minutes before it is due, or at a moment."""

    model_config = ConfigDict(extra="forbid")

    minutes_before: Annotated[int, Field(ge=0, le=525_600, strict=True)] | None = None
    at: Annotated[dt.datetime, BeforeValidator(_written_out)] | None = None

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if (self.minutes_before is None) == (self.at is None):
            raise ValueError("give minutes_before or at")
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError("give a time zone offset, such as 2026-12-01T09:00:00Z")
        if self.at is not None:
            try:
                self.at = self.at.astimezone(dt.UTC)
            except OverflowError:
                raise ValueError("is beyond the calendar") from None
        return self


def _label(value: str) -> str:
    return value.removeprefix("@")


LabelName = Annotated[Name, AfterValidator(_label)]


def _unless_null(cleared: Any) -> Any:
    """Null stands for `cleared`, where a column has no null."""
    return lambda value: copy(cleared) if value is None else value


def _example(schema: dict[str, Any], example: dict[str, Any]) -> None:
    """Documents an example, and `description` and `due_date` beside what they are read as."""
    schema["examples"] = [example]
    properties = schema["properties"]
    properties["description"] = {"type": "string", "description": "Read as `notes`."}
    properties["due_date"] = {**properties["due"], "title": "Due Date", "description": "Read as `due`."}


class _TaskFields(BaseModel):
    """What create and patch share; a field that is not given stays as it is."""

    model_config = ConfigDict(extra="forbid")

    notes: Annotated[Prose, BeforeValidator(_unless_null(""), json_schema_input_type=Prose | None)] = Field(
        "", description="Markdown."
    )
    project_id: Id | None = Field(None, description="The Inbox when not given.")
    section_id: Id | None = None
    parent_id: Id | None = None
    status: Status = "open"
    completed: StrictBool | None = Field(None, description="Another way to say status.")
    priority: Annotated[Priority, BeforeValidator(_unless_null(4), json_schema_input_type=Priority | None)] = 4
    start: WhenGiven | None = None
    due: WhenGiven | None = None
    deadline: Day | None = None
    duration_minutes: Annotated[int, Field(ge=1, le=525_600, strict=True)] | None = None
    recurrence: RecurrenceGiven | None = None
    position: Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False, strict=True)] | None = None
    assignee_id: Id | None = None
    labels: Annotated[
        list[LabelName], BeforeValidator(_unless_null([]), json_schema_input_type=list[LabelName] | None)
    ] = Field(default_factory=list, max_length=50)
    reminders: Annotated[
        list[Reminder], BeforeValidator(_unless_null([]), json_schema_input_type=list[Reminder] | None)
    ] = Field(default_factory=list, max_length=20)

    @model_validator(mode="before")
    @classmethod
    def _other_spellings(cls, data: Any) -> Any:
        """`description` is read as `notes`, `due_date` as `due`."""
        if isinstance(data, dict):
            data = dict(data)
            for spelling, name in (("description", "notes"), ("due_date", "due")):
                if spelling in data and name not in data:
                    data[name] = data.pop(spelling)
        return data

    def given(self) -> dict[str, Any]:
        """The fields that the client sent, as values of the columns."""
        values: dict[str, Any] = {}
        for name in self.model_fields_set:
            value = getattr(self, name)
            match name:
                case "start" | "due":
                    values.update(_columns(name, value))
                case "recurrence":
                    values["rrule"] = value.rrule if value else None
                    values["repeat_from"] = value.basis if value else None
                    values["repeat_anchor"] = None
                case "deadline":
                    values["deadline"] = value.isoformat() if value else None
                case "completed":
                    if value is not None:
                        values["status"] = "done" if value else "open"
                case "labels":
                    values["labels"] = sorted(set(value))
                case "reminders":
                    values["reminders"] = [r.model_dump(mode="json", exclude_none=True) for r in value]
                case _:
                    values[name] = value
        return values


def _columns(prefix: str, when: When | None) -> dict[str, str | None]:
    return {
        f"{prefix}_date": when.date.isoformat() if when else None,
        f"{prefix}_time": when.time if when else None,
        f"{prefix}_zone": when.timezone if when else None,
    }


class TaskCreate(_TaskFields):
    """A new task. Only the title is needed."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=lambda schema: _example(
            schema, {"title": "Pay rent", "due": "2026-12-01", "priority": 1, "labels": ["home"]}
        ),
    )

    title: Line = Field(examples=["Pay rent"])


class TaskPatch(_TaskFields):
    """A merge patch (RFC 7396): what is given is set, null clears, the rest stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=lambda schema: _example(schema, {"status": "done"}))

    title: Line = Field("untitled", examples=["Pay rent"])


class RecurrenceRead(BaseModel):
    """A rule in RFC 5545, and what it counts from."""

    model_config = ConfigDict(populate_by_name=True)

    rrule: str = Field(examples=["FREQ=WEEKLY;BYDAY=MO"])
    basis: Literal["schedule", "completion"] = Field(alias="from")


class WhenRead(BaseModel):
    """A day, a floating local time, or a time in a zone."""

    date: str = Field(examples=["2026-12-01"])
    time: str | None
    timezone: str | None


class TaskRead(BaseModel):
    """A task."""

    id: str
    project_id: str
    section_id: str | None
    parent_id: str | None
    title: str
    notes: str
    status: Status
    completed: bool
    priority: int
    start: WhenRead | None
    due: WhenRead | None
    deadline: str | None
    duration_minutes: int | None
    recurrence: RecurrenceRead | None
    position: float
    assignee_id: str | None
    labels: list[str]
    reminders: list[dict[str, Any]]
    source: dict[str, Any] | None
    series_id: str | None
    created_by: str
    created_at: dt.datetime
    updated_at: dt.datetime
    completed_at: dt.datetime | None
    deleted_at: dt.datetime | None
    version: int


class TaskPage(BaseModel):
    """A page of tasks."""

    items: list[TaskRead]
    next_cursor: str | None = Field(description="Pass it as `cursor` for the next page; null on the last.")


class WhenOut(msgspec.Struct):
    date: str
    time: str | None
    timezone: str | None


class RecurrenceOut(msgspec.Struct):
    rrule: str
    basis: str = msgspec.field(name="from")


class TaskOut(msgspec.Struct):
    """`TaskRead`, written from a row."""

    id: str
    project_id: str
    section_id: str | None
    parent_id: str | None
    title: str
    notes: str
    status: str
    completed: bool
    priority: int
    start: WhenOut | None
    due: WhenOut | None
    deadline: str | None
    duration_minutes: int | None
    recurrence: RecurrenceOut | None
    position: float
    assignee_id: str | None
    labels: list[str]
    reminders: list[dict[str, Any]]
    source: dict[str, Any] | None
    series_id: str | None
    created_by: str
    created_at: dt.datetime
    updated_at: dt.datetime
    completed_at: dt.datetime | None
    deleted_at: dt.datetime | None
    version: int


encode = msgspec.json.Encoder().encode


def task_json(row: dict[str, Any]) -> str:
    """A row as it is sent; kept in its column `rendered`, so that reading does not make it again."""
    start_date, due_date = row["start_date"], row["due_date"]
    shown = TaskOut(
        id=row["id"],
        project_id=row["project_id"],
        section_id=row["section_id"],
        parent_id=row["parent_id"],
        title=row["title"],
        notes=row["notes"],
        status=row["status"],
        completed=row["status"] == "done",
        priority=row["priority"],
        start=WhenOut(start_date, row["start_time"], row["start_zone"]) if start_date is not None else None,
        due=WhenOut(due_date, row["due_time"], row["due_zone"]) if due_date is not None else None,
        deadline=row["deadline"],
        duration_minutes=row["duration_minutes"],
        recurrence=RecurrenceOut(row["rrule"], row["repeat_from"]) if row["rrule"] is not None else None,
        position=row["position"],
        assignee_id=row["assignee_id"],
        labels=row["labels"],
        reminders=row["reminders"],
        source=row["source"],
        series_id=row["series_id"],
        created_by=row["created_by"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        completed_at=row["completed_at"],
        deleted_at=row["deleted_at"],
        version=row["version"],
    )
    return encode(shown).decode()


def page_json(rendered: Iterable[str], next_cursor: str | None) -> bytes:
    """A page of rendered rows."""
    return f'{{"items":[{",".join(rendered)}],"next_cursor":{encode(next_cursor).decode()}}}'.encode()
