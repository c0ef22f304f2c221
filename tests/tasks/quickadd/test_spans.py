"""Spans: where they are, what they say, and that one can be refused."""

from tasklore.tasks.quickadd import Span, parse

from .conftest import FRIDAY, Read, at


def kinds(spans: list[Span]) -> list[tuple[str, str]]:
    return [(span.kind, span.text) for span in spans]


def test_each_piece_has_its_span_in_order(read: Read) -> None:
    task = read("Team dinner every Friday at 19:30 for 2h #Home/Kitchen @fun p2 +Ann {1 Dec} !1h before // bring cake")

    assert kinds(task.spans) == [
        ("recurrence", "every Friday"),
        ("due", "at 19:30"),
        ("duration", "for 2h"),
        ("project", "#Home"),
        ("section", "/Kitchen"),
        ("label", "@fun"),
        ("priority", "p2"),
        ("assignee", "+Ann"),
        ("deadline", "{1 Dec}"),
        ("reminder", "!1h before"),
        ("description", "// bring cake"),
    ]
    assert task.title == "Team dinner"


def test_spans_say_what_they_mean(read: Read) -> None:
    task = read("Swim every tue and thu from 18:00 to 19:00 until 15 December")

    assert {span.text: span.meaning for span in task.spans} == {
        "every tue and thu": "every Tuesday and Thursday, until 15 Dec 2026",
        "from 18:00 to 19:00": "Tue 24 Nov 2026, 18:00–19:00",
        "until 15 December": "every Tuesday and Thursday, until 15 Dec 2026",
    }


def test_offsets_are_code_points_of_the_whole_text() -> None:
    text = "🎉 party\n  buy 🍕 tomorrow #Fun🎈\nrest"

    tasks = parse(text, now=FRIDAY)

    assert [text[span.start : span.end] for span in tasks[1].spans] == ["tomorrow", "#Fun🎈"]
    assert tasks[1].spans[0].start == 16


def test_a_refused_span_stays_in_the_title(read: Read) -> None:
    text = "Rehearse Tomorrow by noon #Stage"
    span = next(span for span in read(text).spans if span.kind == "due")

    task = read(text, ignore=[span])

    assert task.title == "Rehearse Tomorrow by noon"
    assert task.due is None
    assert task.project == "Stage"


def test_a_refused_sign_stays_in_the_title(read: Read) -> None:
    task = read("Reply to @jack tomorrow", ignore=[(9, 14)])

    assert task.title == "Reply to @jack"
    assert task.labels == []
    assert task.due == at("2026-11-21")


def test_refusing_one_of_two_dates_leaves_the_other(read: Read) -> None:
    text = "Prepare Monday: call Bob on Tuesday"
    start = text.index("on Tuesday")

    assert read(text).due == at("2026-11-24")
    assert "on Tuesday" in read(text, ignore=[(start, len(text))]).title


def test_offsets_in_a_refused_span_count_over_all_lines() -> None:
    text = "one tomorrow\ntwo tomorrow"

    tasks = parse(text, now=FRIDAY, ignore=[(17, 25)])

    assert [task.due for task in tasks] == [at("2026-11-21"), None]


def test_a_line_of_nothing_but_spans_keeps_itself_as_its_title(read: Read) -> None:
    task = read("tomorrow 9am")

    assert task.title == "tomorrow 9am"
    assert task.due == at("2026-11-21", "09:00")
