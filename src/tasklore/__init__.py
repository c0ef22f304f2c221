"""Tasklore: tasks, documents and an assistant that acts on both."""

from typing import Final

__version__: Final = "0.1.0"
