"""Who makes a change, and through which door."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

Door = Literal["http", "chat", "mcp", "cli", "import", "job"]
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Actor(NamedTuple):
    """A user, the door they came through, and what the door knows (conversation, client, request id)."""

    user_id: str
    door: Door
    detail: Mapping[str, Any] = _NOTHING
