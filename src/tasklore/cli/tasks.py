"""`add`, `list`, `show`, `done`, `undo`: tasks from the terminal."""

import asyncio
from typing import Annotated, Any

import typer

from . import options
from .output import remark, say, show_json, table

_STYLES = ("dim", "", "", "cyan", "magenta")


def add(
    words: Annotated[
        list[str], typer.Argument(help='What to do, in plain words: pay rent every 1st at 9am "#home" p1')
    ],
    as_json: options.Json = False,
    server: options.Server = None,
    user: options.User = None,
) -> None:
    """Add a task, in plain words.

    Dates, rules, @labels, #project and p1 to p4 are read out of the text."""

    async def work() -> tuple[dict[str, Any], dict[str, str]]:
        from .client import opened
        from .zone import local_zone

        async with opened(server, user) as client:
            added = await client.add(" ".join(words), local_zone())
            return added, {} if as_json else _names(await client.projects())

    added, names = asyncio.run(work())
    if as_json:
        show_json(added)
        return
    from datetime import date

    from .wording import due_words, marks, short_id

    for task in added["tasks"]:
        about = [due_words(task, date.today()), marks(task, names.get(task["project_id"]))]
        say(" · ".join([f"Added “{task['title']}”", *(part for part in about if part), short_id(task)]))


def list_tasks(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILTER]", help='A filter such as: today, overdue, "@home & p1", "#Work & 7 days".'),
    ] = None,
    project: Annotated[str | None, typer.Option(help="Only this project, by name.")] = None,
    done: Annotated[bool, typer.Option("--done", help="Those that are done, instead of the open ones.")] = False,
    limit: Annotated[int, typer.Option(help="Most to list.", min=1, max=100_000)] = 100,
    as_json: options.Json = False,
    server: options.Server = None,
    user: options.User = None,
) -> None:
    """List tasks: the open ones, by date."""

    async def work() -> tuple[list[dict[str, Any]], dict[str, str], bool]:
        from .client import opened
        from .reference import all_tasks, find_project
        from .zone import local_zone

        async with opened(server, user) as client:
            projects = await client.projects()
            query: dict[str, Any] = {"status": "done" if done else "open", "sort": "completed" if done else "due"}
            if words:
                query["filter"] = " ".join(words)
                query["timezone"] = local_zone()
            if project is not None:
                query["project_id"] = find_project(projects, project)["id"]
            found = await all_tasks(client, query, limit + 1)
            return found[:limit], _names(projects), len(found) > limit

    found, names, cut = asyncio.run(work())
    if as_json:
        show_json({"items": found})
        return
    from datetime import date

    from .wording import rows

    table(rows(found, names, date.today()), _STYLES)
    if cut:
        remark(f"There are more than {limit:,}; see them with --limit.")
    elif not found:
        remark("Nothing here.")


def show(
    task: Annotated[str, typer.Argument(help="Its id, the end of its id, or words of its title.")],
    as_json: options.Json = False,
    server: options.Server = None,
    user: options.User = None,
) -> None:
    """Show a task with its notes, sub-tasks and comments."""

    async def work() -> dict[str, Any]:
        from .client import opened
        from .reference import all_tasks, find_task

        async with opened(server, user) as client:
            found = await find_task(client, task, status="open")
            below = await all_tasks(client, {"parent_id": found["id"], "sort": "position"})
            return {"task": found, "subtasks": below, "comments": await client.comments(found["id"])}

    shown = asyncio.run(work())
    if as_json:
        show_json(shown)
    else:
        _show(shown)


def done(
    tasks: Annotated[list[str], typer.Argument(help="Ids, ends of ids, or words of titles.")],
    as_json: options.Json = False,
    server: options.Server = None,
    user: options.User = None,
) -> None:
    """Complete tasks.

    Of a repeating one, the next is created."""

    async def work() -> list[dict[str, Any]]:
        from .client import opened
        from .reference import find_task

        async with opened(server, user) as client:
            meant = [await find_task(client, text) for text in tasks]
            return [await client.complete(found["id"]) for found in meant]

    completed = asyncio.run(work())
    if as_json:
        show_json({"items": completed})
        return
    for found in completed:
        say(f"Done: “{found['title']}”")


def undo(
    change: Annotated[
        str | None, typer.Argument(help="The change set to take back; your latest when not given.")
    ] = None,
    as_json: options.Json = False,
    server: options.Server = None,
    user: options.User = None,
) -> None:
    """Take back what was done last, or a change set named by its id."""

    async def work() -> dict[str, Any]:
        from .client import opened
        from .reference import latest_change

        async with opened(server, user) as client:
            undone = {"id": change, "title": None} if change is not None else await latest_change(client)
            await client.undo(str(undone["id"]))
            return undone

    undone = asyncio.run(work())
    if as_json:
        show_json({"undone": undone["id"], "title": undone["title"]})
    else:
        say(f"Undone: {undone['title'] or undone['id']}")


def _names(projects: list[dict[str, Any]]) -> dict[str, str]:
    """Names of projects by id; the Inbox goes without saying."""
    return {project["id"]: project["name"] for project in projects if not project["is_inbox"]}


def _show(shown: dict[str, Any]) -> None:
    from datetime import date

    from tasklore.tasks.recurrence import Recurrence, describe

    from .wording import due_words, marks, moment_words, rows

    task, today = shown["task"], date.today()
    say(f"{'✓' if task['completed'] else '○'} {task['title']}")
    facts = {
        "id": task["id"],
        "due": due_words(task, today),
        "repeats": "",
        "deadline": task["deadline"] or "",
        "takes": f"{task['duration_minutes']} min" if task["duration_minutes"] else "",
        "marks": marks(task, None),
        "completed": moment_words(task["completed_at"]) if task["completed_at"] else "",
    }
    if task["recurrence"]:
        facts["repeats"] = describe(Recurrence.parse(task["recurrence"]["rrule"], task["recurrence"]["from"]))
    table([(f"  {name}", value) for name, value in facts.items() if value], ("dim", ""))
    if task["notes"]:
        say(f"\n{task['notes']}")
    if shown["subtasks"]:
        say()
        table(rows(shown["subtasks"], {}, today), _STYLES)
    for comment in shown["comments"]:
        say(f"\n{moment_words(comment['created_at'])}\n{comment['text']}")
