"""Settings of the platform, and the base class of every feature's settings.

A feature's `config.py` is a frozen class of this kind; `tasklore.settings` is the only reader of
the environment. A field is set by its name in capitals, or by the names in `env(...)`.
"""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, SecretStr, field_validator


class Config(BaseModel):
    """A frozen set of settings. The docstring under a field is its manual entry."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", use_attribute_docstrings=True, validate_default=True, populate_by_name=True
    )


def env(*names: str, example: str | None = None) -> Any:
    """Field metadata: the environment names that set it, the first being the one we document."""
    return Field(validation_alias=AliasChoices(*names), examples=None if example is None else [example])


CommaSeparated = Annotated[str, Field(max_length=4000)]


class PlatformConfig(Config):
    """Where data is, what is connected, how it is logged."""

    data_dir: Path = Path("data")
    """Folder for the SQLite database, files, the embedded index and generated secrets."""

    database_url: Annotated[
        SecretStr | None,
        env("DATABASE_URL", "NEON_DATABASE_URL", example="postgresql://user:password@host/name?sslmode=require"),
    ] = None
    """Database. SQLite in the data directory when unset; a Neon URL works as pasted."""

    database_host: Annotated[str | None, env("DATABASE_HOST", example="postgres")] = None
    """PostgreSQL host, an alternative to DATABASE_URL."""

    database_port: Annotated[int, Field(ge=1, le=65535)] = 5432
    """PostgreSQL port, with DATABASE_HOST."""

    database_name: str = "tasklore"
    """PostgreSQL database name, with DATABASE_HOST."""

    database_user: str = "tasklore"
    """PostgreSQL user, with DATABASE_HOST."""

    database_password: SecretStr | None = None
    """PostgreSQL password, with DATABASE_HOST."""

    database_pool: Annotated[int, Field(ge=2, le=100)] = 10
    """PostgreSQL connections of one process."""

    database_statement_cache: Annotated[int, Field(ge=0, le=5000)] = 500
    """Prepared statements kept per connection; 0 behind a pooler in transaction mode."""

    redis_url: Annotated[SecretStr | None, env("REDIS_URL", example="redis://redis:6379/0")] = None
    """Redis, shared by several processes for limits, sessions' deny-list and live events. Optional."""

    redis_host: Annotated[str | None, env("REDIS_HOST", example="redis")] = None
    """Redis host, an alternative to REDIS_URL."""

    redis_port: Annotated[int, Field(ge=1, le=65535)] = 6379
    """Redis port, with REDIS_HOST."""

    cache_ttl: Annotated[int, Field(ge=1, le=604_800)] = 3600
    """Seconds that a cached value may live at most."""

    page_cache_mb: Annotated[int, Field(ge=0, le=4096)] = 16
    """Megabytes of finished pages kept in the process. A page is dropped when its reader's data changes."""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """Least severe level that is logged."""

    log_format: Literal["auto", "json", "console"] = "auto"
    """Log lines as JSON, or coloured for people; "auto" chooses by whether a terminal is attached."""

    log_dir: Path | None = None
    """Folder for api.log, error.log and slow_queries.log, rotated. Unset: standard output only."""

    log_file: Path | None = None
    """Path of api.log, an alternative to LOG_DIR; the other two files lie beside it."""

    slow_query_ms: Annotated[int, Field(ge=1)] = 200
    """A database statement slower than this many milliseconds is logged, without its values."""

    rate_limit_enabled: bool = False
    """Limit requests per user or, signed out, per address. The limits on signing in are always on."""

    rate_limit_per_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 60
    """Requests a minute with RATE_LIMIT_ENABLED."""

    cors_origins: CommaSeparated = ""
    """Origins that browsers may call from, with credentials; comma separated. Example: https://app.example.org"""

    trusted_proxies: CommaSeparated = ""
    """Addresses or networks whose X-Forwarded-* headers are believed; comma separated. Example: 10.0.0.0/8"""

    public_url: Annotated[str | None, env("PUBLIC_URL", "BETTER_AUTH_URL", example="https://tasks.example.org")] = None
    """The address people use, for links in mails and for the issuer of tokens."""

    max_body_mb: Annotated[int, Field(ge=1, le=1024)] = 2
    """Largest request body in megabytes, uploads apart."""

    docs_enabled: bool = True
    """Serve the interactive API documentation at /docs."""

    metrics_enabled: bool = True
    """Serve Prometheus metrics at /metrics, to loopback and private addresses only."""

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("postgres", "sqlite")):
            raise ValueError("must start with postgresql:// or sqlite:///")
        return value

    def listed(self, name: Literal["cors_origins", "trusted_proxies"]) -> tuple[str, ...]:
        """A comma-separated setting as its parts, blanks dropped, a trailing slash cut."""
        text: str = getattr(self, name)
        return tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())
