"""`import docs`, `ask` and `index rebuild`, on the data directory."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from .conftest import PASSWORD, Command

BOILER = "# House\n\nThe boiler is serviced in March by the firm Hotz.\n"


@pytest.fixture(autouse=True)
def log_elsewhere() -> Iterator[None]:
    """What a real process writes to standard error."""
    with structlog.testing.capture_logs():
        yield


@pytest.fixture
def ada(command: Command) -> str:
    made = command("user", "add", "ada@example.org", "--password-stdin", stdin=PASSWORD)
    assert made.code == 0, made.err
    return "ada@example.org"


@pytest.fixture
def handbook(folder: Path) -> Path:
    book = folder / "handbook"
    book.mkdir()
    (book / "house.md").write_text(BOILER)
    (book / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return book


def test_a_folder_is_imported_and_can_be_asked(command: Command, ada: str, handbook: Path) -> None:
    report = command("import", "docs", str(handbook), "--json")

    assert report.code == 0, report.err
    assert report.json["added"] == ["house.md"]
    assert "image" in report.json["refused"]["photo.png"]
    answer = command("ask", "When is the boiler serviced?", "--json").json
    assert "March" in answer["response"]
    assert answer["sources"][0]["title"] == "House"
    shown = command("ask", "When is the boiler serviced?").out
    assert shown.rstrip().endswith("] House")


def test_importing_a_folder_again_changes_only_what_changed(command: Command, ada: str, handbook: Path) -> None:
    command("import", "docs", str(handbook))
    (handbook / "house.md").write_text(BOILER.replace("March", "May"))
    (handbook / "new.md").write_text("# Roof\n\nThe roof was made of slate.")

    report = command("import", "docs", str(handbook), "--json").json

    assert (report["replaced"], report["added"], report["deleted"]) == (["house.md"], ["new.md"], [])
    assert "May" in command("ask", "When is the boiler serviced?", "--json").json["response"]


def test_the_index_is_rebuilt_from_the_documents(command: Command, ada: str, handbook: Path) -> None:
    command("import", "docs", str(handbook))

    rebuilt = command("index", "rebuild", "--json")

    assert rebuilt.code == 0, rebuilt.err
    assert rebuilt.json == {"documents": 1}
    assert "March" in command("ask", "When is the boiler serviced?", "--json").json["response"]


def test_what_is_no_folder_is_said_plainly(command: Command, ada: str) -> None:
    refused = command("import", "docs", "nowhere")

    assert refused.code == 2
    assert "is not a folder" in refused.err


def test_the_doctor_counts_documents_and_finds_what_the_index_lost(
    command: Command, ada: str, handbook: Path, folder: Path
) -> None:
    command("import", "docs", str(handbook))
    well = command("doctor").out

    with contextlib.closing(sqlite3.connect(folder / "data" / "tasklore.sqlite")) as connection:
        connection.execute("DELETE FROM index_passage")
        connection.commit()

    ill = command("doctor").out
    assert "✓ documents: 1 ready" in well
    assert "! documents: full text: 0 of 1 passages" in ill
    assert "tasklore index rebuild" in ill
