"""Which task somebody means: by its id, the end of its id, or words of its title."""

import re
from typing import Any, Final

from .client import Client
from .errors import Failure
from .wording import short_id

_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_END: Final = re.compile(r"[0-9a-f]{4,12}")
_MOST_NAMED: Final = 8


async def find_task(client: Client, text: str, *, status: str = "open") -> dict[str, Any]:
    """The one task that is meant. An id may be any task's; the rest is looked for among those of this status.

    Raises:
        Failure: none is meant, or several are.
    """
    text = text.strip()
    if _ID.fullmatch(text):
        return await client.task(text)
    tasks = await all_tasks(client, {"status": status})
    ended = [task for task in tasks if task["id"].endswith(text)] if _END.fullmatch(text) else []
    if len(ended) == 1:
        return ended[0]
    words = text.casefold()
    titled = [task for task in tasks if words in task["title"].casefold()]
    exact = [task for task in titled if task["title"].casefold() == words]
    found = ended or (exact if len(exact) == 1 else titled)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Failure(f"No {status} task is {text!r}.", hint="See what there is: tasklore list", code="not_found")
    named = [f"{short_id(task)}  {task['title']}" for task in found[:_MOST_NAMED]]
    more = len(found) - len(named)
    choice = "\n  ".join([*named, *([f"… and {more} more"] if more else [])])
    raise Failure(f"{text!r} may be one of several tasks:\n  {choice}", hint="Name it by its id.", code="ambiguous")


async def all_tasks(client: Client, query: dict[str, Any], most: int | None = None) -> list[dict[str, Any]]:
    """The tasks of a list, page after page."""
    items: list[dict[str, Any]] = []
    given = {name: value for name, value in query.items() if value is not None}
    asked = {**given, "limit": 200 if most is None else min(most, 200)}
    while True:
        page = await client.tasks(asked)
        items.extend(page["items"])
        if not page["next_cursor"] or (most is not None and len(items) >= most):
            return items[:most]
        asked["cursor"] = page["next_cursor"]


def find_project(projects: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The project of that name, whatever its case.

    Raises:
        Failure: there is none, or there are several.
    """
    wanted = name.removeprefix("#").casefold()
    found = [project for project in projects if project["id"] == name or project["name"].casefold() == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(project["id"] for project in found)
        raise Failure(f"Several projects are called {name!r}.", hint=f"Name it by its id: {ids}", code="ambiguous")
    names = ", ".join(project["name"] for project in projects[:20])
    raise Failure(f"No project is called {name!r}.", hint=f"There are: {names}", code="not_found")


async def latest_change(client: Client) -> dict[str, Any]:
    """The latest change set of one's own that has not been taken back, and that took nothing back itself.

    Raises:
        Failure: there is none.
    """
    me = (await client.me())["id"]
    cursor: str | None = None
    while True:
        page = await client.history(cursor)
        for change in page["items"]:
            if (
                change["actor_id"] == me
                and change["door"] != "job"
                and not change["undoes"]
                and not change["undone_by"]
            ):
                return dict(change)
        cursor = page["next_cursor"]
        if not cursor:
            raise Failure("There is nothing to undo.", code="nothing_to_undo")
