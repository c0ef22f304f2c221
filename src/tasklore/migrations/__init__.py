"""The schema's history, by Alembic: `tasklore migrate`, or plain `alembic upgrade head`."""

from typing import Final

HEAD: Final = "0001"
"""The newest revision. Kept here so that a start can compare without importing Alembic; a test holds it true."""

KNOWN: Final = ("0001",)
"""Every revision there has been, oldest first."""
