"""Which pages are trusted, and where a redirect may lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklore.auth.origins import Origins, is_path_here, origin_of, with_query
from tests.auth.conformance.origin_steps import ELSEWHERE, HERE

ORIGINS = Origins("https://tasks.example.org", ["http://trusted.example", "nonsense", "*"])


@pytest.mark.parametrize("url", ELSEWHERE)
def test_no_spelling_of_elsewhere_is_followed(url: str) -> None:
    assert not ORIGINS.may_redirect_to(url)


@pytest.mark.parametrize("url", HERE)
def test_paths_and_trusted_origins_are_followed(url: str) -> None:
    assert ORIGINS.may_redirect_to(url)


@given(st.text(alphabet="/\\:@?#.%2fF5cC\t\n htps", max_size=12))
def test_a_path_here_stays_here_for_every_reader(url: str) -> None:
    if is_path_here(url):
        assert url.startswith("/")
        assert not url.startswith(("//", "/\\"))
        assert not any(letter in url for letter in "\\\t\n ")


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://tasks.example.org", "https://tasks.example.org"),
        ("HTTPS://Tasks.Example.ORG/path?x#y", "https://tasks.example.org"),
        ("https://tasks.example.org:443/", "https://tasks.example.org"),
        ("http://tasks.example.org:8080", "http://tasks.example.org:8080"),
        ("http://[::1]:3000/x", "http://[::1]:3000"),
        ("https://tasks.example.org.", None),
        ("https://user@tasks.example.org", None),
        ("https://tasks.example.org:port", None),
        ("ftp://tasks.example.org", None),
        ("null", None),
        ("", None),
    ],
)
def test_an_origin_is_read_strictly(url: str, origin: str | None) -> None:
    assert origin_of(url) == origin


def test_the_servers_own_host_is_trusted_only_where_no_address_is_configured() -> None:
    unconfigured = Origins("http://localhost:8000", own_host=True)

    assert unconfigured.trusts("http://192.168.1.5:8000", "http://192.168.1.5:8000")
    assert not unconfigured.trusts("http://192.168.1.6:8000", "http://192.168.1.5:8000")
    assert not ORIGINS.trusts("http://192.168.1.5:8000", "http://192.168.1.5:8000")


def test_a_redirect_follows_the_host_header_to_this_machine_only() -> None:
    unconfigured = Origins("http://localhost:8000", own_host=True)

    assert unconfigured.may_redirect_to("http://127.0.0.1:8000/x", "http://127.0.0.1:8000")
    assert not unconfigured.may_redirect_to("http://evil.example/x", "http://evil.example")


def test_parameters_are_added_before_the_fragment() -> None:
    assert with_query("/after?next=1#top", error="X Y") == "/after?next=1&error=X+Y#top"
    assert with_query("https://a.example", token="t") == "https://a.example?token=t"
