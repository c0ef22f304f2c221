"""Tasks: what can be done with them, whichever door it comes through."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from tasklore.accounts.preferences import Preferences, preferences_of
from tasklore.changes import store as change_store
from tasklore.changes.change_set import ChangeSet
from tasklore.platform.errors import Conflict, Invalid, NotFound
from tasklore.platform.ids import new_id
from tasklore.platform.paging import decode_cursor, encode_cursor
from tasklore.platform.unit import Record, Unit

from . import store
from .access import RANK, Access, Role
from .entities import PROJECT_ENTITY, SECTION_ENTITY, TASK_ENTITY, project_within
from .errors import Misplaced, NotRepeating
from .filters.reading import read_filter
from .filters.sql import where
from .listing import moment_of
from .projects.home import inbox_access, inbox_id
from .recurrence import Recurrence, advance, first_due, pinned, skip
from .repeating import BLANK, due_columns, due_json, due_of, following, recurrence_of, set_instant
from .schemas import page_json
from .search.sql import found
from .search.words import parse_search
from .values import Due, zone


class Found(NamedTuple):
    """A task that somebody may see, everyone else who may, and what they may do with it."""

    row: Record
    audience: tuple[str, ...]
    role: Role

    def require(self, role: Role) -> None:
        Access({}, self.role).require(role)


class ListQuery(NamedTuple):
    """What a list of tasks asks for."""

    shape: store.ListShape
    values: dict[str, Any]
    cursor: str | None
    most: int
    filter: str | None = None
    timezone: str | None = None
    search: str | None = None


class TaskService:
    """Tasks as `changes.actor` sees and changes them."""

    def __init__(self, unit: Unit, changes: ChangeSet) -> None:
        self.unit = unit
        self.changes = changes
        self.owner = changes.actor.user_id
        self._preferences: Preferences | None = None
        self._projects: dict[str, Access] = {}

    # --- reading -----------------------------------------------------------------------------------------

    async def get(self, task_id: str) -> Record:
        """The task. One query.

        Raises:
            NotFound: not there, in the trash, or not theirs.
        """
        return (await self.find(task_id)).row

    async def find(self, task_id: str, role: Role = "viewer") -> Found:
        """The task as this set has it so far, with its audience."""
        row = await self.unit.fetch_one(store.GET, owner=self.owner, id=task_id)
        if row is None:
            staged = self.changes.current(TASK_ENTITY, task_id)
            if staged is None or staged["deleted_at"] is not None:
                raise NotFound("Task")
            access = await project_within(self.changes, staged["project_id"])
            found = Found(staged, access.audience, access.role)
        else:
            found = self.found(row)
            if found.row["deleted_at"] is not None:
                raise NotFound("Task")
        found.require(role)
        return found

    def found(self, row: Record) -> Found:
        """What a query with access found, as this set has it so far; takes `audience` and `role` out of the row."""
        audience, role = tuple(row.pop("audience")), row.pop("role")
        return Found(self.changes.current(TASK_ENTITY, row["id"]) or row, audience, role)

    async def page(self, query: ListQuery) -> tuple[bytes, int]:
        """A page of tasks, sorted, with the cursor of the next, and the reader's revision that it shows. One query."""
        values = dict(query.values)
        shape = query.shape
        if query.filter is not None:
            reading = await read_filter(self.unit, self.owner, query.filter, timezone=query.timezone)
            shape = shape._replace(filter=reading.filter)
            values.update(where(reading.filter, any_status=shape.status).values(reading.context))
        if query.search is not None:
            search = parse_search(query.search)
            if search is None:
                return page_json((), None), await self.revision()
            shape = shape._replace(search="any")
            values.update((await found(self.unit, self.owner, search)).values(self.unit.db.dialect))
        if query.cursor is not None:
            shape = shape._replace(after=True)
            values.update(_place(shape.sort, query.cursor))
        rows = await store.rows(self.unit, self.owner, shape, query.most, **values)
        if rows:
            return page_of(rows, shape.sort, query.most), rows[0][-1] or 0
        # No row carries the revision: read it first, so that the page is never older than what it is kept under.
        revision = await self.revision()
        rows = await store.rows(self.unit, self.owner, shape, query.most, **values)
        return page_of(rows, shape.sort, query.most), revision

    async def trash(self, cursor: str | None, most: int) -> bytes:
        """Deleted tasks, latest first."""
        rows, following_page = await store.TRASH.page(self.unit, cursor, most, owner=self.owner)
        return page_json((row["rendered"] for row in rows), following_page)

    async def revision(self) -> int:
        """The reader's revision; it moves with everything they may see."""
        return await change_store.revision_of(self.unit, self.owner)

    # --- changing ----------------------------------------------------------------------------------------

    async def create(self, values: dict[str, Any], *, access: Access | None = None) -> Record:
        """Adds a task; `values` are columns, `title` among them. Without a project it goes to the Inbox.

        Args:
            access: the project, where the caller has it already or has only just staged it.

        Raises:
            NotFound: the project is not there or not theirs.
            Misplaced: section or parent belong elsewhere.
        """
        access = access or await self._home_of(values)
        row: Record = {**BLANK, **{name: value for name, value in values.items() if value is not None}}
        row.update(
            id=row.get("id") or new_id(),
            project_id=access.project["id"],
            owner_id=access.project["owner_id"],
            created_by=self.owner,
        )
        # In the order in which they were staged, where one set adds several.
        row.setdefault("position", self.unit.now.timestamp() + len(self.changes) * 1e-6)
        await self._check_place(row)
        self._check_assignee(row, access.audience)
        if row["rrule"] is not None:
            await self._begin_series(row)
        if row["status"] == "done":
            row["completed_at"] = row["completed_at"] or self.unit.now
        set_instant(row)
        return self.changes.create(TASK_ENTITY, row, access.audience)

    async def patch(self, task_id: str, values: dict[str, Any], *, found: Found | None = None) -> Record:
        """Sets the given columns. Setting `status` completes or reopens, with all that belongs to it."""
        there = found or await self.find(task_id)
        there.require("editor")
        values = dict(values)
        status = values.pop("status", None)
        row = there.row
        project_id = values.pop("project_id", row["project_id"]) or inbox_id(self.owner)
        if project_id != row["project_id"]:
            there = await self._move_project(there, project_id, values.get("assignee_id"))
            row = there.row
        if values.get("position", 0) is None:
            values.pop("position")
        if values:
            row = await self._set(there, values)
        if status == "done" and row["status"] == "open":
            row = await self._complete(Found(row, there.audience, there.role))
        elif status == "open" and row["status"] == "done":
            row = await self._reopen(Found(row, there.audience, there.role))
        return row

    async def complete(self, task_id: str) -> Record:
        """Marks it done, with its open sub-tasks; of a repeating one, the next is created."""
        return await self.patch(task_id, {"status": "done"})

    async def reopen(self, task_id: str) -> Record:
        return await self.patch(task_id, {"status": "open"})

    async def skip(self, task_id: str, *, found: Found | None = None) -> Record:
        """Leaves this date of a repeating task out.

        Raises:
            NotRepeating: it does not repeat, or this was the last date.
        """
        found = found or await self.find(task_id)
        found.require("editor")
        recurrence, due = recurrence_of(found.row), due_of(found.row)
        if recurrence is None or due is None:
            raise NotRepeating
        step = skip(recurrence, due, self.unit.now, await self._timezone())
        if step is None:
            raise Conflict("This was the last date.", hint="Complete or delete the task.")
        return await self._set(
            found,
            {
                **due_columns(step.due),
                "rrule": step.recurrence.rrule,
                "repeat_anchor": due_json(step.recurrence.anchor),
            },
        )

    async def delete(self, task_id: str, *, found: Found | None = None) -> Record:
        """Moves it to the trash, with its sub-tasks."""
        there = found or await self.find(task_id)
        there.require("editor")
        for below in await self._below([task_id]):
            self.changes.delete(TASK_ENTITY, below.row, below.audience)
        return self.changes.delete(TASK_ENTITY, there.row, there.audience)

    async def restore(self, task_id: str) -> Record:
        """Takes it back out of the trash, with the sub-tasks that went there at the same moment.

        A parent, section or assignee that is gone meanwhile is left out; from a project that is gone it comes to its
        owner's Inbox.

        Raises:
            NotFound: it is not in the trash, or not theirs.
            Conflict: its project is in the trash, and it is for somebody else to bring that back.
        """
        row = await self.unit.fetch_one(store.GET_ANY, owner=self.owner, id=task_id)
        if row is None or row["deleted_at"] is None:
            raise NotFound("Task")
        found = self.found(row)
        found.require("editor")
        access = await self._project_again(found.row)
        below = await self.unit.fetch_all(
            store.DELETED_WITH, owner=self.owner, roots=[task_id], at=found.row["deleted_at"]
        )
        sections = {row["id"] for row in await self.unit.fetch_all(store.SECTIONS_OF, project_id=access.project["id"])}
        for there in (self.found(row) for row in below):
            values = _place_again(there.row, access, sections)
            self.changes.update(TASK_ENTITY, there.row, values, access.audience)
        if access.project["id"] != found.row["project_id"]:
            ids = [task_id, *(row["id"] for row in below)]
            await self._take_along(ids, access.project["id"], access.audience)
        values = _place_again(found.row, access, sections)
        if found.row["parent_id"] is not None:
            parent = await self.unit.fetch_one(store.GET, owner=self.owner, id=found.row["parent_id"])
            if parent is None or parent["project_id"] != access.project["id"]:
                values["parent_id"] = None
        return self.changes.update(TASK_ENTITY, found.row, values, access.audience)

    # --- the parts ---------------------------------------------------------------------------------------

    async def _home_of(self, values: dict[str, Any]) -> Access:
        """The project that a new task goes to: the one given, its parent's, or the Inbox."""
        project_id = values.get("project_id")
        if project_id is None and values.get("parent_id") is not None:
            project_id = (await self.find(values["parent_id"])).row["project_id"]
        if project_id is None or project_id == inbox_id(self.owner):
            return await inbox_access(self.unit, self.changes)
        return await self._project(project_id)

    async def _project(self, project_id: str) -> Access:
        access = self._projects.get(project_id)
        if access is None or self.changes.current(PROJECT_ENTITY, project_id) is not None:
            access = self._projects[project_id] = await project_within(self.changes, project_id, "editor")
        return access

    async def _project_again(self, row: Record) -> Access:
        """Where a deleted task comes back to."""
        try:
            return await self._project(row["project_id"])
        except NotFound:
            if row["owner_id"] != self.owner:
                raise Conflict(
                    "The task's project is in the trash.",
                    code="project_deleted",
                    hint="Ask its owner to bring it back.",
                ) from None
            return await inbox_access(self.unit, self.changes)

    async def _timezone(self) -> str:
        if self._preferences is None:
            self._preferences = await preferences_of(self.unit, self.owner)
        return self._preferences.timezone

    async def _set(self, found: Found, values: dict[str, Any]) -> Record:
        merged = {**found.row, **values}
        if "section_id" in values or "parent_id" in values:
            await self._check_place(merged)
        if values.get("assignee_id") is not None:
            self._check_assignee(merged, found.audience)
        if values.get("rrule") is not None:
            await self._begin_series(merged)
            values = {
                **values,
                **{name: merged[name] for name in ("rrule", "repeat_from", "series_id")},
                **{name: merged[name] for name in ("due_date", "due_time", "due_zone")},
            }
        elif "rrule" not in values and "due_date" in values and found.row["rrule"] is not None:
            values = {**values, **self._moved(found.row, merged)}
        if "due_date" in values:
            set_instant(merged)
            values = {**values, "due_at": merged["due_at"]}
        return self.changes.update(TASK_ENTITY, found.row, values, found.audience)

    @staticmethod
    def _moved(row: Record, merged: Record) -> Record:
        """A repeating task's date put elsewhere by hand: this one only; the schedule stays where it was.

        Without a date there is nothing to count from, so the rule goes with it."""
        before, after = due_of(row), due_of(merged)
        if after is None:
            return {"rrule": None, "repeat_from": None, "repeat_anchor": None}
        anchor = due_of(row["repeat_anchor"]) if row["repeat_anchor"] else before
        return {"repeat_anchor": None if anchor == after else due_json(anchor)}

    async def _move_project(self, found: Found, project_id: str, assignee_id: str | None) -> Found:
        """Moves a task with its sub-tasks, and what hangs on them, to the top of another project.

        Needs the right to write in both. Who is no member there is no longer its assignee, nor can become it."""
        inbox = project_id == inbox_id(self.owner)
        access = await inbox_access(self.unit, self.changes) if inbox else await self._project(project_id)
        self._check_assignee({"assignee_id": assignee_id}, access.audience)
        audience = tuple(dict.fromkeys((*found.audience, *access.audience)))
        place = {"project_id": access.project["id"], "owner_id": access.project["owner_id"], "section_id": None}
        below = await self._below([found.row["id"]])
        moved = {}
        for there in (found, *below):
            values: Record = {**place, **_without_stranger(there.row, access.audience)}
            if there is found:
                values["parent_id"] = None
            moved[there.row["id"]] = self.changes.update(TASK_ENTITY, there.row, values, audience)
        await self._take_along(list(moved), access.project["id"], audience)
        return Found(moved[found.row["id"]], audience, access.role)

    async def _take_along(self, task_ids: Sequence[str], project_id: str, audience: Iterable[str]) -> None:
        """Comments, attachments and relations belong to the project that their task is in."""
        for entity, query in store.HANGING:
            for row in await self.unit.fetch_all(query, tasks=list(task_ids)):
                self.changes.update(entity, row, {"project_id": project_id}, audience)

    async def _below(self, roots: Sequence[str]) -> list[Found]:
        rows = await self.unit.fetch_all(store.BELOW, owner=self.owner, roots=list(roots))
        found = [self.found(row) for row in rows]
        return [there for there in found if RANK[there.role] >= RANK["editor"] and there.row["deleted_at"] is None]

    async def _check_place(self, row: Record) -> None:
        if row["section_id"] is not None and not self._staged_section(row):
            there = await self.unit.fetch_one(
                store.SECTION, owner=self.owner, id=row["section_id"], project_id=row["project_id"]
            )
            if there is None:
                raise Misplaced("The section is not in the task's project.", hint="Choose a section of that project.")
        parent_id = row["parent_id"]
        seen = {row["id"]}
        while parent_id is not None:
            if parent_id in seen or len(seen) > 50:
                raise Misplaced("A task cannot be below itself, nor more than 50 levels deep.")
            seen.add(parent_id)
            staged = self.changes.current(TASK_ENTITY, parent_id)
            parent = staged or (await self.find(parent_id)).row
            if parent["project_id"] != row["project_id"]:
                raise Misplaced("The parent is in another project.", hint="Move the task to that project first.")
            parent_id = parent["parent_id"]

    def _staged_section(self, row: Record) -> bool:
        staged = self.changes.current(SECTION_ENTITY, row["section_id"])
        return staged is not None and staged["project_id"] == row["project_id"]

    @staticmethod
    def _check_assignee(row: Record, audience: Iterable[str]) -> None:
        if row["assignee_id"] is not None and row["assignee_id"] not in audience:
            raise Invalid("The assignee is not a member of the project.", hint="Add them to the project first.")

    async def _begin_series(self, row: Record) -> None:
        """Checks the rule, pins its day, and gives the task its first date where it has none."""
        recurrence = Recurrence.parse(row["rrule"], row["repeat_from"] or "schedule")
        due = due_of(row)
        if due is None:
            timezone = await self._timezone()
            today = Due(self.unit.now.astimezone(zone(timezone)).date())
            due = first_due(recurrence, today, timezone)
            if due is None:
                raise Invalid("The recurrence has no date left.", hint="Check UNTIL, or give a due date.")
            row.update(due_columns(due))
        row.update(rrule=pinned(recurrence, due).rrule, repeat_from=recurrence.basis)
        row["series_id"] = row.get("series_id") or row["id"]

    def _entitle(self, verb: str, row: Record) -> None:
        """Says in the history what was done, where several tasks change with the one that was meant."""
        if not len(self.changes):
            self.changes.title = f"{verb} task “{row['title'][:80]}”"

    async def _complete(self, found: Found) -> Record:
        now = self.unit.now
        self._entitle("Completed", found.row)
        below = await self._below([found.row["id"]])
        for there in below:
            if there.row["status"] == "open":
                self.changes.update(TASK_ENTITY, there.row, {"status": "done", "completed_at": now}, there.audience)
        recurrence, due = recurrence_of(found.row), due_of(found.row)
        done = self.changes.update(TASK_ENTITY, found.row, {"status": "done", "completed_at": now}, found.audience)
        if recurrence is not None and due is not None:
            step = advance(recurrence, due, now, await self._timezone())
            if step is not None:
                for row in following(found.row, [there.row for there in below], step.due, step.recurrence):
                    self.changes.create(TASK_ENTITY, row, found.audience)
        return done

    async def _reopen(self, found: Found) -> Record:
        """Open again. Where its series has gone on, it is a task of its own: the rule stays with the later one."""
        values: Record = {"status": "open", "completed_at": None}
        row = found.row
        if row["rrule"] is not None and await self.unit.fetch_rows(
            store.GONE_ON, series_id=row["series_id"] or row["id"], id=row["id"]
        ):
            values.update(rrule=None, repeat_from=None, repeat_anchor=None)
        return self.changes.update(TASK_ENTITY, row, values, found.audience)


def _place_again(row: Record, access: Access, sections: Iterable[str]) -> Record:
    values: Record = {
        "deleted_at": None,
        "project_id": access.project["id"],
        "owner_id": access.project["owner_id"],
        **_without_stranger(row, access.audience),
    }
    if row["section_id"] is not None and row["section_id"] not in sections:
        values["section_id"] = None
    return values


def _without_stranger(row: Record, audience: Iterable[str]) -> Record:
    """Takes away an assignee who does not see the project."""
    return {} if row["assignee_id"] is None or row["assignee_id"] in audience else {"assignee_id": None}


def page_of(rows: Sequence[Any], sort: store.Sort, most: int) -> bytes:
    """Rows of id, rendered, sort key and revision as a page."""
    shown = rows[:most]
    cursor = None
    if len(rows) > most:
        last = shown[-1]
        key = last[-2].isoformat() if isinstance(last[-2], dt.datetime) else last[-2]
        cursor = encode_cursor(key, last[0])
    return page_json((row[1] for row in shown), cursor)


def _place(sort: store.Sort, cursor: str) -> dict[str, Any]:
    key = store.KEYS[sort]
    value, last_id = decode_cursor(cursor, key.kind, str)
    if key.kind is int and not 0 <= value <= 9:
        raise Invalid("The cursor is not one that this list gave out.", code="bad_cursor")
    return {"after_key": moment_of(value) if key.column.endswith("_at") else value, "after_id": last_id}
