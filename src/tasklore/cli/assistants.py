"""`mcp`: one's tasks for an assistant on the same machine."""

import asyncio
from enum import StrEnum
from typing import Annotated

import typer

from . import options


class Reach(StrEnum):
    """How far the assistant reaches."""

    read = "read"
    propose = "propose"
    apply = "apply"


def mcp(
    user: options.User = None,
    may: Annotated[
        Reach, typer.Option(help="Look only, make proposals that you approve, or change at once what can be undone.")
    ] = Reach.apply,
) -> None:
    """Serve your tasks to a local assistant, over standard input and output (MCP)."""
    asyncio.run(_serve(user, may))


async def _serve(user: str | None, may: Reach) -> None:
    from tasklore.apps.roles import ready_settings
    from tasklore.apps.wiring import open_core
    from tasklore.mcp.stdio import serve_stdio

    from .embedded import open_embedded

    async with open_embedded(user) as chosen:
        owner = (await chosen.me())["id"]
    async with open_core(ready_settings("all")) as core:
        await serve_stdio(core, owner, may.value)
