"""The API accepts tokens of another identity server: by its key set, or by the shared secret."""

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import jwt
import pytest

from tasklore.apps.auth import make_auth
from tasklore.apps.wiring import Core, open_core
from tasklore.auth.tokens import sign_ed25519
from tests.auth.test_keys import KeyServer, foreign_key, key_server
from tests.conftest import make_settings

ISSUER = "https://id.example.org"
SHARED = "a-secret-that-both-services-know-0123456789"
GUARDED = "/api/v1/account/security-events"
__all__ = ["key_server"]


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    return {
        "sub": "foreign-user-1",
        "email": "ada@example.com",
        "name": "Ada",
        "iss": ISSUER,
        "aud": ISSUER,
        "iat": now,
        "exp": now + 900,
        **changed,
    }


@asynccontextmanager
async def api(tmp_path: Path, database_url: str, **environ: str) -> AsyncIterator[httpx2.AsyncClient]:
    settings = make_settings(tmp_path, database_url, **environ)
    async with AsyncExitStack() as stack:
        core = await stack.enter_async_context(open_core(settings))

        @asynccontextmanager
        async def running() -> AsyncIterator[Core]:
            yield core

        app = make_auth(settings, running)
        await stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx2.ASGITransport(app=app)
        yield await stack.enter_async_context(httpx2.AsyncClient(transport=transport, base_url="http://api.test"))


async def status(client: httpx2.AsyncClient, token: str) -> int:
    return (await client.get(GUARDED, headers={"Authorization": f"Bearer {token}"})).status_code


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_tokens_of_a_foreign_key_set_are_accepted_and_nothing_near_them(
    tmp_path: Path, database_url: str, key_server: KeyServer
) -> None:
    key, unknown = foreign_key("theirs"), foreign_key("theirs")
    key_server.publish(key)
    async with api(tmp_path, database_url, JWKS_URL=key_server.url, JWT_ISSUER=ISSUER) as client:
        good = sign_ed25519(key.private, "theirs", claims())

        assert await status(client, good) == 200
        assert await status(client, sign_ed25519(unknown.private, "theirs", claims())) == 401
        assert await status(client, sign_ed25519(key.private, "theirs", claims(iss="https://other.example"))) == 401
        assert await status(client, sign_ed25519(key.private, "theirs", claims(aud="https://other.example"))) == 401
        assert await status(client, sign_ed25519(key.private, "theirs", claims(exp=int(time.time()) - 1))) == 401

        me = await client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {good}"})
        assert me.json()["id"] == "foreign-user-1"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_tokens_signed_with_the_shared_secret_are_accepted(tmp_path: Path, database_url: str) -> None:
    environ = {"JWT_SECRET": SHARED, "JWT_ISSUER": ISSUER, "JWT_AUDIENCE": ISSUER}
    async with api(tmp_path, database_url, **environ) as client:
        assert await status(client, jwt.encode(claims(), SHARED, "HS256")) == 200
        assert await status(client, jwt.encode(claims(), "x" * 40, "HS256")) == 401
        assert await status(client, jwt.encode(claims(iss="https://other.example"), SHARED, "HS256")) == 401


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_with_eddsa_only_no_shared_secret_is_accepted(tmp_path: Path, database_url: str) -> None:
    environ = {"JWT_SECRET": SHARED, "JWT_ALGORITHM": "EdDSA", "JWT_ISSUER": ISSUER, "JWT_AUDIENCE": ISSUER}
    async with api(tmp_path, database_url, **environ) as client:
        assert await status(client, jwt.encode(claims(), SHARED, "HS256")) == 401
