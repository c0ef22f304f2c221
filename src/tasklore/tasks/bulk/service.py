"""Many changes at once. What one refuses is forgotten whole, and does not stop the others."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec
from pydantic import BaseModel, ValidationError

from tasklore.changes.change_set import ChangeSet
from tasklore.platform.errors import DomainError, Forbidden, Invalid, NotFound, TooLarge
from tasklore.platform.unit import Record, Unit

from .. import store as task_store
from ..labels.schemas import LabelCreate, LabelPatch, LabelRead
from ..labels.service import LabelService
from ..projects.schemas import ProjectCreate, ProjectPatch
from ..projects.sections.schemas import SectionCreate, SectionPatch, SectionRead
from ..projects.sections.service import SectionService
from ..projects.service import ProjectService, read
from ..schemas import TaskCreate, TaskPatch, task_json
from ..service import Found, TaskService
from .schemas import MOST, Move, Operation

Shown = BaseModel | msgspec.Raw | None


class Done(NamedTuple):
    """A change that was made: its status, what it made or changed, and how that is shown."""

    status: int
    id: str
    shown: Shown = None


class BulkService:
    """Changes as `changes.actor` makes them.

    Args:
        may_delete: whether what the actor showed allows deleting at all; a key may not.
    """

    def __init__(self, unit: Unit, changes: ChangeSet, *, may_delete: bool = True) -> None:
        self.unit = unit
        self.changes = changes
        self._may_delete = may_delete
        self._tasks = TaskService(unit, changes)
        self._projects = ProjectService(unit, changes)
        self._sections = SectionService(unit, changes)
        self._labels = LabelService(unit, changes)
        self._rows: dict[str, Record] = {}

    async def run(self, operations: Sequence[Operation]) -> list[Record]:
        """A result for each, in their order, ready to be encoded.

        Raises:
            TooLarge: more than 200.
        """
        if len(operations) > MOST:
            raise TooLarge(f"At most {MOST} operations at once.", hint="Send the rest in another request.")
        ids = sorted({one.id for one in operations if one.entity == "task" and one.id is not None})
        rows = await self.unit.fetch_all(task_store.GET_MANY, owner=self._tasks.owner, ids=ids)
        self._rows = {row["id"]: row for row in rows}
        return [await self._one(operation) for operation in operations]

    async def _one(self, operation: Operation) -> Record:
        result: Record = {"status": 200, "entity": operation.entity, "id": operation.id}
        try:
            with self.changes.tentatively():
                done = await self._carry_out(operation)
        except ValidationError as error:
            mistake = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in ("values", *mistake["loc"]))
            refused: DomainError = Invalid(f"{where}: {mistake['msg']}")
        except DomainError as error:
            if error.status >= 500:
                raise
            refused = error
        else:
            result.update(status=done.status, id=done.id)
            if done.shown is not None:
                result[operation.entity] = done.shown
            return result
        return {**result, "status": refused.status, "error": _problem(refused)}

    async def _carry_out(self, operation: Operation) -> Done:
        if operation.op == "create":
            if operation.id is not None:
                raise Invalid("A new thing gets its id here.", hint="Leave 'id' out.")
        elif operation.id is None:
            raise Invalid(f"'{operation.op}' needs the id of what it changes.")
        if operation.op in ("delete", "complete", "reopen") and operation.values:
            raise Invalid(f"'{operation.op}' takes no values.")
        if operation.op == "delete" and not self._may_delete:
            raise Forbidden("This key does not have the scope 'tasks:delete'.", code="insufficient_scope")
        steps: dict[str, Callable[[Operation], Any]] = {
            "task": self._task,
            "project": self._project,
            "section": self._section,
            "label": self._label,
        }
        done: Done = await steps[operation.entity](operation)
        return done

    async def _task(self, operation: Operation) -> Done:
        tasks = self._tasks
        if operation.op == "create":
            body = TaskCreate.model_validate(operation.values)
            row = await tasks.create({**body.given(), "title": body.title})
            return Done(201, row["id"], _raw(row))
        found = self._found(str(operation.id))
        match operation.op:
            case "update":
                row = await tasks.patch(
                    found.row["id"], TaskPatch.model_validate(operation.values).given(), found=found
                )
            case "move":
                move = Move.model_validate(operation.values)
                row = await tasks.patch(found.row["id"], move.model_dump(include=move.model_fields_set), found=found)
            case "complete" | "reopen":
                status = "done" if operation.op == "complete" else "open"
                row = await tasks.patch(found.row["id"], {"status": status}, found=found)
            case _:
                await tasks.delete(found.row["id"], found=found)
                return Done(204, found.row["id"])
        return Done(200, row["id"], _raw(row))

    def _found(self, task_id: str) -> Found:
        row = self._rows.get(task_id)
        if row is None:
            raise NotFound("Task")
        found = self._tasks.found(dict(row))
        if found.row["deleted_at"] is not None:
            raise NotFound("Task")
        return found

    async def _project(self, operation: Operation) -> Done:
        projects, project_id = self._projects, str(operation.id)
        match operation.op:
            case "create":
                access = await projects.create(ProjectCreate.model_validate(operation.values).given())
                return Done(201, access.project["id"], read(access))
            case "update":
                access = await projects.patch(project_id, ProjectPatch.model_validate(operation.values).given())
                return Done(200, project_id, read(access))
            case "delete":
                await projects.delete(project_id)
                return Done(204, project_id)
        raise _not_for(operation)

    async def _section(self, operation: Operation) -> Done:
        sections, section_id = self._sections, str(operation.id)
        if operation.op == "create":
            project_id = operation.values.get("project_id")
            if not isinstance(project_id, str):
                raise Invalid("values.project_id: the project of the section is needed.")
            body = SectionCreate.model_validate({k: v for k, v in operation.values.items() if k != "project_id"})
            row = await sections.create(project_id, body.name, body.position)
            return Done(201, row["id"], SectionRead(**row))
        project_id = await sections.project_of(section_id)
        match operation.op:
            case "update":
                row = await sections.patch(
                    project_id, section_id, SectionPatch.model_validate(operation.values).given()
                )
                return Done(200, section_id, SectionRead(**row))
            case "delete":
                await sections.delete(project_id, section_id)
                return Done(204, section_id)
        raise _not_for(operation)

    async def _label(self, operation: Operation) -> Done:
        labels, label_id = self._labels, str(operation.id)
        match operation.op:
            case "create":
                row = await labels.create(LabelCreate.model_validate(operation.values).model_dump())
                return Done(201, row["id"], LabelRead(**row))
            case "update":
                row = await labels.patch(label_id, LabelPatch.model_validate(operation.values).given())
                return Done(200, row["id"], LabelRead(**row))
            case "delete":
                await labels.delete(label_id)
                return Done(204, label_id)
        raise _not_for(operation)


def _raw(row: Record) -> msgspec.Raw:
    return msgspec.Raw(task_json(row).encode())


def _not_for(operation: Operation) -> Invalid:
    return Invalid(f"'{operation.op}' is not for a {operation.entity}.", hint="Use create, update or delete.")


def _problem(error: DomainError) -> Record:
    problem: Record = {
        "type": f"urn:tasklore:problem:{error.code}",
        "title": error.title,
        "status": error.status,
        "code": error.code,
        "detail": error.message,
    }
    if error.hint is not None:
        problem["hint"] = error.hint
    return problem
