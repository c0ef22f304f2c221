"""`outbox`: the mails that have not left, for an operator without a mail server."""

import asyncio
from typing import TYPE_CHECKING

from . import options
from .output import remark, say, show_json

if TYPE_CHECKING:
    from tasklore.accounts.mail import Waiting


def outbox(as_json: options.Json = False) -> None:
    """Show the mails that wait: with no SMTP_URL all of them, otherwise those that could not be sent yet."""
    waiting = asyncio.run(_waiting())
    if as_json:
        items = [
            {"id": one.id, "at": one.at.isoformat(), "attempts": one.attempts, "error": one.error, **one.mail._asdict()}
            for one in waiting
        ]
        show_json({"items": items})
        return
    for one in waiting:
        say(f"{one.at:%Y-%m-%d %H:%M}  to {one.mail.to}: {one.mail.subject}")
        for link in one.mail.links:
            say(f"  {link}")
        if one.error is not None:
            remark(f"  not sent after {one.attempts} tries: {one.error}")
    if not waiting:
        remark("No mail is waiting.")


async def _waiting() -> "list[Waiting]":
    from tasklore.accounts.mail import Mailer
    from tasklore.accounts.vault import Vault
    from tasklore.apps.secrets import complete
    from tasklore.platform.db.address import database_address
    from tasklore.settings import load

    from .embedded import open_local

    settings = load()
    # Beside a server's database its secret has to be given: what another one sealed could not be opened.
    own = database_address(settings.platform).sqlite_path is not None
    whole = complete(settings, may_make=own)
    assert whole.auth.better_auth_secret is not None
    async with open_local(whole) as local:
        return await Mailer(local, whole.accounts, Vault(whole.auth.better_auth_secret.get_secret_value())).outbox()
