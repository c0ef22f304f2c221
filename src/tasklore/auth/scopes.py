"""What a key or token can be limited to: one table for the routes, the assistant's tools and the consent page."""

from collections.abc import Iterable
from typing import Final

AREAS: Final = {
    "tasks": "tasks and projects",
    "documents": "documents",
    "assistant": "conversations with the assistant",
    "account": "your account",
}
ACTIONS: Final = {"read": "Read", "write": "Add and change", "delete": "Delete"}

SCOPES: Final = {
    f"{area}:{action}": f"{verb} {what}" for area, what in AREAS.items() for action, verb in ACTIONS.items()
} | {"tasks:propose": "Propose changes of tasks and projects, for you to approve"}
"""Every scope, and what a person reads beside it."""

FOR_ASSISTANTS: Final = frozenset(scope for scope in SCOPES if not scope.startswith("account:"))
"""What another person's assistant may ask for."""


def known(scopes: Iterable[str]) -> list[str]:
    """The scopes that exist, each once, in the order of the table."""
    asked = set(scopes)
    return [scope for scope in SCOPES if scope in asked]
