"""`serve`, `worker`, `migrate`: what runs."""

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from . import options
from .errors import Misused
from .output import remark, say, show_json

if TYPE_CHECKING:
    from tasklore.settings import Settings


class Role(StrEnum):
    """What a process serves."""

    all = "all"
    api = "api"
    auth = "auth"


def serve(
    role: Annotated[Role, typer.Argument(help="Everything in one process, or one part of it.")] = Role.all,
    host: Annotated[str | None, typer.Option(help="Address to listen on; HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port of the API; PORT.", min=1, max=65535)] = None,
    auth_port: Annotated[
        int | None, typer.Option(help="Port of the auth service; AUTH_PORT.", min=1, max=65535)
    ] = None,
    reload: Annotated[
        bool, typer.Option("--reload", help="Start again when the code changes; for development.")
    ] = False,
    workers: Annotated[
        int, typer.Option(help="Processes that share the port; for `api` and `auth`.", min=1, max=64)
    ] = 1,
) -> None:
    """Serve the API, signing in and the web app."""
    given = {"HOST": host, "PORT": port, "AUTH_PORT": auth_port}
    # Also for the processes that --reload and --workers start, which read the environment by themselves.
    os.environ.update({name: str(value) for name, value in given.items() if value is not None})
    if workers > 1 and role is Role.all:
        raise Misused(
            "--workers needs a part: `serve api` or `serve auth`.", hint="The one process has a worker inside."
        )
    from tasklore.apps.roles import ready_settings
    from tasklore.platform import log

    settings = ready_settings(role.value)
    if reload or workers > 1:
        _supervised(role, settings, reload=reload, workers=workers)
        return
    log.set_up(settings.platform)
    from .serving import run

    run(role.value, settings)


def _supervised(role: Role, settings: "Settings", *, reload: bool, workers: int) -> None:
    """Leaves processes to uvicorn: one that starts again on changes, or several."""
    from pathlib import Path

    import uvicorn

    import tasklore

    from .listening import announce, bound, places

    place = places(role.value, settings)[0]
    bound(settings.serve.host, place).close()
    announce(settings, [place])
    uvicorn.run(
        f"tasklore.asgi:{role.value}",
        host=settings.serve.host,
        port=place.port,
        reload=reload,
        reload_dirs=[str(Path(tasklore.__file__).parent)] if reload else None,
        workers=None if reload else workers,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
    )


def worker() -> None:
    """Run the jobs of services that run apart.

    Reminders, mails, clearing up: `serve` without a part has a worker inside."""
    import asyncio
    import signal
    from contextlib import AsyncExitStack

    from tasklore.apps.roles import ready_settings
    from tasklore.apps.wiring import open_core, running_worker
    from tasklore.platform import log

    from .data_folder import usable

    settings = ready_settings("worker")
    log.set_up(settings.platform)

    async def work() -> None:
        stopped = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        async with AsyncExitStack() as stack:
            with usable(settings):
                core = await stack.enter_async_context(open_core(settings))
            await stack.enter_async_context(running_worker(core))
            remark("The worker runs.")
            await stopped.wait()

    asyncio.run(work())


def migrate(as_json: options.Json = False) -> None:
    """Bring the database to the newest schema."""
    import asyncio

    from tasklore.migrations import HEAD
    from tasklore.migrations.upgrade import upgrade
    from tasklore.platform.db.address import database_address
    from tasklore.settings import load

    from .data_folder import usable

    settings = load()
    address = database_address(settings.platform)
    with usable(settings):
        if address.sqlite_path is not None:
            address.sqlite_path.parent.mkdir(parents=True, exist_ok=True)
        applied = asyncio.run(upgrade(address))
    if as_json:
        show_json({"database": address.shown, "schema": HEAD, "changed": applied is not None})
    elif applied is None:
        say(f"{address.shown} is at schema {HEAD} already.")
    else:
        say(f"{address.shown} is at schema {HEAD} now.")
