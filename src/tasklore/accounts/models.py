"""Tables of accounts.

What Better Auth keeps in the clear is digested here where it is only compared (session, reset and refresh tokens,
API keys), and sealed where it must be read again (see `vault.py`).
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from tasklore.platform.db.metadata import metadata
from tasklore.platform.db.types import Flag, Instant, Json


def _user_id(*, index: bool = True) -> "Column[str]":
    return Column("user_id", Text, ForeignKey("user.id", ondelete="CASCADE"), nullable=False, index=index)


user = Table(
    "user",
    metadata,
    Column("id", Text, primary_key=True),
    Column("email", Text, nullable=False, unique=True),  # in small letters
    Column("email_verified", Flag, nullable=False),
    Column("name", Text, nullable=False),
    Column("image", Text),
    Column("software_background", Text),
    Column("hardware_background", Text),
    Column("interest_area", Text),
    Column("role", Text, nullable=False),
    Column("two_factor_enabled", Flag, nullable=False),
    Column("disabled", Flag, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("id", Text, primary_key=True),
    _user_id(),
    Column("provider_id", Text, nullable=False),  # "credential" for a password
    Column("account_id", Text, nullable=False),  # the user's own id for a password, the provider's subject otherwise
    Column("password", Text),
    Column("access_token", Text),  # sealed
    Column("refresh_token", Text),  # sealed
    Column("id_token", Text),  # sealed
    Column("access_token_expires_at", Instant),
    Column("refresh_token_expires_at", Instant),
    Column("scope", Text),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("provider_id", "account_id"),
)

session = Table(
    "session",
    metadata,
    Column("id", Text, primary_key=True),
    _user_id(),
    Column("token_digest", Text, nullable=False, unique=True),
    Column("token_sealed", Text, nullable=False),  # the list of one's own sessions shows it
    Column("expires_at", Instant, nullable=False),
    Column("ip_address", Text, nullable=False),
    Column("user_agent", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

verification = Table(
    "verification",
    metadata,
    Column("id", Text, primary_key=True),
    Column("identifier_digest", Text, nullable=False, index=True),
    Column("value", Text, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
)

two_factor = Table(
    "two_factor",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, ForeignKey("user.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("secret", Text, nullable=False),  # sealed
    Column("backup_codes", Text, nullable=False),  # sealed
    Column("verified", Flag, nullable=False),
    Column("failed_count", Integer, nullable=False),
    Column("locked_until", Instant),
    Column("version", Integer, nullable=False),
)

api_key = Table(
    "api_key",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, nullable=False, index=True),  # may outlive its user for a day: it then says so
    Column("config_id", Text, nullable=False),
    Column("name", Text),
    Column("start", Text, nullable=False),
    Column("prefix", Text),
    Column("key_digest", Text, nullable=False, unique=True),
    Column("enabled", Flag, nullable=False),
    Column("scopes", Json),  # a list of scopes; None for all that its owner may do
    Column("rate_limit_window_ms", Integer, nullable=False),
    Column("rate_limit_most", Integer, nullable=False),
    Column("request_count", Integer, nullable=False),
    Column("last_request", Instant),
    Column("expires_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

refresh_token = Table(
    "refresh_token",
    metadata,
    Column("id", Text, primary_key=True),
    _user_id(),
    Column("family", Text, nullable=False, index=True),
    Column("session_id", Text),  # ends with that session; None for a token of its own
    Column("client_id", Text),  # the OAuth client it was given to
    Column("resource", Text),
    Column("scope", Text),
    Column("token_digest", Text, nullable=False, unique=True),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
    Column("expires_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
)

signing_key = Table(
    "signing_key",
    metadata,
    Column("id", Text, primary_key=True),  # the `kid`
    Column("public_key", Text, nullable=False),  # `x` of the JWK
    Column("private_key", Text, nullable=False),  # sealed
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),  # signs until then
)

revocation = Table(
    "revocation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("subject", Text, nullable=False),  # session:<id>, user:<id> or key:<id>
    Column("at", Instant, nullable=False, index=True),
    Column("expires_at", Instant, nullable=False, index=True),  # nothing that it concerns is valid after this
)

security_event = Table(
    "security_event",
    metadata,
    Column("id", Text, primary_key=True),
    _user_id(index=False),
    Column("kind", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("ip_address", Text, nullable=False),
    Column("user_agent", Text, nullable=False),
    Column("details", Json, nullable=False),
    Index("ix_security_event_user_id_at", "user_id", "at"),
)

outgoing_mail = Table(
    "outgoing_mail",
    metadata,
    Column("id", Text, primary_key=True),
    Column("recipient", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("content", Text),  # sealed; removed once the mail is on its way
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("sent_at", Instant),
    Column("error", Text),
)

oauth_client = Table(
    "oauth_client",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("redirect_uris", Json, nullable=False),
    Column("secret_digest", Text),  # None for a public client
    Column("created_at", Instant, nullable=False),
)

oauth_consent = Table(
    "oauth_consent",
    metadata,
    Column("user_id", Text, ForeignKey("user.id", ondelete="CASCADE"), primary_key=True),
    Column("client_id", Text, primary_key=True),  # an id of ours, or the address of a metadata document
    Column("client_name", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)
