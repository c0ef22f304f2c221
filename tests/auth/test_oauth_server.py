"""The OAuth 2.1 server: what a program may do with somebody's yes, and nothing without it."""

import asyncio
import hashlib
import json
import re
import time
from base64 import b64encode, urlsafe_b64encode
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import httpx2
import pytest
from sqlalchemy import update

from tasklore.accounts.models import refresh_token, verification
from tasklore.apps.wiring import Core
from tasklore.auth.clients import Clients
from tasklore.platform.db.query import Query
from tasklore.platform.outbound import Answer, OutboundRefused
from tasklore.platform.unit import Unit, run
from tests.auth.conformance.script import Browser, Script
from tests.auth.conftest import BASE

VERIFIER = "v" * 43
CHALLENGE = urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
REDIRECT = "http://127.0.0.1:33418/callback"
RESOURCE = f"{BASE}/mcp"


async def registered(script: Script, **fields: Any) -> dict[str, Any]:
    body = {"client_name": "An assistant", "redirect_uris": [REDIRECT], **fields}
    response = await script.browser().send("POST", "/oauth2/register", json=body)
    assert response.status_code == 201, response.text
    return dict(response.json())


def asking(client_id: str, **changed: Any) -> str:
    query = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": REDIRECT,
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "state": "the state",
        "scope": "tasks:read tasks:write",
        "resource": RESOURCE,
        **changed,
    }
    return "/oauth2/authorize?" + urlencode({name: value for name, value in query.items() if value is not None})


async def decided(known: Browser, page: httpx2.Response, decision: str = "approve", **headers: Any) -> httpx2.Response:
    found = re.search(r'name="request" value="([^"]+)"', page.text)
    assert found is not None, page.text
    data = {"request": found[1], "decision": decision}
    return await known.send("POST", "/oauth2/authorize", data=data, headers=headers)


def answer_of(response: httpx2.Response) -> dict[str, str]:
    assert response.status_code == 303, response.text
    assert response.headers["location"].startswith(REDIRECT)
    return {name: values[0] for name, values in parse_qs(urlsplit(response.headers["location"]).query).items()}


async def code_for(known: Browser, client_id: str, **changed: Any) -> str:
    page = await known.send("GET", asking(client_id, **changed))
    return answer_of(await decided(known, page))["code"]


async def exchanged(script: Script, client_id: str, code: str, /, **changed: Any) -> httpx2.Response:
    form = {
        "grant_type": "authorization_code",
        "client_id": client_id,
        "code": code,
        "code_verifier": VERIFIER,
        "redirect_uri": REDIRECT,
        **changed,
    }
    sent = {name: value for name, value in form.items() if value is not None}
    return await script.browser().send("POST", "/oauth2/token", data=sent)


async def granted(script: Script, known: Browser, **changed: Any) -> tuple[str, dict[str, Any]]:
    client_id = (await registered(script))["client_id"]
    response = await exchanged(script, client_id, await code_for(known, client_id, **changed))
    assert response.status_code == 200, response.text
    return client_id, response.json()


async def refreshed(script: Script, client_id: str, token: str, **changed: Any) -> httpx2.Response:
    form = {"grant_type": "refresh_token", "client_id": client_id, "refresh_token": token, **changed}
    return await script.browser().send("POST", "/oauth2/token", data=form)


def principal_scopes(services: Core, token: str) -> set[str]:
    claims = services.auth.verified.verify(token)
    assert claims is not None
    assert claims.scopes is not None
    return set(claims.scopes)


async def test_a_program_is_allowed_and_gets_tokens_for_its_scopes_and_resource(script: Script, services: Core) -> None:
    known = await script.signed_up()

    client_id, tokens = await granted(script, known)

    claims = services.auth.verified.verify(tokens["access_token"])
    assert claims is not None
    assert claims.payload["aud"] == RESOURCE
    assert claims.payload["iss"] == BASE
    assert claims.payload["client_id"] == client_id
    assert principal_scopes(services, tokens["access_token"]) == {"tasks:read", "tasks:write"}
    assert tokens["token_type"] == "Bearer"
    assert tokens["scope"] == "tasks:read tasks:write"


async def test_such_a_token_opens_nothing_but_its_resource(script: Script) -> None:
    known = await script.signed_up()
    _, tokens = await granted(script, known)
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}

    for path in ("/~api/v1/account/security-events", "/~api/v1/account/keys", "/~api/v1/auth/me", "/get-session"):
        response = await script.browser().send("GET", path, headers=headers)
        assert response.status_code == 401 or response.json() is None


async def test_the_page_says_who_asks_for_what_and_holds_no_script(script: Script) -> None:
    known = await script.signed_up()
    client_id = (await registered(script, client_name="<script>alert(1)</script>"))["client_id"]

    page = await known.send("GET", asking(client_id, scope="tasks:read"))

    assert page.status_code == 200
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "Read tasks and projects" in page.text
    assert "Delete" not in page.text
    assert known.email in page.text
    assert "http://127.0.0.1:33418" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["cache-control"] == "no-store"


async def test_nobody_signed_in_is_sent_to_sign_in_and_back(script: Script) -> None:
    client_id = (await registered(script))["client_id"]

    response = await script.browser().send("GET", asking(client_id))

    assert response.status_code == 302
    assert response.headers["location"].startswith(
        f"{BASE}/sign-in?next={quote('/api/auth/oauth2/authorize?', safe='')}"
    )


async def test_a_refusal_goes_back_without_a_code(script: Script) -> None:
    known = await script.signed_up()
    client_id = (await registered(script))["client_id"]
    page = await known.send("GET", asking(client_id))

    answer = answer_of(await decided(known, page, "deny"))

    assert answer == {"error": "access_denied", "error_description": "Refused.", "state": "the state", "iss": BASE}


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"resource": "https://elsewhere.example/mcp"}, "invalid_target"),
        ({"scope": "account:write"}, "invalid_scope"),
        ({"scope": "tasks:fly"}, "invalid_scope"),
    ],
)
async def test_a_wrong_request_goes_back_with_its_error(script: Script, changed: dict[str, Any], error: str) -> None:
    known = await script.signed_up()
    client_id = (await registered(script))["client_id"]

    answer = answer_of(await known.send("GET", asking(client_id, **changed)))

    assert (answer["error"], answer["state"], answer["iss"]) == (error, "the state", BASE)


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "http://127.0.0.1:33418/other",
        "http://127.0.0.1:33418/callback?x=1",
        "http://127.0.0.1:33418/callback/",
        "http://127.0.0.1:33418/callback#x",
        "http://localhost:33418/callback",
        "http://127.0.0.1.evil.example:33418/callback",
        "http://127.0.0.1:33418@evil.example/callback",
        "https://evil.example/callback",
        "javascript:alert(1)",
        "//evil.example",
        "",
    ],
)
async def test_the_browser_goes_nowhere_but_to_the_clients_own_address(script: Script, redirect_uri: str) -> None:
    known = await script.signed_up()
    client_id = (await registered(script))["client_id"]

    response = await known.send("GET", asking(client_id, redirect_uri=redirect_uri))

    assert response.status_code == 400
    assert "location" not in response.headers


async def test_a_program_on_ones_machine_chooses_its_port(script: Script) -> None:
    known = await script.signed_up()
    client_id = (await registered(script))["client_id"]

    page = await known.send("GET", asking(client_id, redirect_uri="http://127.0.0.1:50505/callback"))
    response = await decided(known, page)

    assert response.headers["location"].startswith("http://127.0.0.1:50505/callback?code=")


async def test_only_the_person_who_was_asked_can_answer(script: Script) -> None:
    known, other = await script.signed_up(), await script.signed_up()
    client_id = (await registered(script))["client_id"]
    page = await known.send("GET", asking(client_id))

    by_other = await decided(other, page)
    from_elsewhere = await decided(known, page, Origin="http://elsewhere.example")
    without_origin = await decided(known, page, Origin=None)
    signed_out = script.browser()
    by_nobody = await decided(signed_out, page, Origin=BASE)
    invented = await known.send("POST", "/oauth2/authorize", data={"request": "x" * 80, "decision": "approve"})

    assert [r.status_code for r in (by_other, from_elsewhere, without_origin, by_nobody, invented)] == [
        400,
        403,
        403,
        400,
        400,
    ]


# Codes


async def test_a_code_works_once_and_the_second_use_ends_the_grant(script: Script, services: Core) -> None:
    known = await script.signed_up()
    client_id = (await registered(script))["client_id"]
    code = await code_for(known, client_id)
    first = (await exchanged(script, client_id, code)).json()
    assert services.auth.verified.verify(first["access_token"]) is not None

    second = await exchanged(script, client_id, code)

    assert (second.status_code, second.json()["error"]) == (400, "invalid_grant")
    assert (await refreshed(script, client_id, first["refresh_token"])).status_code == 400


async def test_of_many_who_show_one_code_at_once_one_gets_tokens(script: Script) -> None:
    known = await script.signed_up()
    client_id = (await registered(script))["client_id"]
    code = await code_for(known, client_id)

    answers = await asyncio.gather(*(exchanged(script, client_id, code) for _ in range(6)))

    assert sorted(answer.status_code for answer in answers) == [200, *[400] * 5]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"code_verifier": None}, "invalid_grant"),
        ({"code_verifier": CHALLENGE}, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:1/callback"}, "invalid_grant"),
        ({"code": "invented"}, "invalid_grant"),
        ({"code": None}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": None}, "unsupported_grant_type"),
        ({"resource": "https://elsewhere.example/mcp"}, "invalid_target"),
        ({"client_id": "invented"}, "invalid_client"),
        ({"client_id": None}, "invalid_client"),
        ({"client_secret": "a secret it has not"}, "invalid_client"),
    ],
)
async def test_a_code_is_good_only_with_everything_else_right(
    script: Script, changed: dict[str, Any], error: str
) -> None:
    known = await script.signed_up()
    client_id = (await registered(script))["client_id"]
    code = await code_for(known, client_id)

    response = await exchanged(script, client_id, code, **changed)

    assert response.json()["error"] == error
    assert response.status_code == (401 if error == "invalid_client" else 400)


async def test_a_code_is_no_use_to_another_client(script: Script) -> None:
    known = await script.signed_up()
    mine, theirs = (await registered(script))["client_id"], (await registered(script))["client_id"]
    code = await code_for(known, mine)

    stolen = await exchanged(script, theirs, code)

    assert stolen.json()["error"] == "invalid_grant"
    assert (await exchanged(script, mine, code)).status_code == 200, "an attempt by another does not use it up"


async def test_a_code_is_good_for_a_minute(script: Script, services: Core) -> None:
    known = await script.signed_up()
    client_id = (await registered(script))["client_id"]
    code = await code_for(known, client_id)

    async def a_minute_passes(unit: Unit) -> None:
        unit.execute(Query(update(verification).values(expires_at=unit.now - timedelta(seconds=1))))

    await run(services, a_minute_passes)

    assert (await exchanged(script, client_id, code)).json()["error"] == "invalid_grant"


# Clients


async def test_a_client_with_a_secret_must_show_it(script: Script) -> None:
    known = await script.signed_up()
    made = await registered(script, token_endpoint_auth_method="client_secret_basic")
    client_id, secret = made["client_id"], made["client_secret"]
    basic = "Basic " + b64encode(f"{client_id}:{secret}".encode()).decode()

    without = await exchanged(script, client_id, await code_for(known, client_id))
    wrong = await exchanged(script, client_id, await code_for(known, client_id), client_secret="wrong")
    by_post = await exchanged(script, client_id, await code_for(known, client_id), client_secret=secret)
    form = {"grant_type": "authorization_code", "code": await code_for(known, client_id), "code_verifier": VERIFIER}
    by_basic = await script.browser().send("POST", "/oauth2/token", data=form, headers={"Authorization": basic})
    garbage = await script.browser().send("POST", "/oauth2/token", data=form, headers={"Authorization": "Basic %%%"})

    assert [r.status_code for r in (without, wrong, by_post, by_basic, garbage)] == [401, 401, 200, 200, 401]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "x",
        {"redirect_uris": []},
        {"redirect_uris": "https://a.example"},
        {"redirect_uris": [5]},
        {"redirect_uris": ["http://a.example/cb"]},
        {"redirect_uris": ["javascript:alert(1)"]},
        {"redirect_uris": ["data:text/html,x"]},
        {"redirect_uris": ["https://a.example/cb#fragment"]},
        {"redirect_uris": ["https://user@a.example/cb"]},
        {"redirect_uris": ["https://a.example/\ncb"]},
        {"redirect_uris": ["/relative"]},
        {"redirect_uris": ["https://a.example/" + "x" * 3000]},
        {"redirect_uris": [f"https://a.example/{n}" for n in range(11)]},
        {"redirect_uris": ["https://a.example/cb"], "token_endpoint_auth_method": "private_key_jwt"},
    ],
)
async def test_a_wrong_description_is_not_registered(script: Script, body: Any) -> None:
    response = await script.browser().send("POST", "/oauth2/register", json=body)

    assert response.status_code == 400
    assert response.json()["error"].startswith("invalid_")


@pytest.mark.parametrize(
    "uri", ["https://a.example/cb", "cursor://anysphere.cursor-mcp/oauth", "com.example.app:/cb", "http://[::1]:1/cb"]
)
async def test_web_loopback_and_app_addresses_are_registered(script: Script, uri: str) -> None:
    assert (await registered(script, redirect_uris=[uri]))["redirect_uris"] == [uri]


class Documents:
    """The open internet of a test: metadata documents by their address."""

    def __init__(self, documents: dict[str, Any]) -> None:
        self._documents = documents
        self.asked: list[str] = []

    async def request(self, method: str, url: str, **_options: Any) -> Answer:
        self.asked.append(url)
        if url not in self._documents:
            raise OutboundRefused("not there")
        document = self._documents[url]
        return Answer(200, {}, document if isinstance(document, bytes) else json.dumps(document).encode())


async def test_a_client_may_be_described_by_a_document_of_its_own(script: Script, services: Core) -> None:
    address = "https://assistant.example/client.json"
    document = {"client_id": address, "client_name": "Described", "redirect_uris": [REDIRECT]}
    documents = Documents({address: document})
    services.auth.clients = Clients(documents)  # type: ignore[arg-type]
    known = await script.signed_up()

    page = await known.send("GET", asking(address))
    code = answer_of(await decided(known, page))["code"]
    tokens = await exchanged(script, address, code)

    assert "assistant.example" in page.text
    assert tokens.status_code == 200
    assert documents.asked == [address], "kept for a while"


@pytest.mark.parametrize(
    "document",
    [
        {"client_id": "https://other.example/client.json", "redirect_uris": [REDIRECT]},
        {"redirect_uris": [REDIRECT]},
        {"client_id": "https://assistant.example/client.json", "redirect_uris": ["http://evil.example"]},
        b"not json",
        b"[]",
        None,
    ],
)
async def test_a_document_that_does_not_fit_describes_nobody(script: Script, services: Core, document: Any) -> None:
    address = "https://assistant.example/client.json"
    services.auth.clients = Clients(Documents({} if document is None else {address: document}))  # type: ignore[arg-type]
    known = await script.signed_up()

    assert (await known.send("GET", asking(address))).status_code == 400


async def test_a_document_on_a_private_address_is_not_fetched(script: Script) -> None:
    known = await script.signed_up()

    for address in (
        "https://127.0.0.1/client.json",
        "https://localhost/client.json",
        "https://[::1]/x",
        "https://10.0.0.1/x",
    ):
        assert (await known.send("GET", asking(address))).status_code == 400


# Refreshing and taking back


async def test_each_refresh_token_works_once_and_a_theft_ends_the_grant(script: Script) -> None:
    known = await script.signed_up()
    client_id, first = await granted(script, known)

    second = await refreshed(script, client_id, first["refresh_token"])
    stolen = await refreshed(script, client_id, first["refresh_token"])
    third = await refreshed(script, client_id, second.json()["refresh_token"])

    assert (second.status_code, stolen.status_code, third.status_code) == (200, 400, 400)


async def test_less_may_be_asked_for_and_more_may_not(script: Script, services: Core) -> None:
    known = await script.signed_up()
    client_id, tokens = await granted(script, known)

    less = await refreshed(script, client_id, tokens["refresh_token"], scope="tasks:read")
    more = await refreshed(script, client_id, less.json()["refresh_token"], scope="tasks:read tasks:delete")

    assert principal_scopes(services, less.json()["access_token"]) == {"tasks:read"}
    assert more.json()["error"] == "invalid_scope"


async def test_a_refresh_token_is_no_use_to_another_client_or_to_the_session_routes(script: Script) -> None:
    known = await script.signed_up()
    _, tokens = await granted(script, known)
    other = (await registered(script))["client_id"]

    by_other = await refreshed(script, other, tokens["refresh_token"])
    by_session = await script.browser().send("POST", "/refresh", json={"refreshToken": tokens["refresh_token"]})

    assert by_other.json()["error"] == "invalid_grant"
    assert by_session.status_code == 401


async def test_a_grant_has_an_end(script: Script, services: Core) -> None:
    known = await script.signed_up()
    client_id, tokens = await granted(script, known)

    async def a_month_passes(unit: Unit) -> None:
        unit.execute(Query(update(refresh_token).values(expires_at=unit.now - timedelta(seconds=1))))

    await run(services, a_month_passes)

    assert (await refreshed(script, client_id, tokens["refresh_token"])).status_code == 400


async def _take_back(script: Script, known: Browser, client_id: str, tokens: dict[str, Any]) -> None:
    assert [c["client_name"] for c in (await known.send("GET", "/~api/v1/account/clients")).json()] == ["An assistant"]
    response = await known.send("DELETE", f"/~api/v1/account/clients?client_id={client_id}")
    assert response.status_code == 204
    assert (await known.send("GET", "/~api/v1/account/clients")).json() == []


async def _give_back(script: Script, known: Browser, client_id: str, tokens: dict[str, Any]) -> None:
    form = {"client_id": client_id, "token": tokens["refresh_token"]}
    assert (await script.browser().send("POST", "/oauth2/revoke", data=form)).status_code == 200


async def _give_access_token_back(script: Script, known: Browser, client_id: str, tokens: dict[str, Any]) -> None:
    form = {"client_id": client_id, "token": tokens["access_token"]}
    assert (await script.browser().send("POST", "/oauth2/revoke", data=form)).status_code == 200


async def _change_password(script: Script, known: Browser, client_id: str, tokens: dict[str, Any]) -> None:
    body = {"currentPassword": known.password, "newPassword": "correct horse 2", "revokeOtherSessions": True}
    assert (await known.send("POST", "/change-password", json=body)).status_code == 200


async def _delete_user(script: Script, known: Browser, client_id: str, tokens: dict[str, Any]) -> None:
    assert (await known.send("POST", "/delete-user", json={"password": known.password})).status_code == 200


@pytest.mark.parametrize("end", [_take_back, _give_back, _give_access_token_back, _change_password, _delete_user])
async def test_whatever_ends_a_grant_ends_its_tokens(script: Script, services: Core, end: Any) -> None:
    known = await script.signed_up()
    client_id, tokens = await granted(script, known)
    claims = services.auth.verified.verify(tokens["access_token"])
    assert claims is not None

    await end(script, known, client_id, tokens)

    revoked = services.auth.revoked
    assert revoked.concerns(f"session:{claims.session}", time.time()) or revoked.concerns(
        f"user:{claims.subject}", claims.issued_at
    )
    assert (await refreshed(script, client_id, tokens["refresh_token"])).status_code == 400


async def test_a_sign_out_leaves_what_was_granted(script: Script) -> None:
    known = await script.signed_up()
    client_id, tokens = await granted(script, known)

    await known.send("POST", "/sign-out", json={})

    assert (await refreshed(script, client_id, tokens["refresh_token"])).status_code == 200


# Finding everything


async def test_the_metadata_names_everything_and_may_be_read_from_anywhere(script: Script) -> None:
    for path in ("/~.well-known/oauth-authorization-server", "/~.well-known/oauth-authorization-server/api/auth"):
        response = await script.browser().send("GET", path)
        document = response.json()
        assert document["issuer"] == BASE
        assert document["code_challenge_methods_supported"] == ["S256"]
        assert document["authorization_response_iss_parameter_supported"] is True
        assert response.headers["access-control-allow-origin"] == "*"
        assert all(
            document[name].startswith(f"{BASE}/api/auth/")
            for name in ("authorization_endpoint", "token_endpoint", "registration_endpoint", "revocation_endpoint")
        )


async def test_the_metadata_is_what_the_sdk_of_mcp_understands(script: Script) -> None:
    from mcp.shared.auth import OAuthClientInformationFull, OAuthMetadata, OAuthToken

    known = await script.signed_up()
    OAuthMetadata.model_validate(
        (await script.browser().send("GET", "/~.well-known/oauth-authorization-server")).json()
    )
    OAuthClientInformationFull.model_validate(await registered(script))
    OAuthToken.model_validate((await granted(script, known))[1])


async def test_a_program_in_a_browser_may_ask_first(script: Script) -> None:
    for path in ("/oauth2/token", "/oauth2/register", "/oauth2/revoke"):
        response = await script.browser().send("OPTIONS", path, headers={"Origin": "https://assistant.example"})
        assert response.status_code == 204
        assert response.headers["access-control-allow-origin"] == "*"


async def test_a_json_body_is_not_read_as_a_form(script: Script) -> None:
    response = await script.browser().send("POST", "/oauth2/token", json={"grant_type": "refresh_token"})

    assert response.json()["error"] == "invalid_client"
