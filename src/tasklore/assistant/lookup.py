"""Finding tasks and projects for tools: by filter, by id, and by what people call them.

"the dentist thing" ──► words that carry meaning ──► titles that hold them all ──► one: that is it
                                                                                └─ several or none: ask
"""

import difflib
import functools
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, and_, bindparam, case, func, or_, select

from tasklore.platform.db.query import Query, among
from tasklore.platform.text import shortened
from tasklore.platform.unit import Record, Unit
from tasklore.tasks.access import reachable
from tasklore.tasks.filters import Filter, FilterError, parse
from tasklore.tasks.filters.evaluate import Context
from tasklore.tasks.filters.sql import where
from tasklore.tasks.models import project, section, task

from .mendable import Mendable
from .results import Unclear
from .showing import brief

Wanted = Literal["open", "done", "any"]

_COLUMNS: Final = (
    task,
    project.c.name.label("project"),
    project.c.is_inbox,
    section.c.name.label("section"),
)
_SOURCE: Final = task.join(project, project.c.id == task.c.project_id).outerjoin(
    section, section.c.id == task.c.section_id
)
_LIVE: Final = and_(task.c.deleted_at.is_(None), project.c.deleted_at.is_(None))
_ORDER: Final = (
    case((task.c.status == "open", 0), else_=1),
    func.coalesce(task.c.due_date, "9999-12-31"),
    func.coalesce(task.c.due_time, "99"),
    task.c.priority,
    task.c.created_at,
    task.c.id,
)
_WORDS: Final = 5
_SCANNED: Final = 2000
_CLOSE: Final = 0.8


def _visible(*conditions: ColumnElement[bool]) -> Select[Any]:
    return reachable(select(*_COLUMNS).select_from(_SOURCE)).where(_LIVE, *conditions)


def _contains(number: int) -> ColumnElement[bool]:
    return func.lower(task.c.title).like(bindparam(f"word_{number}"), escape="\\")


_BY_IDS: Final = Query(_visible(among(task.c.id, "ids")), "assistant.tasks_by_id")
_BY_WORDS: Final = Query(
    _visible(*(_contains(number) for number in range(_WORDS))).order_by(*_ORDER).limit(50), "assistant.tasks_by_words"
)
_NEWEST: Final = Query(
    _visible().order_by(task.c.created_at.desc(), task.c.id.desc()).limit(_SCANNED), "assistant.tasks_newest"
)
_SUBTASKS: Final = Query(
    _visible(task.c.parent_id == bindparam("id")).order_by(*_ORDER).limit(50), "assistant.subtasks"
)
_PROJECTS: Final = Query(
    reachable(select(project, func.coalesce(func.length(project.c.name), 0).label("name_length")).select_from(project))
    .where(project.c.deleted_at.is_(None))
    .order_by(project.c.is_inbox.desc(), project.c.position, project.c.id)
    .limit(500),
    "assistant.projects",
)
_COUNTS: Final = Query(
    reachable(select(task.c.project_id, func.count().label("open_tasks")).select_from(_SOURCE))
    .where(_LIVE, task.c.status == "open")
    .group_by(task.c.project_id),
    "assistant.open_tasks",
)
_SECTIONS: Final = Query(
    select(section.c.id, section.c.name).where(
        section.c.project_id == bindparam("project_id"), section.c.deleted_at.is_(None)
    ),
    "assistant.sections",
)


@functools.lru_cache(maxsize=256)
def _filtered(filter_: Filter | None, text: bool, counted: bool) -> tuple[Query, Any]:
    conditions: list[ColumnElement[bool]] = []
    condition = where(filter_) if filter_ is not None else None
    if condition is not None:
        conditions.append(condition.clause)
    if text:
        like = bindparam("text", type_=Text)
        conditions.append(
            or_(func.lower(task.c.title).like(like, escape="\\"), func.lower(task.c.notes).like(like, escape="\\"))
        )
    rows = _visible(*conditions)
    if counted:
        statement = rows.with_only_columns(func.count(), maintain_column_froms=True)
        return Query(statement, "assistant.count"), condition
    return Query(rows.order_by(*_ORDER).limit(bindparam("most")), "assistant.filtered"), condition


async def filtered(
    unit: Unit, owner: str, timezone: str, filter_text: str, text: str, most: int
) -> tuple[list[Record], int]:
    """The tasks of a filter, soonest first, at most `most`, and how many there are. Two queries at most.

    Raises:
        Mendable: the filter has no meaning; says where and what may be meant.
    """
    filter_ = None
    if filter_text:
        try:
            filter_ = parse(filter_text)
        except FilterError as error:
            raise Mendable(" ".join(part for part in (error.message, error.suggestion) if part)) from error
    values: dict[str, Any] = {"text": f"%{_escaped(text.lower())}%"} if text else {}
    query, condition = _filtered(filter_, bool(text), False)
    if condition is not None:
        values |= condition.values(Context(owner, unit.now, timezone))
    rows = await unit.fetch_all(query, owner=owner, most=most, **values)
    if len(rows) < most:
        return rows, len(rows)
    count, _ = _filtered(filter_, bool(text), True)
    return rows, int((await unit.fetch_rows(count, owner=owner, **values))[0][0])


async def by_ids(unit: Unit, owner: str, ids: Iterable[str]) -> dict[str, Record]:
    """The tasks among these ids that the owner sees."""
    return {row["id"]: row for row in await unit.fetch_all(_BY_IDS, owner=owner, ids=list(ids))}


async def subtasks(unit: Unit, owner: str, task_id: str) -> list[Record]:
    """The tasks right below one, at most 50."""
    return await unit.fetch_all(_SUBTASKS, owner=owner, id=task_id)


class Named(NamedTuple):
    """What names came to: tasks in the order they were named, and the names that need a question."""

    tasks: list[Record]
    unclear: list[Unclear]


async def resolve(unit: Unit, owner: str, names: Sequence[str], wanted: Wanted, *, sure: bool = False) -> Named:
    """The task that each id or name means. A name that fits several, or none, is left for the user to say.

    Args:
        sure: for what destroys: a name with a slip of the pen is asked about, not guessed.
    """
    known = await by_ids(unit, owner, names)
    found: dict[str, Record] = {}
    unclear: list[Unclear] = []
    for name in names:
        row = known.get(name)
        if row is not None:
            found[row["id"]] = row
            continue
        matches, certain = await _named(unit, owner, name, wanted)
        if len(matches) == 1 and (certain or not sure):
            found[matches[0]["id"]] = matches[0]
        else:
            unclear.append(Unclear(name=shortened(name)[1:-1], candidates=[brief(row) for row in matches[:8]]))
    return Named(list(found.values()), unclear)


async def _named(unit: Unit, owner: str, name: str, wanted: Wanted) -> tuple[list[Record], bool]:
    """The tasks that a name may mean, best fit only, and whether the fit is certain."""
    meant = significant(name)
    if not meant:
        return [], False
    likes = [f"%{_escaped(stem)}%" for stem in sorted(meant, key=len, reverse=True)[:_WORDS]]
    likes += ["%"] * (_WORDS - len(likes))
    rows = await unit.fetch_all(_BY_WORDS, owner=owner, **{f"word_{n}": like for n, like in enumerate(likes)})
    rows = [row for row in rows if meant <= significant(row["title"])] or rows
    best = _best(_in_state(rows, wanted), name, meant)
    if best:
        return best, True
    strong = meant - _WEAK
    if strong and strong != meant:
        return (await _named(unit, owner, " ".join(strong), wanted))[0], False
    newest = _in_state(await unit.fetch_all(_NEWEST, owner=owner), wanted)
    close = [row for row in newest if _is_close(meant, significant(row["title"]))]
    return _best(close, name, meant), False


def _in_state(rows: list[Record], wanted: Wanted) -> list[Record]:
    return rows if wanted == "any" else [row for row in rows if row["status"] == wanted]


def _best(rows: list[Record], name: str, meant: frozenset[str]) -> list[Record]:
    """Those with exactly that title; else those with exactly those words; else all."""
    folded = " ".join(name.casefold().split())
    exact = [row for row in rows if row["title"].casefold() == folded]
    if exact:
        return exact
    same = [row for row in rows if significant(row["title"]) == meant]
    return same or rows


def _is_close(meant: frozenset[str], title: frozenset[str]) -> bool:
    """Whether each word has one in the title that differs by a letter or so."""
    return all(
        word in title
        or difflib.get_close_matches(word, title, 1, _CLOSE)
        or any(_is_swapped(word, one) for one in title)
        for word in meant
    )


def _is_swapped(word: str, other: str) -> bool:
    """Whether two letters changed places."""
    return len(word) > 3 and word[0] == other[:1] and word != other and sorted(word) == sorted(other)


_FILLERS: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "my",
        "our",
        "your",
        "this",
        "that",
        "these",
        "those",
        "task",
        "tasks",
        "todo",
        "todos",
        "item",
        "items",
        "to",
        "for",
        "of",
        "on",
        "in",
        "at",
        "with",
        "and",
        "about",
        "from",
        "one",
        "thing",
        "please",
        "called",
        "named",
        "it",
        "is",
    ]
)
_WEAK: Final = frozenset(
    [
        "appointment",
        "meet",
        "visit",
        "call",
        "trip",
        "session",
        "errand",
        "stuff",
        "job",
        "chore",
        "list",
        "entry",
        "event",
    ]
)
"""Stems that people add to a name, and that a title may do without."""

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENDINGS: Final = ("ing", "ies", "es", "ed", "s")


@functools.lru_cache(maxsize=8192)
def significant(text: str) -> frozenset[str]:
    """The words of a name without fillers, cut to stems; all of them when there is nothing but fillers."""
    words = [word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(text.casefold())]
    stems = frozenset(_stem(word) for word in words if word not in _FILLERS)
    return stems or frozenset(words)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word.removesuffix("e") if len(word) > 4 else word


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def projects(unit: Unit, owner: str) -> list[Record]:
    """The projects that somebody sees, the Inbox first."""
    return await unit.fetch_all(_PROJECTS, owner=owner)


async def open_counts(unit: Unit, owner: str) -> dict[str, int]:
    """Open tasks by project."""
    return {row[0]: row[1] for row in await unit.fetch_rows(_COUNTS, owner=owner)}


async def project_named(unit: Unit, owner: str, name: str) -> Record:
    """The project of that id or name; a part of the name is enough when it fits one only.

    Raises:
        Mendable: none, or several; names those there are.
    """
    there = await projects(unit, owner)
    matches = fitting(there, name)
    if len(matches) == 1:
        return matches[0]
    names = ", ".join(f"“{row['name']}”" for row in (matches or there)[:20])
    what = "Several projects are called" if matches else "There is no project called"
    raise Mendable(f"{what} {shortened(name)}. There are: {names or 'none yet'}.")


def fitting(rows: Sequence[Record], name: str) -> list[Record]:
    """The rows that an id or a name means, by their own `name`: exactly, else by its words, else by its beginning."""
    asked = name.strip().removeprefix("#").casefold()
    asked = re.sub(r"^(the|my)\s+|\s+(project|list)$", "", asked).strip()
    for fits in (
        lambda row: row["id"] == name or row["name"].casefold() == asked,
        lambda row: significant(row["name"]) == significant(asked),
        lambda row: bool(significant(asked)) and significant(asked) <= significant(row["name"]),
    ):
        found = [row for row in rows if fits(row)]
        if found:
            return found
    return []


async def section_named(unit: Unit, project_id: str, name: str) -> str:
    """The id of the section of that name in a project.

    Raises:
        Mendable: there is none.
    """
    there = await unit.fetch_all(_SECTIONS, project_id=project_id)
    matches = fitting(there, name)
    if len(matches) != 1:
        names = ", ".join(f"“{row['name']}”" for row in there[:20])
        raise Mendable(f"There is no section called {shortened(name)} in this project. There are: {names or 'none'}.")
    return str(matches[0]["id"])
