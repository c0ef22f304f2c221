"""The mails that wait for the operator."""

from pathlib import Path

import httpx2
import pytest

from .conftest import PASSWORD, Command


def test_an_empty_outbox_says_so(command: Command, data: Path) -> None:
    ran = command("outbox")

    assert (ran.code, ran.err) == (0, "No mail is waiting.\n")
    assert command("outbox", "--json").json == {"items": []}


def test_a_mail_that_a_server_wrote_is_read_here(
    command: Command, server: str, monkeypatch: pytest.MonkeyPatch, served_data: Path
) -> None:
    monkeypatch.setenv("DATA_DIR", str(served_data))
    email = "forgetful@example.org"
    command("user", "add", email, "--password-stdin", stdin=PASSWORD)

    httpx2.post(f"{server}/api/auth/request-password-reset", json={"email": email}).raise_for_status()
    shown = command("outbox").out
    (mail,) = command("outbox", "--json").json["items"]

    assert f"to {email}: Choose a new password" in shown
    assert mail["links"][0] in shown
    assert mail["links"][0].startswith(f"{server}/api/auth/reset-password/")
