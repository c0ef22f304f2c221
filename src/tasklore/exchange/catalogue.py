"""The formats by name. A reader is imported when it is first asked for."""

import importlib
from collections.abc import Callable
from types import ModuleType
from typing import Final, Literal, NamedTuple, cast, get_args

from .bundle import Bundle
from .errors import UnknownFormat
from .phrases import Phrases

Read = Callable[[bytes, str, Phrases], Bundle]


Readable = Literal["todoist-csv", "json", "ical", "todo-txt", "vikunja", "ticktick", "taskwarrior"]
READABLE: Final[tuple[Readable, ...]] = get_args(Readable)

_READ: Final[dict[str, str]] = {
    "todoist-csv": "todoist",
    "json": "archive",
    "ical": "icalendar",
    "todo-txt": "todotxt",
    "vikunja": "vikunja",
    "ticktick": "ticktick",
    "taskwarrior": "taskwarrior",
}
"""Formats that are imported, and the module of each."""


class Form(NamedTuple):
    """A form that everything may be written in."""

    suffix: str
    media_type: str


Written = Literal["json", "zip", "ical", "todo-txt", "csv"]
WRITTEN: Final[dict[Written, Form]] = {
    "json": Form("json", "application/json"),
    "zip": Form("zip", "application/zip"),
    "ical": Form("ics", "text/calendar"),
    "todo-txt": Form("txt", "text/plain"),
    "csv": Form("csv", "text/csv"),
}


def reader(name: str) -> Read:
    """The reader of a format.

    Raises:
        UnknownFormat: nothing is imported from it.
    """
    if name not in _READ:
        raise UnknownFormat
    return cast(Read, _module(_READ[name]).read)


def _module(name: str) -> ModuleType:
    return importlib.import_module(f".formats.{name}", __package__)
