"""The web app's own chat class against the shipped process. Needs Node and the web app's packages."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.servers.tasklore import tasklore_server

WEB = Path(__file__).parents[2] / "web"
PACKAGES = WEB / "node_modules" / "@ai-sdk" / "react"


@pytest.mark.skipif(shutil.which("node") is None or not PACKAGES.is_dir(), reason="needs Node and `npm ci` in web/")
def test_the_ai_sdk_adds_proposes_and_approves(tmp_path: Path) -> None:
    with tasklore_server(tmp_path) as server:
        client = server.sign_up()
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        script = Path(__file__).with_name("ai_sdk_client.mjs")
        ran = subprocess.run(
            ["node", str(script), server.url, cookie, str(WEB)], capture_output=True, text=True, timeout=60, check=False
        )
        assert ran.returncode == 0, ran.stderr
        saw = json.loads(ran.stdout)
        todos = client.get("/api/v1/todos/").json()["items"]

    added, deleted = saw["turns"]
    assert saw["errors"] == []
    assert (added["status"], added["text"]) == ("ready", "Added “Buy milk”.")
    assert added["tools"] == [["tool-add_tasks", "output-available"]]
    assert added["changes"][0]["status"] == "applied"
    assert deleted["changes"][0]["status"] == "proposed"
    assert (saw["approved"], saw["messages"]) == (204, 4)
    assert todos == []
