"""The one way out: public addresses only, whatever they are called."""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tasklore.platform.outbound import Outbound, OutboundRefused, is_public
from tests.servers.ports import free_port

THIS_MACHINE = [
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "017700000001", "0177.0.0.1",
    "0177.1", "2130706433", "0", "0.0.0.0", "00000000", "0x0", "localhost", "LOCALHOST", "localhost.", "[::1]", "[::]",
    "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]", "[::ffff:0:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2002:7f00:0001::1]", "[2001:0:7f00:1::]", "[fe80::1]", "[fe80::1%25lo]",
    "[fec0::1]", "[fc00::1]", "[fd00::1]", "[ff02::1]", "10.0.0.1", "10.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "[::ffff:169.254.169.254]", "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "[2001:db8::1]", "[100::1]",
]  # fmt: skip


def test_there_are_enough_spellings() -> None:
    assert len(THIS_MACHINE) >= 51


@pytest.fixture
async def outbound() -> AsyncIterator[Outbound]:
    outbound = Outbound()
    yield outbound
    await outbound.close()


@pytest.mark.parametrize("host", THIS_MACHINE)
async def test_no_spelling_of_a_private_address_is_called(outbound: Outbound, host: str) -> None:
    with pytest.raises(OutboundRefused):
        await outbound.request("GET", f"http://{host}:9/", timeout_s=3)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com",
        "http://",
        "//example.com",
        "http://u:p@example.com/",
        "javascript:alert(1)",
        "",
        "http://[::1",
        "http://exa mple.com/",
        "http://\ud800/",
    ],
)
async def test_only_plain_web_addresses_are_called(outbound: Outbound, url: str) -> None:
    with pytest.raises((OutboundRefused, ValueError)):
        await outbound.request("GET", url, timeout_s=3)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


class Site:
    """A small site on loopback, which an operator has allowed."""

    def __init__(self, answer: bytes) -> None:
        self.port = free_port()
        self.answer = answer
        self.hits = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.hits += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.write(self.answer)
        await writer.drain()
        writer.close()


async def test_an_allowed_address_is_called_and_answers_are_bounded() -> None:
    body = b"x" * 5000
    site = Site(b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n" + body)
    outbound = Outbound(["127.0.0.1"])
    async with await asyncio.start_server(site.serve, "127.0.0.1", site.port):
        answer = await outbound.request("GET", f"http://127.0.0.1:{site.port}/")
        with pytest.raises(OutboundRefused, match="larger"):
            await outbound.request("GET", f"http://127.0.0.1:{site.port}/", most_bytes=1000)

    assert (answer.status, len(answer.body)) == (200, 5000)
    await outbound.close()


async def test_a_redirect_is_not_followed() -> None:
    site = Site(b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n")
    outbound = Outbound(["127.0.0.1"])
    async with await asyncio.start_server(site.serve, "127.0.0.1", site.port):
        answer = await outbound.request("GET", f"http://127.0.0.1:{site.port}/")

    assert (answer.status, site.hits) == (302, 1)
    await outbound.close()


async def test_a_name_with_one_private_address_is_not_called(
    outbound: Outbound, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def resolve(*_asked: Any, **_options: Any) -> list[Any]:
        return [(socket.AF_INET, 1, 6, "", (address, 80)) for address in ("1.1.1.1", "127.0.0.1")]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)

    with pytest.raises(OutboundRefused, match="open internet"):
        await outbound.request("GET", "http://rebinding.example/")


async def test_a_slow_site_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    port = free_port()
    outbound = Outbound(["127.0.0.1"])
    server = await asyncio.start_server(never, "127.0.0.1", port)
    with pytest.raises(OutboundRefused, match="did not answer"):
        await outbound.request("GET", f"http://127.0.0.1:{port}/", timeout_s=0.2)
    server.close()
    await outbound.close()
