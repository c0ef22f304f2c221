"""Whatever is sent to whichever route, signed in or not: refused in a moment, never a 5xx."""

import itertools
import json
import time
from collections.abc import AsyncIterator, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tasklore.accounts import passwords
from tasklore.apps.wiring import Core, open_core
from tasklore.auth.protocol import Route
from tasklore.auth.routes.registry import protocol
from tasklore.settings import Settings
from tests.auth.conformance.script import Script
from tests.auth.conftest import BASE, Mailbox
from tests.conftest import make_settings

VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 1e308, 10**30, "", " ", "\x00", "a\x00b", "x" * 5000, "\u202e", "🐎" * 50, "../../etc/passwd",
    "' OR '1'='1", "<script>", "%00", "\r\nSet-Cookie: a=b", "{{7*7}}", "${jndi:ldap://x}", [], {}, [[]], {"$gt": ""}, ["x"] * 50,
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {"Authorization": "Bearer " + "." * 200},
    {"Authorization": "Bearer \xff"},
    {"Authorization": "bearer"},
    {"Authorization": "Bearer %zz.%zz"},
    {"x-api-key": "\xff" * 64},
    {"x-api-key": "x" * 8000},
    {"Cookie": "better-auth.session_token=" + "%" * 100},
    {"Cookie": "=;=;;=" * 100},
    {"Cookie": "better-auth.session_token=\xff.\xff"},
    {"Cookie": "better-auth.two_factor=x; better-auth.trust_device=!; better-auth.state=."},
    {"X-Forwarded-For": "," * 500},
    {"X-Forwarded-For": "::::, 999.999.999.999, \xff"},
    {"Origin": "http://[::1"},
    {"Origin": "\xff"},
    {"Referer": "http://" + "x" * 5000},
    {"Host": ""},
    {"Host": "evil.example:99999999"},
    {"Host": "\xff"},
    {"Accept-Language": ";q=,,;;q=\xff"},
    {"User-Agent": "\xff" * 3000},
    {"Content-Type": "application/json; charset=utf-16"},
    {"Content-Type": "application/x-www-form-urlencoded; charset=nonsense"},
    {"Content-Length": "5"},
)
ROUTES = protocol.routes


@pytest.fixture
def settings(tmp_path: Path, database_url: str, mailbox: Mailbox) -> Settings:
    environ = {"PUBLIC_URL": BASE, "TRUSTED_PROXIES": "127.0.0.1", "AUTH_RATE_LIMITS": "false"}
    return make_settings(tmp_path, database_url, MAIL_OUTBOX_FILE=str(tmp_path / "outbox.jsonl"), **environ)


@pytest.fixture
async def services(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Core]:
    # The hash has tests of its own; here it would only be waited for.
    monkeypatch.setattr(passwords, "_scrypt", lambda password, salt: sha256(password.encode()).hexdigest())
    async with open_core(settings) as core:
        yield core


def bodies(route: Route) -> Iterator[Any]:
    """A body for each field and each strange value, and bodies that are no object at all."""
    yield from VALUES
    good = {
        "email": "ada@example.com",
        "newEmail": "new@example.com",
        "password": "correct horse 1",
        "currentPassword": "correct horse 1",
        "newPassword": "correct horse 2",
        "name": "Ada",
        "code": "123456",
        "token": "x" * 32,
        "keyId": "x",
        "accountId": "x",
        "refreshToken": "x" * 48,
        "provider": "oidc",
    }
    fields = [*route.body.model_fields, "callbackURL", "redirectTo", "errorCallbackURL"] if route.body else []
    if route.path == "/update-user":
        fields += ["name", "image", "softwareBackground", "email", "role", "__proto__"]
    for field, value in itertools.product(dict.fromkeys(fields), VALUES):
        yield {**good, field: value}


def path_of(route: Route, value: str = "x") -> str:
    head, _, last = route.path.rpartition("/")
    return f"{head}/{quote(value, safe='')}" if last.startswith("{") else route.path


async def test_no_body_of_any_field_of_any_route_breaks_it(script: Script) -> None:
    sent, slowest = 0, 0.0
    known = await script.signed_up(email="ada@example.com")
    for route in ROUTES:
        if route.method != "POST":
            continue
        for body in bodies(route):
            for browser in (known.copy(), script.browser()):
                started = time.perf_counter()
                content = json.dumps(body).encode()
                response = await browser.send(
                    "POST", path_of(route), content=content, headers={"content-type": "application/json"}
                )
                slowest = max(slowest, time.perf_counter() - started)
                sent += 1
                assert response.status_code < 500, (route.path, body, response.text)

    assert sent >= 1400
    assert slowest < 2


async def test_no_query_or_path_breaks_it(script: Script) -> None:
    known = await script.signed_up()
    texts = [value for value in VALUES if isinstance(value, str)]
    for route in ROUTES:
        names = [*(route.query.model_fields if route.query else ()), "callbackURL", "token"]
        for name, text in itertools.product(dict.fromkeys(names), texts):
            url = f"{path_of(route, text)}?{name}={quote(text, safe='')}&{name}=twice"
            response = await known.copy().send(route.method, url)
            assert response.status_code < 500, (url, response.text)


async def test_no_header_breaks_it(script: Script) -> None:
    known = await script.signed_up()
    for route, headers in itertools.product(ROUTES, HEADERS):
        encoded: Any = {name: value.encode("latin-1") for name, value in headers.items()}
        response = await known.copy().send(route.method, path_of(route), content=b"{}x"[:2], headers=encoded)
        assert response.status_code < 500, (route.path, headers, response.text)


async def test_no_bytes_break_a_form(script: Script) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    nul = b"client_id=%00&code=%00&refresh_token=%00&token=%00&grant_type=refresh_token&request=%00"
    for raw in (
        nul,
        b"&" * 5000,
        b"a=%",
        b"=" * 100,
        b"email=%ff&password=%00",
        b"a=1&" * 5000,
        b"\x00\xff",
        b"email[]=x",
    ):
        for path in ("/sign-in/email", "/sign-up/email", "/oauth2/token", "/oauth2/revoke", "/oauth2/authorize"):
            response = await script.browser().send("POST", path, content=raw, headers=form)
            assert response.status_code < 500, (path, raw, response.text)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "HEAD", "PATCH"])
async def test_a_strange_method_finds_nothing(script: Script, method: str) -> None:
    for path in ("/sign-in/email", "/get-session", "/~api/v1/auth/login"):
        response = await script.browser().send(method, path)
        assert response.status_code in (404, 405)


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in%2femail",
        "/sign-in/email;x=1",
        "/sign-in/email%00",
        "/SIGN-IN/EMAIL",
        "/sign-in//email",
        "/%73ign-in/email%20",
    ],
)
async def test_another_spelling_of_a_path_is_not_that_path(script: Script, path: str) -> None:
    body = {"email": "ada@example.com", "password": "correct horse 1"}

    response = await script.browser().send("POST", path, json=body, headers={"X-HTTP-Method-Override": "GET"})

    assert response.status_code == 404
