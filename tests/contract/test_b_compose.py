"""B. The Compose document: its settings, with one process and no engine; the stack itself is in tests/deploy."""

import json
import subprocess
import sys
from pathlib import Path

import httpx2
import jwt

from tests.servers.postgres import PostgresServer
from tests.servers.tasklore import TaskloreServer, tasklore_server

SECRET = "f3a1c5d7e9b2046813579bdf02468ace"


def test_b3_the_sqlite_url_of_the_document_works(tmp_path: Path) -> None:
    with tasklore_server(tmp_path, DATABASE_URL="sqlite:///./data/db.sqlite") as server:
        server.sign_up().post("/api/v1/tasks", json={"title": "Buy milk"}).raise_for_status()
    assert (tmp_path / "data" / "db.sqlite").is_file()


def test_b4_jwt_secret_algorithm_and_life_are_settings(tmp_path: Path) -> None:
    settings = {"JWT_SECRET_KEY": SECRET, "JWT_ALGORITHM": "HS256", "ACCESS_TOKEN_EXPIRE_MINUTES": "7"}
    with tasklore_server(tmp_path, **settings) as server:
        token = server.sign_up().get("/api/auth/jwt").json()["token"]

    claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_aud": False})
    assert claims["exp"] - claims["iat"] == 7 * 60


def test_b7_only_listed_origins_are_let_in_with_credentials(tmp_path: Path) -> None:
    with tasklore_server(tmp_path, CORS_ORIGINS="https://a.example.org, https://b.example.org") as server:
        ask = {"access-control-request-method": "GET"}
        listed = httpx2.options(f"{server.url}/api/v1/tasks", headers={"origin": "https://b.example.org", **ask})
        other = httpx2.options(f"{server.url}/api/v1/tasks", headers={"origin": "https://c.example.org", **ask})

    assert listed.headers["access-control-allow-origin"] == "https://b.example.org"
    assert listed.headers["access-control-allow-credentials"] == "true"
    assert "access-control-allow-origin" not in other.headers


def test_b8_logs_on_standard_output_and_in_three_files(tmp_path: Path) -> None:
    with tasklore_server(tmp_path, LOG_LEVEL="INFO", LOG_DIR=str(tmp_path / "logs"), SLOW_QUERY_MS="1") as server:
        client = server.sign_up()
        client.post("/api/v1/tasks", json={"title": "Buy milk"}, headers={"x-request-id": "find-me"})
        server.stop()
    lines = [json.loads(line) for line in (tmp_path / "logs" / "api.log").read_text().splitlines()]
    (line,) = [line for line in lines if line.get("request_id") == "find-me" and line["event"] == "request_answered"]

    assert (line["route"], line["status"]) == ("/api/v1/tasks", 201)
    assert "find-me" in server.said()
    assert "Buy milk" not in (tmp_path / "logs" / "api.log").read_text()
    slow = [json.loads(line) for line in (tmp_path / "logs" / "slow_queries.log").read_text().splitlines()]
    assert all("ada@example.org" not in line["statement"] for line in slow)


def test_b9_the_rate_limit_answers_429_with_when_to_come_back(tmp_path: Path) -> None:
    with tasklore_server(tmp_path, RATE_LIMIT_ENABLED="true", RATE_LIMIT_PER_MINUTE="60") as server:
        client = server.sign_up()
        answers = [client.get("/api/v1/tasks") for _ in range(70)]

    refused = [answer for answer in answers if answer.status_code == 429]
    assert 5 <= len(refused) <= 10
    assert int(refused[0].headers["retry-after"]) >= 1
    assert refused[0].headers["ratelimit-limit"] == "60"
    assert refused[0].json()["code"] == "too_many_requests"


async def test_b11_migrate_brings_postgresql_to_the_newest_schema_twice(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    url = await postgres.create("contract_b11")
    for _ in range(2):
        subprocess.run(
            [sys.executable, "-m", "tasklore.cli", "migrate"],
            env={"PATH": "/usr/bin", "DATABASE_URL": url, "DATA_DIR": str(tmp_path)}, check=True, capture_output=True, timeout=60,
        )  # fmt: skip


async def test_b11_alembic_itself_works_too(postgres: PostgresServer, tmp_path: Path) -> None:
    url = await postgres.create("contract_b11_alembic")
    root = Path(__file__).parents[2]
    subprocess.run(
        [sys.executable, "-m", "alembic", "-c", str(root / "alembic.ini"), "upgrade", "head"],
        env={"PATH": "/usr/bin", "DATABASE_URL": url, "DATA_DIR": str(tmp_path)}, check=True, capture_output=True, timeout=60,
    )  # fmt: skip


async def test_b6_and_b10_two_replicas_share_one_limit_through_redis(
    postgres: PostgresServer, redis: str, tmp_path: Path
) -> None:
    await postgres.copy_template("contract_b6")
    settings = {
        "DATABASE_URL": postgres.url("contract_b6"), "REDIS_URL": redis, "BETTER_AUTH_SECRET": SECRET,
        "RATE_LIMIT_ENABLED": "true", "RATE_LIMIT_PER_MINUTE": "20",
    }  # fmt: skip
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = TaskloreServer(tmp_path / "a", command=("serve", "all"), **settings)
    second = TaskloreServer(tmp_path / "b", command=("serve", "all"), **settings)
    try:
        first.start()
        second.start()
        client = first.sign_up()
        token = client.get("/api/auth/jwt").json()["token"]
        headers = {"authorization": f"Bearer {token}"}
        made = httpx2.post(f"{first.url}/api/v1/tasks", json={"title": "Seen by both"}, headers=headers)
        seen = httpx2.get(f"{second.url}/api/v1/tasks", headers=headers)
        assert seen.json()["items"][0]["id"] == made.json()["id"]

        statuses = [httpx2.get(f"{s.url}/api/v1/tasks", headers=headers).status_code for s in (first, second) * 15]
    finally:
        first.kill()
        second.kill()
    assert statuses.count(200) <= 22
    assert statuses.count(429) >= 8
