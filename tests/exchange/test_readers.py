"""Every reader, given files that are almost right: it reads what it can, or says that it cannot."""

import copy
import datetime as dt
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasklore.exchange.bundle import Bundle
from tasklore.exchange.catalogue import READABLE, reader
from tasklore.exchange.errors import UnreadableFile
from tasklore.exchange.formats.contentlines import escaped, read_components, unescaped, written
from tasklore.exchange.formats.markup import plain
from tasklore.exchange.formats.spreadsheet import harmless
from tasklore.exchange.graph import acyclic
from tasklore.exchange.phrases import Phrases
from tasklore.platform.errors import TooLarge

from .test_icalendar import NEXTCLOUD
from .test_other_programs import TASKWARRIOR, TICKTICK, VIKUNJA
from .test_todotxt import FILE

PHRASES = Phrases(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC), "Europe/Paris", "en-GB")
ARCHIVE = {
    "format": "tasklore",
    "version": 1,
    "owner_id": "me",
    "projects": [{"id": "p", "name": "House", "position": 1.0, "created_at": "2026-11-20T09:00:00Z"}],
    "sections": [{"id": "s", "project_id": "p", "name": "Hall"}],
    "tasks": [
        {
            "id": "t",
            "project_id": "p",
            "section_id": "s",
            "title": "Paint",
            "due_date": "2026-12-05",
            "due_time": "09:00",
            "due_zone": "Europe/Paris",
            "rrule": "FREQ=DAILY",
            "repeat_anchor": {"due_date": "2026-12-04"},
            "labels": ["a"],
            "reminders": [{"minutes_before": 5}],
            "assignee_id": "me",
        }
    ],
    "comments": [{"task_id": "t", "text": "White"}],
    "relations": [{"task_id": "t", "other_id": "t", "kind": "blocks"}],
    "attachments": [{"task_id": "t", "name": "a.pdf", "sha256": "0" * 64}],
    "labels": [{"name": "a", "color": "#ff0000"}],
    "filters": [{"name": "f", "query": "today"}],
}
TODOIST = (
    "TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT,DEADLINE\n"
    'task,"* Paint @house","Two\ncoats",1,1,Ada (1),Ben (2),every 3 days,en,Europe/Paris,90,minute,2026-12-10\n'
    'note,see [[file {"file_name":"a.pdf","file_url":"https:\\/\\/x.invalid"}]],,,,Ada (1)\n'
)
TEXTS = {"todoist-csv": TODOIST, "ical": NEXTCLOUD, "todo-txt": FILE, "ticktick": TICKTICK}
DOCUMENTS: dict[str, Any] = {"json": ARCHIVE, "vikunja": VIKUNJA, "taskwarrior": TASKWARRIOR}
ODD: list[Any] = [None, True, 0, -1, 1e300, 2**70, "", "x" * 600, "\x00", "2026-13-45", [], {}, [None], {"a": {}}, [[]]]


def test_there_is_a_sample_of_each_format() -> None:
    assert {*TEXTS, *DOCUMENTS} == set(READABLE)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything inside a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inside:
        yield (*path, key)
        yield from places(child, (*path, key))


def is_read_or_refused(format: str, data: bytes) -> None:
    try:
        bundle = reader(format)(data, "Sample", PHRASES)
    except (UnreadableFile, TooLarge):
        return
    assert isinstance(bundle, Bundle)
    for task in bundle.tasks.values():
        assert 0 < len(task.title) <= 500
        assert "\n" not in task.title
        task.title.encode()


WRONG: dict[str, list[bytes]] = {
    "todoist-csv": [
        b"",
        b"\xff\xfe\x00",
        b"\x89PNG\r\n\x1a\n",
        b"name,age\nAda,36",
        (TODOIST + 'task,"' + "x" * 200_000 + '"').encode(),
    ],
    "json": [
        b"{",
        b"[]",
        b'"text"',
        b'{"format": "other"}',
        b'{"format": "tasklore", "version": 2}',
        b"[" * 100_000,
        b'{"format": "tasklore", "version": 1, "tasks": [NaN]}',
        b"PK\x05\x06" + b"\0" * 18,
    ],
    "ical": [b"", b"hello", b"BEGIN:VCALENDAR", b"BEGIN:VCALENDAR\nEND:VTODO", b"BEGIN:A\n" * 50],
    "vikunja": [b"", b"hello", b"[" * 100_000, b'{"a": 1}', b"[1, 2]", b"PK\x05\x06" + b"\0" * 18],
    "ticktick": [b"", b"hello", b"\xff\xfe\x00", b'"Folder Name"\n1', b'"Folder Name",x\n1'],
    "taskwarrior": [b"", b"hello", b"[" * 100_000, b'{"a": 1}', b"[1, 2]", b"[]"],
    "todo-txt": [b"\xff\xfe\x00"],
}


@pytest.mark.parametrize("format", READABLE)
def test_what_is_no_such_file_is_refused_with_a_reason(format: str) -> None:
    for data in WRONG[format]:
        with pytest.raises(UnreadableFile) as refused:
            reader(format)(data, "Sample", PHRASES)
        assert refused.value.message.endswith(".")


@pytest.mark.parametrize("format", sorted(DOCUMENTS))
def test_any_value_in_the_place_of_any_other_does_no_harm(format: str) -> None:
    document = DOCUMENTS[format]
    for path in list(places(document)):
        for odd in ODD:
            changed = copy.deepcopy(document)
            inner = changed
            for key in path[:-1]:
                inner = inner[key]
            inner[path[-1]] = odd
            is_read_or_refused(format, json.dumps(changed).encode())


@pytest.mark.parametrize("format", sorted(TEXTS))
def test_any_piece_left_out_or_written_twice_does_no_harm(format: str) -> None:
    text = TEXTS[format]
    dice = random.Random(7)
    for _ in range(400):
        first, last = sorted(dice.sample(range(len(text)), 2))
        for changed in (
            text[:first] + text[last:],
            text[:last] + text[first:],
            text[:first] + '\x00;"=\r' + text[first:],
        ):
            is_read_or_refused(format, changed.encode())


@pytest.mark.parametrize("format", READABLE)
@given(data=st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes_do_no_harm(format: str, data: bytes) -> None:
    is_read_or_refused(format, data)


@pytest.mark.parametrize(
    ("format", "make"),
    [
        ("todoist-csv", lambda n: TODOIST.partition("\n")[0] + "\n" + "note," + '[[file {"a ' * n),
        ("todoist-csv", lambda n: TODOIST.partition("\n")[0] + "\n" + "task," + "@a" * n),
        ("ical", lambda n: "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY" + ";A=b" * n + ":x\nEND:VTODO\nEND:VCALENDAR"),
        ("ical", lambda n: "BEGIN:VCALENDAR\nBEGIN:VTODO\nCATEGORIES:" + "\\," * n + "\nEND:VTODO\nEND:VCALENDAR"),
        ("ical", lambda n: "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:a" + "\n b" * n + "\nEND:VTODO\nEND:VCALENDAR"),
        ("todo-txt", lambda n: "x " * n),
        ("todo-txt", lambda n: "x " + "2026-11-20 " * n),
        ("vikunja", lambda n: json.dumps([{"title": "P", "tasks": [{"title": "T", "description": "<" * n}]}])),
        ("vikunja", lambda n: json.dumps([{"title": "P", "tasks": [{"title": "T", "description": "<li>" * n}]}])),
        ("ticktick", lambda n: TICKTICK + '"","","A","","' + "," * n + '"'),
    ],
)  # fmt: skip
def test_reading_takes_time_in_proportion(format: str, make: Callable[[int], str]) -> None:
    import time

    def took(n: int) -> float:
        started = time.perf_counter()
        is_read_or_refused(format, make(n).encode())
        return time.perf_counter() - started

    took(10)

    # Twenty times as much in well under four hundred times the time; and never seconds.
    assert took(40_000) < max(2.0, 100 * took(2_000))


@given(st.text(max_size=300))
def test_a_text_survives_the_way_through_a_calendar(text: str) -> None:
    line = written("SUMMARY", escaped(text))

    assert all(len(part.encode()) <= 75 for part in line.split("\r\n"))
    [todo] = read_components(f"BEGIN:VTODO\r\n{line}END:VTODO\r\n")
    kept = "".join(
        letter for letter in text.replace("\r\n", "\n").replace("\r", "\n") if letter in "\t\n" or ord(letter) > 31
    )
    assert todo.text("SUMMARY") == kept.replace("\x7f", "")
    assert unescaped(escaped("a\\nb")) == "a\\nb"


@given(st.text(max_size=50))
def test_no_cell_begins_a_formula(text: str) -> None:
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert harmless(text).removeprefix("'") in (text, text.removeprefix("'"))


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=30))
def test_what_is_left_of_edges_has_no_way_round(edges: list[tuple[str, str]]) -> None:
    kept = acyclic(edges)

    assert kept <= set(edges)
    following: dict[str, set[str]] = {}
    for start, end in kept:
        following.setdefault(start, set()).add(end)
    for start in following:
        reached, waiting = set(), [start]
        while waiting:
            for end in following.get(waiting.pop(), ()):
                if end not in reached:
                    reached.add(end)
                    waiting.append(end)
        assert start not in reached
    if len({*edges}) == 1 and edges[0][0] != edges[0][1]:
        assert kept == set(edges)


def test_markup_keeps_words_and_drops_what_could_run() -> None:
    html = "<h1>Plan</h1><p>One<br>two &amp; <b>three</b></p><script>alert(1)</script><a href='javascript:x'>no</a>"

    assert plain(html) == "Plan\nOne\ntwo & **three**\nno"
    assert plain("a < b and c > d") == "a < b and c > d"


def test_no_reader_reaches_for_the_database() -> None:
    folder = Path(__file__).parents[2] / "src/tasklore/exchange/formats"
    for path in folder.glob("*.py"):
        assert "platform.db" not in path.read_text(), path.name
