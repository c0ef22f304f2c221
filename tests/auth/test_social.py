"""Signing in with a provider, against a real one on loopback."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from pydantic import SecretStr

from tasklore.apps.wiring import Core
from tasklore.auth.providers import GitHub, Profile, Provider, ProviderFailed, Providers, Tokens, challenge_of
from tasklore.settings import Settings
from tests.auth.conformance.script import Browser, Script, below_base, link_in, totp
from tests.auth.conftest import BASE
from tests.conftest import make_settings
from tests.servers.openid import OpenIdProvider, openid_provider


@pytest.fixture(scope="session")
def provider() -> Iterator[OpenIdProvider]:
    with openid_provider() as running:
        yield running


@pytest.fixture
def settings(settings: Settings, provider: OpenIdProvider, tmp_path: Any, database_url: str) -> Settings:
    return make_settings(
        tmp_path,
        database_url,
        PUBLIC_URL=BASE,
        TRUSTED_PROXIES="127.0.0.1",
        TRUSTED_ORIGINS="http://trusted.example",
        MAIL_OUTBOX_FILE=str(tmp_path / "outbox.jsonl"),
        OIDC_ISSUER=provider.issuer,
        OIDC_CLIENT_ID="tasklore",
        OIDC_CLIENT_SECRET="a-client-secret",
    )


async def started(browser: Browser, path: str = "/sign-in/social", **fields: Any) -> str:
    """The provider's address that a sign-in starts with."""
    body = {"provider": "oidc", "callbackURL": "/inbox", "errorCallbackURL": "/oops", **fields}
    response = await browser.send("POST", path, json=body)
    assert response.status_code == 200, response.text
    assert response.json()["redirect"] is True
    return str(response.json()["url"])


async def arrived(browser: Browser, back: str) -> httpx2.Response:
    """The answer to a browser that the provider sent back."""
    return await browser.send("GET", below_base(back))


async def signed_in_by(script: Script, provider: OpenIdProvider, subject: str, **claims: Any) -> tuple[Browser, str]:
    provider.set_user(subject, **claims)
    browser = script.browser()
    response = await arrived(browser, provider.authorize(await started(browser), subject))
    return browser, response.headers["location"]


async def who(browser: Browser) -> dict[str, Any] | None:
    session = (await browser.send("GET", "/get-session")).json()
    return None if session is None else dict(session["user"])


async def verified(script: Script) -> Browser:
    """Somebody with a password whose address is verified."""
    known = await script.signed_up()
    await known.send("POST", "/send-verification-email", json={"email": known.email})
    await known.send("GET", below_base(link_in(await script.mail(known.email))))
    return known


async def test_a_new_person_signs_in_and_comes_back_as_the_same_user(script: Script, provider: OpenIdProvider) -> None:
    claims = {"email": "New@example.com", "email_verified": True, "name": "Grace", "picture": "https://x.example/g.png"}

    first, onward = await signed_in_by(script, provider, "grace", **claims)
    second, _ = await signed_in_by(script, provider, "grace", **claims | {"email": "moved@example.com"})

    assert onward == "/inbox"
    user, again = await who(first), await who(second)
    assert user is not None
    assert again is not None
    assert (user["email"], user["name"], user["emailVerified"]) == ("new@example.com", "Grace", True)
    assert user["image"] == "https://x.example/g.png"
    assert again["id"] == user["id"]
    accounts = (await second.send("GET", "/list-accounts")).json()
    assert [account["providerId"] for account in accounts] == ["oidc"]
    assert accounts[0]["scopes"] == ["openid", "email", "profile"]


async def test_a_new_user_may_be_sent_elsewhere(script: Script, provider: OpenIdProvider) -> None:
    provider.set_user("newcomer", email="newcomer@example.com", email_verified=True)
    browser = script.browser()

    url = await started(browser, newUserCallbackURL="/welcome")
    response = await arrived(browser, provider.authorize(url, "newcomer"))

    assert response.headers["location"] == "/welcome"


async def test_the_request_carries_pkce_state_and_nonce(script: Script) -> None:
    query = parse_qs(urlsplit(await started(script.browser(), scopes=["calendar"], loginHint="ada")).query)

    assert query["code_challenge_method"] == ["S256"]
    assert len(query["code_challenge"][0]) == 43
    assert len(query["state"][0]) == 32
    assert len(query["nonce"][0]) == 32
    assert query["redirect_uri"] == [f"{BASE}/api/auth/callback/oidc"]
    assert query["scope"] == ["openid email profile calendar"]
    assert query["login_hint"] == ["ada"]


async def test_an_account_is_linked_only_where_both_sides_verified_the_address(
    script: Script, provider: OpenIdProvider
) -> None:
    unverified = await script.signed_up()
    known = await verified(script)

    _, here_unverified = await signed_in_by(script, provider, "u1", email=unverified.email, email_verified=True)
    _, there_unverified = await signed_in_by(script, provider, "u2", email=known.email, email_verified=False)
    linked, onward = await signed_in_by(script, provider, "u3", email=known.email, email_verified=True)

    assert here_unverified == "/oops?error=account_not_linked"
    assert there_unverified == "/oops?error=account_not_linked"
    assert onward == "/inbox"
    user = await who(linked)
    assert user is not None
    assert user["email"] == known.email


async def test_two_factor_is_not_skipped(script: Script, provider: OpenIdProvider) -> None:
    known = await verified(script)
    uri = (await known.send("POST", "/two-factor/enable", json={"password": known.password})).json()["totpURI"]
    await known.send("POST", "/two-factor/verify-totp", json={"code": totp(uri)})

    browser, onward = await signed_in_by(script, provider, "careful", email=known.email, email_verified=True)
    before = await who(browser)
    await browser.send("POST", "/two-factor/verify-totp", json={"code": totp(uri)})

    assert onward == "/inbox?two_factor=required"
    assert before is None
    assert await who(browser) is not None


async def test_the_flow_is_bound_to_the_browser_that_started_it(script: Script, provider: OpenIdProvider) -> None:
    provider.set_user("attacker", email="attacker@example.com", email_verified=True)
    attacker, victim = script.browser(), script.browser()
    back = provider.authorize(await started(attacker), "attacker")

    response = await arrived(victim, back)

    assert response.headers["location"] == f"{BASE}/api/auth/error?error=state_mismatch"
    assert await who(victim) is None


async def test_a_callback_works_once(script: Script, provider: OpenIdProvider) -> None:
    provider.set_user("once", email="once@example.com", email_verified=True)
    browser = script.browser()
    back = provider.authorize(await started(browser), "once")
    again = browser.copy()

    await arrived(browser, back)
    response = await arrived(again, back)

    assert response.headers["location"].endswith("error=state_mismatch")


async def test_a_refusal_at_the_provider_comes_back_to_the_page_that_asked(script: Script) -> None:
    browser = script.browser()
    state = parse_qs(urlsplit(await started(browser)).query)["state"][0]

    response = await browser.send("GET", f"/callback/oidc?error=access_denied&state={state}")

    assert response.headers["location"] == "/oops?error=access_denied"


async def test_a_wrong_code_is_refused(script: Script) -> None:
    browser = script.browser()
    state = parse_qs(urlsplit(await started(browser)).query)["state"][0]

    response = await browser.send("GET", f"/callback/oidc?state={state}&code=invented")

    assert response.headers["location"] == "/oops?error=invalid_code"


async def test_a_profile_without_an_address_makes_no_account(script: Script, provider: OpenIdProvider) -> None:
    _, onward = await signed_in_by(script, provider, "nameless")

    assert onward == "/oops?error=email_not_found"


async def test_somebody_signed_in_links_their_own_address_only(script: Script, provider: OpenIdProvider) -> None:
    known, other = await script.signed_up(), await script.signed_up()
    provider.set_user("mine", email=known.email, email_verified=True)

    wrong = await arrived(other, provider.authorize(await started(other, "/link-social"), "mine"))
    right = await arrived(known, provider.authorize(await started(known, "/link-social"), "mine"))
    accounts = (await known.send("GET", "/list-accounts")).json()

    assert wrong.headers["location"] == "/oops?error=email_does_not_match"
    assert right.headers["location"] == "/inbox"
    assert [account["providerId"] for account in accounts] == ["credential", "oidc"]
    linked = accounts[1]["id"]
    tokens = (await known.send("POST", "/get-access-token", json={"accountId": linked})).json()
    renewed = (await known.send("POST", "/refresh-token", json={"accountId": linked})).json()
    assert tokens["accessToken"]
    assert "accessToken" in renewed, renewed
    assert renewed["accessToken"] != tokens["accessToken"]
    assert (await other.send("POST", "/get-access-token", json={"accountId": linked})).status_code == 400
    assert (await known.send("POST", "/unlink-account", json={"accountId": linked})).json() == {"status": True}


async def test_providers_are_named_for_the_sign_in_page(script: Script) -> None:
    response = await script.browser().send("GET", "/providers")

    assert response.json() == {"providers": [{"id": "oidc", "name": "Single sign-on"}]}


async def test_a_provider_that_is_away_is_503_not_500(script: Script, services: Core) -> None:
    config = services.auth.config.model_copy(update={"oidc_issuer": "http://127.0.0.1:1"})
    services.auth.providers = Providers(config)

    response = await script.browser().send("POST", "/sign-in/social", json={"provider": "oidc"})

    assert (response.status_code, response.json()["code"]) == (503, "PROVIDER_UNAVAILABLE")
    await services.auth.providers.close()


class ForgingProvider:
    """A provider whose answers a test writes."""

    id = "forged"
    name = "Forged"

    def __init__(self, profile: Profile | None) -> None:
        self._profile = profile

    async def authorization_url(self, *, state: str, **_asked: Any) -> str:
        return f"https://forged.example/?state={state}"

    async def exchange(self, code: str, *, verifier: str, redirect_uri: str) -> Tokens:
        assert len(challenge_of(verifier)) == 43
        return Tokens("access", None, None, None, None)

    async def refresh(self, refresh_token: str) -> Tokens:
        raise ProviderFailed("no refresh here")

    async def profile(self, tokens: Tokens, *, nonce: str) -> Profile:
        if self._profile is None:
            raise ProviderFailed("the id_token is from another sign-in")
        return self._profile


@pytest.mark.parametrize(
    ("profile", "error"),
    [
        (None, "unable_to_get_user_info"),
        (Profile("s", "not an address", True, "x", None), "email_not_found"),
        (Profile("s", "\x00@example.com", True, "x", None), "email_not_found"),
    ],
)
async def test_what_a_provider_says_is_not_believed_blindly(
    script: Script, services: Core, profile: Profile | None, error: str
) -> None:
    forging: Provider = ForgingProvider(profile)
    services.auth.providers.add(forging)
    browser = script.browser()
    url = await started(browser, provider="forged")

    response = await browser.send("GET", f"/callback/forged?code=x&state={url.rpartition('=')[2]}")

    assert response.headers["location"] == f"/oops?error={error}"
    assert await who(browser) is None


async def test_github_gives_the_verified_primary_address(monkeypatch: pytest.MonkeyPatch) -> None:
    class Web:
        async def json(self, method: str, url: str, **request: Any) -> Any:
            if url.endswith("/user"):
                return {"id": 7, "login": "ada", "name": None, "avatar_url": "https://x.example/a.png"}
            if url.endswith("/user/emails"):
                return [
                    {"email": "old@example.com", "primary": False, "verified": True},
                    {"email": "ada@example.com", "primary": True, "verified": False},
                ]
            assert request["data"]["code_verifier"] == "v"
            return {"access_token": "t", "scope": "read:user,user:email"}

    github = GitHub(Web(), "client", SecretStr("secret"))  # type: ignore[arg-type]

    tokens = await github.exchange("c", verifier="v", redirect_uri="u")
    profile = await github.profile(tokens, nonce="n")

    assert profile == Profile("7", "ada@example.com", False, "ada", "https://x.example/a.png")
