"""Log lines."""

import io
import json
import logging
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import structlog

from tasklore.platform import log
from tasklore.platform.config import PlatformConfig


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before, handlers, level = structlog.get_config(), logging.root.handlers[:], logging.root.level
    yield
    structlog.configure(**before)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def test_a_value_that_json_cannot_hold_is_logged_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    stdout = SimpleNamespace(buffer=written, isatty=lambda: False)
    monkeypatch.setattr("sys.stdout", stdout)
    log.set_up(PlatformConfig(log_format="json"))

    structlog.get_logger("test").warning("half_read", text="a\ud800\n{}", size=2**80)

    (line,) = written.getvalue().splitlines()
    assert json.loads(line)["text"] == "a\ud800\n{}"
    assert json.loads(line)["size"] == 2**80


def test_a_log_that_cannot_be_written_does_not_stop_what_it_is_about(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(line: bytes = b"") -> None:
        raise BrokenPipeError

    stdout = SimpleNamespace(buffer=SimpleNamespace(write=broken, flush=broken), isatty=lambda: False)
    monkeypatch.setattr("sys.stdout", stdout)
    log.set_up(PlatformConfig(log_format="json"))

    structlog.get_logger("test").warning("nobody_listens")
