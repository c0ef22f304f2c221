"""What a search looks for, and where a text has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklore.tasks.search.words import MAX_TERMS, Search, Term, parse_search, words_of


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("milk", [Term(("milk",), prefix=True)]),
        ("milk ", [Term(("milk",))]),
        ("Oat MILK", [Term(("oat",)), Term(("milk",), prefix=True)]),
        ('"oat milk" bread', [Term(("oat", "milk")), Term(("bread",), prefix=True)]),
        ("bre* milk ", [Term(("bre",), prefix=True), Term(("milk",))]),
        ("milk -shop", [Term(("milk",)), Term(("shop",), negated=True)]),
        ('milk -"oat milk"', [Term(("milk",)), Term(("oat", "milk"), negated=True)]),
        ("e-mail ", [Term(("e", "mail"))]),
        ("Café ", [Term(("cafe",))]),
        ("x", [Term(("x",))]),
        ('"half a phrase', [Term(("half", "a", "phrase"))]),
    ],
)
def test_a_text_is_read_as_terms(text: str, terms: list[Term]) -> None:
    assert parse_search(text) == Search(tuple(terms))


@pytest.mark.parametrize("text", ["", "  ", '""', "-milk", "***", "😎 !!", '-"oat milk" -bread'])
def test_without_a_word_to_have_there_is_nothing_to_look_for(text: str) -> None:
    assert parse_search(text) is None


@pytest.mark.parametrize(
    ("search", "text", "spans"),
    [
        ("cafe", "Au Café, cafés", ["Café", "cafés"]),
        ('"oat milk"', "oat, milk; milk oat", ["oat, milk"]),
        ("milk bread ", "Bread and milk and breadcrumbs", ["Bread", "milk"]),
        ("milk -bread", "milk and bread", ["milk"]),
        ("über", "ÜBER uber u\u0308ber", ["ÜBER", "uber", "u\u0308ber"]),
        ("a b", "a b c", ["a", "b"]),
        ('"a b" "b c"', "a b c", ["a b c"]),
    ],
)
def test_spans_are_where_the_text_has_it(search: str, text: str, spans: list[str]) -> None:
    parsed = parse_search(search)

    assert parsed is not None
    assert [text[start:end] for start, end in parsed.spans(text)] == spans


@given(st.text(max_size=400), st.text(max_size=200))
def test_any_text_is_read_and_survives_its_json(text: str, body: str) -> None:
    search = parse_search(text)
    if search is None:
        return

    assert len(search.terms) <= MAX_TERMS
    assert Search.from_json(search.to_json()) == search
    assert all(word and word.isalnum() for term in search.terms for word in term.words)
    assert search.is_in(body) == search.is_in(" ".join(words_of(body)))
    assert all(0 <= start < end <= len(body) for start, end in search.spans(body))
