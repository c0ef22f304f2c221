"""Whose address counts."""

import pytest
from starlette.types import Scope

from tasklore.auth.addresses import UNKNOWN, Proxies

PROXIES = Proxies(["10.0.0.0/8", "127.0.0.1", "2001:db8:ffff::/48"])


def scope(peer: str | None, *, scheme: str = "http", **headers: str) -> Scope:
    raw = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    return {"type": "http", "scheme": scheme, "client": (peer, 1) if peer else None, "headers": raw}


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.5", None, "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ("10.1.1.1", "198.51.100.1", "198.51.100.1"),
        ("10.1.1.1", "192.0.2.66, 198.51.100.1", "198.51.100.1"),
        ("10.1.1.1", "192.0.2.66, 198.51.100.1, 10.2.2.2", "198.51.100.1"),
        ("10.1.1.1", None, "10.1.1.1"),
        ("10.1.1.1", "", "10.1.1.1"),
        ("10.1.1.1", "10.3.3.3", "10.3.3.3"),
        ("10.1.1.1", "198.51.100.1, nonsense", "10.1.1.1"),
        ("10.1.1.1", "198.51.100.1, nonsense, 10.2.2.2", "10.2.2.2"),
        ("10.1.1.1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("::ffff:10.1.1.1", "198.51.100.1", "198.51.100.1"),
        ("2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::"),
        ("2001:db8:ffff::1", "2001:db8:1:2::9", "2001:db8:1:2::"),
        ("fe80::1%eth0", None, "fe80::"),
        (None, "198.51.100.1", UNKNOWN),
        ("testclient", None, UNKNOWN),
    ],
)
def test_the_client_is_the_rightmost_hop_that_is_not_ours(peer: str | None, forwarded: str | None, client: str) -> None:
    headers = {} if forwarded is None else {"x_forwarded_for": forwarded}

    assert PROXIES.client(scope(peer, **headers)) == client


def test_several_headers_count_as_one() -> None:
    request = scope("10.1.1.1")
    request["headers"] = [(b"x-forwarded-for", b"192.0.2.66"), (b"x-forwarded-for", b"198.51.100.1")]

    assert PROXIES.client(request) == "198.51.100.1"


@pytest.mark.parametrize(
    ("peer", "scheme", "proto", "https"),
    [
        ("203.0.113.5", "https", None, True),
        ("203.0.113.5", "http", "https", False),
        ("10.1.1.1", "http", "https", True),
        ("10.1.1.1", "http", "https, http", False),
        ("10.1.1.1", "http", "http", False),
        ("10.1.1.1", "http", None, False),
    ],
)
def test_https_is_believed_from_trusted_proxies_only(peer: str, scheme: str, proto: str | None, https: bool) -> None:
    headers = {} if proto is None else {"x_forwarded_proto": proto}

    assert PROXIES.is_https(scope(peer, scheme=scheme, **headers)) is https


def test_a_wrong_entry_is_refused() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        Proxies(["nonsense"])
