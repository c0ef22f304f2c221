"""Settings of accounts."""

from typing import Annotated, Final

from pydantic import Field, SecretStr

from tasklore.platform.config import Config, env

PASSWORD_SHORTEST: Final = 8
PASSWORD_LONGEST: Final = 128
"""Characters of a password, counted as JavaScript counts them (UTF-16 units)."""


class AccountsConfig(Config):
    """Who may join, how passwords are hashed, how mail is sent."""

    sign_up_enabled: bool = True
    """Let people make an account by themselves. With false, `tasklore user add` makes them."""

    refuse_common_passwords: bool = True
    """Refuse the most common ten thousand passwords at sign-up and at every change."""

    hash_threads: Annotated[int, Field(ge=0, le=64)] = 0
    """Threads that hash passwords; 0 means one per processor, four at most. One hash takes 32 MB and about 0.1 s."""

    hash_queue: Annotated[int, Field(ge=1, le=10_000)] = 64
    """Sign-ins that may wait for a hash; further ones are answered 503 with Retry-After."""

    smtp_url: Annotated[SecretStr | None, env("SMTP_URL", example="smtps://user:password@mail.example.org:465")] = None
    """Mail server, as smtp:// (STARTTLS where offered) or smtps://. Unset: mails wait in the outbox."""

    mail_from: str = "Tasklore <tasklore@localhost>"
    """Sender of mails."""

    mail_outbox_file: str | None = None
    """A file that every mail is also appended to, one JSON object a line; for development and tests."""
