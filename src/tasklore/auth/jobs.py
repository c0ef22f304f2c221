"""What is tidied up once an hour: whatever has run out and is of no use to anybody."""

from typing import Any

from tasklore.accounts import mail, security_log
from tasklore.accounts.store import EXPIRED_VERIFICATIONS
from tasklore.platform.unit import Unit

from .store import EXPIRED_API_KEYS, EXPIRED_SESSIONS, OLD_REFRESH_TOKENS, OLD_REVOCATIONS, ORPHANED_API_KEYS

TIDY = "auth.tidy"


async def tidy(unit: Unit, _payload: dict[str, Any]) -> None:
    """Removes sessions, links, keys, tokens and revocations that have run out, and old events and mails."""
    for query in (
        EXPIRED_SESSIONS,
        EXPIRED_VERIFICATIONS,
        EXPIRED_API_KEYS,
        OLD_REFRESH_TOKENS,
        OLD_REVOCATIONS,
    ):
        unit.execute(query, now=unit.now)
    unit.execute(ORPHANED_API_KEYS)
    security_log.forget_old(unit)
    mail.forget_old(unit)
