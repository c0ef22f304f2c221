"""MCP over standard input and output, for an assistant on the same machine."""

from collections.abc import Iterator
from contextlib import contextmanager

from tasklore.assistant.context import Acting, Policy, acting_as
from tasklore.changes.actor import Actor
from tasklore.platform.unit import Services


async def serve_stdio(services: Services, owner: str, policy: Policy) -> None:
    """Serves `owner`'s tasks until standard input ends. What destroys is proposed, never applied."""
    from .server import make_server

    @contextmanager
    def acting() -> Iterator[Acting]:
        who = Acting(services, Actor(owner, "mcp", {"shown": "stdio"}), policy=policy, may_delete=False)
        with acting_as(who) as set_:
            yield set_

    await make_server(acting).run_stdio_async()
