"""Settings of serving."""

from typing import Annotated

from pydantic import Field

from ..config import Config, env

Port = Annotated[int, Field(ge=1, le=65535)]


class ServeConfig(Config):
    """Where the processes listen."""

    host: Annotated[str, env("HOST", example="0.0.0.0")] = "127.0.0.1"  # noqa: S104  (an example, not a default)
    """Address to listen on. 0.0.0.0 is every IPv4 address of the machine."""

    port: Annotated[Port, env("PORT", example="8000")] = 8000
    """Port of the API and, in the one-process mode, of everything else too."""

    auth_port: Annotated[Port, env("AUTH_PORT", example="3001")] = 3001
    """Port of the auth service, in the one-process mode beside PORT."""
