"""Two-factor: what goes beyond the conformance script."""

import asyncio
from datetime import timedelta

from sqlalchemy import update

from tasklore.accounts.models import two_factor
from tasklore.apps.wiring import Core
from tasklore.auth import totp as codes
from tasklore.platform.db.query import Query
from tasklore.platform.unit import Unit, run
from tests.auth.conformance.script import Browser, Script, totp


async def protected(script: Script) -> tuple[Browser, str, list[str]]:
    """Somebody with two-factor, the address of their authenticator, their backup codes."""
    known = await script.signed_up()
    made = (await known.send("POST", "/two-factor/enable", json={"password": known.password})).json()
    response = await known.send("POST", "/two-factor/verify-totp", json={"code": totp(made["totpURI"])})
    assert response.status_code == 200
    return known, made["totpURI"], made["backupCodes"]


async def challenged(script: Script, known: Browser) -> Browser:
    browser = script.browser()
    browser.email, browser.password = known.email, known.password
    response = await browser.sign_in()
    assert response.json()["twoFactorRedirect"] is True
    return browser


async def test_codes_are_those_of_the_standard() -> None:
    # RFC 6238, appendix B, cut to six digits.
    secret = "12345678901234567890"

    assert [codes.code_at(secret, moment // 30) for moment in (59, 1111111109, 1234567890, 20000000000)] == [
        "287082",
        "081804",
        "005924",
        "353130",
    ]


async def test_switching_it_on_ends_sessions_that_know_no_second_factor(script: Script) -> None:
    known = await script.signed_up()
    old = known.copy()
    await old.sign_in()
    made = (await known.send("POST", "/two-factor/enable", json={"password": known.password})).json()

    await known.send("POST", "/two-factor/verify-totp", json={"code": totp(made["totpURI"])})

    assert (await old.send("GET", "/get-session")).json() is None
    assert (await known.send("GET", "/get-session")).json() is not None


async def test_many_guesses_at_once_count_each(script: Script) -> None:
    known, uri, _ = await protected(script)
    guest = await challenged(script, known)

    guesses = await asyncio.gather(
        *(guest.copy().send("POST", "/two-factor/verify-totp", json={"code": "000000"}) for _ in range(12))
    )

    assert sum(guess.status_code == 401 for guess in guesses) >= 5
    right = await guest.copy().send("POST", "/two-factor/verify-totp", json={"code": totp(uri)})
    assert right.status_code in (400, 401)
    assert sum(guess.json()["code"] == "INVALID_CODE" for guess in guesses) == 5


async def test_ten_wrong_codes_over_all_challenges_lock_for_a_quarter_of_an_hour(
    script: Script, services: Core
) -> None:
    known, uri, _ = await protected(script)
    for _ in range(2):
        guest = await challenged(script, known)
        for _ in range(5):
            await guest.send("POST", "/two-factor/verify-totp", json={"code": "000000"})
    guest = await challenged(script, known)

    locked = await guest.send("POST", "/two-factor/verify-totp", json={"code": totp(uri)})
    backup = await guest.send("POST", "/two-factor/verify-backup-code", json={"code": "wrong-codes"})

    async def a_quarter_of_an_hour_passes(unit: Unit) -> None:
        unit.execute(Query(update(two_factor).values(locked_until=unit.now - timedelta(seconds=1))))

    await run(services, a_quarter_of_an_hour_passes)
    after = await guest.send("POST", "/two-factor/verify-totp", json={"code": totp(uri)})

    assert (locked.status_code, locked.json()["code"]) == (429, "ACCOUNT_TEMPORARILY_LOCKED")
    assert backup.status_code == 429
    assert after.status_code == 200


async def test_a_backup_code_shown_twice_at_once_works_once(script: Script) -> None:
    known, _, backup = await protected(script)
    guests = [await challenged(script, known) for _ in range(4)]

    answers = await asyncio.gather(
        *(guest.send("POST", "/two-factor/verify-backup-code", json={"code": backup[0]}) for guest in guests)
    )

    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]


async def test_a_trusted_device_is_trusted_by_its_own_user_only(script: Script) -> None:
    known, uri, _ = await protected(script)
    other, _, _ = await protected(script)
    guest = await challenged(script, known)
    await guest.send("POST", "/two-factor/verify-totp", json={"code": totp(uri), "trustDevice": True})
    await guest.send("POST", "/sign-out", json={})

    mine = await guest.copy().sign_in()
    guest.email, guest.password = other.email, other.password
    others = await guest.sign_in()

    assert "token" in mine.json()
    assert others.json()["twoFactorRedirect"] is True


async def test_a_challenge_gives_no_session_to_the_api(script: Script) -> None:
    known, _, _ = await protected(script)
    guest = await challenged(script, known)

    assert (await guest.send("GET", "/~api/v1/account/security-events")).status_code == 401


async def test_secrets_and_codes_are_sealed_in_the_database(script: Script, services: Core) -> None:
    from sqlalchemy import select

    _, uri, backup = await protected(script)

    stored = str(await services.db.fetch(Query(select(two_factor)), {}))

    assert backup[0] not in stored
    assert uri.partition("secret=")[2][:20] not in stored
