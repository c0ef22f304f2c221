"""What each role of the one image runs."""

from typing import Final, Literal

from fastapi import FastAPI

from tasklore.platform import log
from tasklore.settings import BadSettings, Settings, load

from .secrets import complete

Role = Literal["api", "auth", "all"]
ROLES: Final = ("all", "api", "auth")


def ready_settings(role: str, settings: Settings | None = None) -> Settings:
    """The settings with secrets in place: made in the data directory for the one process, demanded otherwise.

    Raises:
        BadSettings: something is missing or wrong; one line each.
    """
    return complete(settings or load(), may_make=role == "all")


def app_of(role: str) -> FastAPI:
    """The application of this role, from the environment's settings.

    Raises:
        ValueError: the settings are bad; the message has one line for each.
    """
    try:
        settings = ready_settings(role)
    except BadSettings as error:
        lines = "\n  ".join(error.lines)
        raise ValueError(f"Tasklore cannot start:\n  {lines}") from error
    log.set_up(settings.platform)
    if role == "api":
        from .api import make_api

        return make_api(settings)
    if role == "auth":
        from .auth import make_auth

        return make_auth(settings)
    from .all_in_one import make_all

    return make_all(settings)
