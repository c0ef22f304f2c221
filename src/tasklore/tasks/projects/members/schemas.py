"""What is sent about members and invitations."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from tasklore.platform.text import Id

from ...access import Role

GivenRole = Literal["viewer", "editor", "admin"]
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, max_length=254, pattern=r"^[^@\s\x00-\x20]+@[^@\s\x00-\x20]+$"
    ),
    Field(examples=["grace@example.org"]),
]


class InvitationCreate(BaseModel):
    """Whom to ask, and as what."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"email": "grace@example.org", "role": "editor"}]}
    )

    email: Email | None = None
    user_id: Id | None = None
    role: GivenRole = "editor"

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if (self.email is None) == (self.user_id is None):
            raise ValueError("give email or user_id")
        return self


class InvitationRead(BaseModel):
    """An invitation that waits for an answer."""

    id: str
    project_id: str
    email: str | None
    user_id: str | None
    role: GivenRole
    invited_by: str
    created_at: datetime
    version: int


class InvitationReceived(InvitationRead):
    """An invitation as the one who is asked sees it."""

    project_name: str


class InvitationPage(BaseModel):
    """Invitations to a project, oldest first."""

    items: list[InvitationRead]
    next_cursor: str | None


class ReceivedPage(BaseModel):
    """Invitations that wait for your answer, oldest first."""

    items: list[InvitationReceived]
    next_cursor: str | None


class MemberPatch(BaseModel):
    """Another role."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"role": "viewer"}]})

    role: GivenRole


class MemberRead(BaseModel):
    """Somebody who sees the project."""

    user_id: str
    role: Role
    name: str | None = Field(description="Null for somebody whom another service signs in.")
    image: str | None
    email: str | None = Field(description="Shown to admins.")
    since: datetime
    version: int


class MemberPage(BaseModel):
    """The members of a project, the owner first."""

    items: list[MemberRead]
    next_cursor: str | None = None
