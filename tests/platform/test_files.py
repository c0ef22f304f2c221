"""Files by their content."""

import os
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tasklore.platform.errors import NotFound, StorageFull, TooLarge
from tasklore.platform.files import FileStore


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def test_a_file_and_its_name_are_on_disk_before_it_is_said_to_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            synced.append(Path(os.readlink(f"/proc/self/fd/{descriptor}")))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    store = FileStore(tmp_path / "files")

    kept = await store.put(chunks(b"one ", b"two"), 100)

    assert await store.read(kept.sha256) == b"one two"
    assert synced == [store.path(kept.sha256).parent, store.folder]
    assert stat.S_IMODE(store.path(kept.sha256).stat().st_mode) == 0o600


async def test_what_is_refused_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    store = FileStore(tmp_path / "files")
    with pytest.raises(TooLarge):
        await store.put(chunks(b"x" * 60, b"x" * 60), 100)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFull):
        await store.put(chunks(b"one"), 100)

    assert list(store.folder.iterdir()) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "g" * 64, "A" * 64, "a" * 63 + "\n", "a" * 64 + "\n"])
async def test_only_a_digest_names_a_file(name: str, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        await FileStore(tmp_path).read(name)
