"""Queries of accounts. Whoever is asked about comes first."""

from sqlalchemy import Text, and_, bindparam, delete, select

from tasklore.platform.db.query import Query, among
from tasklore.platform.db.types import Instant

from .models import account, security_event, user, verification

CREDENTIAL = "credential"

_USER = bindparam("user_id", type_=Text)
_EMAIL = bindparam("email", type_=Text)
_NOW = bindparam("now", type_=Instant)
_DIGEST = bindparam("digest", type_=Text)

USER = Query(select(user).where(user.c.id == _USER), "user.get")
USERS = Query(select(user).where(among(user.c.id, "user_ids")), "user.many")
USER_BY_EMAIL = Query(select(user).where(user.c.email == _EMAIL), "user.by_email")

_password = and_(account.c.user_id == user.c.id, account.c.provider_id == CREDENTIAL, account.c.account_id == user.c.id)
USER_WITH_PASSWORD = Query(
    select(user, account.c.id.label("credential_id"), account.c.password)
    .select_from(user.outerjoin(account, _password))
    .where(user.c.email == _EMAIL),
    "user.with_password",
)
CREDENTIAL_OF = Query(
    select(account.c.id, account.c.password).where(
        account.c.user_id == _USER, account.c.provider_id == CREDENTIAL, account.c.account_id == _USER
    ),
    "account.credential",
)
ACCOUNTS_OF = Query(select(account).where(account.c.user_id == _USER).order_by(account.c.created_at), "account.list")
ACCOUNT_BY_SUBJECT = Query(
    select(account, user.c.id.label("owner_id"))
    .select_from(account.join(user, user.c.id == account.c.user_id))
    .where(
        account.c.provider_id == bindparam("provider", type_=Text),
        account.c.account_id == bindparam("subject", type_=Text),
    ),
    "account.by_subject",
)

VERIFICATION = Query(
    select(verification)
    .where(verification.c.identifier_digest == _DIGEST)
    .order_by(verification.c.created_at.desc())
    .limit(1),
    "verification.get",
)
EXPIRED_VERIFICATIONS = Query(delete(verification).where(verification.c.expires_at < _NOW), "verification.purge")

SECURITY_EVENTS = Query(
    select(security_event)
    .where(security_event.c.user_id == _USER, security_event.c.at < bindparam("before", type_=Instant))
    .order_by(security_event.c.at.desc(), security_event.c.id.desc())
    .limit(bindparam("most")),
    "security_event.list",
)
OLD_SECURITY_EVENTS = Query(
    delete(security_event).where(security_event.c.at < bindparam("before", type_=Instant)), "security_event.purge"
)
