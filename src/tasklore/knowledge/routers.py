"""Every router of this feature, with its place."""

from typing import Final

from tasklore.platform.web.placing import placed

from .routes import chat, documents, knowledge

routers: Final = [placed(documents, "/api/v1/documents"), placed(knowledge, "/api/v1/knowledge"), placed(chat, "/v1")]
