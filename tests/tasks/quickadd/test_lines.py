"""Several lines, indentation, pasted lists."""

from tasklore.tasks.quickadd import parse

from .conftest import FRIDAY, at


def test_each_line_is_a_task() -> None:
    tasks = parse("Buy milk tomorrow\n\nCall Ann p1\r\n  \nRest", now=FRIDAY)

    assert [task.title for task in tasks] == ["Buy milk", "Call Ann", "Rest"]
    assert [task.due for task in tasks] == [at("2026-11-21"), None, None]


def test_indentation_makes_sub_tasks() -> None:
    tasks = parse("Trip\n  Book train\n    Compare prices\n  Pack\nWork\n\tWrite", now=FRIDAY)

    assert [(task.indent, task.parent) for task in tasks] == [(0, None), (1, 0), (2, 1), (1, 0), (0, None), (1, 4)]


def test_a_first_line_that_is_indented_has_no_parent() -> None:
    tasks = parse("    First\n  Second\n", now=FRIDAY)

    assert [(task.indent, task.parent) for task in tasks] == [(0, None), (0, None)]


def test_the_marks_of_a_pasted_list_are_dropped() -> None:
    tasks = parse("- Buy milk\n- [ ] Call Ann tomorrow\n  * Ask about Leo\n• Rest", now=FRIDAY)

    assert [task.title for task in tasks] == ["Buy milk", "Call Ann", "Ask about Leo", "Rest"]
    assert tasks[2].parent == 1


def test_a_dash_before_a_single_line_is_its_writers() -> None:
    assert parse("- Buy milk", now=FRIDAY)[0].title == "- Buy milk"


def test_a_text_without_words_makes_no_task() -> None:
    assert parse("", now=FRIDAY) == []
    assert parse(" \n\t\n", now=FRIDAY) == []


def test_a_paste_beyond_what_a_call_reads_keeps_every_line() -> None:
    tasks = parse("Call Ann tomorrow\n" * 1000, now=FRIDAY)

    assert len(tasks) == 1000
    assert tasks[0].title == "Call Ann"
    assert tasks[-1].title == "Call Ann tomorrow"


def test_a_long_line_is_read_at_both_ends() -> None:
    words = "lorem " * 500

    (task,) = parse(f"#Work {words}tomorrow 9am", now=FRIDAY)

    assert task.project == "Work"
    assert task.due == at("2026-11-21", "09:00")
    assert task.title == words.strip()
    assert [span.text for span in task.spans] == ["#Work", "tomorrow 9am"]
