"""Which server, and what is shown to it: from the environment, or from a saved login.

The file of saved logins is readable by its owner only. It holds a session token for each server, no password.
"""

import json
import os
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .errors import Misused

LOCAL = "local"
"""As `--server`: the data directory, although a login is saved."""


class Shown(NamedTuple):
    """A server, and the token for it."""

    server: str
    token: str


def token_for(server: str | None) -> Shown | None:
    """The server to work on, the one signed in to last when none is named; None means the data directory.

    Raises:
        Misused: a server is named, and there is no token for it.
    """
    if server == LOCAL:
        return None
    token = os.environ.get("TASKLORE_TOKEN")
    saved = _saved()
    if server is None:
        server = saved.get("default")
        if server is None and token:
            raise Misused(
                "TASKLORE_TOKEN is set, but no server is named.", hint="Set TASKLORE_SERVER, or use --server local."
            )
        if server is None:
            return None
    server = address(server)
    if token:
        return Shown(server, token)
    login = saved.get("servers", {}).get(server)
    if login is None:
        raise Misused(
            f"You are not signed in to {server}.",
            hint=f"Sign in with: tasklore login --server {server}   (or set TASKLORE_TOKEN to an API key)",
            code="not_signed_in",
        )
    return Shown(server, str(login["token"]))


def address(server: str) -> str:
    """A server's address as it is saved: with its scheme, without a slash at the end.

    Raises:
        Misused: not an address.
    """
    text = server if "://" in server else f"http://{server}"
    try:
        parts = urlsplit(text)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        valid = False
    if not valid:
        raise Misused(f"{server!r} is not the address of a server.", hint="Write it like https://tasks.example.org")
    return text.rstrip("/")


def save(shown: Shown, email: str) -> Path:
    """Keeps a login, and makes its server the one that commands work on. Gives the file it is in."""
    saved = _saved()
    saved.setdefault("servers", {})[shown.server] = {"token": shown.token, "email": email}
    saved["default"] = shown.server
    return _write(saved)


def forget(server: str | None) -> Shown | None:
    """Drops the login of a server, of the one signed in to last when none is named; gives it back if there was one."""
    saved = _saved()
    named = address(server) if server is not None else saved.get("default")
    dropped = saved.get("servers", {}).pop(named, None)
    if dropped is None:
        return None
    if saved.get("default") == named:
        saved["default"] = None
    _write(saved)
    return Shown(str(named), str(dropped["token"]))


def _file() -> Path:
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "tasklore" / "logins.json"


def _saved() -> dict[str, Any]:
    try:
        saved = json.loads(_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise Misused(f"{_file()} cannot be read: {error}", hint="Delete it and sign in again.") from error
    return saved if isinstance(saved, dict) else {}


def _write(saved: dict[str, Any]) -> Path:
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_suffix(".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(saved, file, indent=2)
    partial.replace(path)
    return path
