"""Functions of ours that SQL calls on SQLite; a feature adds its own when it is imported.

They are for queries alone. A trigger or an index must not call them: other programs open the file too.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

_functions: dict[str, tuple[int, Callable[..., Any]]] = {}


def sqlite_function(name: str, arguments: int, function: Callable[..., Any]) -> None:
    """Makes a function of its arguments alone known to every connection that is opened from now on."""
    _functions[name] = (arguments, function)


def add_functions(connection: sqlite3.Connection) -> None:
    """Gives a connection all of them."""
    for name, (arguments, function) in _functions.items():
        connection.create_function(name, arguments, function, deterministic=True)
