"""One process that serves: applications on their ports in one event loop, over one set of services."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Final

import uvicorn
from fastapi import FastAPI

from tasklore.apps.all_in_one import make_all
from tasklore.apps.api import make_api
from tasklore.apps.auth import make_auth
from tasklore.apps.wiring import Core, open_core, running_worker
from tasklore.settings import Settings

from .data_folder import usable
from .listening import Listening, announce, bound, places

_STOPS: Final = (signal.SIGINT, signal.SIGTERM)
_GRACE_S: Final = 10


def run(role: str, settings: Settings) -> None:
    """Serves until it is told to stop.

    Raises:
        Misused: a port is taken or may not be used, or the data directory cannot be used.
        Unavailable: the database cannot be reached.
    """
    wanted = places(role, settings)
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(contextlib.closing(bound(settings.serve.host, place))) for place in wanted]
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_serve(role, settings, wanted, sockets))


def _loop_factory() -> "type[asyncio.AbstractEventLoop] | None":
    try:
        import uvloop
    except ImportError:  # Windows has none
        return None
    return uvloop.Loop


async def _serve(role: str, settings: Settings, wanted: Sequence[Listening], sockets: Sequence[socket.socket]) -> None:
    async with AsyncExitStack() as stack:
        with usable(settings):
            core = await stack.enter_async_context(open_core(settings))
        if role == "all":
            await stack.enter_async_context(running_worker(core))

        @asynccontextmanager
        async def shared() -> AsyncIterator[Core]:
            yield core

        makers = {"all": make_all, "api": make_api, "auth": make_auth}
        servers = [_Server(makers[place.role](settings, shared)) for place in wanted]
        with _stopping(core, servers):
            serving = [
                asyncio.create_task(server.serve(sockets=[listener]))
                for server, listener in zip(servers, sockets, strict=True)
            ]
            while not all(server.started for server in servers):
                if any(task.done() for task in serving):
                    break
                await asyncio.sleep(0.01)
            else:
                announce(settings, wanted)
            await asyncio.gather(*serving)


class _Server(uvicorn.Server):
    """A server beside others: the process's signals are handled once, for all of them."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=_GRACE_S,
            )
        )

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextmanager
def _stopping(core: Core, servers: Sequence[_Server]) -> Iterator[None]:
    """While inside, a first signal lets requests finish, and a second one does not wait for them."""
    loop = asyncio.get_running_loop()
    closing: set[asyncio.Task[None]] = set()

    def stop() -> None:
        for server in servers:
            server.force_exit = server.should_exit
            server.should_exit = True
        # Event streams would hold the shutdown for its whole grace; they end now, and clients come back elsewhere.
        closing.add(loop.create_task(core.watch.close()))

    for number in _STOPS:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in _STOPS:
            loop.remove_signal_handler(number)
