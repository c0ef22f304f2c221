"""Projects and labels."""

from typing import Literal

from tasklore.changes.change_set import ChangeSet
from tasklore.platform.text import Name
from tasklore.platform.unit import Unit
from tasklore.tasks.projects.service import ProjectService

from .. import lookup
from ..context import acting
from ..mendable import Mendable
from ..results import Outcome, ProjectBrief, ProjectList
from ..writing import write


async def list_projects() -> ProjectList:
    """The projects with their number of open tasks."""
    who = acting()
    unit = Unit(who.services)
    rows = await lookup.projects(unit, who.owner)
    counts = await lookup.open_counts(unit, who.owner)
    if any(row["owner_id"] != who.owner for row in rows):
        who.tainted = True
    return ProjectList(
        projects=[
            ProjectBrief(
                id=row["id"],
                name=row["name"],
                open_tasks=counts.get(row["id"], 0),
                inbox=True if row["is_inbox"] else None,
                shared=True if len(row["member_ids"]) > 1 else None,
            )
            for row in rows
        ]
    )


async def change_project(
    action: Literal["create", "rename", "delete"], name: Name, new_name: Name | None = None
) -> Outcome:
    """Creates, renames or deletes a project. A deletion takes its tasks along; the user is asked first."""
    who = acting()
    arguments = {"action": action, "name": name, "new_name": new_name}
    unit = Unit(who.services)
    if action == "create":
        if any(row["name"].casefold() == name.casefold() for row in await lookup.projects(unit, who.owner)):
            return Outcome(status="unchanged", message=f"There is a project called “{name}” already.")

        async def create(unit: Unit, changes: ChangeSet) -> None:
            await ProjectService(unit, changes).create({"name": name})

        return await write("change_project", arguments, create, count=1)
    row = await lookup.project_named(unit, who.owner, name)
    if action == "delete":

        async def delete(unit: Unit, changes: ChangeSet) -> None:
            await ProjectService(unit, changes).delete(row["id"])

        return await write("change_project", arguments, delete, count=1, risk="destructive")
    if new_name is None:
        raise Mendable("Say what the project is to be called: new_name is missing.")

    async def rename(unit: Unit, changes: ChangeSet) -> None:
        await ProjectService(unit, changes).patch(row["id"], {"name": new_name})

    return await write("change_project", arguments, rename, count=1)
