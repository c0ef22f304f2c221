"""Queries of the change log. The reader comes first in each of them."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from sqlalchemy import Table, Text, and_, bindparam, func, insert, literal, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_upsert

from tasklore.platform.db.query import Query, among
from tasklore.platform.db.types import Instant, TextList
from tasklore.platform.db.write import insert_query
from tasklore.platform.unit import Record, Unit

from .models import change, change_set, feed, idempotency, revision

_OWNER = bindparam("owner", type_=Text)

# PostgreSQL: one function call takes each reader's revision row in order and writes the feed (see the first migration).
_RECORD = Query(
    select(func.tasklore_record(bindparam("users", type_=TextList()), bindparam("change_set_id", type_=Text))),
    "feed.record",
)
_BUMP = Query(
    sqlite_upsert(revision)
    .values(user_id=bindparam("user_id"), value=1)
    .on_conflict_do_update(index_elements=["user_id"], set_={"value": revision.c.value + 1}),
    "revision.bump",
)
_FEED = Query(
    insert(feed).from_select(
        ["user_id", "revision", "change_set_id"],
        select(revision.c.user_id, revision.c.value, bindparam("change_set_id", type_=Text)).where(
            revision.c.user_id == bindparam("user_id")
        ),
    ),
    "feed.add",
)

OWN_REVISION = select(revision.c.value).where(revision.c.user_id == _OWNER).scalar_subquery().label("revision")
"""The reader's revision as a column, so that rows and revision come from one snapshot; null before the first."""

REVISION = Query(select(revision.c.value).where(revision.c.user_id == _OWNER), "revision.get")
REVISIONS = Query(
    select(revision.c.user_id, revision.c.value).where(among(revision.c.user_id, "users")), "revision.of_many"
)

_SET_COLUMNS = [c for c in change_set.columns if c.name != "seq"]
_VISIBLE = select(feed.c.revision, *_SET_COLUMNS).join_from(feed, change_set, change_set.c.id == feed.c.change_set_id)

SINCE = Query(
    _VISIBLE.where(feed.c.user_id == _OWNER, feed.c.revision > bindparam("after"))
    .order_by(feed.c.revision)
    .limit(bindparam("most")),
    "feed.since",
)
BEFORE = Query(
    _VISIBLE.where(feed.c.user_id == _OWNER, feed.c.revision < bindparam("before"))
    .order_by(feed.c.revision.desc())
    .limit(bindparam("most")),
    "feed.before",
)
ONE = Query(_VISIBLE.where(feed.c.user_id == _OWNER, change_set.c.id == bindparam("id")), "change_set.get")
OF_ENTITY = Query(
    _VISIBLE.where(
        feed.c.user_id == _OWNER,
        feed.c.revision < bindparam("before"),
        select(literal(1))
        .where(change.c.change_set_id == change_set.c.id, change.c.entity_id == bindparam("entity_id"))
        .exists(),
    )
    .order_by(feed.c.revision.desc())
    .limit(bindparam("most")),
    "feed.of_entity",
)
OF_SCOPE = Query(
    _VISIBLE.where(
        feed.c.user_id == _OWNER,
        feed.c.revision < bindparam("before"),
        select(literal(1))
        .where(change.c.change_set_id == change_set.c.id, change.c.scope_id == bindparam("scope_id"))
        .exists(),
    )
    .order_by(feed.c.revision.desc())
    .limit(bindparam("most")),
    "feed.of_scope",
)
_CHANGES = select(change).where(among(change.c.change_set_id, "sets")).order_by(change.c.change_set_id, change.c.n)
CHANGES = Query(_CHANGES, "change.of_sets")
FIRST_CHANGES = Query(_CHANGES.where(change.c.n <= bindparam("most")), "change.first_of_sets")
"""Of each set its first changes, and one more where there are more."""

_PROPOSALS = select(*_SET_COLUMNS).where(change_set.c.actor_id == _OWNER)
PROPOSALS = Query(
    _PROPOSALS.where(change_set.c.status == "proposed", change_set.c.expires_at > bindparam("now", type_=Instant))
    .order_by(change_set.c.seq.desc())
    .limit(200),
    "proposal.waiting",
)
PROPOSAL = Query(
    _PROPOSALS.where(change_set.c.id == bindparam("id"), change_set.c.expires_at.is_not(None)), "proposal.get"
)

DECIDE = Query(
    update(change_set)
    .where(
        and_(
            change_set.c.id == bindparam("id"),
            change_set.c.actor_id == _OWNER,
            change_set.c.status == "proposed",
        )
    )
    .values(status=bindparam("new_status"), applied_at=bindparam("at"))
    .returning(literal(1)),
    "proposal.decide",
)
MARK_UNDONE = Query(
    update(change_set)
    .where(change_set.c.id == bindparam("id"), change_set.c.undone_by.is_(None))
    .values(undone_by=bindparam("by"))
    .returning(literal(1)),
    "change_set.mark_undone",
)
EXPIRE = Query(
    update(change_set)
    .where(change_set.c.status == "proposed", change_set.c.expires_at <= bindparam("now", type_=Instant))
    .values(status="expired"),
    "proposal.expire",
)

REMEMBERED = Query(
    select(idempotency).where(idempotency.c.user_id == _OWNER, idempotency.c.key == bindparam("key")),
    "idempotency.get",
)
FORGET = Query(
    idempotency.delete().where(idempotency.c.created_at < bindparam("before", type_=Instant)), "idempotency.forget"
)


def stage_log(unit: Unit, header: Record, changes: Sequence[Record]) -> None:
    """Stages the set and its changes."""
    unit.execute(insert_query(change_set, tuple(header)), row=("change_set", header["id"]), **header)
    for row in changes:
        unit.insert(change, row)


@lru_cache
def _living(table: Table) -> Query:
    statement = select(literal(1)).where(table.c.id == bindparam("id", type_=Text), table.c.deleted_at.is_(None))
    return Query(statement.with_for_update(read=True), f"{table.name}.living")


@lru_cache
def _hanging(table: Table, column: str) -> Query:
    statement = select(literal(1)).where(among(table.c[column], "ids"), table.c.deleted_at.is_(None)).limit(1)
    return Query(statement, f"{table.name}.hanging")


def stage_living(unit: Unit, table: Table, row_id: str) -> None:
    """Stages that this row is live when the unit is written, and stays so until it has been."""
    unit.execute(_living(table), expects=1, row=(f"{table.name}.living", row_id), id=row_id)


def stage_nothing_hangs(unit: Unit, table: Table, column: str, ids: Sequence[str]) -> None:
    """Stages that, after the unit's writes, no live row of the table names one of these ids."""
    unit.execute(_hanging(table, column), expects=0, ids=ids)


def stage_revisions(unit: Unit, users: Iterable[str], change_set_id: str) -> None:
    """Stages the next revision of everyone who sees the set, their feed, and the poke after the commit."""
    readers = list(users)
    if unit.db.dialect == "postgresql":
        unit.execute(_RECORD, row=("feed", change_set_id), users=readers, change_set_id=change_set_id)
    else:
        for user in readers:
            unit.execute(_BUMP, user_id=user)
            unit.execute(_FEED, user_id=user, change_set_id=change_set_id)
    unit.after_commit(lambda: unit.services.bus.publish(f"user:{user}" for user in readers))


async def revision_of(unit: Unit, owner: str) -> int:
    """The reader's revision: how many change sets they have been shown, 0 at first."""
    row = await unit.fetch_one(REVISION, owner=owner)
    return int(row["value"]) if row else 0
