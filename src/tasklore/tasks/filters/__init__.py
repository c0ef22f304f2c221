"""The filter language: Todoist's and Vikunja's in one grammar.

    text ──parse──► Filter ──normalise──► canonical text
                       │────explain────► a sentence
                       │────matches────► does this task belong to it?     (says what is right)
                       └────where──────► one SQL condition                (says the same, for many)

`docs/reference/filters.md` has the grammar and the decisions.
"""

from .errors import FilterError
from .explain import explain
from .nodes import Filter
from .normal import normalise
from .parser import MAX_LENGTH, parse

__all__ = ["MAX_LENGTH", "Filter", "FilterError", "explain", "normalise", "parse"]
