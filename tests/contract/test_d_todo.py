"""D. The todo full-stack document: accounts, todos, cookies. D3 and D4, the assistant, have a file of their own."""

import http.cookies

import httpx2
import pytest

from tests.servers.tasklore import ADA, TaskloreServer, tasklore_server

GRACE = {"email": "grace@example.org", "password": "another long password", "name": "Grace"}


def cookies_of(answer: httpx2.Response) -> dict[str, http.cookies.Morsel[str]]:
    found: dict[str, http.cookies.Morsel[str]] = {}
    for header in answer.headers.get_list("set-cookie"):
        jar: http.cookies.SimpleCookie = http.cookies.SimpleCookie()
        jar.load(header)
        found.update(jar)
    return found


def test_d1_register_login_me_logout(server: TaskloreServer) -> None:
    with server.client(headers={"origin": server.url, "x-forwarded-for": "10.1.0.1"}) as client:
        registered = client.post("/api/v1/auth/register", json=GRACE)
        assert registered.status_code in (200, 201), registered.text
        client.cookies.clear()
        signed_in = client.post("/api/v1/auth/login", json={name: GRACE[name] for name in ("email", "password")})
        assert signed_in.status_code == 200, signed_in.text
        cookie = cookies_of(signed_in)["session_token"]
        assert cookie["httponly"]

        me = client.get("/api/v1/auth/me")
        assert me.status_code == 200
        assert "no-store" in me.headers["cache-control"]
        assert "grace@example.org" in me.text
        assert client.get("/api/v1/todos/").status_code == 200

        signed_out = client.post("/api/v1/auth/logout")
        assert signed_out.status_code in (200, 204)
        assert cookies_of(signed_out)["session_token"]["max-age"] == "0"
        assert client.get("/api/v1/auth/me").status_code == 401


def test_d1_the_same_account_signs_in_at_both_doors(server: TaskloreServer, ada: httpx2.Client) -> None:
    ada_signs_in = {"email": "ada@example.org", "password": "a long enough password"}
    with server.client(headers={"origin": server.url, "x-forwarded-for": "10.1.0.2"}) as client:
        client.post("/api/v1/auth/login", json=ada_signs_in).raise_for_status()
        assert client.get("/api/auth/get-session").json()["user"]["email"] == "ada@example.org"


def test_d2_todos_are_each_users_own(server: TaskloreServer, ada: httpx2.Client) -> None:
    stranger = server.sign_up(email="stranger@example.org")
    made = ada.post("/api/v1/todos/", json={"title": "Buy milk"})
    assert made.status_code == 201
    path = f"/api/v1/todos/{made.json()['id']}"

    assert made.json()["id"] in [todo["id"] for todo in ada.get("/api/v1/todos/").json()["items"]]
    assert ada.get(path).json()["title"] == "Buy milk"
    assert ada.patch(path, json={"completed": True}).json()["completed"] is True
    assert stranger.get("/api/v1/todos/").json()["items"] == []
    for method in ("GET", "PATCH", "DELETE"):
        assert stranger.request(method, path, json={} if method == "PATCH" else None).status_code == 404
    assert ada.delete(path).status_code == 204
    assert ada.get(path).status_code == 404


@pytest.mark.parametrize(("proto", "secure"), [("http", False), ("https", True)])
def test_d5_cookies_follow_the_scheme_and_only_a_trusted_proxy_is_believed(
    tmp_path_factory: pytest.TempPathFactory, proto: str, secure: bool
) -> None:
    for trusted, expected in (("127.0.0.1", secure), ("", False)):
        folder = tmp_path_factory.mktemp("d5")
        with tasklore_server(folder, TRUSTED_PROXIES=trusted, FORWARDED_ALLOW_IPS="") as server:
            answer = httpx2.post(f"{server.url}/api/auth/sign-up/email", json=ADA, headers={"x-forwarded-proto": proto})
            names = cookies_of(answer)
            name = "__Secure-better-auth.session_token" if expected else "better-auth.session_token"
            assert bool(names[name]["secure"]) is expected
