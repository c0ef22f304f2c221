"""What is sent about documents."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tasklore.platform.text import Id, Line, Name

DocumentStatus = Literal["pending", "ready", "failed"]


class DocumentRead(BaseModel):
    """A document and what became of it."""

    model_config = ConfigDict(extra="ignore")

    id: str
    title: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    labels: list[str]
    status: DocumentStatus = Field(description="`pending` until its passages can be found; `failed` with the reason.")
    reason_code: str | None
    reason: str | None
    language: str | None
    pages: int | None
    characters: int | None
    passages: int | None
    created_at: datetime
    updated_at: datetime
    version: int


class DocumentPage(BaseModel):
    """A page of documents, newest first."""

    items: list[DocumentRead]
    next_cursor: str | None


class DocumentGiven(BaseModel):
    """A document written or pasted as text or Markdown."""

    model_config = ConfigDict(extra="forbid")

    title: Line
    text: Annotated[str, Field(min_length=1, max_length=5_000_000)]
    labels: Annotated[list[Name], Field(max_length=50)] = []


class DocumentPatch(BaseModel):
    """A merge patch."""

    model_config = ConfigDict(extra="forbid")

    title: Line | None = None
    labels: Annotated[list[Name], Field(max_length=50)] | None = None


class PassageRead(BaseModel):
    """A passage of a document; `text` is the document's text from `start` to `end`."""

    model_config = ConfigDict(extra="ignore")

    id: str
    number: int
    start: int
    end: int
    page: int | None
    headings: list[str]
    language: str
    text: str


class PassagePage(BaseModel):
    """Passages in the order of the text."""

    items: list[PassageRead]
    next_cursor: str | None


class DocumentText(BaseModel):
    """The whole text, which offsets point into."""

    document_id: str
    text: str


class FoundPassage(BaseModel):
    """A passage that a search found."""

    document_id: str
    passage_id: str
    title: str
    headings: list[str]
    page: int | None
    start: int
    end: int
    text: str
    score: float = Field(description="0 to 1 within this search.")
    highlights: list[tuple[int, int]] = Field(description="Where the words of the search stand in `text`.")


class Found(BaseModel):
    """Passages, best first."""

    items: list[FoundPassage]
    engine: str = Field(description="What answered: embedded, qdrant or full text.")
    degraded: str | None = Field(description="Why a lesser engine answered, when one did.")


class Ask(BaseModel):
    """A question to the documents."""

    model_config = ConfigDict(extra="ignore")

    message: Annotated[str, Field(min_length=1, max_length=4_000)]
    document_ids: Annotated[list[Id], Field(max_length=100)] | None = None
    label: Name | None = None
    stream: bool = False


class SourceRead(BaseModel):
    """A passage that the answer cites; its `id` stands in the response as `[id]`."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    document_id: str
    passage_id: str
    title: str
    headings: list[str]
    page: int | None
    start: int
    end: int
    quote: str = Field(description="Verbatim: the document's text from `start` to `end`.")
    score: float


class NearestRead(BaseModel):
    """A document that comes near."""

    model_config = ConfigDict(from_attributes=True)

    document_id: str
    title: str


class AnswerRead(BaseModel):
    """An answer out of the documents, or why there is none."""

    response: str
    sources: list[SourceRead]
    processing_time_ms: float
    grounded: bool | Literal["partial"] = Field(
        description="Whether every sentence is borne out by its source; `partial` when some were withheld."
    )
    refusal_reason: Literal["no_documents", "not_in_documents", "not_stated", "unsupported"] | None
    nearest: list[NearestRead] = Field(description="On a refusal, the documents that come nearest.")
    answered_by: Literal["documents", "model"]
    degraded: str | None


class TakeTasks(BaseModel):
    """Where tasks taken out of a document go."""

    model_config = ConfigDict(extra="forbid")

    project_id: Id | None = None


class TaskSource(BaseModel):
    """The words of a document that a task was made of; verbatim from `start` to `end`."""

    model_config = ConfigDict(extra="ignore")

    document_id: str
    title: str
    page: int | None
    start: int
    end: int
    quote: str


class ProposedTask(BaseModel):
    """A task that waits: approve or reject its change set."""

    change_set_id: str
    title: str
    due_date: str | None
    source: TaskSource


class ProposedTasks(BaseModel):
    """What a document asks to be done."""

    items: list[ProposedTask]


class TakenTask(BaseModel):
    """A task that came from a document."""

    model_config = ConfigDict(extra="ignore")

    id: str
    title: str
    status: str
    due_date: str | None
    project_id: str
    source: TaskSource


class TakenTasks(BaseModel):
    """The tasks that came from a document, oldest first."""

    items: list[TakenTask]
