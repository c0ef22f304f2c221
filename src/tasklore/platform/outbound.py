"""The one way out to an address that somebody else wrote: webhooks, client metadata, imports by URL.

The name is resolved here, every address of it is checked, and the connection goes to the checked one, so that no
second look-up can lead elsewhere. Only public addresses, http and https, no redirects, bounded in time and size.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx2

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_TIMEOUT_S: Final = 10.0
_NAT64: Final = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))


class OutboundRefused(Exception):
    """The address is not one that may be called, or what is there did not answer properly."""


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


def is_public(address: Address) -> bool:
    """Whether an address is on the open internet; one that holds another address is judged by that one, too."""
    if isinstance(address, ipaddress.IPv6Address):
        held = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        held += [ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF) for network in _NAT64 if address in network]
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(one is not None and not is_public(one) for one in held):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


class Outbound:
    """Calls addresses that are not ours.

    Args:
        allowed: addresses or networks that may be called although they are private, for an operator's own services.
    """

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed = tuple(ipaddress.ip_network(entry, strict=False) for entry in allowed)
        self._client: httpx2.AsyncClient | None = None

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        most_bytes: int = 1_000_000,
        timeout_s: float = _TIMEOUT_S,
    ) -> Answer:
        """What is answered there, whatever its status.

        Raises:
            OutboundRefused
        """
        import httpx2

        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
            raise OutboundRefused("only http and https addresses without a user name are called")
        try:
            async with (
                asyncio.timeout(timeout_s),
                self._opened().stream(method, url, headers=dict(headers or {}), content=body) as response,
            ):
                received = bytearray()
                async for chunk in response.aiter_bytes():
                    received += chunk
                    if len(received) > most_bytes:
                        raise OutboundRefused(f"the answer is larger than {most_bytes:,} bytes")
                return Answer(response.status_code, response.headers, bytes(received))
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, OSError, UnicodeError) as error:
            raise OutboundRefused(f"{parts.hostname} did not answer: {type(error).__name__}") from error

    async def checked(self, host: str, port: int) -> str:
        """One address of a name, once all of them are public.

        Raises:
            OutboundRefused
        """
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise OutboundRefused(f"{host} is not known") from error
        addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
        if not addresses or not all(self._may_call(address) for address in addresses):
            raise OutboundRefused(f"{host} is not on the open internet")
        return str(addresses[0])

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    def _may_call(self, address: Address) -> bool:
        return is_public(address) or any(
            address.version == network.version and address in network for network in self._allowed
        )

    def _opened(self) -> "httpx2.AsyncClient":
        if self._client is None:
            self._client = _client(self)
        return self._client


def _client(outbound: Outbound) -> "httpx2.AsyncClient":
    """A client whose connections go where `checked` says; the certificate is still checked for the name."""
    import ssl

    import httpcore2
    import httpx2

    class Checked(httpcore2.AnyIOBackend):
        async def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,  # noqa: ASYNC109
            local_address: str | None = None,
            socket_options: Iterable[Any] | None = None,
        ) -> httpcore2.AsyncNetworkStream:
            address = await outbound.checked(host, port)
            return await super().connect_tcp(address, port, timeout, local_address, socket_options)

    transport = httpx2.AsyncHTTPTransport(trust_env=False)
    transport._pool = httpcore2.AsyncConnectionPool(
        ssl_context=ssl.create_default_context(),
        network_backend=Checked(),
        max_connections=20,
        max_keepalive_connections=0,
    )
    return httpx2.AsyncClient(transport=transport, follow_redirects=False, trust_env=False, timeout=_TIMEOUT_S)
