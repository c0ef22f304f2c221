"""Who may read the metrics."""

from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI

from tasklore.apps.wiring import Core
from tests.conftest import make_settings


async def metrics(app: FastAPI, peer: str, **headers: str) -> int:
    transport = httpx2.ASGITransport(app=app, client=(peer, 50_000))
    async with httpx2.AsyncClient(transport=transport, base_url="http://tasklore.test") as client:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return (await client.get("/metrics", headers=named)).status_code


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_metrics_are_for_private_addresses_and_not_for_who_hides_behind_one(
    app: FastAPI, services: Core, tmp_path: Path, database_url: str
) -> None:
    assert await metrics(app, "127.0.0.1") == 200
    assert await metrics(app, "::1") == 200
    assert await metrics(app, "93.184.216.34") == 404
    assert await metrics(app, "127.0.0.1", x_forwarded_for="10.0.0.1") == 404, "a proxy that nobody named"
    assert await metrics(app, "::1", x_real_ip="93.184.216.34") == 404

    services.settings = make_settings(tmp_path, database_url, TRUSTED_PROXIES="127.0.0.0/8")

    assert await metrics(app, "127.0.0.1", x_forwarded_for="93.184.216.34") == 404
    assert await metrics(app, "127.0.0.1", x_forwarded_for="10.0.0.1") == 200
    assert await metrics(app, "::ffff:127.0.0.1", x_forwarded_for="10.0.0.1") == 200
