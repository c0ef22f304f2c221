"""Signing keys: made once, rotated, published as long as somebody may verify with them; foreign key sets."""

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tasklore.accounts.vault import Vault
from tasklore.apps.wiring import Core
from tasklore.auth.keys import ForeignKeys, KeyRing, SigningKey, keys_of
from tasklore.platform.clock import SetClock

VAULT = Vault("a secret of thirty-two characters")


@pytest.fixture
async def services(settings: Any, clock: SetClock) -> Any:
    from tasklore.apps.wiring import open_core

    async with open_core(settings, clock=clock) as core:
        yield core


def ring(services: Core) -> KeyRing:
    return KeyRing(services, VAULT, timedelta(days=90))


async def test_every_process_signs_with_the_same_key(services: Core) -> None:
    first, second = ring(services), ring(services)

    assert (await first.current()).kid == (await second.current()).kid


async def test_a_new_key_takes_over_and_the_old_one_verifies_for_a_month_more(services: Core, clock: SetClock) -> None:
    keys = ring(services)
    old = await keys.current()

    clock.forward(timedelta(days=91))
    new = await keys.current()
    published = [key.kid for key in await keys.all()]
    clock.forward(timedelta(days=31))
    await keys.reread()
    later = [key.kid for key in await ring(services).all()]

    assert new.kid != old.kid
    assert published == [new.kid, old.kid]
    assert old.kid not in later


async def test_a_private_key_is_sealed_in_the_database(services: Core) -> None:
    from sqlalchemy import select

    from tasklore.accounts.models import signing_key
    from tasklore.platform.db.query import Query

    key = await ring(services).current()

    stored = str(await services.db.fetch(Query(select(signing_key)), {}))

    assert key.as_jwk()["x"] in stored
    assert key.private.private_bytes_raw().hex() not in stored


# The key set of another issuer


class KeyServer:
    """Serves a key set on loopback, and counts how often it is asked."""

    def __init__(self) -> None:
        self.body: bytes = b'{"keys": []}'
        self.asked = 0
        office = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                office.asked += 1
                self.send_response(200)
                self.end_headers()
                self.wfile.write(office.body)

            def log_message(self, *args: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/jwks"

    def publish(self, *keys: SigningKey) -> None:
        self.body = json.dumps({"keys": [key.as_jwk() for key in keys]}).encode()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def key_server() -> Iterator[KeyServer]:
    server = KeyServer()
    yield server
    server.close()


def foreign_key(kid: str) -> SigningKey:
    private = Ed25519PrivateKey.generate()
    return SigningKey(kid, private, private.public_key(), datetime(2030, 1, 1, tzinfo=UTC))


async def settled(keys: ForeignKeys) -> None:
    if keys._task is not None:
        await keys._task


async def test_a_foreign_key_set_is_read_and_an_unknown_key_asks_for_a_new_copy(
    key_server: KeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ForeignKeys, "BETWEEN_S", 0.0)
    first, second = foreign_key("first"), foreign_key("second")
    key_server.publish(first)
    keys = ForeignKeys(key_server.url)
    await keys.start()

    assert keys.public("first") is not None
    key_server.publish(first, second)
    assert keys.public("second") is None, "never waits"
    await settled(keys)
    assert keys.public("second") is not None
    await keys.close()


async def test_unknown_keys_do_not_make_it_ask_without_end(key_server: KeyServer) -> None:
    keys = ForeignKeys(key_server.url)
    await keys.start()

    for number in range(100):
        keys.public(f"invented{number}")
    await settled(keys)

    assert key_server.asked == 1
    await keys.close()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"keys": 5}',
        b'{"keys": [5]}',
        b"x" * 200_000,
        b'{"keys": [{"kty":"OKP","crv":"Ed25519","kid":"k","x":"short"}]}',
    ],
)
async def test_a_broken_key_set_leaves_the_last_good_one(key_server: KeyServer, body: bytes) -> None:
    key_server.publish(foreign_key("good"))
    keys = ForeignKeys(key_server.url)
    await keys.start()

    key_server.body = body
    await keys.fetch()

    assert keys.public("good") is not None
    await keys.close()


async def test_an_issuer_that_is_away_does_not_stop_the_start() -> None:
    keys = ForeignKeys("http://127.0.0.1:1/jwks")

    async with asyncio.timeout(5):
        await keys.start()

    assert keys.public("any") is None
    await keys.close()


def test_keys_of_other_kinds_are_passed_over() -> None:
    good = foreign_key("good").as_jwk()
    others = [{"kty": "RSA", "kid": "r", "n": "x", "e": "AQAB"}, {"kty": "oct", "k": "c2VjcmV0", "kid": "o"}]

    keys = keys_of(json.dumps({"keys": [*others, good]}).encode(), 50)

    assert list(keys) == ["good"]
    assert jwt.algorithms.has_crypto
