"""Has a file parsed in a child process, and outlives whatever happens there.

Short text and Markdown stay in a thread: only our own code reads them, in time that grows with their length, and the
child's start would cost a hundred times the work.
"""

import asyncio
import contextlib
import os
import signal
import sys
from typing import Final

import msgspec

from tasklore.knowledge.parsing.child import REFUSED, Order, parse
from tasklore.knowledge.parsing.document import ParsedDocument
from tasklore.knowledge.parsing.errors import NoText, ParseError, TooMuch, Unsupported
from tasklore.knowledge.parsing.kinds import CODE, MARKDOWN, TEXT, kind_of
from tasklore.knowledge.parsing.limits import Limits

_HARMLESS: Final = (TEXT, CODE, MARKDOWN)
SHORT_BYTES: Final = 200_000
"""The largest text that is read without a process of its own."""
_GRACE_S: Final = 15
_ERRORS: Final = {error.code: error for error in (ParseError, NoText, TooMuch, Unsupported)}
# Bytes of MessagePack for each character of text: up to four for the character, the rest for the blocks.
_BYTES_PER_CHAR: Final = 6
_READ_BYTES: Final = 1 << 20


async def parse_file(content: bytes, name: str = "", limits: Limits | None = None) -> ParsedDocument:
    """The text of a file, its kind told by its content.

    Where a process is started it takes 0.1 s, then 2 ms for a page of PDF.

    Raises:
        ParseError: the file cannot be read; the message says why, for the person who sent it.
    """
    limits = limits or Limits()
    kind = kind_of(content, name)
    if kind in _HARMLESS and len(content) <= SHORT_BYTES:
        return await asyncio.to_thread(parse, content, kind, limits)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-m",
        "tasklore.knowledge.parsing.child",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        # Nothing of the service's environment reaches the child: no keys, no addresses.
        env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    try:
        async with asyncio.timeout(limits.seconds + _GRACE_S):
            order = msgspec.json.encode(Order(kind, limits)) + b"\n"
            _, output, errors = await asyncio.gather(
                _send(process, order, content),
                _receive(process.stdout, limits.chars * _BYTES_PER_CHAR),
                _receive(process.stderr, _READ_BYTES),
            )
            status = await process.wait()
    except TimeoutError:
        raise TooMuch(f"Reading the file took more than {limits.seconds} seconds.") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if status == 0:
        return msgspec.msgpack.decode(output, type=ParsedDocument)
    raise _failure(status, errors, limits)


async def _send(process: asyncio.subprocess.Process, order: bytes, content: bytes) -> None:
    assert process.stdin is not None
    # A child that gives up early closes its end; what it says on standard error is what counts.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(order)
        process.stdin.write(content)
        await process.stdin.drain()
    process.stdin.close()


async def _receive(stream: asyncio.StreamReader | None, most_bytes: int) -> bytes:
    assert stream is not None
    parts: list[bytes] = []
    length = 0
    while part := await stream.read(_READ_BYTES):
        length += len(part)
        if length > most_bytes:
            raise TooMuch("The file holds far more text than one document may.")
        parts.append(part)
    return b"".join(parts)


def _failure(status: int, errors: bytes, limits: Limits) -> ParseError:
    code, _, message = errors.decode("utf-8", "replace").partition(": ")
    if status == REFUSED and code in _ERRORS:
        return _ERRORS[code](message)
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return TooMuch(f"Reading the file took more than {limits.seconds} seconds or too much memory.")
    return ParseError("The file is damaged and cannot be read.")
