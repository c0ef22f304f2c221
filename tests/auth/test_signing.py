"""Sign-up and sign-in: what goes beyond the conformance script."""

import asyncio
from typing import Any

import bcrypt
import httpx2
import pytest

from tasklore.accounts import passwords
from tasklore.accounts.models import account
from tasklore.accounts.service import AccountService
from tasklore.apps.wiring import Core
from tasklore.auth import limits
from tasklore.platform.unit import Unit, run
from tests.auth.conformance.script import Browser, Script

PASSWORD = "correct horse 1"


async def attempt(script: Script, email: str, password: str = "wrong horse 1", address: str | None = None) -> int:
    body = {"email": email, "password": password}
    response = await script.browser().send("POST", "/sign-in/email", json=body, address=address)
    return response.status_code


async def test_of_many_who_want_one_address_one_gets_it(script: Script) -> None:
    body = {"email": "race@example.com", "password": PASSWORD, "name": "Ada"}

    answers = await asyncio.gather(*(script.browser().send("POST", "/sign-up/email", json=body) for _ in range(6)))

    assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422, 422, 422]


async def test_an_imported_bcrypt_hash_signs_in_once_and_is_replaced(script: Script, services: Core) -> None:
    known = await script.signed_up()
    hashed = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()

    async def import_hash(unit: Unit) -> str:
        user = await AccountService(unit).by_email(known.email)
        assert user is not None
        await AccountService(unit).set_password(user.id, hashed)
        return user.id

    user_id = await run(services, import_hash)

    assert await attempt(script, known.email, PASSWORD) == 200
    credential = await AccountService(Unit(services)).credential(user_id)
    assert credential is not None
    assert credential.password is not None
    assert len(credential.password) == 32 + 1 + 128
    assert await attempt(script, known.email, PASSWORD) == 200


async def test_a_common_password_is_refused_with_its_reason(script: Script) -> None:
    body = {"email": script.email(), "password": "password123", "name": "Ada"}

    response = await script.browser().send("POST", "/sign-up/email", json=body)

    assert (response.status_code, response.json()["code"]) == (400, "PASSWORD_COMPROMISED")


async def test_ten_requests_a_minute_pass_from_one_address_over_all_paths(script: Script) -> None:
    address = script.address()
    paths = [
        "/sign-in/email",
        "/sign-up/email",
        "/request-password-reset",
        "/two-factor/verify-totp",
        "/reset-password",
    ]

    statuses = []
    for path in paths * 3:
        response = await script.browser().send("POST", path, json={}, address=address)
        statuses.append(response.status_code)

    assert statuses.count(429) == 5
    assert "retry-after" in response.headers


async def test_a_page_may_ask_for_its_session_as_often_as_it_likes(script: Script) -> None:
    known = await script.signed_up()
    address = script.address()

    statuses = {(await known.send("GET", "/get-session", address=address)).status_code for _ in range(30)}

    assert statuses == {200}


async def test_a_signed_in_attacker_is_limited_like_everybody(script: Script) -> None:
    attacker = await script.signed_up()
    address = script.address()

    statuses = []
    for number in range(12):
        body = {"email": f"victim{number}@example.com", "password": "wrong horse 1", "name": "x"}
        path = ("/sign-in/email", "/request-password-reset", "/sign-up/email", "/reset-password")[number % 4]
        statuses.append((await attacker.send("POST", path, json=body, address=address)).status_code)

    assert statuses.count(429) >= 2


async def test_guesses_at_one_account_are_bounded_over_all_addresses_and_spellings(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasklore.auth.passwords_shown.FAILURES_A_MINUTE", limits.Window(4, 60))
    victim = await script.signed_up(email="victim@example.com")
    spellings = ["victim@example.com", "VICTIM@example.com", "Victim@Example.COM", "vIcTiM@example.com"]

    statuses = [await attempt(script, spelling) for spelling in spellings + spellings]

    assert statuses == [401, 401, 401, 401, 429, 429, 429, 429]
    assert await attempt(script, victim.email, PASSWORD) == 429, "during the attack nobody learns the password"


@pytest.mark.parametrize("bound", ["FAILURES_A_MINUTE", "FAILURES_A_DAY"])
async def test_guessing_does_not_lock_the_owner_out_at_home(
    script: Script, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    monkeypatch.setattr(f"tasklore.auth.passwords_shown.{bound}", limits.Window(3, 60))
    home = script.address()
    victim = await script.signed_up()
    assert await attempt(script, victim.email, PASSWORD, home) == 200

    guesses = [await attempt(script, victim.email) for _ in range(5)]

    assert guesses == [401, 401, 401, 429, 429]
    assert await attempt(script, victim.email, PASSWORD, home) == 200
    assert await attempt(script, victim.email, PASSWORD) == 429


async def test_known_and_unknown_addresses_cost_the_same(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is counted, not timed: on a busy machine a stopwatch says more about the neighbours."""
    known = await script.signed_up()
    scrypt, derived = passwords._scrypt, list[tuple[str, int]]()

    def counted(password: str, salt: str) -> str:
        derived.append((password, len(salt)))
        return scrypt(password, salt)

    monkeypatch.setattr(passwords, "_scrypt", counted)
    work = {}
    for email in (known.email, "nobody@example.com"):
        assert await attempt(script, email, "not-the-password") == 401
        work[email], derived = derived, []

    assert work[known.email] == work["nobody@example.com"] == [("not-the-password", 32)]


@pytest.mark.parametrize(
    "body",
    [
        {"email": "\x00@example.com"},
        {"email": "a@example.com", "password": "x" * 9, "name": "\x00"},
        {"email": "a@example.com", "password": "x" * 9, "name": "x" * 201},
        {"email": "x" * 400 + "@example.com", "password": "x" * 9, "name": "x"},
        {"email": {"$ne": None}, "password": {"$ne": None}},
        {"email": ["a@example.com"], "password": ["x"]},
        {"__proto__": {"role": "admin"}},
        [[[[[[]]]]]],
        None,
        1e308,
    ],
)
async def test_no_body_breaks_it(script: Script, body: Any) -> None:
    for path, answers in (("/sign-up/email", {400}), ("/sign-in/email", {400, 401})):
        response = await script.browser().send("POST", path, json=body)
        assert response.status_code in answers


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 50_000,
        b'{"email":"\\ud800@example.com","password":"x","name":"y"}',
        b'{"email":NaN}',
        b"\xff\xfe",
        b'{"email":"a@example.com","email":"b@example.com"}',
        b'{"a":' * 1000 + b"1" + b"}" * 1000,
        b'{"n":' + b"9" * 5000 + b"}",
    ],
)
async def test_no_bytes_break_it(script: Script, raw: bytes) -> None:
    for kind in ("application/json", "application/x-www-form-urlencoded"):
        response = await script.browser().send("POST", "/sign-in/email", content=raw, headers={"content-type": kind})
        assert response.status_code == 400


async def test_a_large_body_is_refused(script: Script) -> None:
    body = {"email": "a@example.com", "password": "x" * 1_000_000}

    response = await script.browser().send("POST", "/sign-in/email", json=body)

    assert response.status_code == 413


async def test_passwords_and_tokens_are_not_in_the_database_in_the_clear(script: Script, services: Core) -> None:
    known = await script.signed_up()
    from sqlalchemy import select

    from tasklore.accounts.models import session
    from tasklore.platform.db.query import Query

    stored = str(await services.db.fetch(Query(select(session)), {})) + str(
        await services.db.fetch(Query(select(account)), {})
    )

    assert known.token not in stored
    assert PASSWORD not in stored


async def test_nobody_can_join_where_sign_up_is_switched_off(script: Script, services: Core) -> None:
    services.auth.accounts = services.auth.accounts.model_copy(update={"sign_up_enabled": False})
    body = {"email": script.email(), "password": PASSWORD, "name": "Ada"}

    response = await script.browser().send("POST", "/sign-up/email", json=body)

    assert response.json()["code"] == "EMAIL_PASSWORD_SIGN_UP_DISABLED"


async def test_over_https_the_cookies_are_secure_and_prefixed(script: Script) -> None:
    body = {"email": script.email(), "password": PASSWORD, "name": "Ada"}
    browser: Browser = script.browser()

    response = await browser.send("POST", "/sign-up/email", json=body, headers={"X-Forwarded-Proto": "https"})
    (line,) = response.headers.get_list("set-cookie")

    assert line.startswith("__Secure-better-auth.session_token=")
    assert line.endswith("; Max-Age=604800; Path=/; HttpOnly; Secure; SameSite=Lax")
    again = await browser.send("GET", "/get-session", headers={"X-Forwarded-Proto": "https"})
    assert again.json()["user"]["email"] == body["email"]


async def test_a_client_that_is_no_proxy_cannot_claim_https(auth_app: Any, script: Script) -> None:
    body = {"email": script.email(), "password": PASSWORD, "name": "Ada"}
    transport = httpx2.ASGITransport(app=auth_app, client=("203.0.113.9", 5000))
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:3001") as client:
        headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.1"}
        response = await client.post("/api/auth/sign-up/email", json=body, headers=headers)

    assert response.headers["set-cookie"].startswith("better-auth.session_token=")
