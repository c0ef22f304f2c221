"""Tasks from the terminal: the same in the data directory and on a server."""

import asyncio
import re
import time
from pathlib import Path

import pytest

from tests.servers.postgres import PostgresServer

from .conftest import PASSWORD, SAMPLES, Command


@pytest.fixture
def kitchen() -> str:
    path = SAMPLES / "todoist.csv"
    if not path.is_file():
        pytest.skip("../shared/samples/todoist.csv is not there")
    return str(path)


def titles(tasks: Command, *words: str) -> list[str]:
    return [task["title"] for task in tasks("list", *words, "--json").json["items"]]


def test_what_is_added_is_understood_and_listed(tasks: Command) -> None:
    added = tasks("add", "Pay", "rent", "every", "1st", "at", "9am", "#Home", "@money", "p1")

    assert added.code == 0, added.err
    assert re.fullmatch(r"Added “Pay rent” · .*1 \w{3}.* 09:00 ↻ · p1 #Home @money · [0-9a-f]{6}\n", added.out)
    listed = tasks("list")
    assert len(listed.out.splitlines()) == 1
    short, box, title, due, marks = listed.out.rstrip("\n").split("\t")
    assert (box, title, marks) == ("○", "Pay rent", "p1 #Home @money")
    assert due.endswith("09:00 ↻")
    [task] = tasks("list", "--json").json["items"]
    assert task["id"].endswith(short)
    assert task["recurrence"]["rrule"] == "FREQ=MONTHLY;BYMONTHDAY=1"


def test_as_json_the_task_comes_with_what_was_recognised(tasks: Command) -> None:
    added = tasks("add", "Call Léa tomorrow @phone", "--json").json

    assert added["task"]["title"] == "Call Léa"
    assert added["task"] == added["tasks"][0]
    assert {span["kind"] for span in added["parsed"][0]["spans"]} == {"due", "label"}


def test_lists_are_narrowed_by_a_filter_and_by_project(tasks: Command) -> None:
    for text in ("Buy milk today #Home", "Buy paint tomorrow #Home @hall", "Write report today #Work p1"):
        tasks("add", text)

    assert titles(tasks, "today") == ["Buy milk", "Write report"]
    assert titles(tasks, "#Work", "|", "@hall") == ["Write report", "Buy paint"]
    assert titles(tasks, "--project", "home") == ["Buy milk", "Buy paint"]
    wrong = tasks("list", "today", "&")
    assert wrong.code == 1
    assert wrong.err
    assert tasks("list", "--project", "nowhere").code == 1


def test_a_repeating_task_that_is_done_comes_again(tasks: Command) -> None:
    tasks("add", "Water the ferns every day")
    [first] = tasks("list", "--json").json["items"]

    done = tasks("done", "ferns")

    assert (done.code, done.out) == (0, "Done: “Water the ferns”\n")
    [following] = tasks("list", "--json").json["items"]
    assert following["id"] != first["id"]
    assert following["due"]["date"] > first["due"]["date"]
    assert titles(tasks, "--done") == ["Water the ferns"]


def test_undo_takes_back_the_latest_change_then_the_one_before(tasks: Command) -> None:
    tasks("add", "Buy milk")
    tasks("done", "milk")

    assert tasks("undo").code == 0
    assert titles(tasks) == ["Buy milk"]
    assert tasks("undo").out == "Undone: Added task “Buy milk”\n"
    assert titles(tasks) == []
    nothing = tasks("undo")
    assert (nothing.code, nothing.err) == (1, "There is nothing to undo.\n")


def test_a_task_is_meant_by_its_id_its_end_or_its_title(tasks: Command) -> None:
    tasks("add", "Buy milk")
    tasks("add", "Buy bread")
    task = next(t for t in tasks("list", "--json").json["items"] if t["title"] == "Buy bread")

    for name in (task["id"], task["id"][-6:], "bread", "BUY BREAD"):
        assert tasks("show", name, "--json").json["task"]["id"] == task["id"]
    several = tasks("done", "buy")
    assert several.code == 1
    assert "Buy milk" in several.err
    assert "Buy bread" in several.err
    assert tasks("done", "cheese").code == 1
    assert len(titles(tasks)) == 2


def test_several_tasks_are_done_at_once_or_none(tasks: Command) -> None:
    for title in ("One", "Two"):
        tasks("add", title)

    assert tasks("done", "one", "three").code == 1
    assert len(titles(tasks)) == 2
    assert tasks("done", "one", "two").code == 0
    assert titles(tasks) == []


def test_a_title_cannot_steer_the_terminal(tasks: Command) -> None:
    tasks("add", "Buy \x1b]0;owned\x07 milk")

    assert "\x1b" not in tasks("list").out
    assert "\x1b" not in tasks("show", "milk").out


def test_an_import_is_shown_before_made_and_taken_back(tasks: Command, kitchen: str) -> None:
    preview = tasks("import", "todoist-csv", kitchen, "--preview")
    assert "Would import 1 project, 2 sections, 10 tasks, 3 comments." in preview.out
    assert "  - Compare three offers, then choose" in preview.out
    assert titles(tasks) == []

    done = tasks("import", "todoist-csv", kitchen)

    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[0] == "Imported 1 project, 2 sections, 10 tasks, 3 comments."
    assert any(line.startswith("  line 13, offer-nord.pdf: ") for line in lines)
    assert len(titles(tasks)) == 10
    shown = tasks("show", "Compare three")
    assert "[offer-nord.pdf](<https://files.example.invalid/offer-nord.pdf>)" in shown.out
    assert tasks("undo").out == "Undone: Imported todoist.csv: 10 tasks\n"
    assert titles(tasks) == []


def test_an_export_can_be_imported_again(tasks: Command, folder: Path) -> None:
    tasks("add", "Buy milk tomorrow #Home")
    written = tasks("export", "all.json")
    assert written.out.startswith("Wrote ")

    again = tasks("import", "json", "all.json", "--json").json

    assert again["made"] == {"projects": 1, "tasks": 1}
    assert titles(tasks) == ["Buy milk", "Buy milk"]
    assert tasks("export", "-").out.startswith('{"format":"tasklore"')
    assert not list(folder.glob(".*.partial"))


def test_files_that_cannot_be_read_or_written_are_wrong_usage(tasks: Command, folder: Path) -> None:
    missing = tasks("import", "json", "missing.json")
    unwritable = tasks("export", "no/such/folder/all.json")
    odd = tasks("import", "wunderlist", "all.json")

    assert [ran.code for ran in (missing, unwritable, odd)] == [2, 2, 2]
    assert missing.err == "missing.json cannot be read: No such file or directory.\n"


def test_a_file_of_another_kind_fails_with_a_reason(tasks: Command, folder: Path) -> None:
    (folder / "notes.txt").write_text("Buy milk")

    ran = tasks("import", "todoist-csv", "notes.txt")

    assert ran.code == 1
    assert ran.err.startswith("The first line has no column 'TYPE'.")


def test_several_users_of_a_data_directory_must_be_told_apart(command: Command, ada: str) -> None:
    command("user", "add", "ben@example.org", "--password-stdin", stdin=PASSWORD)

    unclear = command("list")
    assert (unclear.code, unclear.err.splitlines()[0]) == (2, "There are several users here.")
    assert command("add", "Buy milk", "--user", "ben@example.org").code == 0
    assert titles(command, "--user", "BEN@example.org") == ["Buy milk"]
    assert titles(command, "--user", "ada@example.org") == []
    assert command("list", "--user", "eve@example.org").code == 2


def test_a_project_that_is_deleted_comes_back_with_undo(tasks: Command) -> None:
    tasks("add", "Buy milk #Home")
    tasks("add", "Buy bread #Home")

    deleted = tasks("project", "delete", "home")

    assert (deleted.code, deleted.out) == (0, "Deleted #Home with 2 open tasks.\n")
    assert titles(tasks) == []
    assert tasks("project", "list").out == "#Inbox\t0\n"
    assert tasks("undo").code == 0
    assert sorted(titles(tasks)) == ["Buy bread", "Buy milk"]
    assert tasks("project", "list").out == "#Inbox\t0\n#Home\t2\n"
    assert tasks("project", "delete", "nowhere").code == 1
    assert tasks("project", "delete", "Inbox").code == 1


def test_the_command_line_works_on_postgresql_too(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, postgres: PostgresServer
) -> None:
    name = f"test_cli_{time.monotonic_ns()}"
    monkeypatch.setenv("DATABASE_URL", asyncio.run(postgres.create(name)))
    try:
        assert command("doctor").code == 0
        assert command("migrate", "--json").json["changed"] is True
        refused = command("user", "add", "ada@example.org", "--password-stdin", stdin=PASSWORD)
        assert (refused.code, "BETTER_AUTH_SECRET" in refused.err) == (2, True)
        monkeypatch.setenv("BETTER_AUTH_SECRET", "0123456789abcdef0123456789abcdef-for-tests")
        assert command("user", "add", "ada@example.org", "--password-stdin", stdin=PASSWORD).code == 0
        assert command("add", "Water the ferns every day").code == 0
        assert command("done", "ferns").code == 0
        assert titles(command) == ["Water the ferns"]
        assert command("undo").code == 0
        assert "✗" not in command("doctor").out
    finally:
        asyncio.run(postgres.drop(name))
