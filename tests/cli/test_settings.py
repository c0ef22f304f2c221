"""The settings as pages, and what the generated files hold."""

from pathlib import Path

import pytest

from tasklore.settings import BadSettings, load

from .conftest import Command

ROOT = Path(__file__).resolve().parents[2]
HOW = "Run `make docs` and commit what it writes."


def test_the_sample_of_settings_is_current(command: Command) -> None:
    assert (ROOT / ".env.example").read_text("utf-8") == command("settings", "--env-example").out, HOW


def test_the_page_of_settings_is_current(command: Command) -> None:
    assert (ROOT / "docs/reference/settings.md").read_text("utf-8") == command("settings", "--markdown").out, HOW


def test_the_sample_as_it_is_changes_nothing(tmp_path: Path) -> None:
    assert load({}, ROOT / ".env.example") == load({}, None)


def test_each_line_of_the_sample_can_be_switched_on(tmp_path: Path) -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    settings = [line[1:] for line in lines if line.startswith("#") and line[1:2].isupper() and "=" in line]
    assert len(settings) > 30

    for line in settings:
        (tmp_path / "one.env").write_text(line)
        try:
            load({}, tmp_path / "one.env")
        except BadSettings as error:
            pytest.fail(f"{line}: {error}")


def test_settings_are_listed_as_json(command: Command) -> None:
    entries = {entry["name"]: entry for entry in command("settings", "--json").json["items"]}

    assert entries["PORT"]["default"] == "8000"
    assert entries["BETTER_AUTH_SECRET"]["secret"] is True
    assert all(entry["description"] for entry in entries.values())
