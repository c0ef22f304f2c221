"""Imports every feature's tables, so that the shared MetaData is whole."""

import importlib
from typing import Final

from sqlalchemy import MetaData

from tasklore.platform.db.metadata import metadata

_MODULES: Final = (
    "tasklore.platform.db.folding",
    "tasklore.platform.jobs.models",
    "tasklore.platform.index.models",
    "tasklore.accounts.models",
    "tasklore.accounts.preferences",
    "tasklore.changes.models",
    "tasklore.tasks.models",
    "tasklore.tasks.search.schema",
    "tasklore.knowledge.models",
    "tasklore.assistant.models",
)


def whole() -> MetaData:
    """The MetaData with all tables."""
    for module in _MODULES:
        importlib.import_module(module)
    return metadata
