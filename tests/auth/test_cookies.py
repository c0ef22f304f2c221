"""Cookies, to the byte."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklore.auth.cookies import Signer, api_cookie, cookie_name, encoded, parse_cookies, set_cookie

SIGNER = Signer("a-secret-for-the-reference-server-only-0123456789")


def test_a_signature_is_the_originals() -> None:
    # Set by the npm package under the same secret.
    signed = "g2oKSi5TiR7Z7aXbAgYoUIjLmvHK0Y0K.9luLf19A1XeT1sOw6kZ/bCokhuPq8fDBy1rkqPqYTYQ="

    assert SIGNER.unsign(signed) == signed.rpartition(".")[0]


@pytest.mark.parametrize(
    "spoilt", ["", ".", "token", "token.", ".c2ln", "token.c2ln", "token." + "A" * 43 + "=", "a." + "é" * 44]
)
def test_anything_else_is_refused(spoilt: str) -> None:
    assert SIGNER.unsign(spoilt) is None


@given(st.text())
def test_no_text_passes_for_signed(text: str) -> None:
    assert SIGNER.unsign(text) is None


@given(st.text(min_size=1).filter(lambda text: max(text) < "\ud800"))
def test_what_was_signed_is_recognised_and_nothing_near_it(text: str) -> None:
    signed = SIGNER.sign(text)

    assert SIGNER.unsign(signed) == text
    assert SIGNER.unsign(f"x{signed}") is None


@pytest.mark.parametrize(
    ("header", "cookies"),
    [
        ("a=1; b=2", {"a": "1", "b": "2"}),
        ("a=1;b=2", {"a": "1", "b": "2"}),
        ("a=x,y; b=2", {"a": "x,y", "b": "2"}),
        ('a="quoted"; b=2', {"a": "quoted", "b": "2"}),
        ("flag; b=2", {"b": "2"}),
        ("a=1; a=2", {"a": "1"}),
        ("a=b=c", {"a": "b=c"}),
        ("a=%2B%2F", {"a": "+/"}),
        ("a=%zz", {"a": "%zz"}),
        ("a=%ff", {"a": "%ff"}),
        ("", {}),
        (";;;", {}),
    ],
)
def test_cookies_are_split_at_semicolons_only(header: str, cookies: dict[str, str]) -> None:
    assert parse_cookies(header) == cookies


@given(st.text())
def test_no_header_breaks_the_parser(header: str) -> None:
    parse_cookies(header)


def test_values_are_encoded_as_javascript_encodes_them() -> None:
    assert encoded("a.b+c/d=e f!*'()~-_") == "a.b%2Bc%2Fd%3De%20f!*'()~-_"


def test_https_changes_name_and_attributes() -> None:
    name = cookie_name("session_token", secure=True)

    line = set_cookie(name, "x", secure=True, max_age=timedelta(days=7))

    assert line == "__Secure-better-auth.session_token=x; Max-Age=604800; Path=/; HttpOnly; Secure; SameSite=Lax"


def test_the_apis_cookie_follows_the_scheme() -> None:
    assert api_cookie("t", secure=False, max_age=None) == "session_token=t; Path=/; HttpOnly; SameSite=Lax"
    assert api_cookie("t", secure=True, max_age=None) == "session_token=t; Path=/; HttpOnly; Secure; SameSite=None"
