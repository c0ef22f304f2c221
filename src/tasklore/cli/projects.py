"""`project`: the projects, and taking one away."""

import asyncio
from typing import Annotated, Any

import typer

from . import options
from .output import say, show_json, table

app = typer.Typer(help="Projects.", no_args_is_help=True)


@app.command("list")
def list_projects(as_json: options.Json = False, server: options.Server = None, user: options.User = None) -> None:
    """List the projects, with the number of their open tasks."""

    async def work() -> list[dict[str, Any]]:
        from .client import opened

        async with opened(server, user) as client:
            return await client.projects()

    projects = asyncio.run(work())
    if as_json:
        show_json({"items": projects})
    else:
        table([(f"#{project['name']}", str(project["open_tasks"])) for project in projects], ("magenta", "dim"))


@app.command("delete")
def delete(
    name: Annotated[str, typer.Argument(help="Its name or its id.")],
    as_json: options.Json = False,
    server: options.Server = None,
    user: options.User = None,
) -> None:
    """Delete a project with its tasks.

    They go to the trash; `tasklore undo` brings all of it back."""

    async def work() -> dict[str, Any]:
        from .client import opened
        from .reference import find_project

        async with opened(server, user) as client:
            project = find_project(await client.projects(), name)
            await client.delete_project(project["id"])
            return project

    project = asyncio.run(work())
    if as_json:
        show_json(project)
    else:
        say(f"Deleted #{project['name']} with {project['open_tasks']} open tasks.")
