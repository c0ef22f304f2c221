"""E. The book document: the auth service beside the API. E6 and E7, the cited answers, have a file of their own."""

import time
from pathlib import Path

import httpx2
import jwt

from tests.servers.postgres import PostgresServer
from tests.servers.tasklore import ADA, TaskloreServer, tasklore_server

SECRET = "f3a1c5d7e9b2046813579bdf02468ace"
SHARED = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"


def test_e1_and_e2_both_services_say_that_they_are_healthy(server: TaskloreServer) -> None:
    assert httpx2.get(f"{server.auth_url}/health").json() == {"status": "healthy", "service": "auth-service"}
    assert httpx2.get(f"{server.url}/health").json() == {"status": "healthy", "service": "api-service"}
    assert httpx2.head(f"{server.url}/health").status_code == 200


def test_e3_sign_up_keeps_the_three_fields_and_sets_the_session_cookie(server: TaskloreServer) -> None:
    person = {**ADA, "email": "e3@example.org"}
    with httpx2.Client(base_url=server.auth_url) as client:
        answer = client.post("/api/auth/sign-up/email", json=person)
        assert answer.status_code == 200
        assert "better-auth.session_token" in answer.cookies
        user = client.get("/api/auth/get-session").json()["user"]
    assert [user[name] for name in ("softwareBackground", "hardwareBackground", "interestArea")] == [
        "Intermediate", "Beginner", "AI",
    ]  # fmt: skip


def test_e4_the_cookie_gives_a_jwt_and_the_user(tmp_path: Path) -> None:
    with tasklore_server(tmp_path, JWT_SECRET=SHARED, BETTER_AUTH_SECRET=SECRET) as server:
        client = server.sign_up()
        answer = client.get(f"{server.auth_url}/api/auth/jwt", headers={"cookie": _cookie(client)})
    claims = jwt.decode(answer.json()["token"], SHARED, algorithms=["HS256"], options={"verify_aud": False})
    assert claims["email"] == answer.json()["user"]["email"] == "ada@example.org"
    assert claims["exp"] - claims["iat"] == 3600


async def test_e5_apart_the_api_verifies_alone_and_refuses_a_signed_out_session_within_a_second(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    await postgres.copy_template("contract_e5")
    shared = {"DATABASE_URL": postgres.url("contract_e5"), "BETTER_AUTH_SECRET": SECRET, "JWT_SECRET": SHARED}
    api, auth = (TaskloreServer(tmp_path / name, command=("serve", name), **shared) for name in ("api", "auth"))
    for server in (api, auth):
        server.folder.mkdir()
    try:
        api.start()
        auth.start(port=auth.auth_port)
        with httpx2.Client(base_url=auth.auth_url, headers={"origin": auth.auth_url}) as client:
            client.post("/api/auth/sign-up/email", json=ADA).raise_for_status()
            token = client.get("/api/auth/jwt").json()["token"]
            bearer = {"authorization": f"Bearer {token}"}
            assert httpx2.get(f"{api.url}/api/v1/tasks", headers=bearer).status_code == 200
            client.post("/api/auth/sign-out").raise_for_status()
        signed_out = time.monotonic()
        while (answer := httpx2.get(f"{api.url}/api/v1/tasks", headers=bearer)).status_code == 200:
            assert time.monotonic() - signed_out < 5, "still let in"
            time.sleep(0.05)
        assert answer.status_code == 401
        assert time.monotonic() - signed_out < 1.5
    finally:
        api.kill()
        auth.kill()


def test_e8_ten_requests_a_minute_on_the_auth_routes(tmp_path: Path) -> None:
    with tasklore_server(tmp_path) as server:
        wrong = {"email": "nobody@example.org", "password": "wrong password"}
        statuses = [httpx2.post(f"{server.url}/api/v1/auth/login", json=wrong).status_code for _ in range(14)]
    assert 429 in statuses
    assert statuses.count(401) <= 10


def test_e9_a_write_with_a_cookie_from_a_foreign_origin_is_refused(ada: httpx2.Client) -> None:
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"referer": "https://evil.example/x"}):
        answer = ada.post("/api/v1/tasks", json={"title": "Forged"}, headers={"origin": "", **headers})
        assert answer.status_code == 403, headers
    assert "Forged" not in ada.get("/api/v1/tasks").text


def _cookie(client: httpx2.Client) -> str:
    return "; ".join(f"{name}={value}" for name, value in client.cookies.items())
