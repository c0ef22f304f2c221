"""Files on tasks over HTTP, on both engines: what comes in is not believed, what goes out is inert."""

import hashlib
import os
import time
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest

from tasklore.apps.wiring import Core
from tasklore.platform.clock import SetClock
from tasklore.platform.unit import Unit, run
from tasklore.tasks.attachments.jobs import sweep
from tests.conftest import MakeTask
from tests.tasks.conftest import NEVER, MakeProject, Share, undo

TASKS = "/api/v1/tasks"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)

HOSTILE_NAMES = [
    "../../etc/passwd", "..\\..\\windows\\system32\\config", "/etc/shadow", "C:\\boot.ini", "file\r\nSet-Cookie: a=b",
    'a";filename="b.exe', "a\u202egpj.exe", "nul.txt", "CON", "com1.log", ".htaccess", "..", ".", "", " ", "a" * 5000,
    "ä" * 300, "x.php%00.jpg", "<script>alert(1)</script>.svg", "~root", "$(reboot).txt", "`id`", "a|b", "a*b?c", "-rf",
    "\u200b\u2060", "naïve 文件 🙂.pdf", "a/b/c.txt", "file;type=text/html", "\ufeffbom.txt", "a.txt.", "a\tb\x07c.txt",
]  # fmt: skip


async def put(client: httpx2.AsyncClient, task: dict[str, str], name: str, content: bytes) -> httpx2.Response:
    return await client.post(
        f"{TASKS}/{task['id']}/attachments", files={"file": (name, content, "text/html; charset=utf-8")}
    )


async def test_a_file_is_put_on_a_task_listed_and_downloaded(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task()

    made = await put(client, task, "plan.png", PNG)

    assert made.status_code == 201, made.text
    file = made.json()
    assert (file["name"], file["media_type"], file["size_bytes"]) == ("plan.png", "image/png", len(PNG))
    assert file["sha256"] == hashlib.sha256(PNG).hexdigest()
    path = f"{TASKS}/{task['id']}/attachments"
    assert (await client.get(path)).json()["items"] == [file]
    assert (await client.get(f"{path}/{file['id']}")).json() == file
    content = await client.get(f"{path}/{file['id']}/content")
    assert content.content == PNG
    assert content.headers["content-type"] == "image/png"
    assert content.headers["content-disposition"].startswith('attachment; filename="plan.png"')
    assert content.headers["x-content-type-options"] == "nosniff"
    assert content.headers["content-security-policy"].startswith("sandbox")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<!doctype html><script>alert(1)</script>"),
        ("image.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("photo.png", b"<html><body onload=alert(1)>"),
        ("polyglot.gif", b"GIF89a/*<script>*/=1;alert(1)//</script>"),
        ("data.bin", bytes(range(256))),
        ("empty", b""),
    ],
)
async def test_what_could_run_in_a_browser_comes_back_inert(
    client: httpx2.AsyncClient, make_task: MakeTask, name: str, content: bytes
) -> None:
    task = await make_task()
    file = (await put(client, task, name, content)).json()

    answer = await client.get(f"{TASKS}/{task['id']}/attachments/{file['id']}/content")

    assert answer.content == content
    assert answer.headers["content-type"].partition(";")[0] in ("text/plain", "image/gif", "application/octet-stream")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


async def test_thirty_two_hostile_names_do_no_harm(
    client: httpx2.AsyncClient, make_task: MakeTask, services: Core, tmp_path: Path
) -> None:
    assert len(HOSTILE_NAMES) == 32
    task = await make_task()
    for number, name in enumerate(HOSTILE_NAMES):
        boundary = "b0undary"
        # By hand: clients of today would quote most of these names away.
        quoted = name.replace("\r", "%0D").replace("\n", "%0A") if number % 2 else name
        body = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n'
            f"Content-Type: text/plain\r\n\r\ncontent {number}\r\n--{boundary}--\r\n"
        ).encode("utf-8", "surrogatepass")
        answer = await client.post(
            f"{TASKS}/{task['id']}/attachments",
            content=body,
            headers={"content-type": f"multipart/form-data; boundary={boundary}"},
        )
        assert answer.status_code in (201, 400, 422), (name, answer.text)
        if answer.status_code != 201:
            continue
        file = answer.json()
        kept = file["name"]
        assert kept
        assert kept not in (".", "..")
        assert not set(kept) & set('/\\\r\n\x00<>:"|?*')
        assert len(kept.encode()) <= 200
        download = await client.get(f"{TASKS}/{task['id']}/attachments/{file['id']}/content")
        assert download.status_code == 200, name
        assert "set-cookie" not in download.headers
        assert download.headers["content-disposition"].startswith("attachment; filename=")
    stored = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert stored
    assert all(len(path.name) == 64 and path.stat().st_mode & 0o777 == 0o600 for path in stored)
    assert not list(tmp_path.rglob("*passwd*"))


async def test_the_task_is_checked_before_the_file_is_read(
    client: httpx2.AsyncClient,
    other: httpx2.AsyncClient,
    nobody: httpx2.AsyncClient,
    make_project: MakeProject,
    make_task: MakeTask,
    share: Share,
    tmp_path: Path,
) -> None:
    project = await make_project()
    await share(project, "viewer")
    task = await make_task(project_id=project["id"])
    nonsense = {"content": b"not a form at all", "headers": {"content-type": "multipart/form-data; boundary=x"}}
    path = f"{TASKS}/{task['id']}/attachments"

    assert (await nobody.post(path, **nonsense)).status_code == 401
    assert (await other.post(path, **nonsense)).json()["code"] == "role_too_low"
    assert (await other.post(f"{TASKS}/{NEVER}/attachments", **nonsense)).status_code == 404
    assert (await client.post(path, **nonsense)).status_code in (400, 422)
    assert (await client.post(path, json={"file": "x"})).status_code == 415
    assert (await client.post(path, files={"other": ("a", b"x")})).status_code == 422
    assert (await client.post(path, data={"file": "text"})).status_code == 415
    assert (await client.post(path, files=[("file", ("a", b"x")), ("file", ("b", b"y"))])).status_code == 400
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


async def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(
    client: httpx2.AsyncClient, make_task: MakeTask, tmp_path: Path
) -> None:
    task = await make_task()

    just_over = await put(client, task, "big", bytes(25_000_001))
    far_over = await put(client, task, "big", bytes(27_000_000))

    assert (just_over.status_code, far_over.status_code) == (413, 413)
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert (await client.patch(f"{TASKS}/{task['id']}", json={"notes": "x" * 2_100_000})).status_code == 413


async def test_a_file_of_another_task_or_of_somebody_else_is_not_found(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, nobody: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    here, there = await make_task("Here"), await make_task("There")
    file = (await put(client, here, "a.txt", b"hello")).json()

    for method, path in (("GET", ""), ("GET", "/content"), ("DELETE", "")):
        wrong = await client.request(method, f"{TASKS}/{there['id']}/attachments/{file['id']}{path}")
        never = await client.request(method, f"{TASKS}/{there['id']}/attachments/{NEVER}{path}")
        theirs = await other.request(method, f"{TASKS}/{here['id']}/attachments/{file['id']}{path}")
        nowhere = await other.request(method, f"{TASKS}/{NEVER}/attachments/{NEVER}{path}")
        assert {wrong.status_code, never.status_code, theirs.status_code, nowhere.status_code} == {404}
        assert wrong.content == never.content
        assert theirs.content == nowhere.content
        assert (await nobody.request(method, f"{TASKS}/{here['id']}/attachments/x{path}")).status_code == 401


async def test_a_deleted_file_comes_back_by_undo_and_goes_for_good_with_its_task(
    client: httpx2.AsyncClient, make_task: MakeTask, services: Core, clock: SetClock, tmp_path: Path
) -> None:
    task = await make_task()
    file = (await put(client, task, "a.txt", b"hello")).json()
    path = f"{TASKS}/{task['id']}/attachments/{file['id']}"
    deleted = await client.delete(path)
    assert (await client.get(f"{path}/content")).status_code == 404
    assert (await undo(client, deleted)).status_code == 204
    assert (await client.get(f"{path}/content")).content == b"hello"
    stored = next(found for found in (tmp_path / "files").rglob("*") if found.is_file())
    long_ago = time.time() - timedelta(days=900).total_seconds()
    os.utime(stored, (long_ago, long_ago))

    async def sweep_now(unit: Unit) -> None:
        await sweep(unit, {})

    await run(services, sweep_now)
    assert stored.exists()
    await client.delete(f"{TASKS}/{task['id']}")
    clock.forward(timedelta(days=31))
    task_purge = services.registry.get("tasks.purge")
    assert task_purge is not None

    async def purge_now(unit: Unit) -> None:
        await task_purge.handler(unit, {})

    await run(services, purge_now)
    await run(services, sweep_now)

    assert not stored.exists()


async def test_the_same_file_twice_is_kept_once(
    client: httpx2.AsyncClient, make_task: MakeTask, tmp_path: Path
) -> None:
    one, two = await make_task("One"), await make_task("Two")
    first, second = (await put(client, one, "a.txt", b"same")).json(), (await put(client, two, "b.txt", b"same")).json()

    await client.delete(f"{TASKS}/{one['id']}/attachments/{first['id']}")

    assert len([path for path in (tmp_path / "files").rglob("*") if path.is_file()]) == 1
    assert (await client.get(f"{TASKS}/{two['id']}/attachments/{second['id']}/content")).content == b"same"


async def test_many_ranges_are_cheap(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task()
    file = (await put(client, task, "a.bin", bytes(1_000_000))).json()
    path = f"{TASKS}/{task['id']}/attachments/{file['id']}/content"
    assert (await client.get(path, headers={"range": "bytes=0-9"})).status_code == 206

    started = time.perf_counter()
    answer = await client.get(path, headers={"range": "bytes=" + ",".join(f"{n}-{n}" for n in range(0, 4000, 2))})
    overlapping = await client.get(path, headers={"range": "bytes=" + ",".join("0-" for _ in range(2000))})

    assert answer.status_code in (200, 206, 416)
    assert len(overlapping.content) <= 1_000_000
    assert time.perf_counter() - started < 2


async def test_floods_of_parts_and_headers_are_refused_at_once(
    client: httpx2.AsyncClient, make_task: MakeTask, tmp_path: Path
) -> None:
    path = f"{TASKS}/{(await make_task())['id']}/attachments"
    field = b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n'
    headers = b"".join(b"X-%d: y\r\n" % number for number in range(20_000))
    started = time.perf_counter()

    for body in (
        field * 50_000 + b"--b--\r\n",
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n' + headers + b"\r\ny\r\n--b--\r\n",
        b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n' + b"y" * 1_000_000 + b"\r\n--b--\r\n",
        b"--b\r\n" + b"\r\n" * 100_000,
        b"--b",
        b"",
    ):
        answer = await client.post(path, content=body, headers={"content-type": "multipart/form-data; boundary=b"})
        assert answer.status_code in (400, 413, 422), (body[:80], answer.status_code)
    for boundary in ("", "x" * 100_000, "é"):
        answer = await client.post(
            path, content=field, headers={"content-type": f"multipart/form-data; boundary={boundary}".encode("latin-1")}
        )
        assert answer.status_code in (400, 422), boundary[:10]

    assert time.perf_counter() - started < 10
    assert not [found for found in (tmp_path / "files").rglob("*") if found.is_file()]


async def test_a_task_has_a_bounded_number_of_files(
    client: httpx2.AsyncClient, make_task: MakeTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasklore.tasks.attachments.service.MOST_PER_TASK", 2)
    task = await make_task()
    for number in range(2):
        assert (await put(client, task, f"{number}.txt", b"x")).status_code == 201

    assert (await put(client, task, "3.txt", b"x")).json()["code"] == "too_many_attachments"


async def test_an_upload_with_an_idempotency_key_is_made_once(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task()
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n--b--\r\n'
    headers = {"content-type": "multipart/form-data; boundary=b", "idempotency-key": "k-1"}

    first = await client.post(f"{TASKS}/{task['id']}/attachments", content=body, headers=headers)
    again = await client.post(f"{TASKS}/{task['id']}/attachments", content=body, headers=headers)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert len((await client.get(f"{TASKS}/{task['id']}/attachments")).json()["items"]) == 1
