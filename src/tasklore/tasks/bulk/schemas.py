"""What is sent about many changes at once."""

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from tasklore.platform.text import Id

from ..labels.schemas import LabelRead
from ..projects.schemas import Position, ProjectRead
from ..projects.sections.schemas import SectionRead
from ..schemas import TaskRead

MOST: Final = 200

Op = Literal["create", "update", "complete", "reopen", "delete", "move"]
Kind = Literal["task", "project", "section", "label"]


class Operation(BaseModel):
    """One change. `values` are what the entity's own route takes."""

    model_config = ConfigDict(extra="forbid")

    op: Op = Field(description="`complete`, `reopen` and `move` are for tasks.")
    entity: Kind = "task"
    id: Id | None = Field(None, description="What to change; not with `create`.")
    values: dict[str, Any] = Field(default_factory=dict, description="A section is made with `project_id` among them.")


class Bulk(BaseModel):
    """Changes, in their order; at most 200."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "operations": [
                        {"op": "create", "values": {"title": "Book the van", "due": "2026-12-01"}},
                        {"op": "complete", "id": "019391c4-8a30-7c11-9f4e-0d9e7c2f4a10"},
                    ]
                }
            ]
        },
    )

    operations: list[Operation] = Field(min_length=1, json_schema_extra={"maxItems": MOST})


class Move(BaseModel):
    """Where a task goes; what is not given stays."""

    model_config = ConfigDict(extra="forbid")

    project_id: Id | None = Field(None, description="null is the Inbox.")
    section_id: Id | None = None
    parent_id: Id | None = None
    position: Position = 0.0


class Refusal(BaseModel):
    """Why a change was not made: the problem document of its own route."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    hint: str | None = None


class Result(BaseModel):
    """What became of one change; what it shows is under its entity's name."""

    status: int = Field(description="As the entity's own route would have answered.", examples=[201])
    entity: Kind
    id: str | None
    task: TaskRead | None = None
    project: ProjectRead | None = None
    section: SectionRead | None = None
    label: LabelRead | None = None
    error: Refusal | None = None


class BulkRead(BaseModel):
    """A result for each change, in their order."""

    results: list[Result]
