"""Tables of documents.

    document ──1:1── document_state     what became of it; written by the worker
        │   └──1:1── document_text      the text that passages and quotes point into
        └──1:n────── passage

A document is what somebody put there and may take back: it is under the change log. The other three follow from its
file, and are made again when they do not belong to the file it has now (`sha256`).
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from tasklore.platform.db.metadata import metadata
from tasklore.platform.db.types import Instant, Json


def _times() -> list[Column[object]]:
    return [
        Column("created_at", Instant, nullable=False),
        Column("updated_at", Instant, nullable=False),
        Column("deleted_at", Instant),
        Column("version", Integer, nullable=False),
    ]


document = Table(
    "document",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("name", Text, nullable=False, doc="As the client called the file; never a path."),
    Column("media_type", Text, nullable=False, doc="By content."),
    Column("size_bytes", Integer, nullable=False),
    Column("sha256", Text, nullable=False, doc="Names the file in the store."),
    Column("labels", Json, nullable=False, doc="Names, sorted."),
    Column("origin", Text, doc="Where an import found it, so that it can find it again."),
    *_times(),
    Index("ix_document_owner", "owner_id", "id"),
    Index("ix_document_owner_sha256", "owner_id", "sha256"),
)

document_state = Table(
    "document_state",
    metadata,
    Column("id", Text, primary_key=True, doc="The document's."),
    Column("owner_id", Text, nullable=False),
    Column("title", Text, nullable=False, doc="The document's, for the log."),
    Column("sha256", Text, nullable=False, doc="The file that this is the state of."),
    Column("status", Text, nullable=False, doc="pending, ready or failed"),
    Column("reason_code", Text),
    Column("reason", Text, doc="Why it failed or waits, for people."),
    Column("language", Text),
    Column("pages", Integer),
    Column("characters", Integer),
    Column("passages", Integer),
    *_times(),
    Index("ix_document_state_owner_language", "owner_id", "language"),
    Index("ix_document_state_status", "status"),
)

document_text = Table(
    "document_text",
    metadata,
    Column("document_id", Text, ForeignKey("document.id"), primary_key=True),
    Column("owner_id", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("text", Text, nullable=False),
)

passage = Table(
    "passage",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner_id", Text, nullable=False),
    Column("document_id", Text, ForeignKey("document.id"), nullable=False),
    Column("number", Integer, nullable=False, doc="From 0, in the order of the text."),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("headings", Json, nullable=False),
    Column("language", Text, nullable=False),
    Column("digest", Text, nullable=False, doc="SHA-256 of the text."),
    Column("text", Text, nullable=False),
    Index("ix_passage_document", "document_id", "number"),
    Index("ix_passage_owner", "owner_id", "id"),
)
