"""The secret that the one process makes for itself."""

import os
from pathlib import Path

import pytest

from tasklore.apps.secrets import complete
from tasklore.settings import BadSettings, Settings, load


def settings_in(folder: Path) -> Settings:
    return load({"DATA_DIR": str(folder)}, env_file=None)


def secret_of(settings: Settings) -> str:
    assert settings.auth.better_auth_secret is not None
    return settings.auth.better_auth_secret.get_secret_value()


def test_the_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    first = complete(settings_in(tmp_path), may_make=True)
    again = complete(settings_in(tmp_path), may_make=True)

    assert secret_of(first) == secret_of(again)
    assert len(secret_of(first)) == 64


@pytest.mark.parametrize("left", ["", "f3a1c5d7"])
def test_a_secret_that_was_cut_short_stops_the_start(left: str, tmp_path: Path) -> None:
    kept = tmp_path / "secrets" / "better-auth-secret"
    kept.parent.mkdir()
    kept.write_text(left)

    with pytest.raises(BadSettings, match="cut short"):
        complete(settings_in(tmp_path), may_make=True)


def test_a_disk_that_is_full_leaves_no_secret_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadSettings, match="cannot be written"):
        complete(settings_in(tmp_path), may_make=True)
    monkeypatch.undo()

    assert len(secret_of(complete(settings_in(tmp_path), may_make=True))) == 64
