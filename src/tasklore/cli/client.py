"""What a command works on: a server, or the data directory."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Protocol

Json = dict[str, Any]


class Client(Protocol):
    """One person's tasks. Both kinds take and give what the API does."""

    async def me(self) -> Json:
        """`{id, email, name}` of whoever it works for."""
        ...

    async def tasks(self, query: Mapping[str, Any]) -> Json:
        """A page, as `GET /api/v1/tasks` gives it; `query` has its parameters."""
        ...

    async def task(self, task_id: str) -> Json: ...

    async def comments(self, task_id: str) -> list[Json]: ...

    async def projects(self) -> list[Json]: ...

    async def delete_project(self, project_id: str) -> None: ...

    async def add(self, text: str, timezone: str | None) -> Json:
        """Adds tasks by quick add, one a line: `{task, tasks, parsed}`; the first is `task`."""
        ...

    async def complete(self, task_id: str) -> Json: ...

    async def history(self, cursor: str | None) -> Json:
        """A page of change sets, latest first."""
        ...

    async def undo(self, change_set_id: str) -> None: ...

    async def import_file(self, format: str, name: str, data: bytes, *, preview: bool) -> Json:
        """The report of an import."""
        ...

    def export(self, format: str) -> AsyncIterator[bytes]:
        """Everything, in chunks."""
        ...


@asynccontextmanager
async def opened(server: str | None, user: str | None) -> AsyncIterator[Client]:
    """The server that was named, the one of the saved login when there is one, or the data directory.

    Raises:
        Misused: a server without a token; no user, or not known which.
    """
    from .login import token_for

    shown = token_for(server)
    if shown is not None:
        from .remote import RemoteClient

        async with RemoteClient(shown.server, shown.token) as remote:
            yield remote
        return
    from .embedded import open_embedded

    async with open_embedded(user) as embedded:
        yield embedded
