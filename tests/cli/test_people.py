"""Accounts, and signing in to a server."""

import json
import stat
from pathlib import Path

import httpx2
import pytest

from .conftest import PASSWORD, Command


def sign_in(server: str, email: str, password: str) -> httpx2.Response:
    return httpx2.post(f"{server}/api/auth/sign-in/email", json={"email": email, "password": password})


def test_an_empty_place_says_how_to_make_an_account(command: Command, data: Path) -> None:
    ran = command("list")

    assert ran.code == 2
    assert ran.err.splitlines()[0] == "Nobody has an account here yet."
    assert "tasklore user add" in ran.err


def test_accounts_are_made_listed_and_named(command: Command, data: Path) -> None:
    made = command("user", "add", "Ada@Example.org", "--name", "Ada", "--password-stdin", stdin=PASSWORD)
    generated = command("user", "add", "ben@example.org", "--generate", "--json")

    assert made.out == "ada@example.org can sign in now.\n"
    assert len(generated.json["password"]) >= 16
    users = command("user", "list", "--json").json["items"]
    assert [(user["email"], user["name"]) for user in users] == [("ada@example.org", "Ada"), ("ben@example.org", "ben")]


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ada@example.org", PASSWORD),
        ("new@example.org", "short"),
        ("new@example.org", "password1"),
        ("nobody", PASSWORD),
    ],
    ids=["taken", "short", "common", "no address"],
)
def test_an_account_that_cannot_be_is_refused(command: Command, ada: str, email: str, password: str) -> None:
    ran = command("user", "add", email, "--password-stdin", stdin=password)

    assert ran.code == 1
    assert ran.err.strip()
    assert len(command("user", "list", "--json").json["items"]) == 1


def test_without_a_terminal_the_password_has_to_be_given(command: Command, data: Path) -> None:
    ran = command("user", "add", "ada@example.org")

    assert ran.code == 2
    assert "--password-stdin" in ran.err


def test_the_secret_is_kept_to_its_owner(command: Command, ada: str, data: Path) -> None:
    secret = data / "secrets" / "better-auth-secret"

    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert stat.S_IMODE(secret.parent.stat().st_mode) == 0o700


def test_what_an_operator_decides_holds_on_a_running_server(
    command: Command, server: str, monkeypatch: pytest.MonkeyPatch, served_data: Path
) -> None:
    monkeypatch.setenv("DATA_DIR", str(served_data))
    email = "eve@example.org"
    assert command("user", "add", email, "--password-stdin", stdin=PASSWORD).code == 0
    session = sign_in(server, email, PASSWORD).json()["token"]
    client = httpx2.Client(base_url=server, headers={"authorization": f"Bearer {session}"})
    assert client.get("/api/v1/tasks").status_code == 200

    assert command("user", "reset-password", email, "--password-stdin", stdin="another battery 2").code == 0
    wait_until_refused(client)
    assert sign_in(server, email, PASSWORD).status_code == 401
    assert sign_in(server, email, "another battery 2").status_code == 200

    assert command("user", "disable", email).code == 0
    assert sign_in(server, email, "another battery 2").status_code == 401
    assert command("user", "disable", email, "--enable").code == 0
    assert sign_in(server, email, "another battery 2").status_code == 200


def wait_until_refused(client: httpx2.Client) -> None:
    """A session that ended elsewhere is refused within a second or so."""
    import time

    deadline = time.monotonic() + 3
    while client.get("/api/v1/tasks").status_code != 401:
        assert time.monotonic() < deadline, "the session still works after three seconds"
        time.sleep(0.05)


def test_nobody_of_that_name_is_a_failure(command: Command, ada: str) -> None:
    for name in ("disable", "reset-password"):
        ran = command("user", name, "eve@example.org", *(["--generate"] if name == "reset-password" else []))
        assert ran.code == 1


def test_a_login_is_kept_to_its_owner_until_it_is_ended(
    command: Command, server: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = {"email": "gil@example.org", "password": PASSWORD, "name": "Gil"}
    httpx2.post(f"{server}/api/auth/sign-up/email", json=account).raise_for_status()

    assert (
        command("login", "--server", server, "--email", account["email"], "--password-stdin", stdin=PASSWORD).code == 0
    )

    file = folder / "config" / "tasklore" / "logins.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert PASSWORD not in file.read_text()
    assert command("add", "Buy milk").code == 0
    token = json.loads(file.read_text())["servers"][server]["token"]
    assert command("logout").code == 0
    assert command("logout").code == 1
    ended = httpx2.get(f"{server}/api/v1/tasks", headers={"authorization": f"Bearer {token}"})
    assert ended.status_code == 401


def test_a_wrong_password_does_not_sign_in(command: Command, server: str, folder: Path) -> None:
    ran = command("login", "--server", server, "--email", "x@example.org", "--password-stdin", stdin="wrong password")

    assert (ran.code, ran.err) == (1, "Invalid email or password\nSign in with `tasklore login`.\n")
    assert not (folder / "config").exists()


def test_a_token_of_the_environment_needs_no_login(
    command: Command, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = {"email": "hal@example.org", "password": PASSWORD, "name": "Hal"}
    token = httpx2.post(f"{server}/api/auth/sign-up/email", json=account).json()["token"]

    assert command("list", "--server", server).code == 2
    monkeypatch.setenv("TASKLORE_TOKEN", token)
    assert "TASKLORE_SERVER" in command("list").err
    monkeypatch.setenv("TASKLORE_SERVER", server)
    assert command("add", "Buy milk").code == 0
    monkeypatch.setenv("TASKLORE_TOKEN", "forged")
    ran = command("list")
    assert ran.code == 1
    assert "tasklore login" in ran.err or "token" in ran.err


def test_a_saved_login_can_be_passed_over_for_the_data_directory(command: Command, server: str, ada: str) -> None:
    account = {"email": "ida@example.org", "password": PASSWORD, "name": "Ida"}
    httpx2.post(f"{server}/api/auth/sign-up/email", json=account).raise_for_status()
    command("login", "--server", server, "--email", account["email"], "--password-stdin", stdin=PASSWORD)
    command("add", "On the server")

    assert command("list", "--server", "local", "--json").json["items"] == []
    assert len(command("list", "--json").json["items"]) == 1


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "nowhere.invalid"])
def test_a_server_that_is_not_there_says_so(command: Command, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("TASKLORE_TOKEN", "any")

    ran = command("list", "--server", address)

    assert ran.code == 1
    assert "cannot be reached" in ran.err


def test_what_is_no_address_is_wrong_usage(command: Command) -> None:
    assert command("list", "--server", "ftp://example.org").code == 2
