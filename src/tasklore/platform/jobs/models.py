"""The job table."""

from sqlalchemy import Column, Index, Integer, Table, Text

from ..db.metadata import metadata
from ..db.types import Instant, Json

job = Table(
    "job",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("payload", Json, nullable=False),
    Column("state", Text, nullable=False, doc="ready or dead"),
    Column("run_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease", Text, doc="Who works on it; nobody else may finish it."),
    Column("leased_until", Instant),
    Column("error", Text, doc="The last failure, in a line."),
    Column("created_at", Instant, nullable=False),
    Index("ix_job_due", "state", "run_at"),
    Index("ix_job_lease", "lease"),
)
