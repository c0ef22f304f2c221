"""Ports: who listens where, and what to say when that cannot be."""

import errno
import socket
from collections.abc import Sequence
from typing import NamedTuple

from tasklore.settings import Settings

from .errors import Misused
from .output import remark


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


def bound(host: str, place: Listening) -> socket.socket:
    """A socket bound to the place, before anything else is opened.

    Raises:
        Misused: the port is taken, or may not be used; says which setting to change.
    """
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


def announce(settings: Settings, wanted: Sequence[Listening]) -> None:
    """Says where to go."""
    host = settings.serve.host
    shown = "localhost" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104
    lines = {"all": "Tasklore runs at", "api": "The API runs at", "auth": "The auth service runs at"}
    for place in wanted:
        remark(f"{lines[place.role]} http://{shown}:{place.port}")
        if place.role != "auth" and settings.platform.docs_enabled:
            remark(f"  its documentation at http://{shown}:{place.port}/docs")
    remark(f"  data in {settings.platform.data_dir.resolve()}")
