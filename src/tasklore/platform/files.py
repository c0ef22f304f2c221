"""Files by their content: written once, named by their digest, never by what a client called them."""

import asyncio
import hashlib
import os
import secrets
from collections.abc import AsyncIterable
from pathlib import Path
from typing import NamedTuple

from .errors import NotFound, StorageFull, TooLarge


class StoredFile(NamedTuple):
    """A file in the store."""

    sha256: str
    size_bytes: int


class FileStore:
    """A folder of files, each under `<first two letters>/<sha256>`, mode 0600."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where a file lies. The digest is checked, so that no name can lead elsewhere."""
        if len(sha256) != 64 or not all(letter in "0123456789abcdef" for letter in sha256):
            raise NotFound("File")
        return self.folder / sha256[:2] / sha256

    async def put(self, chunks: AsyncIterable[bytes], most_bytes: int) -> StoredFile:
        """Keeps a stream of bytes; on disk before this returns.

        Raises:
            TooLarge: more than `most_bytes` came.
            StorageFull: the disk is full; nothing is left behind.
        """
        partial = self.folder / f".partial-{secrets.token_hex(8)}"
        digest, size = hashlib.sha256(), 0
        try:
            await asyncio.to_thread(self.folder.mkdir, parents=True, exist_ok=True)
            descriptor = await asyncio.to_thread(os.open, partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > most_bytes:
                        raise TooLarge(f"The file is larger than {most_bytes:,} bytes.")
                    digest.update(chunk)
                    await asyncio.to_thread(file.write, chunk)
                await asyncio.to_thread(file.flush)
                await asyncio.to_thread(os.fsync, file.fileno())
            target = self.path(digest.hexdigest())
            await asyncio.to_thread(target.parent.mkdir, parents=True, exist_ok=True)
            await asyncio.to_thread(os.replace, partial, target)
            # A name is durable when its folder is, and the folder's own name when the one above is.
            await asyncio.to_thread(_sync, target.parent)
            await asyncio.to_thread(_sync, self.folder)
        except OSError as error:
            raise StorageFull("The file cannot be stored; the disk may be full.", retry_after_s=30) from error
        finally:
            await asyncio.to_thread(partial.unlink, missing_ok=True)
        return StoredFile(digest.hexdigest(), size)

    async def read(self, sha256: str) -> bytes:
        """A whole file.

        Raises:
            NotFound: it is not in the store.
        """
        try:
            return await asyncio.to_thread(self.path(sha256).read_bytes)
        except FileNotFoundError:
            raise NotFound("File") from None

    async def remove(self, sha256: str) -> None:
        """Removes a file; one that is not there is fine."""
        await asyncio.to_thread(self.path(sha256).unlink, missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
