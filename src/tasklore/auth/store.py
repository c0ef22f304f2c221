"""Queries of sessions, keys and tokens. Whoever is asked about comes first."""

from sqlalchemy import Text, and_, bindparam, delete, literal_column, or_, select, update

from tasklore.accounts.models import api_key, refresh_token, revocation, session, signing_key, two_factor, user
from tasklore.platform.db.query import Query
from tasklore.platform.db.types import Instant

_USER = bindparam("user_id", type_=Text)
_NOW = bindparam("now", type_=Instant)
_DIGEST = bindparam("digest", type_=Text)
_ID = bindparam("id", type_=Text)

SESSION_COLUMNS = len(session.c)

SESSION_WITH_USER = Query(
    select(session, user)
    .select_from(session.join(user, user.c.id == session.c.user_id))
    .where(session.c.token_digest == _DIGEST),
    "session.with_user",
)
SESSION_OF_USER = Query(
    select(session, user)
    .select_from(session.join(user, user.c.id == session.c.user_id))
    .where(session.c.user_id == _USER, session.c.id == _ID),
    "session.get",
)
SESSIONS_OF = Query(
    select(session)
    .where(session.c.user_id == _USER, session.c.expires_at > _NOW)
    .order_by(session.c.created_at, session.c.id),
    "session.list",
)
EXPIRED_SESSIONS = Query(delete(session).where(session.c.expires_at < _NOW), "session.purge")

TWO_FACTOR_OF = Query(select(two_factor).where(two_factor.c.user_id == _USER), "two_factor.get")

API_KEY_WITH_USER = Query(
    select(api_key, user.c.disabled.label("user_disabled"))
    .select_from(api_key.outerjoin(user, user.c.id == api_key.c.user_id))
    .where(api_key.c.key_digest == _DIGEST),
    "api_key.by_digest",
)
API_KEY = Query(select(api_key).where(api_key.c.user_id == _USER, api_key.c.id == _ID), "api_key.get")
API_KEYS_OF = Query(
    select(api_key).where(api_key.c.user_id == _USER).order_by(api_key.c.created_at, api_key.c.id), "api_key.list"
)
USE_API_KEY = Query(
    update(api_key)
    .where(api_key.c.id == _ID)
    .values(request_count=api_key.c.request_count + 1, last_request=bindparam("at", type_=Instant)),
    "api_key.use",
)
EXPIRED_API_KEYS = Query(delete(api_key).where(api_key.c.expires_at < _NOW), "api_key.purge")
ORPHANED_API_KEYS = Query(delete(api_key).where(api_key.c.user_id.not_in(select(user.c.id))), "api_key.purge_orphans")

SIGNING_KEYS = Query(
    select(signing_key)
    .where(signing_key.c.expires_at > bindparam("verifies_until", type_=Instant))
    .order_by(signing_key.c.created_at.desc(), signing_key.c.id.desc()),
    "signing_key.list",
)

REVOKED_SINCE = Query(
    select(revocation.c.subject, revocation.c.at, revocation.c.expires_at).where(
        revocation.c.at >= bindparam("since", type_=Instant), revocation.c.expires_at > _NOW
    ),
    "revocation.since",
)
OLD_REVOCATIONS = Query(delete(revocation).where(revocation.c.expires_at < _NOW), "revocation.purge")

REFRESH_TOKEN = Query(
    select(refresh_token, session.c.id.label("live_session"), user.c.disabled.label("user_disabled"))
    .select_from(
        refresh_token.join(user, user.c.id == refresh_token.c.user_id).outerjoin(
            session, and_(session.c.id == refresh_token.c.session_id, session.c.expires_at > _NOW)
        )
    )
    .where(refresh_token.c.token_digest == _DIGEST),
    "refresh_token.by_digest",
)
USE_REFRESH_TOKEN = Query(
    update(refresh_token)
    .where(refresh_token.c.id == _ID, refresh_token.c.used_at.is_(None), refresh_token.c.revoked_at.is_(None))
    .values(used_at=bindparam("at", type_=Instant))
    .returning(literal_column("1")),
    "refresh_token.use",
)
REVOKE_FAMILY = Query(
    update(refresh_token)
    .where(refresh_token.c.family == bindparam("of_family", type_=Text), refresh_token.c.revoked_at.is_(None))
    .values(revoked_at=_NOW),
    "refresh_token.revoke_family",
)
OLD_REFRESH_TOKENS = Query(
    delete(refresh_token).where(or_(refresh_token.c.expires_at < _NOW, refresh_token.c.revoked_at < _NOW)),
    "refresh_token.purge",
)
