"""Queries of documents. Every one that answers a person takes the owner first."""

from typing import Final

from sqlalchemy import Integer, Text, and_, bindparam, case, func, literal_column, null, or_, select

from tasklore.platform.db.query import Query, among
from tasklore.platform.db.types import Instant
from tasklore.platform.index.models import index_state

from .models import document, document_state, document_text, passage

_OWNER = bindparam("owner", type_=Text)
_MOST = bindparam("most", type_=Integer)
_ORIGIN = bindparam("origin", type_=Text)

# A state belongs to the file it names; while the document has another one, it is pending.
_CURRENT = document_state.c.sha256 == document.c.sha256
_SHOWN = (
    *document.c,
    case((_CURRENT, document_state.c.status), else_="pending").label("status"),
    *(case((_CURRENT, document_state.c[name]), else_=null()).label(name) for name in ("reason_code", "reason")),
    *(document_state.c[name] for name in ("language", "pages", "characters", "passages")),
)
_JOINED = document.outerjoin(document_state, document_state.c.id == document.c.id)
_MINE = and_(document.c.owner_id == _OWNER, document.c.deleted_at.is_(None))

GET: Final = Query(
    select(*_SHOWN).select_from(_JOINED).where(_MINE, document.c.id == bindparam("id", type_=Text)), "document.get"
)
GET_DELETED: Final = Query(
    select(document).where(
        document.c.owner_id == _OWNER,
        document.c.id == bindparam("id", type_=Text),
        document.c.deleted_at.is_not(None),
    ),
    "document.get_deleted",
)
PAGE: Final = Query(
    select(*_SHOWN)
    .select_from(_JOINED)
    .where(_MINE, document.c.id < bindparam("before", type_=Text))
    .order_by(document.c.id.desc())
    .limit(_MOST),
    "document.page",
)
SAME: Final = Query(
    select(*_SHOWN)
    .select_from(_JOINED)
    .where(
        _MINE,
        document.c.sha256 == bindparam("sha256", type_=Text),
        document.c.title == bindparam("title", type_=Text),
    )
    .order_by(document.c.id)
    .limit(1),
    "document.same",
)
FROM_ORIGIN: Final = Query(
    select(*_SHOWN)
    .select_from(_JOINED)
    .where(_MINE, func.substr(document.c.origin, 1, func.length(_ORIGIN)) == _ORIGIN)
    .order_by(document.c.origin),
    "document.from_origin",
)
LABELLED: Final = Query(select(document.c.id, document.c.labels).where(_MINE), "document.labels")

TEXT: Final = Query(
    select(document_text.c.text).where(
        document_text.c.owner_id == _OWNER, document_text.c.document_id == bindparam("id", type_=Text)
    ),
    "document.text",
)
PASSAGES: Final = Query(
    select(passage)
    .where(
        passage.c.owner_id == _OWNER,
        passage.c.document_id == bindparam("id", type_=Text),
        passage.c.number > bindparam("after", type_=Integer),
    )
    .order_by(passage.c.number)
    .limit(_MOST),
    "passage.page",
)
CANDIDATES: Final = Query(
    select(passage, document.c.title)
    .select_from(passage.join(document, document.c.id == passage.c.document_id))
    .where(passage.c.owner_id == _OWNER, _MINE, among(passage.c.id, "ids")),
    "passage.candidates",
)
LANGUAGES: Final = Query(
    select(document_state.c.language, func.sum(document_state.c.passages))
    .where(document_state.c.owner_id == _OWNER, document_state.c.language.is_not(None))
    .group_by(document_state.c.language)
    .order_by(func.coalesce(func.sum(document_state.c.passages), 0).desc(), document_state.c.language),
    "document.languages",
)

# What follows is asked by jobs, of one document or of all; nobody's answer is made of it.
FOR_JOB: Final = Query(select(document).where(document.c.id == bindparam("id", type_=Text)), "document.for_job")
UNFILLED_NOTE: Final = Query(
    select(index_state.c.engine).where(index_state.c.engine == bindparam("engine", type_=Text)), "index.unfilled"
)
STATE: Final = Query(select(document_state).where(document_state.c.id == bindparam("id", type_=Text)), "document.state")
TEXT_OF: Final = Query(
    select(document_text.c.sha256).where(document_text.c.document_id == bindparam("id", type_=Text)), "document.text_of"
)
PASSAGES_TO_INDEX: Final = Query(
    select(passage.c.id, passage.c.number, passage.c.text, passage.c.headings, passage.c.language)
    .where(passage.c.document_id == bindparam("id", type_=Text), passage.c.number > bindparam("after", type_=Integer))
    .order_by(passage.c.number)
    .limit(_MOST),
    "passage.to_index",
)
AFTER: Final = Query(
    select(document.c.id, document.c.owner_id, document.c.deleted_at, document_state.c.passages)
    .select_from(_JOINED)
    .where(document.c.id > bindparam("after", type_=Text))
    .order_by(document.c.id)
    .limit(_MOST),
    "document.after",
)
STUCK: Final = Query(
    select(document.c.id)
    .select_from(_JOINED)
    .where(
        document.c.deleted_at.is_(None),
        document.c.updated_at < bindparam("before", type_=Instant),
        or_(document_state.c.id.is_(None), document_state.c.sha256 != document.c.sha256),
    )
    .limit(100),
    "document.stuck",
)
PURGEABLE: Final = Query(
    select(document.c.id, document.c.owner_id, document.c.sha256)
    .where(document.c.deleted_at < bindparam("before", type_=Instant))
    .limit(500),
    "document.purgeable",
)
OTHER_USES: Final = Query(
    select(func.count())
    .select_from(document)
    .where(document.c.sha256 == bindparam("sha256", type_=Text), document.c.id != bindparam("id", type_=Text)),
    "document.other_uses",
)
# Written into the statement: PostgreSQL takes two bound values for two different columns.
_STATUS = func.coalesce(document_state.c.status, literal_column("'pending'"))
STATES: Final = Query(
    select(_STATUS, func.count()).select_from(_JOINED).where(document.c.deleted_at.is_(None)).group_by(_STATUS),
    "document.states",
)
_READY = and_(document.c.deleted_at.is_(None), document_state.c.status == "ready")
LARGEST_OWNERS: Final = Query(
    select(passage.c.owner_id, func.count())
    .select_from(
        passage.join(document, document.c.id == passage.c.document_id).join(
            document_state, document_state.c.id == document.c.id
        )
    )
    .where(_READY)
    .group_by(passage.c.owner_id)
    .order_by(func.count().desc())
    .limit(_MOST),
    "passage.largest_owners",
)
SAMPLE: Final = Query(
    select(passage.c.id, passage.c.text, passage.c.headings, passage.c.language, passage.c.digest, document.c.title)
    .select_from(
        passage.join(document, document.c.id == passage.c.document_id).join(
            document_state, document_state.c.id == document.c.id
        )
    )
    .where(passage.c.owner_id == _OWNER, _READY)
    # Ordered by digest: a sample that is spread over all documents and the same every time.
    .order_by(passage.c.digest)
    .limit(_MOST),
    "passage.sample",
)
