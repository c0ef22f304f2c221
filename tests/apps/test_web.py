"""The web app's files: only its own, and no name that makes the server fail."""

from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI

from tasklore.apps import web
from tasklore.platform.web import problems


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    root = tmp_path / "dist"
    (root / "assets").mkdir(parents=True)
    (root / "index.html").write_text("the page")
    (root / "assets" / "app.js").write_text("the script")
    (tmp_path / "secret.txt").write_text("the secret")
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    monkeypatch.setattr(web, "_PLACES", (root,))
    app = FastAPI()
    app.include_router(web.web_router())
    problems.install(app)
    return app


async def get(app: FastAPI, path: str) -> httpx2.Response:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://tasklore.test") as client:
        return await client.get(path)


async def test_a_file_comes_by_its_name_and_the_page_for_every_other_path(app: FastAPI) -> None:
    assert (await get(app, "/assets/app.js")).text == "the script"
    for path in ("/", "/projects/home", "/assets", "/%00", f"/{'a' * 5000}", "/a/" + "b/" * 3000):
        answer = await get(app, path)
        assert (answer.status_code, answer.text) == (200, "the page"), path[:40]


@pytest.mark.parametrize(
    "path",
    ["/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/%2fetc%2fhosts.txt", "/out.txt"],
)
async def test_nothing_outside_its_folder_is_served(path: str, app: FastAPI) -> None:
    answer = await get(app, path)

    assert answer.status_code == 404
    assert "the secret" not in answer.text
