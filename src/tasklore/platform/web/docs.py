"""Swagger UI at /docs, served from the installed package: no outside host, no inline script."""

from importlib.resources import files
from typing import Final

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from ..errors import NotFound

_ASSETS: Final = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
}
_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Swagger UI · Tasklore</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/assets/start.js"></script>
</body>
</html>
"""
_START: Final = """window.ui = SwaggerUIBundle({
  url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true, persistAuthorization: true, validatorUrl: null,
});
"""
# Swagger UI sets style attributes from script; everything else stays as strict as elsewhere.
_POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def docs() -> HTMLResponse:
    return HTMLResponse(_PAGE, headers={"content-security-policy": _POLICY})


@router.get("/docs/assets/{name}")
async def asset(name: str) -> Response:
    headers = {"cache-control": "public, max-age=86400"}
    if name == "start.js":
        return Response(_START, media_type="text/javascript", headers=headers)
    kind = _ASSETS.get(name)
    if kind is None:
        raise NotFound("Asset")
    content = files("fastapi_swagger").joinpath("resources", name).read_bytes()
    return Response(content, media_type=kind, headers=headers)
