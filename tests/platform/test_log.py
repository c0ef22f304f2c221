"""Log lines."""

import io
import json
from types import SimpleNamespace

import pytest
import structlog

from tasklore.platform import log
from tasklore.platform.config import PlatformConfig


def test_a_value_that_json_cannot_hold_is_logged_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    stdout = SimpleNamespace(buffer=written, isatty=lambda: False)
    monkeypatch.setattr("sys.stdout", stdout)
    before = structlog.get_config()
    log.set_up(PlatformConfig(log_format="json"))
    try:
        structlog.get_logger("test").warning("half_read", text="a\ud800\n{}", size=2**80)
    finally:
        structlog.configure(**before)

    (line,) = written.getvalue().splitlines()
    assert json.loads(line)["text"] == "a\ud800\n{}"
    assert json.loads(line)["size"] == 2**80
