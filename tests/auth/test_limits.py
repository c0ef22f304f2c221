"""Windows: exact, in memory and in Redis alike."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tasklore.auth import limits
from tasklore.auth.limits import MemoryWindows, Window, Windows, takes_credentials, window_of
from tasklore.auth.redis_limits import RedisWindows
from tasklore.platform.redis import connect


@pytest.fixture(params=["memory", "redis"])
async def windows(request: pytest.FixtureRequest) -> AsyncIterator[Windows]:
    if request.param == "memory":
        yield MemoryWindows()
        return
    client = connect(request.getfixturevalue("redis"))
    await client.flushdb()
    yield RedisWindows(client)
    await client.aclose()


async def test_as_many_pass_as_the_window_holds_and_then_it_says_when(windows: Windows) -> None:
    window = Window(3, 10)

    turns = [await windows.take("a", window) for _ in range(5)]

    assert [turn.allowed for turn in turns] == [True, True, True, False, False]
    assert 9 < turns[-1].wait_s <= 10.4


async def test_keys_and_windows_are_counted_apart(windows: Windows) -> None:
    for _ in range(3):
        await windows.take("a", Window(3, 10))

    assert (await windows.take("b", Window(3, 10))).allowed
    assert (await windows.take("a", Window(4, 10))).allowed


async def test_looking_does_not_count(windows: Windows) -> None:
    window = Window(1, 10)

    looks = [await windows.full("a", window) for _ in range(3)]

    assert all(look.allowed for look in looks)
    assert (await windows.take("a", window)).allowed
    assert not (await windows.full("a", window)).allowed


async def test_a_cleared_key_starts_anew(windows: Windows) -> None:
    window = Window(1, 10)
    await windows.take("a", window)

    await windows.clear("a", window)

    assert (await windows.take("a", window)).allowed


async def test_many_at_once_do_not_slip_through(windows: Windows) -> None:
    turns = await asyncio.gather(*(windows.take("a", Window(10, 60)) for _ in range(50)))

    assert sum(turn.allowed for turn in turns) == 10


async def test_no_window_of_any_position_holds_more_than_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1000.0
    monkeypatch.setattr(limits.time, "monotonic", lambda: moment)
    windows, window, passed = MemoryWindows(), Window(10, 60), []
    for step in range(4000):
        moment = 1000 + step * 0.1
        if (await windows.take("a", window)).allowed:
            passed.append(moment)

    for start in passed:
        assert sum(start <= moment < start + 60 for moment in passed) <= 10
    assert len(passed) >= 50


async def test_idle_keys_are_dropped_when_there_are_very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST_KEYS", 100)
    windows = MemoryWindows()

    for number in range(500):
        await windows.take(str(number), Window(1, 10))

    assert len(windows._slots) == 100


async def test_without_redis_each_process_counts_by_itself() -> None:
    client = connect("redis://127.0.0.1:1/0")
    windows = RedisWindows(client)

    turns = [await windows.take("a", Window(2, 10)) for _ in range(3)]

    assert [turn.allowed for turn in turns] == [True, True, False]
    await client.aclose()


@pytest.mark.parametrize(
    ("path", "window"),
    [
        ("/sign-in/email", Window(3, 10)),
        ("/sign-up/email", Window(3, 10)),
        ("/change-password", Window(3, 10)),
        ("/change-email", Window(3, 10)),
        ("/two-factor/verify-totp", Window(3, 10)),
        ("/request-password-reset", Window(3, 60)),
        ("/send-verification-email", Window(3, 60)),
        ("/get-session", Window(100, 10)),
    ],
)
def test_each_path_has_the_originals_rule(path: str, window: Window) -> None:
    assert window_of(path) == window


def test_whatever_takes_a_secret_counts_against_the_address_even_when_signed_in() -> None:
    assert all(takes_credentials(path) for path in ("/sign-in/email", "/two-factor/enable", "/delete-user", "/refresh"))
    assert not any(takes_credentials(path) for path in ("/get-session", "/list-sessions", "/token", "/update-user"))
