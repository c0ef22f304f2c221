"""Refresh tokens: each works once; one shown twice ends its family and its session."""

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from tasklore.accounts.models import refresh_token
from tasklore.apps.wiring import Core
from tasklore.platform.db.query import Query
from tasklore.platform.unit import Unit, run
from tests.auth.conformance.script import Browser, Script


async def pair(known: Browser) -> dict[str, Any]:
    response = await known.send("POST", "/refresh/issue")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    return dict(response.json())


async def rotate(script: Script, token: str) -> tuple[int, dict[str, Any]]:
    response = await script.browser().send("POST", "/refresh", json={"refreshToken": token})
    return response.status_code, response.json()


async def api_status(script: Script, access_token: str) -> int:
    headers = {"Authorization": f"Bearer {access_token}"}
    return (await script.browser().send("GET", "/~api/v1/account/security-events", headers=headers)).status_code


async def test_each_token_gives_the_next_pair(script: Script) -> None:
    known = await script.signed_up()
    first = await pair(known)

    status, second = await rotate(script, first["refreshToken"])
    status_of_third, third = await rotate(script, second["refreshToken"])

    assert (status, status_of_third) == (200, 200)
    assert len({first["refreshToken"], second["refreshToken"], third["refreshToken"]}) == 3
    assert await api_status(script, third["accessToken"]) == 200
    assert third["expiresIn"] == 3600


async def test_a_token_shown_twice_ends_the_family_and_its_session(script: Script) -> None:
    known = await script.signed_up()
    first = await pair(known)
    _, second = await rotate(script, first["refreshToken"])

    stolen, error = await rotate(script, first["refreshToken"])

    assert (stolen, error["code"]) == (401, "INVALID_REFRESH_TOKEN")
    assert (await rotate(script, second["refreshToken"]))[0] == 401
    assert await api_status(script, second["accessToken"]) == 401
    assert (await known.send("GET", "/get-session")).json() is None


async def test_of_many_who_show_one_token_at_once_nobody_keeps_a_working_one(script: Script) -> None:
    known = await script.signed_up()
    first = await pair(known)

    answers = await asyncio.gather(*(rotate(script, first["refreshToken"]) for _ in range(6)))

    assert sum(status == 200 for status, _ in answers) <= 1
    for status, answer in answers:
        if status == 200:
            assert (await rotate(script, answer["refreshToken"]))[0] == 401


async def test_a_token_ends_with_its_session(script: Script) -> None:
    known = await script.signed_up()
    first = await pair(known)

    await known.send("POST", "/sign-out", json={})

    assert (await rotate(script, first["refreshToken"]))[0] == 401


async def test_a_password_change_ends_the_tokens_of_other_sessions(script: Script) -> None:
    known = await script.signed_up()
    other = known.copy()
    await other.sign_in()
    theirs = await pair(other)
    body = {"currentPassword": known.password, "newPassword": "correct horse 2", "revokeOtherSessions": True}

    await known.send("POST", "/change-password", json=body)

    assert (await rotate(script, theirs["refreshToken"]))[0] == 401


async def test_a_token_has_an_end(script: Script, services: Core) -> None:
    known = await script.signed_up()
    first = await pair(known)

    async def a_month_passes(unit: Unit) -> None:
        unit.execute(Query(update(refresh_token).values(expires_at=unit.now - timedelta(seconds=1))))

    await run(services, a_month_passes)

    assert (await rotate(script, first["refreshToken"]))[0] == 401


async def test_nobody_gets_one_without_a_session_or_with_nonsense(script: Script) -> None:
    signed_out = await script.browser().send("POST", "/refresh/issue")
    empty = await script.browser().send("POST", "/refresh", json={})

    assert signed_out.status_code == 401
    assert (await rotate(script, "nonsense"))[0] == 401
    assert (empty.status_code, empty.json()["code"]) == (400, "VALIDATION_ERROR")
