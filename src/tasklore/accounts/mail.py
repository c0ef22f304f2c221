"""Mail: written in the same commit as what it tells of, sent afterwards, readable by the operator until then.

    service ── post(unit, mail) ──► outgoing_mail ──► SMTP_URL: sent, tried again for a day
                                                 └──► no mail server: waits in the outbox (`tasklore outbox`)

A mail holds links that sign somebody in, so its text is sealed in the database and removed once it is sent.
"""

import asyncio
import contextlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote, urlsplit

import orjson
import structlog
from sqlalchemy import bindparam, delete, select

from tasklore.platform.db.query import Query
from tasklore.platform.db.types import Instant
from tasklore.platform.errors import DomainError, StaleWrite
from tasklore.platform.ids import new_id
from tasklore.platform.unit import Services, Unit, run

from .config import AccountsConfig
from .models import outgoing_mail
from .vault import Vault

if TYPE_CHECKING:
    from email.message import EmailMessage

log = structlog.get_logger(__name__)

_SEALED_FOR: Final = "mail"
_LEASE: Final = timedelta(minutes=2)
_GIVEN_UP_AFTER: Final = timedelta(days=1)
KEPT: Final = timedelta(days=7)
_IDLE_S: Final = 30.0
_TIMEOUT_S: Final = 20

_NOW = bindparam("now", type_=Instant)
_DUE = Query(
    select(outgoing_mail)
    .where(outgoing_mail.c.sent_at.is_(None), outgoing_mail.c.content.is_not(None), outgoing_mail.c.due_at <= _NOW)
    .order_by(outgoing_mail.c.due_at)
    .limit(20),
    "outgoing_mail.due",
)
_OUTBOX = Query(
    select(outgoing_mail).where(outgoing_mail.c.sent_at.is_(None)).order_by(outgoing_mail.c.created_at), "outbox.list"
)
_OLD = Query(
    delete(outgoing_mail).where(outgoing_mail.c.created_at < bindparam("before", type_=Instant)), "outgoing_mail.purge"
)


class Mail(NamedTuple):
    """A mail to one person. `links` are the addresses that its text holds, the main one first."""

    to: str
    kind: str
    subject: str
    text: str
    html: str
    links: Sequence[str] = ()


class Waiting(NamedTuple):
    """A mail in the outbox, as the operator reads it."""

    id: str
    at: datetime
    attempts: int
    error: str | None
    mail: Mail


class Mailer:
    """Takes mails and sees to it that they leave."""

    def __init__(self, services: Services, config: AccountsConfig, vault: Vault) -> None:
        self._services = services
        self._vault = vault
        self._sender = config.mail_from
        self._smtp = config.smtp_url.get_secret_value() if config.smtp_url else None
        self._file = Path(config.mail_outbox_file) if config.mail_outbox_file else None
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def post(self, unit: Unit, mail: Mail) -> None:
        """Stages a mail; it leaves after the commit."""
        unit.insert(
            outgoing_mail,
            {
                "id": new_id(),
                "recipient": mail.to,
                "kind": mail.kind,
                "content": self._vault.seal(orjson.dumps(mail._asdict()).decode(), _SEALED_FOR),
                "created_at": unit.now,
                "due_at": unit.now,
                "attempts": 0,
            },
        )
        unit.after_commit(lambda: self._posted(mail, unit.now))

    async def start(self) -> None:
        """Sends what is due until `close`; with no mail server there is nothing to do."""
        if self._smtp is not None:
            self._task = asyncio.create_task(self._follow(), name="mail")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def outbox(self) -> list[Waiting]:
        """The mails that have not left, the oldest first."""
        rows = await Unit(self._services).fetch_all(_OUTBOX)
        return [
            Waiting(row["id"], row["created_at"], row["attempts"], row["error"], self._opened(row["content"]))
            for row in rows
            if row["content"] is not None
        ]

    async def deliver(self) -> int:
        """Sends the mails that are due. Gives how many left."""
        sent = 0
        for row in await Unit(self._services).fetch_all(_DUE, now=self._services.clock.now()):
            with contextlib.suppress(StaleWrite):
                sent += await self._deliver_one(row)
        return sent

    async def _deliver_one(self, row: dict[str, Any]) -> bool:
        due_at = row["due_at"]

        async def claim(unit: Unit) -> None:
            # Whoever moves the due time first has the mail; the time is the lease.
            unit.update(
                outgoing_mail,
                {"id": row["id"], "due_at": due_at},
                {"due_at": unit.now + _LEASE, "attempts": row["attempts"] + 1},
            )

        unit = Unit(self._services)
        await claim(unit)
        await unit.commit()
        mail = self._opened(row["content"])
        try:
            await asyncio.to_thread(self._send, mail)
        except OSError as error:  # smtplib's own errors are of this kind
            await self._put_back(row, error)
            return False
        await run(self._services, _marked_sent(row["id"]))
        log.info("mail_sent", mail_id=row["id"], kind=mail.kind)
        return True

    async def _put_back(self, row: dict[str, Any], error: Exception) -> None:
        attempts = row["attempts"] + 1
        given_up = self._services.clock.now() - row["created_at"] > _GIVEN_UP_AFTER
        values: dict[str, Any] = {"error": f"{type(error).__name__}: {error}"[:300]}
        if given_up:
            values["content"] = None

        async def work(unit: Unit) -> None:
            values["due_at"] = unit.now + timedelta(seconds=min(3600, 15 * 2**attempts))
            unit.update(outgoing_mail, {"id": row["id"]}, values)

        await run(self._services, work)
        log.warning("mail_not_sent", mail_id=row["id"], attempts=attempts, error=values["error"], given_up=given_up)

    def _send(self, mail: Mail) -> None:
        import smtplib
        import ssl

        parts = urlsplit(self._smtp or "")
        host, port = parts.hostname or "localhost", parts.port or (465 if parts.scheme == "smtps" else 25)
        context = ssl.create_default_context()
        with (
            smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT_S, context=context)
            if parts.scheme == "smtps"
            else smtplib.SMTP(host, port, timeout=_TIMEOUT_S)
        ) as server:
            if parts.scheme != "smtps" and server.has_extn("starttls"):
                server.starttls(context=context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message_of(mail, self._sender))

    def _opened(self, content: str) -> Mail:
        return Mail(**orjson.loads(self._vault.open(content, _SEALED_FOR)))

    async def _posted(self, mail: Mail, at: datetime) -> None:
        self._wake.set()
        if self._smtp is None:
            log.info("mail_waits_in_outbox", kind=mail.kind, read_it_with="tasklore outbox")
        if self._file is not None:
            line = json.dumps({**mail._asdict(), "at": at.isoformat()}, ensure_ascii=False)
            await asyncio.to_thread(_append, self._file, line)

    async def _follow(self) -> None:
        while True:
            try:
                await self.deliver()
            except DomainError as error:
                log.warning("mail_not_read", error=error.code)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_IDLE_S):
                    await self._wake.wait()
            self._wake.clear()


def message_of(mail: Mail, sender: str) -> "EmailMessage":
    """The mail in two forms, plain text first."""
    from email.message import EmailMessage
    from email.utils import formatdate, make_msgid

    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain="tasklore")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message


def forget_old(unit: Unit) -> None:
    """Stages the removal of mails older than they are kept, sent or not."""
    unit.execute(_OLD, before=unit.now - KEPT)


def _marked_sent(mail_id: str) -> Any:
    async def work(unit: Unit) -> None:
        unit.update(outgoing_mail, {"id": mail_id}, {"sent_at": unit.now, "content": None, "error": None})

    return work


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
