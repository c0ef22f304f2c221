"""`/api/v1/auth` (contract D1, D5)."""

import httpx2
import pytest

from tests.auth.conformance.script import Script

PASSWORD = "correct horse 1"
V1 = "/~api/v1/auth"


async def registered(script: Script) -> str:
    email = script.email()
    body = {"email": email, "password": PASSWORD, "name": "Ada", "interestArea": "robots"}
    response = await script.browser().send("POST", f"{V1}/register", json=body)
    assert response.status_code == 201, response.text
    assert response.json()["interestArea"] == "robots"
    return email


def lines(response: httpx2.Response, name: str) -> list[str]:
    return [line for line in response.headers.get_list("set-cookie") if line.startswith(f"{name}=")]


async def test_register_login_me_logout(script: Script) -> None:
    email = await registered(script)
    browser = script.browser()

    login = await browser.send("POST", f"{V1}/login", json={"email": email, "password": PASSWORD})
    me = await browser.send("GET", f"{V1}/me")
    session = await browser.send("GET", "/get-session")
    logout = await browser.send("POST", f"{V1}/logout")
    after = await browser.send("GET", f"{V1}/me")

    assert login.status_code == 200
    assert login.json()["token_type"] == "bearer"
    (cookie,) = lines(login, "session_token")
    assert cookie.endswith("; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax")
    assert me.json()["email"] == email
    assert me.headers["cache-control"] == "no-store"
    assert session.json()["user"]["email"] == email, "one account, one session, both ways"
    assert logout.status_code == 200
    assert after.status_code == 401
    assert after.headers["content-type"] == "application/problem+json"


async def test_the_cookie_alone_is_enough_for_the_api_and_dies_with_its_session(script: Script) -> None:
    email = await registered(script)
    browser = script.browser()
    await browser.send("POST", f"{V1}/login", json={"email": email, "password": PASSWORD})
    api_only = script.browser()
    api_only.cookies = {"session_token": browser.cookies["session_token"]}

    before = await api_only.send("GET", f"{V1}/me")
    await browser.send("POST", "/sign-out", json={})
    after = await api_only.send("GET", f"{V1}/me")

    assert (before.status_code, after.status_code) == (200, 401)


async def test_logging_out_with_the_api_cookie_alone_ends_the_session(script: Script) -> None:
    email = await registered(script)
    browser = script.browser()
    await browser.send("POST", f"{V1}/login", json={"email": email, "password": PASSWORD})
    api_only = script.browser()
    api_only.cookies = {"session_token": browser.cookies["session_token"]}

    await api_only.send("POST", f"{V1}/logout")

    assert (await browser.send("GET", "/get-session")).json() is None


async def test_logout_clears_every_variant_of_the_cookie(script: Script) -> None:
    response = await script.browser().send("POST", f"{V1}/logout")

    cleared = lines(response, "session_token")
    assert response.status_code == 200
    assert all("Max-Age=0" in line for line in cleared)
    assert {"Secure" in line for line in cleared} == {True, False}
    assert {path for line in cleared for path in line.split("; ") if path.startswith("Path=")} >= {
        "Path=/",
        "Path=/api",
    }
    assert lines(response, "better-auth.session_token")
    assert lines(response, "__Secure-better-auth.session_token")


@pytest.mark.parametrize(
    ("proto", "attributes"), [("https", "Secure; SameSite=None"), ("http", "HttpOnly; SameSite=Lax")]
)
async def test_secure_and_samesite_follow_the_scheme(script: Script, proto: str, attributes: str) -> None:
    email = await registered(script)
    body = {"email": email, "password": PASSWORD}

    response = await script.browser().send("POST", f"{V1}/login", json=body, headers={"X-Forwarded-Proto": proto})

    (cookie,) = lines(response, "session_token")
    assert cookie.endswith(attributes)


async def test_an_outworn_api_cookie_is_renewed_from_the_session(script: Script) -> None:
    email = await registered(script)
    browser = script.browser()
    await browser.send("POST", f"{V1}/login", json={"email": email, "password": PASSWORD})
    browser.cookies["session_token"] = "outworn"

    response = await browser.send("GET", f"{V1}/me")

    assert response.status_code == 200
    assert browser.cookies["session_token"].count(".") == 2


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "invalid"),
        ({"email": "nobody", "password": PASSWORD}, 400, "INVALID_EMAIL"),
        ({"email": "nobody@example.com", "password": PASSWORD}, 401, "INVALID_EMAIL_OR_PASSWORD"),
        ({"email": 5, "password": PASSWORD}, 422, "invalid"),
        ({"email": "nobody@example.com", "password": "x" * 200}, 400, "PASSWORD_TOO_LONG"),
    ],
)
async def test_a_wrong_login_is_a_problem_document(script: Script, body: object, status: int, code: str) -> None:
    response = await script.browser().send("POST", f"{V1}/login", json=body)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"


async def test_a_taken_address_is_refused(script: Script) -> None:
    email = await registered(script)

    response = await script.browser().send("POST", f"{V1}/register", json={"email": email, "password": PASSWORD})

    assert (response.status_code, response.json()["code"]) == (422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL")


async def test_another_site_cannot_sign_a_browser_in(script: Script) -> None:
    email = await registered(script)
    body = {"email": email, "password": PASSWORD}

    for headers in (
        {"Origin": "http://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    ):
        response = await script.browser().send("POST", f"{V1}/login", json=body, headers=headers)
        assert response.status_code == 403


async def test_the_limits_are_those_of_the_protocol(script: Script) -> None:
    address = script.address()
    body = {"email": "nobody@example.com", "password": PASSWORD}

    statuses = [
        (await script.browser().send("POST", f"{V1}/login", json=body, address=address)).status_code for _ in range(4)
    ]
    by_protocol = await script.browser().send("POST", "/sign-in/email", json=body, address=address)

    assert statuses == [401, 401, 401, 429]
    assert by_protocol.status_code == 429


async def test_two_factor_is_asked_here_as_well(script: Script) -> None:
    from tests.auth.conformance.script import totp

    known = await script.signed_up()
    uri = (await known.send("POST", "/two-factor/enable", json={"password": PASSWORD})).json()["totpURI"]
    await known.send("POST", "/two-factor/verify-totp", json={"code": totp(uri)})
    browser = script.browser()

    asked = await browser.send("POST", f"{V1}/login", json={"email": known.email, "password": PASSWORD})
    before = await browser.send("GET", f"{V1}/me")
    await browser.send("POST", "/two-factor/verify-totp", json={"code": totp(uri)})
    after = await browser.send("GET", f"{V1}/me")

    assert asked.json() == {"two_factor_required": True, "methods": ["totp"]}
    assert not lines(asked, "session_token")
    assert (before.status_code, after.status_code) == (401, 200)
