"""A real OpenID Connect provider for the tests, on loopback."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2

from .ports import free_port


class OpenIdProvider:
    """A provider that signs in whoever says a name, and lets tests set what it says of them."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"

    def set_user(self, subject: str, **claims: Any) -> None:
        httpx2.put(f"{self.issuer}/users/{subject}", json=claims).raise_for_status()

    def authorize(self, url: str, subject: str | None) -> str:
        """What the provider redirects to after somebody signed in there; None refuses."""
        form = {"action": "deny"} if subject is None else {"sub": subject}
        return httpx2.post(url, data=form).headers["location"]


@contextmanager
def openid_provider() -> Iterator[OpenIdProvider]:
    """Starts a provider and stops it again."""
    port = free_port()
    # The package warns of a library of its own; that is not our concern here.
    environ = {**os.environ, "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    provider = OpenIdProvider(port)
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                httpx2.get(f"{provider.issuer}/.well-known/openid-configuration").raise_for_status()
                break
            except httpx2.HTTPError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("The OpenID provider of the tests did not start.") from None
                time.sleep(0.1)
        yield provider
    finally:
        process.terminate()
        process.wait(10)
