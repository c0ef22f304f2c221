"""The one list of tools. The assistant, MCP and the command line register from it; risk and scope come from here."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, Literal, NamedTuple

import structlog
from pydantic import BaseModel

from tasklore.platform.errors import DomainError

from .context import MOST_CALLS, acting
from .errors import TooMuchAtOnce
from .mendable import Mendable
from .results import Outcome
from .tools import changes, documents, projects, tasks

log = structlog.get_logger(__name__)

Risk = Literal["read", "write", "destructive", "bulk"]
ToolFunction = Callable[..., Awaitable[BaseModel]]


class Tool(NamedTuple):
    """A tool: its name, what runs, the scope a key needs for it, and what it can do at worst.

    `bulk`: many things at once, so that it depends on the arguments whether the user is asked first.
    """

    name: str
    function: ToolFunction
    scope: str
    risk: Risk


TOOLS: Final = (
    Tool("find_tasks", tasks.find_tasks, "tasks:read", "read"),
    Tool("get_task", tasks.get_task, "tasks:read", "read"),
    Tool("add_tasks", tasks.add_tasks, "tasks:write", "bulk"),
    Tool("change_tasks", tasks.change_tasks, "tasks:write", "bulk"),
    Tool("complete_tasks", tasks.complete_tasks, "tasks:write", "bulk"),
    Tool("delete_tasks", tasks.delete_tasks, "tasks:write", "destructive"),
    Tool("list_projects", projects.list_projects, "tasks:read", "read"),
    Tool("change_project", projects.change_project, "tasks:write", "destructive"),
    Tool("undo", changes.undo, "tasks:write", "write"),
    Tool("what_changed", changes.what_changed, "tasks:read", "read"),
    Tool("ask_documents", documents.ask_documents, "documents:read", "read"),
)


async def call(tool: Tool, arguments: dict[str, Any], call_id: str | None = None) -> BaseModel:
    """Runs a tool as whoever acts.

    What they may not or cannot do comes back as a plain sentence; so does a failure, whose cause goes to the log only.

    Raises:
        Mendable: an argument can be put right by whoever sent it.
    """
    who = acting()
    who.calls += 1
    who.call_id = call_id
    try:
        if who.calls > MOST_CALLS:
            raise TooMuchAtOnce(f"One turn may call at most {MOST_CALLS} tools.", hint="Answer with what you have.")
        return await tool.function(**arguments)
    except Mendable:
        raise
    except DomainError as error:
        return Outcome(status="refused", message=" ".join(part for part in (error.message, error.hint) if part))
    except Exception:
        log.exception("tool_failed", tool=tool.name)
        return Outcome(
            status="refused", message="This did not work, because of a fault on our side. Nothing was changed."
        )
