"""Who sends a request: the address that limits count, and the scheme that cookies follow.

Forwarding headers are believed only from trusted proxies, and only from the right: everything left of the
first hop that is not ours was written by the client.
"""

import ipaddress
from collections.abc import Sequence
from typing import Final

from starlette.types import Scope

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

UNKNOWN: Final = "unknown"
_IPV6_PREFIX: Final = 64
"""One subscriber has a whole network of this size; its hosts count as one."""


class Proxies:
    """The proxies whose forwarding headers are believed.

    Args:
        entries: addresses or networks.

    Raises:
        ValueError: an entry is neither.
    """

    def __init__(self, entries: Sequence[str]) -> None:
        self._networks: tuple[Network, ...] = tuple(ipaddress.ip_network(entry, strict=False) for entry in entries)

    def trusts(self, address: Address) -> bool:
        return any(address.version == network.version and address in network for network in self._networks)

    def client(self, scope: Scope) -> str:
        """The client's address in its one spelling: an IPv4 address, or an IPv6 network of 64 bits."""
        peer = _address(scope["client"][0]) if scope.get("client") else None
        if peer is None:
            return UNKNOWN
        if not self.trusts(peer):
            return _spelling(peer)
        nearest = peer
        for hop in reversed(_header(scope, b"x-forwarded-for").split(",")):
            address = _address(hop.strip())
            if address is None:
                break
            nearest = address
            if not self.trusts(address):
                break
        return _spelling(nearest)

    def is_https(self, scope: Scope) -> bool:
        """Whether the browser speaks https: the connection does, or a trusted proxy says so."""
        if scope["scheme"] == "https":
            return True
        peer = _address(scope["client"][0]) if scope.get("client") else None
        if peer is None or not self.trusts(peer):
            return False
        return _header(scope, b"x-forwarded-proto").rpartition(",")[2].strip() == "https"


def _address(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, ipaddress.IPv6Address) else address


def _spelling(address: Address) -> str:
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, _IPV6_PREFIX), strict=False).network_address)


def _header(scope: Scope, name: bytes) -> str:
    """All values of a header as one, in order."""
    return ",".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)
