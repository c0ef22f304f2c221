"""Which database the settings mean."""

from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from ..config import PlatformConfig

_UNKNOWN_TO_DRIVER: Final = frozenset({"channel_binding", "pgbouncer", "options", "connect_timeout", "pool_timeout"})
"""What providers put into their URLs and asyncpg would send on as a server setting."""


class Address(NamedTuple):
    """A SQLite file, or a PostgreSQL URL as asyncpg takes it."""

    sqlite_path: Path | None
    dsn: str

    def __repr__(self) -> str:
        return f"Address({self.shown!r})"

    @property
    def shown(self) -> str:
        """Without the password, for people."""
        if self.sqlite_path is not None:
            return str(self.sqlite_path)
        parts = urlsplit(self.dsn)
        return f"postgresql://{parts.hostname or ''}:{parts.port or 5432}{parts.path}"


def database_address(config: PlatformConfig) -> Address:
    """The database of these settings.

    Raises:
        ValueError: the URL is of no kind that is known; says which are.
    """
    if config.database_url is not None:
        return parse(config.database_url.get_secret_value())
    if config.database_host is not None:
        user = quote(config.database_user, safe="")
        password = quote(config.database_password.get_secret_value(), safe="") if config.database_password else ""
        secret = f":{password}" if password else ""
        host = config.database_host
        return Address(None, f"postgresql://{user}{secret}@{host}:{config.database_port}/{config.database_name}")
    return Address(config.data_dir / "tasklore.sqlite", "")


def parse(url: str) -> Address:
    """A database URL: `sqlite:///./data/db.sqlite`, `postgresql://…`, `postgres://…`, with or without a driver's name."""
    scheme, found, rest = url.partition("://")
    dialect = scheme.partition("+")[0]
    if dialect == "sqlite" and found:
        path = rest.partition("?")[0].removeprefix("/")
        if not path or path == ":memory:":
            raise ValueError("SQLite in memory is not supported; name a file, as in sqlite:///./data/db.sqlite")
        return Address(Path(path), "")
    if dialect in ("postgresql", "postgres") and found:
        parts = urlsplit(f"postgresql://{rest}")
        query = [(name, value) for name, value in parse_qsl(parts.query) if name not in _UNKNOWN_TO_DRIVER]
        return Address(None, urlunsplit(parts._replace(query=urlencode(query))))
    raise ValueError("must start with postgresql:// or sqlite:///")
