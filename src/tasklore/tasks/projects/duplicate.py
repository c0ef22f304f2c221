"""A copy of a project for oneself: its sections and open tasks, with dates, rules and relations.

Not copied: what is done, comments, attachments, members, and assignees who are not the one who copies.
"""

from tasklore.platform.ids import new_id
from tasklore.platform.unit import Record

from .. import store as task_store
from ..access import Access
from ..entities import RELATION_ENTITY, SECTION_ENTITY
from ..relations import store as relation_store
from ..repeating import COPIED, parents_first
from ..service import TaskService
from . import store
from .service import ProjectService


async def duplicate(projects: ProjectService, project_id: str, name: str | None) -> Access:
    """Stages the copy and gives it back; its owner is the actor. Five queries.

    Raises:
        NotFound: not there, or not theirs.
    """
    unit, changes, owner = projects.unit, projects.changes, projects.owner
    source = await projects.get(project_id)
    original = source.project
    copy = await projects.create(
        {
            "name": name or f"{original['name'][:110]} (copy)",
            "color": original["color"],
            "view": original["view"],
            "parent_id": original["parent_id"] if source.role == "owner" else None,
        }
    )
    ids: dict[str | None, str | None] = {None: None}
    for row in await unit.fetch_all(store.SECTIONS, owner=owner, projects=[project_id]):
        section = {"id": new_id(), "project_id": copy.project["id"], "name": row["name"], "position": row["position"]}
        ids[row["id"]] = changes.create(SECTION_ENTITY, section, copy.audience)["id"]
    rows = await unit.fetch_all(task_store.OF_PROJECTS, owner=owner, projects=[project_id])
    tasks = TaskService(unit, changes)
    for row in parents_first([row for row in rows if row["status"] == "open"]):
        created = await tasks.create(_copied(row, ids, owner), access=copy)
        ids[row["id"]] = created["id"]
    for row in await unit.fetch_all(relation_store.WITHIN, owner=owner, project_id=project_id):
        if row["task_id"] in ids and row["other_id"] in ids:
            relation = {
                "id": new_id(),
                "project_id": copy.project["id"],
                "task_id": ids[row["task_id"]],
                "other_id": ids[row["other_id"]],
                "kind": row["kind"],
            }
            changes.create(RELATION_ENTITY, relation, copy.audience)
    return copy


def _copied(row: Record, ids: dict[str | None, str | None], owner: str) -> Record:
    values: Record = {name: row[name] for name in COPIED}
    values.update(
        {name: row[name] for name in ("due_date", "due_time", "due_zone", "rrule", "repeat_from", "repeat_anchor")}
    )
    values["section_id"] = ids.get(row["section_id"])
    values["parent_id"] = ids.get(row["parent_id"])
    if row["assignee_id"] != owner:
        values["assignee_id"] = None
    return values
