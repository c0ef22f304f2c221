"""What is sent about a search."""

from typing import Literal

import msgspec
from pydantic import BaseModel, Field

from ..schemas import TaskRead


class Match(BaseModel):
    """A text that has it, cut to what is around the first place."""

    field: Literal["title", "notes", "comment"]
    comment_id: str | None
    text: str = Field(description="As it was written; it may hold Markdown.")
    spans: list[tuple[int, int]] = Field(description="Where in `text`, in code points.", examples=[[[4, 8]]])


class SearchHit(BaseModel):
    """A task, and where it has what was looked for."""

    task: TaskRead
    matches: list[Match]


class SearchPage(BaseModel):
    """A page of what was found: first what has it in its title, then the rest, newest first in both."""

    items: list[SearchHit]
    next_cursor: str | None = Field(description="Pass it as `cursor` for the next page; null on the last.")


class MatchOut(msgspec.Struct):
    """`Match`, written without validation."""

    field: str
    comment_id: str | None
    text: str
    spans: list[tuple[int, int]]


class HitOut(msgspec.Struct):
    """`SearchHit`, with the task as it is kept."""

    task: msgspec.Raw
    matches: list[MatchOut]


class SearchPageOut(msgspec.Struct):
    """`SearchPage`, likewise."""

    items: list[HitOut]
    next_cursor: str | None
