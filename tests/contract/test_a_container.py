"""A. The container: what can be seen without an engine; the images themselves are in tests/deploy."""

import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.servers.postgres import PostgresServer
from tests.servers.tasklore import TaskloreServer


def test_a4_docs_is_swagger_ui_with_assets_of_its_own(server: TaskloreServer) -> None:
    with server.client() as client:
        page = client.get("/docs")
        assert page.status_code == 200
        assert "Swagger UI" in page.text
        assert "http://" not in page.text
        assert "https://" not in page.text
        for asset in ("swagger-ui-bundle.js", "swagger-ui.css", "start.js"):
            assert client.get(f"/docs/assets/{asset}").status_code == 200, asset
        document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/tasks" in document["paths"]


async def test_a5_three_settings_start_the_api_with_a_neon_url(postgres: PostgresServer, tmp_path: Path) -> None:
    await postgres.copy_template("contract_a5")
    url = f"{postgres.url('contract_a5')}?sslmode=prefer&channel_binding=prefer"
    environ = {
        "COHERE_API_KEY": "not-called",
        "NEON_DATABASE_URL": url,
        "BETTER_AUTH_SECRET": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    }
    server = TaskloreServer(tmp_path, command=("serve", "api"), **environ)
    try:
        server.start()
        assert httpx2.get(f"{server.url}/ready").json()["parts"]["database"] == "ok"
    finally:
        server.kill()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DATABASE_URL", "mysql://nowhere", "postgresql://"),
        ("ACCESS_TOKEN_EXPIRE_MINUTES", "soon", "integer"),
        ("BETTER_AUTH_SECRET", "short", "32 characters"),
        ("JWT_SECRET_KEY", "your-secret-key-here-change-in-production", "well-known"),
        ("LOG_LEVEL", "LOUD", "DEBUG"),
        ("PORT", "99999", "65535"),
    ],
)
def test_a7_a_bad_setting_stops_the_start_with_a_line_and_an_example(
    tmp_path: Path, name: str, value: str, says: str
) -> None:
    environ = {"PATH": "/usr/bin", "DATA_DIR": str(tmp_path / "data"), name: value}
    outcome = subprocess.run(
        [sys.executable, "-m", "tasklore.cli", "serve"],
        env=environ, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert outcome.returncode == 2
    (line,) = [line for line in outcome.stderr.splitlines() if line.strip().startswith(f"{name}:")]
    assert says in line
    assert f"Example: {name}=" in line
    assert "Traceback" not in outcome.stderr
