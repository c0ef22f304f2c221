"""Which pages may write with a cookie, and where a redirect may lead.

A cookie is sent by the browser whoever made the page, so a write that carries one must come from a page of a
trusted origin (OWASP: verifying the origin with standard headers). A URL given by the client is followed only
to a path here or to a trusted origin; anything that two parsers could read differently is refused.
"""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.datastructures import Headers

_AMBIGUOUS: Final = re.compile(r"[\x00-\x20\x7f-\x9f\\]")
_ABSOLUTE: Final = re.compile(
    r"(https?)://(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(\d{1,5}))?(?=[/?#]|$)", re.I
)
_ENCODED_SEPARATOR: Final = re.compile(r"%2f|%5c", re.I)
_DEFAULT_PORT: Final = {"http": "80", "https": "443"}


def origin_of(url: str) -> str | None:
    """`scheme://host[:port]` of an absolute http(s) address in small letters, or None when it is anything else."""
    match = None if _AMBIGUOUS.search(url) else _ABSOLUTE.match(url)
    if match is None:
        return None
    scheme, host, port = match[1].lower(), match[2].lower(), match[3]
    return f"{scheme}://{host}" if port in (None, _DEFAULT_PORT[scheme]) else f"{scheme}://{host}:{port}"


def is_path_here(url: str) -> bool:
    """Whether every browser reads this as a path of the same origin."""
    if not url.startswith("/") or url.startswith("//") or _AMBIGUOUS.search(url):
        return False
    return not _ENCODED_SEPARATOR.search(re.split(r"[?#]", url, maxsplit=1)[0])


def is_loopback(origin: str) -> bool:
    """Whether an origin is on the machine that asks."""
    host = origin.partition("://")[2]
    return re.fullmatch(r"(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?", host) is not None


class Origins:
    """The origins that are trusted.

    Args:
        base_url: this server's own address.
        further: other origins; an entry that is not one is ignored.
        own_host: also trust the origin that a request itself was sent to. A page elsewhere cannot forge it; it is
            meant for a server that was never told its address. A redirect follows it to this machine only.

    `own` is that origin, worked out by whoever knows the request.
    """

    def __init__(self, base_url: str, further: Iterable[str] = (), *, own_host: bool = False) -> None:
        trusted = (origin_of(url) for url in (base_url, *further))
        self._trusted = frozenset(origin for origin in trusted if origin)
        self._own_host = own_host

    def trusts(self, url: str, own: str | None = None) -> bool:
        """Whether an Origin or Referer header names a trusted origin."""
        origin = origin_of(url)
        return origin is not None and (origin in self._trusted or (self._own_host and origin == own))

    def may_redirect_to(self, url: str, own: str | None = None) -> bool:
        """Whether a client may name this address as the place to go on."""
        if is_path_here(url):
            return True
        origin = origin_of(url)
        return origin is not None and self.trusts(url, own if is_loopback(origin) else None)


def own_origin(headers: Headers, *, secure: bool) -> str | None:
    """The origin that a request was sent to, as its Host header says."""
    return origin_of(f"{'https' if secure else 'http'}://{headers.get('host', '')}")


def with_query(url: str, **params: str) -> str:
    """The address with further parameters, before its fragment."""
    parts = urlsplit(url)
    query = [*parse_qsl(parts.query, keep_blank_values=True)]
    query = [pair for pair in query if pair[0] not in params] + list(params.items())
    return urlunsplit(parts._replace(query=urlencode(query)))
