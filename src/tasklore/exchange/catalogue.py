"""The formats by name. A reader is imported when it is first asked for."""

import importlib
from collections.abc import Callable
from typing import Final, NamedTuple, cast

from .bundle import Bundle
from .errors import UnknownFormat
from .phrases import Phrases

Read = Callable[[bytes, str, Phrases], Bundle]


class Format(NamedTuple):
    """A format, the module that reads it, and what its files are called."""

    name: str
    title: str
    module: str
    suffix: str


_READ: Final = {
    format.name: format
    for format in (
        Format("todoist-csv", "Todoist", "todoist", ".csv"),
        Format("json", "Tasklore", "archive", ".json"),
    )
}

READABLE: Final = tuple(_READ)


def reader(name: str) -> Read:
    """The reader of a format.

    Raises:
        UnknownFormat: nothing is imported from it.
    """
    found = _READ.get(name)
    if found is None:
        raise UnknownFormat
    module = importlib.import_module(f".formats.{found.module}", __package__)
    return cast(Read, module.read)
