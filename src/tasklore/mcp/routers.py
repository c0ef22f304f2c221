"""The MCP endpoint and the document that says where its tokens come from."""

from typing import Final

from fastapi import APIRouter
from starlette.routing import Route

from .endpoint import METADATA_PATH, PATH, McpEndpoint, protected_resource

_router: Final = APIRouter()
_router.routes.append(Route(PATH, McpEndpoint(), methods=None, include_in_schema=False))
_router.routes.append(Route(f"{PATH}/", McpEndpoint(), methods=None, include_in_schema=False))
_router.routes.append(Route(f"{METADATA_PATH}{PATH}", protected_resource, methods=["GET"], include_in_schema=False))
_router.routes.append(Route(METADATA_PATH, protected_resource, methods=["GET"], include_in_schema=False))

routers: Final = [_router]
