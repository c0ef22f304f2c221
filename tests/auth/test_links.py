"""What goes by mail: links that work once, for an hour, from our own address."""

import asyncio
import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from tasklore.accounts.models import verification
from tasklore.apps.wiring import Core
from tasklore.auth import link_tokens
from tasklore.platform.db.query import Query
from tasklore.platform.unit import Unit, run
from tests.auth.conformance.script import Browser, Script, below_base, link_in
from tests.auth.conftest import BASE, Mailbox

NEW = "correct horse 9"


async def reset_token(script: Script, known: Browser) -> str:
    await script.browser().send("POST", "/request-password-reset", json={"email": known.email, "redirectTo": "/reset"})
    return re.search(r"/reset-password/(\w+)", link_in(await script.mail(known.email)))[1]  # type: ignore[index]


async def use(script: Script, token: str, password: str = NEW) -> int:
    body = {"token": token, "newPassword": password}
    return (await script.browser().send("POST", "/reset-password", json=body)).status_code


async def test_of_many_who_use_one_reset_token_at_once_one_succeeds(script: Script) -> None:
    known = await script.signed_up()
    token = await reset_token(script, known)

    answers = await asyncio.gather(*(use(script, token, f"correct horse {n}") for n in range(8)))

    assert sorted(answers) == [200, *[400] * 7]


async def test_a_newer_reset_link_ends_the_older_one(script: Script) -> None:
    known = await script.signed_up()
    older = await reset_token(script, known)
    newer = await reset_token(script, known)

    assert older != newer
    assert await use(script, older) == 400
    assert await use(script, newer) == 200


async def test_a_reset_token_holds_128_bits_and_is_not_in_the_database(script: Script, services: Core) -> None:
    from sqlalchemy import select

    from tasklore.accounts.models import outgoing_mail

    known = await script.signed_up()
    token = await reset_token(script, known)

    stored = str([await services.db.fetch(Query(select(table)), {}) for table in (verification, outgoing_mail)])
    assert len(token) >= 22
    assert token not in stored


async def test_a_reset_link_is_good_for_an_hour(script: Script, services: Core) -> None:
    known = await script.signed_up()
    token = await reset_token(script, known)

    async def an_hour_passes(unit: Unit) -> None:
        unit.execute(Query(update(verification).values(expires_at=unit.now - timedelta(seconds=1))))

    await run(services, an_hour_passes)

    assert await use(script, token) == 400


async def test_a_confirmation_link_is_good_for_an_hour(script: Script, services: Core) -> None:
    known = await script.signed_up()
    then = services.clock.now() - timedelta(hours=1, seconds=1)
    token = link_tokens.issue(services.auth.link_secret, known.email, then)

    answer = await script.browser().send("GET", f"/verify-email?token={token}")
    redirected = await script.browser().send("GET", f"/verify-email?token={token}&callbackURL=%2Fx")

    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_EXPIRED")
    assert redirected.headers["location"] == "/x?error=TOKEN_EXPIRED"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
        {"Forwarded": "host=evil.example"},
        {"X-Original-Host": "evil.example"},
    ],
)
async def test_no_header_steers_a_mail(script: Script, headers: dict[str, str]) -> None:
    known = await script.signed_up()

    for path in ("/request-password-reset", "/send-verification-email"):
        await script.browser().send("POST", path, json={"email": known.email}, headers=headers)

    mails = [mail for mail in await script.read_outbox() if mail["to"] == known.email]
    assert len(mails) == 2
    assert all(link.startswith(f"{BASE}/api/auth/") for mail in mails for link in mail["links"])
    assert "evil.example" not in str(mails)


async def test_no_header_steers_a_redirect(script: Script) -> None:
    known = await script.signed_up()
    token = await reset_token(script, known)
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}

    follow = await script.browser().send("GET", f"/reset-password/{token}?callbackURL=%2Freset", headers=headers)
    elsewhere = await script.browser().send(
        "GET", f"/reset-password/{token}?callbackURL=http%3A%2F%2Fevil.example", headers=headers
    )

    assert follow.headers["location"].startswith(f"{BASE}/reset?token=")
    assert elsewhere.status_code == 403


async def test_an_unknown_address_gets_the_same_answer_and_no_mail(script: Script) -> None:
    known = await script.signed_up()
    for path in ("/request-password-reset", "/send-verification-email"):
        mine = await script.browser().send("POST", path, json={"email": known.email})
        nobodys = await script.browser().send("POST", path, json={"email": "nobody@example.com"})
        assert (mine.status_code, mine.content) == (nobodys.status_code, nobodys.content)
        assert mine.headers.keys() == nobodys.headers.keys()

    assert {mail["to"] for mail in await script.read_outbox()} == {known.email}


async def test_mails_are_in_the_readers_language_in_two_forms(script: Script, mailbox: Mailbox) -> None:
    known = await script.signed_up()
    headers = {"Accept-Language": "fr-CA,fr;q=0.9,en;q=0.5"}

    await script.browser().send("POST", "/request-password-reset", json={"email": known.email}, headers=headers)
    mail = await mailbox.newest(known.email)

    assert mail["subject"] == "Choisissez un nouveau mot de passe"
    assert mail["links"][0] in mail["text"]
    assert mail["links"][0].replace("&", "&amp;") in mail["html"]


async def test_a_name_cannot_carry_advertising_into_a_mail(script: Script, mailbox: Mailbox) -> None:
    known = await script.signed_up(name="Buy at https://evil.example <b>now</b>")

    await script.browser().send("POST", "/request-password-reset", json={"email": known.email})

    assert "evil.example" not in str(await mailbox.newest(known.email))


async def test_a_changed_address_needs_two_factor_again(script: Script) -> None:
    from tests.auth.conformance.script import totp

    known = await script.signed_up()
    uri = (await known.send("POST", "/two-factor/enable", json={"password": known.password})).json()["totpURI"]
    await known.send("POST", "/two-factor/verify-totp", json={"code": totp(uri)})
    target = script.email("moved")
    await known.send("POST", "/change-email", json={"newEmail": target})
    stranger = script.browser()

    await stranger.send("GET", below_base(link_in(await script.mail(target))))

    assert (await stranger.send("GET", "/get-session")).json() is None


async def test_two_who_want_one_new_address_do_not_both_get_it(script: Script) -> None:
    first, second = await script.signed_up(), await script.signed_up()
    target = script.email("wanted")
    links = []
    for browser in (first, second):
        await browser.send("POST", "/change-email", json={"newEmail": target})
        links.append(below_base(link_in(await script.mail(target))))

    answers = await asyncio.gather(
        first.send("GET", links[0].partition("&")[0]), second.send("GET", links[1].partition("&")[0])
    )

    assert sorted(answer.status_code for answer in answers) == [200, 401]
