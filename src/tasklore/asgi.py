"""The applications by name, built on first use: `tasklore.asgi:api`, `:auth`, `:all`.

uvicorn tasklore.asgi:api
gunicorn -k uvicorn_worker.UvicornWorker --bind 0.0.0.0:5000 tasklore.asgi:api
"""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    api: FastAPI
    auth: FastAPI
    all: FastAPI


def __getattr__(name: str) -> "FastAPI":
    if name not in ("api", "auth", "all"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tasklore.apps.roles import app_of

    try:
        app = app_of(name)
    except ValueError as error:
        sys.exit(str(error))
    globals()[name] = app
    return app
