"""Every router of this feature, with its place under /api/v1; what is asked for most comes first."""

from typing import Final

from tasklore.platform.web.placing import placed

from .attachments.routes import router as attachments
from .bulk.routes import router as bulk
from .comments.routes import router as comments
from .labels.routes import router as labels
from .notices.routes import router as notices
from .preferences import router as preferences
from .projects.members.routes import invitations, members, received
from .projects.routes import router as projects
from .projects.sections.routes import router as sections
from .quick.routes import adding, parsing
from .relations.routes import router as relations
from .routes import router as tasks
from .saved_filters.routes import router as filters
from .search.routes import router as search
from .series.routes import of_rule, of_task

routers: Final = [
    placed(tasks, "/api/v1/tasks", tags=["tasks"]),
    placed(adding, "/api/v1/tasks", tags=["quick add"]),
    placed(parsing, "/api/v1/quick", tags=["quick add"]),
    placed(of_task, "/api/v1/tasks", tags=["tasks"]),
    placed(of_rule, "/api/v1/recurrence", tags=["tasks"]),
    placed(comments, "/api/v1/tasks/{task_id}/comments", tags=["comments"]),
    placed(attachments, "/api/v1/tasks/{task_id}/attachments", tags=["attachments"]),
    placed(relations, "/api/v1/tasks/{task_id}/relations", tags=["relations"]),
    placed(tasks, "/api/v1/todos", tags=["tasks"], in_schema=False),
    placed(projects, "/api/v1/projects", tags=["projects"]),
    placed(sections, "/api/v1/projects/{project_id}/sections", tags=["sections"]),
    placed(members, "/api/v1/projects/{project_id}/members", tags=["members"]),
    placed(invitations, "/api/v1/projects/{project_id}/invitations", tags=["members"]),
    placed(received, "/api/v1/invitations", tags=["members"]),
    placed(labels, "/api/v1/labels", tags=["labels"]),
    placed(filters, "/api/v1/filters", tags=["filters"]),
    placed(search, "/api/v1/search", tags=["search"]),
    placed(notices, "/api/v1/notices", tags=["notices"]),
    placed(bulk, "/api/v1/bulk", tags=["bulk"]),
    placed(preferences, "/api/v1/preferences", tags=["preferences"]),
]
