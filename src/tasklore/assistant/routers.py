"""Every router of this feature, with its place under /api/v1."""

from typing import Final

from tasklore.platform.web.placing import placed

from .routes import router as chat

routers: Final = [placed(chat, "/api/v1/chat", tags=["assistant"])]
