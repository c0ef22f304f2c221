"""What the grammar reads, what it refuses, and that it always does one or the other."""

import contextlib
import random
import unicodedata
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasklore.tasks.filters import MAX_LENGTH, Filter, FilterError, explain, normalise, parse
from tasklore.tasks.filters.parser import MAX_CONDITIONS, MAX_DEPTH

from .worlds import a_filter

SAME = {
    "today|overdue": "today | overdue",
    "TODAY || OD": "today | overdue",
    "due: today": "today",
    "(((today)))": "today",
    "!!today": "today",
    "!(!p1)": "p1",
    "p1 & (p2 | p3) & p4": "p1 & (p2 | p3) & p4",
    "p1 | p2 & p3": "p1 | (p2 & p3)",
    "p1 & (p2 & p3)": "p1 & p2 & p3",
    "done = false": "open",
    "doneAt is null": "open",
    "labels in a, b": "@a | @b",
    "labels in [a, 'b c']": "@a | @b c",
    "labels not in a, b": "!(@a | @b)",
    "labels = null": "no labels",
    "project != Work": "!#Work",
    "priority >= 3": "p1 | p2",
    "priority = 0": "p4",
    "title like foo": "title = *foo*",
    "dueDate<now/d+7d": "due before: now/d+7d",
    "due_date <= tomorrow": "dueDate <= tomorrow",
    "2026-12-1||": "2026-12-01",
    "!/*": "no section",
    "assigned by: me": "assigned & added by: me",
    r"#One \& Two": r"#One \& Two",
    '#"One & Two"': r"#One \& Two",
    "@a , @b": "@a, @b",
    "title = 'it is' && p1": "title = it is & p1",
    "title = it's cool && p1": r"title = it\'s cool & p1",
}


@pytest.mark.parametrize("text", SAME)
def test_each_meaning_has_one_spelling(text: str) -> None:
    assert normalise(parse(text)) == SAME[text]
    assert parse(SAME[text]) == parse(text)


REFUSED = {
    "": (0, "empty"),
    "   ": (0, "empty"),
    "today &": (6, "missing after '&'"),
    "& today": (0, "missing before '&'"),
    "today | | p1": (8, "missing before '|'"),
    "today,": (5, "missing after ','"),
    "!": (0, "missing after '!'"),
    "(today": (0, "never closed"),
    "p1 & (today | (overdue)": (5, "never closed"),
    "today)": (5, "no '('"),
    ")": (0, "no '('"),
    "()": (1, "missing before this ')'"),
    "(today, p1)": (6, "comma"),
    "today (p1)": (6, "operator is missing"),
    "@home @work": (5, "operator is missing"),
    "tody": (0, "'tody'"),
    "p5": (0, "'p5'"),
    "p1 & ovredue": (5, "'ovredue'"),
    "milk": (0, "'milk'"),
    "today and p1": (0, "'today and p1'"),
    "@": (0, "label is missing"),
    "##": (0, "project is missing"),
    "/": (0, "section is missing"),
    "search:": (6, "value is missing"),
    "due before: someday": (12, "Unknown date 'someday'"),
    "date: 2026-02-30": (6, "Unknown date"),
    "colour: red": (0, "Unknown field 'colour'"),
    "workspace: Home": (0, "workspaces"),
    "foo = 3": (0, "Unknown field 'foo'"),
    "percentDone > 0.5": (0, "percentDone"),
    "priority =": (9, "value is missing"),
    "priority >= abc": (12, "'abc' is not a priority"),
    "priority = 9": (11, "'9' is not a priority"),
    "priority like 3": (0, "cannot be compared"),
    "done = maybe": (7, "true or false"),
    "done > true": (0, "cannot be compared"),
    "dueDate < now/x": (10, "Unknown date"),
    "labels in": (8, "value is missing"),
    "labels in (home": (0, "lacks its ')'"),
    "labels in a, null": (10, "null"),
    "title like 'foo": (11, "never closed"),
    "created is empty": (11, "never empty"),
    "@a*b*c*d*e*f*g*h": (0, "wildcards"),
    "today; DROP TABLE task": (0, "Unknown condition"),
    "a\x00b": (0, "not text"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_place(text: str) -> None:
    position, says = REFUSED[text]

    with pytest.raises(FilterError) as refused:
        parse(text)

    assert says in str(refused.value)
    assert refused.value.position == position


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("ovredue", "Did you mean 'overdue'?"),
        ("tomorow", "Did you mean 'tomorrow'?"),
        ("no lables", "Did you mean 'no labels'?"),
        ("duedat < now", "Did you mean 'dueDate'?"),
        ("assigned too: me", "Did you mean 'assigned to:'?"),
        ("today and p1", "Write & for 'and'."),
        ("today p1", "Did you mean 'today & p1' or 'today | p1'?"),
        ("milk", "To look for the words, write 'search: milk'."),
        ("@a @b", "Did you mean '@a & @b'? In a name, write a backslash before the sign."),
    ],
)
def test_a_refusal_says_what_may_be_meant(text: str, suggestion: str) -> None:
    with pytest.raises(FilterError) as refused:
        parse(text)

    assert refused.value.suggestion == suggestion


def read(text: str) -> tuple[Filter | None, int]:
    """The filter, or where it goes wrong."""
    try:
        return parse(text), 0
    except FilterError as error:
        return None, error.position


ALPHABET = "()&|!,@#/:*\\'\"<>= +-%today overdue p1 labels in not null 2026-12-01 now/d"


@settings(max_examples=400)
@given(st.text(max_size=120) | st.text(ALPHABET, max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    filter_, position = read(text)
    if filter_ is None:
        assert 0 <= position <= len(unicodedata.normalize("NFC", text))
        return
    assert parse(normalise(filter_)) == filter_
    assert all(explain(filter_, locale).endswith(".") for locale in ("en", "fr", "de", "es"))


def test_a_random_filter_means_what_its_canonical_text_means() -> None:
    chance = random.Random(20261120)
    for _ in range(500):
        text = a_filter(chance)
        assert parse(normalise(parse(text))) == parse(text), text


@pytest.mark.parametrize(
    "text",
    [
        "(" * MAX_DEPTH + "today" + ")" * MAX_DEPTH,
        "(" * MAX_LENGTH,
        "!" * (MAX_LENGTH - 5) + "today",
        " & ".join(["today"] * MAX_CONDITIONS),
        "labels in " + ", ".join("ab" * MAX_CONDITIONS),
        "'" * MAX_LENGTH,
        "\\" * MAX_LENGTH,
        "a" * MAX_LENGTH,
        "- " * (MAX_LENGTH // 2),
        "search: " + "*" * 1900,
        "search: " + "a*" * 5,
        "dueDate < now" + "+1d" * 600,
        "in " * 600,
        "labels in (" * 180,
        "2026-01-01||" * 150,
        "@a " * 600,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    started = process_time()
    with contextlib.suppress(FilterError):
        normalise(parse(text))
    assert process_time() - started < 0.1


@pytest.mark.parametrize(
    "text",
    [
        "p" * (MAX_LENGTH + 1),
        "(" * (MAX_DEPTH + 1) + "p1" + ")" * (MAX_DEPTH + 1),
        "|".join(["p1"] * (MAX_CONDITIONS + 1)),
    ],
)
def test_beyond_its_bounds_a_filter_is_refused(text: str) -> None:
    with pytest.raises(FilterError):
        parse(text)
