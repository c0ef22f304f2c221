"""A machine plays sign-ins, tokens and revocations at random against a model that fits on a page."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from tasklore.accounts import passwords
from tasklore.apps.auth import make_auth
from tasklore.apps.wiring import open_core
from tests.auth.conformance.script import Browser, Script
from tests.auth.conftest import BASE
from tests.conftest import make_settings

GUARDED = "/~api/v1/account/security-events"
PASSWORDS = ("correct horse 1", "correct horse 2")


class Sessions(RuleBasedStateMachine):
    """Two people, any number of browsers; the model is who should be signed in where, and which tokens live."""

    browsers = Bundle("browsers")
    tokens = Bundle("tokens")
    keys = Bundle("keys")

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.stack = AsyncExitStack()
        self.folder = TemporaryDirectory()
        self.live: set[str] = set()
        self.owner_of: dict[str, str] = {}
        self.session_of_token: dict[str, str] = {}
        self.live_keys: dict[str, str] = {}
        self.password: dict[str, str] = {}

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    @initialize()
    def start(self) -> None:
        async def opened() -> Script:
            path = Path(self.folder.name)
            settings = make_settings(
                path,
                f"sqlite:///{path}/t.sqlite",
                PUBLIC_URL=BASE,
                TRUSTED_PROXIES="127.0.0.1",
                AUTH_RATE_LIMITS="false",
            )
            core = await self.stack.enter_async_context(open_core(settings))

            @asynccontextmanager
            async def running() -> Any:
                yield core

            app = make_auth(settings, running)
            await self.stack.enter_async_context(app.router.lifespan_context(app))
            transport = httpx2.ASGITransport(app=app, client=("127.0.0.1", 1))
            client = await self.stack.enter_async_context(httpx2.AsyncClient(transport=transport, base_url=BASE))

            async def no_mail() -> list[dict[str, Any]]:
                return []

            return Script(client, BASE, no_mail)

        self.script: Script = self.do(opened())
        for name in ("ada", "ben"):
            email = f"{name}@example.com"
            browser = self.do(self.script.signed_up(email=email, password=PASSWORDS[0]))
            self.password[email] = PASSWORDS[0]
            self.do(browser.send("POST", "/sign-out", json={}))

    def teardown(self) -> None:
        self.do(self.stack.aclose())
        self.loop.close()
        self.folder.cleanup()

    @rule(
        target=browsers,
        person=st.sampled_from(["ada@example.com", "ben@example.com"]),
        password=st.sampled_from(PASSWORDS),
    )
    def sign_in(self, person: str, password: str) -> Any:
        browser = self.script.browser()
        browser.email, browser.password = person, password
        response = self.do(browser.sign_in())
        if self.password[person] != password:
            assert response.status_code == 401
            return multiple()
        assert response.status_code == 200
        self.live.add(browser.token)
        self.owner_of[browser.token] = person
        return (browser, browser.token)

    @rule(target=tokens, shown=browsers)
    def take_a_token(self, shown: tuple[Browser, str]) -> Any:
        browser, session = shown
        response = self.do(browser.copy().send("GET", "/jwt"))
        if session not in self.live:
            assert response.status_code == 401
            return multiple()
        token = response.json()["token"]
        self.session_of_token[token] = session
        return token

    @rule(target=keys, shown=browsers)
    def make_a_key(self, shown: tuple[Browser, str]) -> Any:
        browser, session = shown
        response = self.do(browser.copy().send("POST", "/api-key/create", json={"name": "k"}))
        if session not in self.live:
            assert response.status_code == 401
            return multiple()
        self.live_keys[response.json()["key"]] = response.json()["id"]
        return (response.json()["key"], self.owner_of[session])

    @rule(shown=consumes(browsers))
    def sign_out(self, shown: tuple[Browser, str]) -> None:
        browser, session = shown
        self.do(browser.copy().send("POST", "/sign-out", json={}))
        self.live.discard(session)

    @rule(shown=browsers, other=browsers)
    def revoke_one(self, shown: tuple[Browser, str], other: tuple[Browser, str]) -> None:
        browser, session = shown
        response = self.do(browser.copy().send("POST", "/revoke-session", json={"token": other[1]}))
        assert response.status_code == (200 if session in self.live else 401)
        if session in self.live and self.owner_of[session] == self.owner_of[other[1]]:
            self.live.discard(other[1])

    @rule(shown=browsers)
    def revoke_the_others(self, shown: tuple[Browser, str]) -> None:
        browser, session = shown
        self.do(browser.copy().send("POST", "/revoke-other-sessions", json={}))
        if session in self.live:
            owner = self.owner_of[session]
            self.live = {one for one in self.live if one == session or self.owner_of[one] != owner}

    @rule(target=browsers, shown=browsers, new=st.sampled_from(PASSWORDS), others=st.booleans())
    def change_password(self, shown: tuple[Browser, str], new: str, others: bool) -> Any:
        browser, session = shown
        owner = self.owner_of[session]
        body = {"currentPassword": self.password[owner], "newPassword": new, "revokeOtherSessions": others}
        changing = browser.copy()
        response = self.do(changing.send("POST", "/change-password", json=body))
        assert response.status_code == (200 if session in self.live else 401)
        if session not in self.live:
            return multiple()
        self.password[owner] = new
        if not others:
            return multiple()
        self.live = {one for one in self.live if self.owner_of[one] != owner}
        self.live.add(changing.token)
        self.owner_of[changing.token] = owner
        return (changing, changing.token)

    @rule(shown=browsers, key=keys)
    def delete_a_key(self, shown: tuple[Browser, str], key: tuple[str, str]) -> None:
        browser, session = shown
        text, owner = key
        if text not in self.live_keys:
            return
        response = self.do(browser.copy().send("POST", "/api-key/delete", json={"keyId": self.live_keys[text]}))
        mine = session in self.live and self.owner_of[session] == owner
        assert response.status_code == (200 if mine else 404 if session in self.live else 401)
        if mine:
            del self.live_keys[text]

    @rule(shown=browsers)
    def a_browser_is_signed_in_exactly_as_it_should_be(self, shown: tuple[Browser, str]) -> None:
        browser, session = shown
        body = self.do(browser.copy().send("GET", "/get-session")).json()
        api = self.do(browser.copy().send("GET", GUARDED)).status_code
        if session in self.live:
            assert body["user"]["email"] == self.owner_of[session]
            assert api == 200
        else:
            assert body is None
            assert api == 401

    @rule(token=tokens)
    def a_token_lives_exactly_as_long_as_its_session(self, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        status = self.do(self.script.browser().send("GET", GUARDED, headers=headers)).status_code
        assert status == (200 if self.session_of_token[token] in self.live else 401)

    @rule(key=keys)
    def a_key_works_exactly_as_long_as_it_is_there(self, key: tuple[str, str]) -> None:
        status = self.do(self.script.browser().send("GET", GUARDED, headers={"x-api-key": key[0]})).status_code
        assert status == (200 if key[0] in self.live_keys else 401)

    @invariant()
    def the_list_of_sessions_is_the_live_ones(self) -> None:
        for session in list(self.live)[:1]:
            owner = self.owner_of[session]
            headers = {"Authorization": f"Bearer {session}"}
            listed = self.do(self.script.browser().send("GET", "/list-sessions", headers=headers)).json()
            assert {one["token"] for one in listed} == {one for one in self.live if self.owner_of[one] == owner}


def test_sessions_tokens_and_keys_follow_the_model(monkeypatch: Any) -> None:
    # What is played is what lives and dies, a thousand times; the hash itself has tests of its own.
    monkeypatch.setattr(passwords, "_scrypt", lambda password, salt: sha256(password.encode()).hexdigest())
    run: Callable[..., None] = Sessions.TestCase.runTest  # type: ignore[assignment]
    Sessions.TestCase.settings = settings(
        max_examples=12, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run(Sessions.TestCase())
