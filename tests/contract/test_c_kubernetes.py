"""C. The Kubernetes document: its settings and its command; the manifests themselves are in tests/deploy."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

from tests.servers.ports import free_port
from tests.servers.postgres import PostgresServer
from tests.servers.tasklore import TaskloreServer

SECRET = "f3a1c5d7e9b2046813579bdf02468ace"


async def test_c1_parts_of_the_database_address_are_accepted(
    postgres: PostgresServer, redis: str, tmp_path: Path
) -> None:
    await postgres.copy_template("contract_c1")
    address, store = urlsplit(postgres.url("contract_c1")), urlsplit(redis)
    server = TaskloreServer(
        tmp_path,
        command=("serve", "api"),
        DATABASE_HOST=str(address.hostname),
        DATABASE_PORT=str(address.port),
        DATABASE_NAME="contract_c1",
        DATABASE_USER=str(address.username),
        DATABASE_PASSWORD="not-needed",
        REDIS_HOST=str(store.hostname),
        REDIS_PORT=str(store.port),
        CACHE_TTL="60",
        BETTER_AUTH_SECRET=SECRET,
    )
    try:
        server.start("/ready")
        assert httpx2.get(f"{server.url}/ready").json()["parts"] == {"database": "ok", "redis": "ok"}
    finally:
        server.kill()


async def test_c2_gunicorn_with_two_workers_serves_the_api(postgres: PostgresServer, tmp_path: Path) -> None:
    await postgres.copy_template("contract_c2")
    port = free_port()
    server = TaskloreServer(tmp_path, DATABASE_URL=postgres.url("contract_c2"), BETTER_AUTH_SECRET=SECRET)
    server._command = [
        sys.executable, "-m", "gunicorn", "-k", "uvicorn_worker.UvicornWorker", "--bind", f"127.0.0.1:{port}",
        "--workers", "2", "--timeout", "60", "tasklore.asgi:api",
    ]  # fmt: skip
    try:
        server.start(port=port)
        assert httpx2.get(f"http://127.0.0.1:{port}/health").json() == {"status": "healthy", "service": "api-service"}
        assert httpx2.get(f"http://127.0.0.1:{port}/api/v1/tasks").status_code == 401
    finally:
        server.kill()


def test_c6_logs_go_to_standard_output(tmp_path: Path) -> None:
    server = TaskloreServer(tmp_path)
    try:
        server.start()
        httpx2.get(f"{server.url}/api/v1/tasks")
        server.stop()
    finally:
        server.kill()
    assert '"route":"/api/v1/tasks"' in server.said()
