"""One process that serves: applications on their ports in one event loop, over one set of services."""

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Final, NamedTuple

import uvicorn
from fastapi import FastAPI

from tasklore.apps.all_in_one import make_all
from tasklore.apps.api import make_api
from tasklore.apps.auth import make_auth
from tasklore.apps.wiring import Core, open_core, running_worker
from tasklore.settings import Settings

from .errors import Misused
from .output import remark

_STOPS: Final = (signal.SIGINT, signal.SIGTERM)
_GRACE_S: Final = 10


class Listening(NamedTuple):
    """A port, and what listens there."""

    role: str
    port: int
    setting: str


def places(role: str, settings: Settings) -> list[Listening]:
    """What this role listens on. The one process has the auth service on a port of its own as well."""
    serve = settings.serve
    if role == "auth":
        return [Listening("auth", serve.auth_port, "AUTH_PORT")]
    first = Listening(role, serve.port, "PORT")
    return [first, Listening("auth", serve.auth_port, "AUTH_PORT")] if role == "all" else [first]


def run(role: str, settings: Settings) -> None:
    """Serves until it is told to stop.

    Raises:
        Misused: a port is taken, or may not be used.
        Unavailable: the database cannot be reached.
    """
    wanted = places(role, settings)
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(contextlib.closing(_bound(settings.serve.host, place))) for place in wanted]
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_serve(role, settings, wanted, sockets))


def _loop_factory() -> "type[asyncio.AbstractEventLoop] | None":
    try:
        import uvloop
    except ImportError:  # Windows has none
        return None
    return uvloop.Loop


def _bound(host: str, place: Listening) -> socket.socket:
    """A socket bound to the place, before anything else is opened."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, place.port))
    except OSError as error:
        listener.close()
        raise _refused(host, place, error) from error
    return listener


def _refused(host: str, place: Listening, error: OSError) -> Misused:
    if error.errno == errno.EADDRINUSE:
        other = place.port + 10
        return Misused(
            f"Port {place.port} is taken by another program.",
            hint=f"Stop that program, or choose another port: {place.setting}={other}",
            code="port_taken",
        )
    if error.errno == errno.EACCES:
        return Misused(
            f"Port {place.port} needs more rights than you have.",
            hint=f"Choose one above 1024: {place.setting}=8000",
            code="port_forbidden",
        )
    return Misused(f"HOST={host} cannot be listened on: {error.strerror or error}.", hint="Example: HOST=127.0.0.1")


async def _serve(role: str, settings: Settings, wanted: Sequence[Listening], sockets: Sequence[socket.socket]) -> None:
    async with AsyncExitStack() as stack:
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
                _announce(settings, wanted)
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


def _announce(settings: Settings, wanted: Sequence[Listening]) -> None:
    host = settings.serve.host
    shown = "localhost" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104
    lines = {"all": "Tasklore runs at", "api": "The API runs at", "auth": "The auth service runs at"}
    for place in wanted:
        remark(f"{lines[place.role]} http://{shown}:{place.port}")
        if place.role != "auth" and settings.platform.docs_enabled:
            remark(f"  its documentation at http://{shown}:{place.port}/docs")
    remark(f"  data in {settings.platform.data_dir.resolve()}")
