"""The built web app, served by the one process: files under their names, the page for everything else."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, HTMLResponse, Response

from tasklore.platform.errors import NotFound

_PLACES: Final = (
    Path(__file__).resolve().parent.parent / "webapp",  # inside an installed package
    Path(__file__).resolve().parents[3] / "web" / "dist",  # in a checkout
)
_NOT_BUILT: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Tasklore</title>
<h1>Tasklore is running</h1>
<p>The web app has not been built: run <code>make web</code>. The API is documented at <a href="/docs">/docs</a>.</p>
</html>"""
_FOREVER: Final = {"cache-control": "public, max-age=31536000, immutable"}
_EACH_TIME: Final = {"cache-control": "no-cache"}
_OURS: Final = ("api/", "v1/", "health", "ready", "metrics", "docs", "openapi.json", "mcp", ".well-known/")


def folder() -> Path | None:
    """Where the built web app lies, or None when it has not been built."""
    return next((place for place in _PLACES if (place / "index.html").is_file()), None)


def web_router() -> APIRouter:
    """Must come last: it answers every GET that no other router does."""
    router = APIRouter(include_in_schema=False)
    root = folder()

    @router.get("/{path:path}")
    async def page(request: Request, path: str) -> Response:
        if path.startswith(_OURS):
            raise NotFound
        if root is None:
            return HTMLResponse(_NOT_BUILT, headers=_EACH_TIME)
        file = _file(root, path)
        if file is not None:
            return FileResponse(file, headers=_FOREVER if path.startswith("assets/") else _EACH_TIME)
        if "." in path.rpartition("/")[2]:
            raise NotFound
        return FileResponse(root / "index.html", headers=_EACH_TIME)

    return router


def _file(root: Path, path: str) -> Path | None:
    """The file of this name in the folder, or None: there is none, it lies elsewhere, or no file can be called that."""
    try:
        file = (root / path).resolve()
        return file if path and file.is_relative_to(root) and file.is_file() else None
    except (OSError, ValueError):
        return None
