"""Mail leaves by SMTP, is tried again, and waits in the outbox where there is no mail server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from tasklore.accounts.config import AccountsConfig
from tasklore.accounts.letters import letter
from tasklore.accounts.mail import Mailer
from tasklore.accounts.vault import Vault
from tasklore.apps.wiring import Core
from tasklore.platform.clock import SetClock
from tasklore.platform.unit import Unit, run
from tests.servers.ports import free_port

VAULT = Vault("a secret of thirty-two characters")
MAIL = letter("reset", "ada@example.com", "https://tasks.example.org/api/auth/reset-password/abc")


class PostOffice:
    """As much of a mail server as takes a mail (RFC 5321)."""

    def __init__(self) -> None:
        self.port = free_port()
        self.received: list[str] = []
        self.refuses = False

    @asynccontextmanager
    async def open(self) -> AsyncIterator["PostOffice"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        try:
            yield self
        finally:
            server.close()
            await server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        while line := (await reader.readline()).decode():
            word = line[:4].upper()
            if word == "DATA":
                writer.write(b"354 go on\r\n")
                lines = []
                while (text := (await reader.readline()).decode()) != ".\r\n":
                    lines.append(text)
                self.received.append("".join(lines))
                writer.write(b"250 ok\r\n")
            elif word == "QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"550 no\r\n" if self.refuses and word == "RCPT" else b"250 ok\r\n")
        writer.close()


def mailer(services: Core, office: PostOffice | None = None, outbox: Path | None = None) -> Mailer:
    url = SecretStr(f"smtp://127.0.0.1:{office.port}") if office else None
    return Mailer(services, AccountsConfig(smtp_url=url, mail_outbox_file=str(outbox) if outbox else None), VAULT)


async def post(services: Core, mailer: Mailer) -> None:
    async def work(unit: Unit) -> None:
        mailer.post(unit, MAIL)

    await run(services, work)


async def test_a_mail_leaves_in_two_forms_and_is_gone_from_the_outbox(services: Core) -> None:
    async with PostOffice().open() as office:
        sending = mailer(services, office)
        await post(services, sending)

        assert await sending.deliver() == 1
        assert await sending.deliver() == 0

    (message,) = office.received
    assert "To: ada@example.com" in message
    assert "text/plain" in message
    assert "text/html" in message
    assert await sending.outbox() == []


async def test_without_a_mail_server_mails_wait_for_the_operator(services: Core, tmp_path: Path) -> None:
    waiting = mailer(services, outbox=tmp_path / "sub" / "outbox.jsonl")

    await post(services, waiting)

    assert [one.mail.to for one in await waiting.outbox()] == ["ada@example.com"]
    assert MAIL.links[0] in (tmp_path / "sub" / "outbox.jsonl").read_text()


async def test_a_refused_mail_is_tried_again_and_given_up_after_a_day(services: Core, clock: SetClock) -> None:
    office = PostOffice()
    sending = mailer(services, office)
    await post(services, sending)

    assert await sending.deliver() == 0, "nobody listens"
    (waiting,) = await sending.outbox()
    assert waiting.attempts == 1
    assert waiting.error is not None
    assert await sending.deliver() == 0, "not due yet"

    clock.forward(timedelta(minutes=5))
    async with office.open():
        assert await sending.deliver() == 1

    await post(services, sending)
    clock.forward(timedelta(days=1, minutes=1))
    await sending.deliver()
    assert await sending.outbox() == []


async def test_two_processes_send_a_mail_once(services: Core) -> None:
    async with PostOffice().open() as office:
        first, second = mailer(services, office), mailer(services, office)
        await post(services, first)

        sent = await asyncio.gather(first.deliver(), second.deliver())

    assert sum(sent) == 1
    assert len(office.received) == 1


async def test_a_mail_is_sent_soon_after_it_was_posted(services: Core) -> None:
    async with PostOffice().open() as office:
        sending = mailer(services, office)
        await sending.start()
        await post(services, sending)
        async with asyncio.timeout(5):
            while not office.received:
                await asyncio.sleep(0.01)
        await sending.close()


@pytest.mark.parametrize("kind", ["reset", "verify", "change-email"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_link_is_escaped_where_it_must_be(kind: str, language: str) -> None:
    mail = letter(kind, "ada@example.com", 'https://x.example/?a=1&b="<script>', language)  # type: ignore[arg-type]

    assert "<script>" not in mail.html
    assert "&amp;b=&quot;" in mail.html
