"""What the change log sends."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class ChangeRead(BaseModel):
    """One thing's way from before to after."""

    entity: str = Field(examples=["task"])
    id: str
    kind: Literal["create", "update", "delete"]
    before: dict[str, Any]
    after: dict[str, Any]


class ChangeSetRead(BaseModel):
    """Who changed what, through which door, when."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    revision: int | None = Field(description="Its place in your feed; null while it is a proposal.")
    actor_id: str
    door: str = Field(examples=["http"])
    detail: dict[str, Any]
    title: str = Field(examples=["Added task “Buy milk”"])
    status: Literal["applied", "proposed", "rejected", "expired"]
    created_at: datetime
    applied_at: datetime | None
    expires_at: datetime | None
    undoes: str | None
    undone_by: str | None
    changes: list[ChangeRead]
    more_changes: bool = Field(
        False,
        description="In lists and events, whether it has more than are shown; read the set itself for all of them.",
    )


class ChangePage(BaseModel):
    """Change sets in the order of your revisions."""

    items: list[ChangeSetRead]
    next_cursor: str | None
    revision: int = Field(description="Your present revision; pass it as `since` next time.")


class ProposalList(BaseModel):
    """Proposals that wait for you."""

    items: list[ChangeSetRead]
    next_cursor: str | None = None
