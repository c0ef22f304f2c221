"""Who makes a request to the API: whatever is shown, one principal; whatever was revoked, dead within a second."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from tasklore.apps.auth import make_auth
from tasklore.apps.wiring import Core, open_core
from tasklore.auth import revocation
from tasklore.auth.administration import Administration
from tasklore.platform.unit import Unit, run
from tasklore.settings import Settings
from tests.auth.conformance.script import Browser, Script
from tests.auth.conftest import BASE

GUARDED = "/~api/v1/account/security-events"


async def api_token(browser: Browser) -> str:
    return str((await browser.send("GET", "/jwt")).json()["token"])


async def key_set_token(browser: Browser) -> str:
    return str((await browser.send("GET", "/token")).json()["token"])


async def status(script: Script, **headers: str) -> int:
    """What the API answers somebody who shows only these headers."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return (await script.browser().send("GET", GUARDED, headers=sent)).status_code


async def test_each_way_of_showing_who_one_is_opens_the_api(script: Script) -> None:
    known = await script.signed_up()
    signed = known.cookies["better-auth.session_token"]
    key = (await known.send("POST", "/api-key/create", json={"name": "k"})).json()["key"]

    assert await status(script, Authorization=f"Bearer {await api_token(known)}") == 200
    assert await status(script, Authorization=f"Bearer {await key_set_token(known)}") == 200
    assert await status(script, Authorization=f"Bearer {known.token}") == 200
    assert await status(script, Authorization=f"Bearer {key}") == 200
    assert await status(script, x_api_key=key) == 200
    assert await status(script, Cookie=f"better-auth.session_token={signed}") == 200
    assert await status(script, Cookie=f"session_token={await api_token(known)}") == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer a.b.c"},
        {"Authorization": "Bearer " + "x" * 100_000},
        {"Authorization": "Bearer " + "x" * 64},
        {"Authorization": "Negotiate \xff\xfe"},
        {"x-api-key": "short"},
        {"x-api-key": "x" * 64},
        {"x-api-key": "x" * 100_000},
        {"Cookie": "session_token=x"},
        {"Cookie": "better-auth.session_token=x"},
        {"Cookie": f"better-auth.session_token={'x' * 32}.{'A' * 43}%3D"},
        {"Cookie": "unrelated=1"},
    ],
)
async def test_nothing_else_does(script: Script, headers: dict[str, str]) -> None:
    response = await script.browser().send(
        "GET",
        GUARDED,
        headers={name: value.encode("latin-1") for name, value in headers.items()},  # type: ignore[misc]
    )

    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")


async def test_a_wrong_token_is_not_forgiven_for_a_good_cookie(script: Script) -> None:
    known = await script.signed_up()

    response = await known.send("GET", GUARDED, headers={"Authorization": "Bearer a.b.c"})

    assert response.status_code == 401


def queries_of(services: Core, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the queries that run from now on."""
    asked: list[str] = []
    # On PostgreSQL a look-up by key is an ordinary fetch.
    for method in ("fetch",) if services.db.dialect == "postgresql" else ("fetch", "fetch_by_key"):
        original = getattr(services.db, method)

        async def counted(query: Any, params: Any, original: Any = original) -> Any:
            asked.append(query.name)
            return await original(query, params)

        monkeypatch.setattr(services.db, method, counted)
    return asked


async def test_a_verified_token_costs_no_query(script: Script, services: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    known = await script.signed_up()
    token = await api_token(known)
    asked = queries_of(services, monkeypatch)

    assert await status(script, Authorization=f"Bearer {token}") == 200
    assert [name for name in asked if not name.startswith("revocation")] == ["security_event.list"]


async def test_a_session_is_looked_up_by_one_query(
    script: Script, services: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = await script.signed_up()
    await known.send("GET", "/get-session")
    asked = queries_of(services, monkeypatch)

    await known.send("GET", "/get-session")

    assert [name for name in asked if not name.startswith("revocation")] == ["session.with_user"]


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({}, 403),
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Referer": "http://elsewhere.example/x"}, 403),
        ({"Origin": "http://trusted.example"}, 201),
        ({"Origin": BASE}, 201),
        ({"Referer": f"{BASE}/settings"}, 201),
    ],
)
async def test_a_write_with_a_cookie_must_come_from_a_trusted_page(
    script: Script, headers: dict[str, str], answer: int
) -> None:
    known = await script.signed_up()

    response = await known.send(
        "POST", "/~api/v1/account/keys", json={"name": "k"}, headers={"Origin": None, **headers}
    )

    assert response.status_code == answer


async def test_a_write_with_a_token_may_come_from_anywhere(script: Script) -> None:
    known = await script.signed_up()
    headers = {"Authorization": f"Bearer {await api_token(known)}", "Origin": "http://elsewhere.example"}

    response = await script.browser().send("POST", "/~api/v1/account/keys", json={"name": "k"}, headers=headers)

    assert response.status_code == 201


# Revocation


@asynccontextmanager
async def second_replica(settings: Settings) -> AsyncIterator[Script]:
    """Another process over the same database, as far as one process can be another."""
    async with AsyncExitStack() as stack:
        core = await stack.enter_async_context(open_core(settings))

        @asynccontextmanager
        async def running() -> AsyncIterator[Core]:
            yield core

        app = make_auth(settings, running)
        await stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx2.ASGITransport(app=app, client=("127.0.0.1", 5000))
        client = await stack.enter_async_context(httpx2.AsyncClient(transport=transport, base_url=BASE))

        async def no_mail() -> list[dict[str, Any]]:
            return []

        yield Script(client, BASE, no_mail)


async def _end_by_sign_out(known: Browser) -> None:
    await known.send("POST", "/sign-out", json={})


async def _end_by_revocation(known: Browser) -> None:
    other = known.copy()
    await other.sign_in()
    await other.send("POST", "/revoke-session", json={"token": known.token})


async def _end_by_password(known: Browser) -> None:
    body = {"currentPassword": known.password, "newPassword": "correct horse 2", "revokeOtherSessions": True}
    other = known.copy()
    await other.sign_in()
    await other.send("POST", "/change-password", json=body)


async def _end_by_deletion(known: Browser) -> None:
    await known.send("POST", "/delete-user", json={"password": known.password})


@pytest.mark.parametrize("end", [_end_by_sign_out, _end_by_revocation, _end_by_password, _end_by_deletion])
async def test_whatever_ends_a_session_is_felt_on_every_replica_within_a_second(
    script: Script, settings: Settings, end: Any
) -> None:
    known = await script.signed_up()
    signed = known.cookies["better-auth.session_token"]
    shown = [
        {"Authorization": f"Bearer {await api_token(known)}"},
        {"Authorization": f"Bearer {await key_set_token(known)}"},
        {"Authorization": f"Bearer {known.token}"},
        {"Cookie": f"better-auth.session_token={signed}"},
        {"Cookie": f"session_token={await api_token(known)}"},
    ]
    async with second_replica(settings) as elsewhere:
        assert [await status(elsewhere, **headers) for headers in shown] == [200] * 5

        await end(known)
        ended_at = time.monotonic()

        assert [await status(script, **headers) for headers in shown] == [401] * 5, "at once where it happened"
        while any(answer == 200 for answer in [await status(elsewhere, **headers) for headers in shown]):
            assert time.monotonic() - ended_at < 1.0
            await asyncio.sleep(0.02)


async def test_a_deleted_or_disabled_key_is_dead_on_every_replica_within_a_second(
    script: Script, settings: Settings
) -> None:
    known = await script.signed_up()
    made = [(await known.send("POST", "/api-key/create", json={"name": "k"})).json() for _ in range(2)]
    async with second_replica(settings) as elsewhere:
        for key in made:
            assert await status(elsewhere, x_api_key=key["key"]) == 200

        await known.send("POST", "/api-key/delete", json={"keyId": made[0]["id"]})
        await known.send("POST", "/api-key/update", json={"keyId": made[1]["id"], "enabled": False})
        ended_at = time.monotonic()

        for key in made:
            while await status(elsewhere, x_api_key=key["key"]) == 200:
                assert time.monotonic() - ended_at < 1.0
                await asyncio.sleep(0.02)

        await known.send("POST", "/api-key/update", json={"keyId": made[1]["id"], "enabled": True})
        assert await status(elsewhere, x_api_key=made[1]["key"]) == 200


async def test_a_disabled_user_is_dead_on_every_path(script: Script, services: Core) -> None:
    known = await script.signed_up()
    key = (await known.send("POST", "/api-key/create", json={"name": "k"})).json()["key"]
    token = await api_token(known)

    await run(services, lambda unit: Administration(unit, services.auth).disable(known.email))

    assert await status(script, Authorization=f"Bearer {token}") == 401
    assert await status(script, x_api_key=key) == 401
    assert (await known.send("GET", "/get-session")).json() is None
    assert (await known.sign_in()).status_code == 401


async def test_a_process_that_starts_knows_what_was_revoked_before(services: Core) -> None:
    revoked = revocation.Revocations(services)

    async def write(unit: Unit) -> None:
        services.auth.revoked.revoke(unit, "session:s1", timedelta(minutes=1))

    await run(services, write)
    await revoked.look()

    assert revoked.concerns("session:s1", time.time())
    assert not revoked.concerns("session:s2", time.time())


async def test_a_user_who_may_come_back_signs_in_again_and_old_tokens_stay_dead(
    script: Script, services: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revocation, "_CLOCKS_DIFFER_S", -1)
    known = await script.signed_up()
    token = await api_token(known)
    await run(services, lambda unit: Administration(unit, services.auth).disable(known.email))

    await run(services, lambda unit: Administration(unit, services.auth).enable(known.email))
    assert (await known.sign_in()).status_code == 200

    assert await status(script, Authorization=f"Bearer {await api_token(known)}") == 200
    assert await status(script, Authorization=f"Bearer {token}") == 401


# Scopes


async def test_a_key_does_only_what_its_scopes_allow(script: Script) -> None:
    known = await script.signed_up()
    reader = (await known.send("POST", "/~api/v1/account/keys", json={"name": "r", "scopes": ["account:read"]})).json()
    tasks = (await known.send("POST", "/~api/v1/account/keys", json={"name": "t", "scopes": ["tasks:read"]})).json()

    assert await status(script, x_api_key=reader["key"]) == 200
    assert await status(script, x_api_key=tasks["key"]) == 403
    assert await status(script, Authorization=f"Bearer {reader['key']}") == 200
    assert await status(script, Authorization=f"Bearer {tasks['key']}") == 403


async def test_a_key_cannot_make_or_delete_keys(script: Script) -> None:
    known = await script.signed_up()
    scopes = ["account:read", "account:write", "account:delete"]
    for body in ({"name": "limited", "scopes": scopes}, {"name": "whole"}):
        made = (await known.send("POST", "/~api/v1/account/keys", json=body)).json()
        headers = {"x-api-key": made["key"]}
        create = await script.browser().send("POST", "/~api/v1/account/keys", json={"name": "more"}, headers=headers)
        delete = await script.browser().send("DELETE", f"/~api/v1/account/keys/{made['id']}", headers=headers)
        assert (create.status_code, delete.status_code) == (403, 403)


async def test_from_a_key_nothing_is_made_that_outlives_it(script: Script) -> None:
    known = await script.signed_up()
    key = (await known.send("POST", "/api-key/create", json={"name": "whole"})).json()["key"]
    machine, headers = script.browser(), {"x-api-key": key}

    statuses = {
        path: (await machine.send(method, path, json=body, headers=headers)).status_code
        for method, path, body in (
            ("GET", "/jwt", None),
            ("GET", "/token", None),
            ("POST", "/refresh/issue", {}),
            ("POST", "/api-key/create", {"name": "more"}),
            ("GET", "/list-sessions", None),
            ("POST", "/delete-user", {}),
        )
    }

    assert statuses == {
        "/jwt": 401,
        "/token": 401,
        "/refresh/issue": 401,
        "/api-key/create": 401,
        "/list-sessions": 403,
        "/delete-user": 400,
    }


async def test_a_limited_key_opens_no_session_in_the_protocol(script: Script) -> None:
    known = await script.signed_up()
    body = {"name": "reader", "scopes": ["tasks:read"]}
    key = (await known.send("POST", "/~api/v1/account/keys", json=body)).json()["key"]

    for method, path in (("GET", "/get-session"), ("POST", "/update-user"), ("GET", "/jwt"), ("GET", "/api-key/list")):
        response = await script.browser().send(method, path, headers={"x-api-key": key})
        assert (response.status_code, response.json()["code"]) == (403, "INSUFFICIENT_SCOPE")


async def test_keys_are_listed_and_deleted_by_their_owner_only(script: Script) -> None:
    known, stranger = await script.signed_up(), await script.signed_up()
    made = (await known.send("POST", "/~api/v1/account/keys", json={"name": "mine", "expires_in_days": 30})).json()

    assert [key["name"] for key in (await known.send("GET", "/~api/v1/account/keys")).json()] == ["mine"]
    assert (await stranger.send("GET", "/~api/v1/account/keys")).json() == []
    assert (await stranger.send("DELETE", f"/~api/v1/account/keys/{made['id']}")).status_code == 404
    assert (await known.send("DELETE", "/~api/v1/account/keys/never")).status_code == 404
    assert (await known.send("DELETE", f"/~api/v1/account/keys/{made['id']}")).status_code == 204
    assert (await known.send("GET", "/~api/v1/account/keys")).json() == []


async def test_an_unknown_scope_is_named_in_the_refusal(script: Script) -> None:
    known = await script.signed_up()

    response = await known.send("POST", "/~api/v1/account/keys", json={"name": "k", "scopes": ["tasks:fly"]})

    assert response.status_code == 422
    assert "tasks:fly" in response.json()["detail"]


async def test_a_key_has_a_limit_of_its_own(script: Script, services: Core) -> None:
    services.auth.config = services.auth.config.model_copy(update={"api_key_requests_per_minute": 3})
    known = await script.signed_up()
    key = (await known.send("POST", "/api-key/create", json={"name": "k"})).json()["key"]

    statuses = [await status(script, x_api_key=key) for _ in range(5)]

    assert statuses == [200, 200, 200, 429, 429]
