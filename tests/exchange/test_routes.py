"""Who may import and export, and what a request must look like."""

import asyncio
import json

import httpx2

from .conftest import HEADER, upload

FILE = f"{HEADER}\ntask,Buy milk,,4,1"


async def test_nobody_imports_or_exports_signed_out(nobody: httpx2.AsyncClient) -> None:
    assert (await upload(nobody, "todoist-csv", FILE, "a.csv")).status_code == 401
    assert (await nobody.get("/api/v1/export")).status_code == 401


async def test_a_format_that_is_not_read_here_is_not_found(client: httpx2.AsyncClient) -> None:
    answer = await upload(client, "wunderlist", FILE, "a.csv")

    assert answer.status_code == 404


async def test_a_file_that_cannot_be_read_is_refused_and_leaves_nothing(client: httpx2.AsyncClient) -> None:
    answer = await upload(client, "todoist-csv", "name,age\nAda,36", "a.csv")

    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_file")
    assert answer.json()["detail"] == "The first line has no column 'TYPE'."
    assert (await client.get("/api/v1/projects")).json()["items"][0]["name"] == "Inbox"


async def test_the_file_must_come_in_a_form(client: httpx2.AsyncClient) -> None:
    plain = await client.post("/api/v1/import/todoist-csv", content=FILE, headers={"content-type": "text/csv"})
    empty = await client.post("/api/v1/import/todoist-csv", files={"other": ("a.csv", FILE.encode())})
    broken = await client.post(
        "/api/v1/import/todoist-csv", content=b"--x\r\nbroken", headers={"content-type": "multipart/form-data"}
    )

    assert plain.status_code == 415
    assert empty.status_code == 422
    assert broken.status_code == 400


async def test_a_key_that_may_only_read_exports_and_does_not_import(app: object, client: httpx2.AsyncClient) -> None:
    client.headers["x-test-scopes"] = "tasks:read"

    assert (await upload(client, "todoist-csv", FILE, "a.csv")).status_code == 403
    assert (await client.get("/api/v1/export")).status_code == 200


async def test_an_import_that_is_sent_again_with_its_key_is_not_done_twice(client: httpx2.AsyncClient) -> None:
    client.headers["idempotency-key"] = "import-1"
    client.headers["content-type"] = "multipart/form-data; boundary=x"
    form = f'--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n{FILE}\r\n--x--\r\n'.encode()

    first = await client.post("/api/v1/import/todoist-csv", content=form)
    second = await client.post("/api/v1/import/todoist-csv", content=form)

    assert first.status_code == second.status_code == 200
    assert second.json()["change_set_id"] == first.json()["change_set_id"]
    assert len((await client.get("/api/v1/tasks")).json()["items"]) == 1


async def test_an_import_may_be_proposed_instead(client: httpx2.AsyncClient) -> None:
    client.headers["prefer"] = "propose"

    answer = await upload(client, "todoist-csv", FILE, "a.csv")

    assert answer.status_code == 202
    assert (await client.get("/api/v1/tasks")).json()["items"] == []
    del client.headers["prefer"]
    approved = await client.post(f"/api/v1/proposals/{answer.json()['change_set_id']}/approve")
    assert approved.status_code == 204
    assert [t["title"] for t in (await client.get("/api/v1/tasks")).json()["items"]] == ["Buy milk"]


async def test_imports_at_the_same_moment_all_arrive(client: httpx2.AsyncClient) -> None:
    """Each wants to make the Inbox, and one of them can; the others read their file again and try again."""
    document = {
        "format": "tasklore",
        "version": 1,
        "projects": [{"id": "p", "name": "Inbox", "is_inbox": True}],
        "tasks": [{"id": "t", "project_id": "p", "title": "Buy milk"}],
    }

    answers = await asyncio.gather(*(upload(client, "json", json.dumps(document), "x.json") for _ in range(6)))

    assert [answer.status_code for answer in answers] == [200] * 6
    assert len((await client.get("/api/v1/tasks")).json()["items"]) == 6
    assert len((await client.get("/api/v1/projects")).json()["items"]) == 1
