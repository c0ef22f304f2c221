"""The diagnosis: what is well, what is not, and what to do."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from .conftest import Command


def checks(command: Command) -> dict[str, list[tuple[str, str, str | None]]]:
    found: dict[str, list[tuple[str, str, str | None]]] = {}
    for check in command("doctor", "--json").json["checks"]:
        found.setdefault(check["name"], []).append((check["state"], check["message"], check["hint"]))
    return found


def insert_job(data: Path, **values: Any) -> None:
    now = datetime.now(UTC)
    row = {
        "id": "job-1",
        "name": "tasks.remind",
        "payload": "{}",
        "state": "ready",
        "run_at": (now - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "attempts": 0,
        "created_at": now.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        **values,
    }
    with sqlite3.connect(data / "tasklore.sqlite") as connection:
        names = ", ".join(row)
        connection.execute(f"INSERT INTO job ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    connection.close()


def test_a_place_in_order_is_all_well(command: Command, ada: str) -> None:
    ran = command("doctor")

    assert ran.code == 0
    assert "✗" not in ran.out
    found = checks(command)
    for name in ("settings", "data directory", "secrets", "database", "schema", "jobs", "users", "redis", "index"):
        assert [state for state, _, _ in found[name]] == ["ok"], name


def test_before_the_first_start_nothing_is_made(command: Command, folder: Path) -> None:
    ran = command("doctor")

    assert ran.code == 0
    assert "is not there yet" in ran.out
    assert not (folder / "data").exists()


def test_bad_settings_are_all_it_says(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eighty")

    ran = command("doctor")

    assert ran.code == 1
    assert ran.out.startswith("✗ settings: PORT: ")
    assert len(ran.out.splitlines()) == 1


def test_jobs_that_nobody_does_and_jobs_given_up_are_named(command: Command, ada: str, data: Path) -> None:
    insert_job(data)
    insert_job(data, id="job-2", name="mail.send", state="dead", error="SMTPError: refused")

    jobs = checks(command)["jobs"]

    assert jobs[0] == ("warn", "tasks.remind: due for more than ten minutes", "Start a worker: tasklore worker")
    assert jobs[1][:2] == ("warn", "mail.send was given up: SMTPError: refused")


def test_a_secret_that_others_can_read_is_a_warning(command: Command, ada: str, data: Path) -> None:
    secret = data / "secrets" / "better-auth-secret"
    secret.chmod(0o644)

    [(state, _, hint)] = checks(command)["secrets"]

    assert (state, hint) == ("warn", f"chmod 600 {secret}")


def test_a_schema_that_is_behind_is_not_brought_forward(command: Command, data: Path) -> None:
    with sqlite3.connect(data / "tasklore.sqlite") as connection:
        connection.execute("DELETE FROM alembic_version")
    connection.close()

    assert checks(command)["schema"][0][0] == "warn"
    assert checks(command)["schema"][0][2] == "Run: tasklore migrate"


def test_a_schema_of_a_newer_release_is_a_failure(command: Command, data: Path) -> None:
    with sqlite3.connect(data / "tasklore.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    ran = command("doctor")

    assert ran.code == 1
    assert "✗ schema: 9999 was made by a newer release" in ran.out


def test_a_damaged_database_is_a_failure(command: Command, data: Path) -> None:
    file = data / "tasklore.sqlite"
    content = bytearray(file.read_bytes())
    content[4096:40_960] = b"\xa5" * 36_864
    file.write_bytes(content)

    ran = command("doctor")

    assert ran.code == 1
    assert "✗ database: " in ran.out


def test_a_redis_that_is_away_is_a_warning(command: Command, ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:9/0")

    ran = command("doctor")

    assert ran.code == 0
    assert "! redis: does not answer" in ran.out


def test_a_qdrant_that_is_away_is_a_warning(command: Command, ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QDRANT_URL", "http://127.0.0.1:9")

    ran = command("doctor")

    assert ran.code == 0
    assert "! index: Qdrant does not answer" in ran.out


def test_a_postgres_that_is_away_is_a_failure(command: Command, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:hunter2@127.0.0.1:9/tasklore")

    ran = command("doctor")

    assert ran.code == 1
    assert "✗ database: PostgreSQL cannot be reached" in ran.out
    assert "hunter2" not in ran.out
