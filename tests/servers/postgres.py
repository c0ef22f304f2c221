"""A real PostgreSQL for the tests: started on loopback, or one that is there already."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from .ports import free_port

HOW_TO_GET_IT = (
    "The tests need PostgreSQL 15 or newer. Install it (Debian: apt-get install postgresql) or name a server "
    "where databases can be made: TEST_POSTGRES_URL=postgresql://user:password@127.0.0.1:5432/postgres"
)


class PostgresServer:
    """A server, and a template database at the newest schema."""

    TEMPLATE = "tasklore_template"

    def __init__(self, base: str, process_folder: Path | None = None) -> None:
        self._base = base.rpartition("/")[0]
        self._prepared = False
        self.folder = process_folder

    def url(self, database: str) -> str:
        return f"{self._base}/{database}"

    async def _run(self, *statements: str) -> None:
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    async def create(self, name: str) -> str:
        """A database without tables; gives back its URL."""
        await self._run(f'CREATE DATABASE "{name}"')
        return self.url(name)

    async def copy_template(self, name: str) -> None:
        """A database at the newest schema; migrated once, copied afterwards."""
        if not self._prepared:
            from tasklore.migrations.upgrade import upgrade
            from tasklore.platform.db.address import parse

            template = f"{self.TEMPLATE}_{os.getpid()}"
            await self._run(f'DROP DATABASE IF EXISTS "{template}"', f'CREATE DATABASE "{template}"')
            await upgrade(parse(self.url(template)))
            self._prepared = True
        await self._run(f'CREATE DATABASE "{name}" TEMPLATE "{self.TEMPLATE}_{os.getpid()}" STRATEGY file_copy')

    async def drop(self, name: str) -> None:
        await self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def binaries() -> Path | None:
    """Where initdb and postgres lie, the newest version first."""
    found = shutil.which("initdb")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    if places:
        return places[0]
    return Path(found).parent if found else None


@contextmanager
def postgres_server(url: str | None = None) -> Iterator[PostgresServer]:
    """The server at `url`, or one started for this run and stopped after it."""
    if url:
        yield PostgresServer(url)
        return
    programs = binaries()
    if programs is None:
        raise RuntimeError(HOW_TO_GET_IT)
    folder = Path(tempfile.mkdtemp(prefix="tasklore-pg-"))
    port = free_port()
    as_user: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    settings = [
        "-c", f"port={port}", "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}",
        "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "max_connections=200",
    ]  # fmt: skip
    try:
        subprocess.run(
            [*as_user, programs / "initdb", "-D", folder / "data", "-A", "trust", "-U", "tasklore", "-E", "UTF8", "-N"],
            check=True,
            capture_output=True,
            cwd="/",
        )
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [*as_user, programs / "postgres", "-D", folder / "data", *settings], stdout=log, stderr=log, cwd="/"
            )
        try:
            _wait(programs, port, process)
            yield PostgresServer(f"postgresql://tasklore@127.0.0.1:{port}/postgres", folder)
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            if process.poll() is None:
                process.kill()
                process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(programs: Path, port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("PostgreSQL did not start.")
        ready = subprocess.run(
            [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False, capture_output=True
        )
        if ready.returncode == 0:
            return
        time.sleep(0.1)
    raise RuntimeError("PostgreSQL did not answer within 30 s.")
