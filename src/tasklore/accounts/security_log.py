"""What happened to an account: a record that its owner reads and the operator exports."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, Literal, NamedTuple

from tasklore.platform.ids import new_id
from tasklore.platform.unit import Unit

from .models import security_event
from .store import OLD_SECURITY_EVENTS, SECURITY_EVENTS

KEPT: Final = timedelta(days=400)

Kind = Literal[
    "signed_up",
    "signed_in",
    "sign_in_failed",
    "signed_out",
    "session_revoked",
    "sessions_revoked",
    "password_changed",
    "password_reset_asked",
    "password_reset",
    "email_verified",
    "email_change_asked",
    "email_changed",
    "profile_changed",
    "two_factor_enabled",
    "two_factor_disabled",
    "two_factor_failed",
    "backup_code_used",
    "backup_codes_renewed",
    "api_key_created",
    "api_key_changed",
    "api_key_deleted",
    "account_linked",
    "account_unlinked",
    "token_family_revoked",
    "client_authorized",
    "client_revoked",
]


class Origin(NamedTuple):
    """Where a request came from."""

    ip_address: str
    user_agent: str


NOWHERE: Final = Origin("", "")
"""For what no request caused: a job, the command line."""


def record(unit: Unit, user_id: str, kind: Kind, origin: Origin, **details: Any) -> None:
    """Stages an event. Details name ids and counts, never a secret."""
    unit.insert(
        security_event,
        {
            "id": new_id(),
            "user_id": user_id,
            "kind": kind,
            "at": unit.now,
            "ip_address": origin.ip_address,
            "user_agent": origin.user_agent[:500],
            "details": details,
        },
    )


async def events_of(unit: Unit, user_id: str, *, before: Any = None, most: int = 50) -> list[Mapping[str, Any]]:
    """Somebody's newest events, the newest first."""
    before = before or unit.now + timedelta(days=1)
    return [*await unit.fetch_all(SECURITY_EVENTS, user_id=user_id, before=before, most=most)]


def forget_old(unit: Unit) -> None:
    """Stages the removal of events older than they are kept."""
    unit.execute(OLD_SECURITY_EVENTS, before=unit.now - KEPT)
