"""The speaker of the conformance script: browsers with cookie jars, a mailbox, and a list of answers.

Every request comes from an address of its own unless a step is about limits, so the limits per address do not
disturb the other steps; both servers must therefore trust the address that the test sits on as a proxy.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import re
import struct
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import httpx2

from .answers import Answer, comparable

PASSWORD = "correct horse 1"

ReadOutbox = Callable[[], Awaitable[list[dict[str, Any]]]]


class Script:
    """One run against one server."""

    def __init__(self, client: httpx2.AsyncClient, base_url: str, read_outbox: ReadOutbox) -> None:
        self.client = client
        self.base_url = base_url.rstrip("/")
        self.read_outbox = read_outbox
        self.answers: list[Answer] = []
        self._addresses = itertools.count(1)
        self._people = itertools.count(1)
        self._section = ""

    def section(self, name: str) -> None:
        self._section = name

    def address(self) -> str:
        """An address that no other step uses."""
        number = next(self._addresses)
        return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

    def email(self, name: str = "person") -> str:
        return f"{name}{next(self._people)}@example.com"

    def browser(self) -> Browser:
        return Browser(self)

    async def signed_up(self, **fields: Any) -> Browser:
        """A browser whose owner has just signed up; not a step."""
        browser = self.browser()
        browser.email = fields.pop("email", None) or self.email()
        browser.password = fields.pop("password", PASSWORD)
        body = {"email": browser.email, "password": browser.password, "name": "Ada", **fields}
        response = await browser.send("POST", "/sign-up/email", json=body)
        assert response.status_code == 200, response.text
        return browser

    async def mail(self, address: str) -> dict[str, Any]:
        """The newest mail to an address; fails when there is none."""
        mails = [mail for mail in await self.read_outbox() if mail["to"] == address]
        assert mails, f"no mail to {address}"
        return mails[-1]

    async def mail_count(self, address: str) -> int:
        return len([mail for mail in await self.read_outbox() if mail["to"] == address])

    def record(self, step: str, response: httpx2.Response) -> None:
        name = f"{self._section}: {step}"
        assert all(answer.step != name for answer in self.answers), f"two steps are called {name!r}"
        self.answers.append(comparable(name, response, self.base_url))

    def note(self, step: str, fact: Any) -> None:
        """Keeps a fact that is not an answer, such as whether a signature verified."""
        self.answers.append(Answer(f"{self._section}: {step}", 0, fact, [], {}))


class Browser:
    """Somebody's client: keeps cookies, sends its own origin with them, remembers who it signed up."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.cookies: dict[str, str] = {}
        self.email = ""
        self.password = ""
        self.last: httpx2.Response | None = None

    @property
    def token(self) -> str:
        """The raw session token inside the signed cookie."""
        return unquote(self.cookies[self.session_cookie]).rpartition(".")[0]

    @property
    def session_cookie(self) -> str:
        return next(name for name in self.cookies if name.endswith("better-auth.session_token"))

    def copy(self) -> Browser:
        other = Browser(self.script)
        other.cookies = dict(self.cookies)
        other.email, other.password = self.email, self.password
        return other

    async def send(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str | None] | None = None,
        cookie: str | None = None,
        address: str | None = None,
        **request: Any,
    ) -> httpx2.Response:
        """Sends a request; a header given as None is left out; `path` is below the base of the protocol."""
        sent: dict[str, str | None] = {"X-Forwarded-For": address or self.script.address()}
        if cookie is None and self.cookies:
            cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if cookie:
            sent["Cookie"] = cookie
            sent["Origin"] = self.script.base_url
        sent |= headers or {}
        url = f"{self.script.base_url}{path if path.startswith('/~') else '/api/auth' + path}".replace("/~", "/")
        self.script.client.cookies.clear()  # This class keeps the jar; the client's own would mix people up.
        response = await self.script.client.request(
            method, url, headers={name: value for name, value in sent.items() if value is not None}, **request
        )
        self._keep(response)
        self.last = response
        return response

    async def step(self, name: str, method: str, path: str, **request: Any) -> httpx2.Response:
        """Sends a request and records its answer under a name."""
        response = await self.send(method, path, **request)
        self.script.record(name, response)
        return response

    async def get(self, name: str, path: str, **request: Any) -> httpx2.Response:
        return await self.step(name, "GET", path, **request)

    async def post(self, name: str, path: str, body: Any = None, **request: Any) -> httpx2.Response:
        if body is not None:
            request["json"] = body
        return await self.step(name, "POST", path, **request)

    async def sign_in(self, **fields: Any) -> httpx2.Response:
        """Signs in afresh; not a step."""
        return await self.send(
            "POST", "/sign-in/email", json={"email": self.email, "password": self.password, **fields}
        )

    def _keep(self, response: httpx2.Response) -> None:
        for line in response.headers.get_list("set-cookie"):
            first, *attributes = line.split("; ")
            name, _, value = first.partition("=")
            if not value or "Max-Age=0" in attributes:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value


def totp(uri: str, *, at: float | None = None) -> str:
    """The six digits that an authenticator shows for an `otpauth:` address (RFC 6238)."""
    secret = parse_qs(urlsplit(uri).query)["secret"][0]
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def link_in(mail: dict[str, Any]) -> str:
    return str(mail["links"][0])


def below_base(url: str) -> str:
    """The path and query of a link in a mail, below the base of the protocol."""
    return re.sub(r"^https?://[^/]+/api/auth", "", url)


def jwt_part(token: str, index: int) -> dict[str, Any]:
    part = token.split(".")[index]
    value: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return value
