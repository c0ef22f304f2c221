"""Answers that carry the version of what they show as ETag."""

from pydantic import BaseModel
from starlette.responses import Response

from tasklore.platform.web.conditional import version_tag


def answer(shown: BaseModel, version: int, status: int = 200) -> Response:
    """One object as JSON."""
    headers = {"etag": version_tag(version), "cache-control": "private, no-cache"}
    return Response(shown.model_dump_json(by_alias=True), status, headers, media_type="application/json")
