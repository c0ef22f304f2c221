"""Password hashes: the format is Better Auth's, old formats are accepted, the queue is bounded."""

import asyncio
from collections.abc import Iterator

import argon2
import bcrypt
import pytest

from tasklore.accounts.config import AccountsConfig
from tasklore.accounts.errors import PasswordCompromised, PasswordTooLong, PasswordTooShort
from tasklore.accounts.passwords import Match, PasswordHasher, compare
from tasklore.platform.errors import Unavailable

# Made by the npm package for "correct horse 1".
BETTER_AUTH_HASH = (
    "79445207c09a350b13839d18a1ed0baa:"
    "d1023033c5c200ec8a4dd3b1342c721726c9739a477144b3eb72b8e68674b7f6"
    "3367403ca4c0fcfe83f03e6bfd00558a56d8077a486d69e64943f3ed67cf08fb"
)


@pytest.fixture
def hasher() -> Iterator[PasswordHasher]:
    hasher = PasswordHasher(AccountsConfig())
    yield hasher
    hasher.close()


async def test_a_hash_of_the_original_is_accepted() -> None:
    assert compare("correct horse 1", BETTER_AUTH_HASH) is Match.YES
    assert compare("correct horse 2", BETTER_AUTH_HASH) is Match.NO


async def test_a_hash_is_salted_and_has_the_originals_form(hasher: PasswordHasher) -> None:
    first, second = await hasher.hash("correct horse 1"), await hasher.hash("correct horse 1")

    assert first != second
    salt, key = first.split(":")
    assert (len(salt), len(key)) == (32, 128)
    assert await hasher.matches("correct horse 1", first) is Match.YES


async def test_spellings_of_the_same_letters_are_one_password(hasher: PasswordHasher) -> None:
    hashed = await hasher.hash("pa\u017f\u017fwo\u0308rd")

    assert await hasher.matches("passw\u00f6rd", hashed)


async def test_nothing_of_a_long_password_is_cut_off(hasher: PasswordHasher) -> None:
    hashed = await hasher.hash("x" * 127 + "a")

    assert not await hasher.matches("x" * 127 + "b", hashed)


@pytest.mark.parametrize(
    "hashed",
    [
        bcrypt.hashpw(b"correct horse 1", bcrypt.gensalt(4)).decode(),
        argon2.PasswordHasher(time_cost=1, memory_cost=64).hash("correct horse 1"),
    ],
    ids=["bcrypt", "argon2id"],
)
async def test_imported_hashes_match_and_ask_to_be_replaced(hasher: PasswordHasher, hashed: str) -> None:
    assert await hasher.matches("correct horse 1", hashed) is Match.YES_BUT_OLD
    assert await hasher.matches("correct horse 2", hashed) is Match.NO


@pytest.mark.parametrize("hashed", ["", ":", "abc", "abc:", ":abc", "$2b$nonsense", "$argon2id$nonsense", "plain"])
async def test_what_is_no_hash_never_matches(hasher: PasswordHasher, hashed: str) -> None:
    assert await hasher.matches("correct horse 1", hashed) is Match.NO


@pytest.mark.parametrize(
    ("password", "error"), [("1234567", PasswordTooShort), ("x" * 129, PasswordTooLong), ("🐎" * 65, PasswordTooLong)]
)
async def test_lengths_count_as_javascript_counts(
    hasher: PasswordHasher, password: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await hasher.hash_new(password)
    assert await hasher.hash_new("🐎" * 64)


@pytest.mark.parametrize("password", ["password", "Password1", "12345678", "QWERTYUIOP", "iloveyou1", "password123"])
async def test_the_most_common_passwords_are_refused(hasher: PasswordHasher, password: str) -> None:
    with pytest.raises(PasswordCompromised):
        await hasher.hash_new(password)


async def test_the_refusal_of_common_passwords_is_a_setting() -> None:
    hasher = PasswordHasher(AccountsConfig(refuse_common_passwords=False))

    assert await hasher.hash_new("password")
    hasher.close()


async def test_a_full_queue_is_refused_at_once_and_empties_again() -> None:
    hasher = PasswordHasher(AccountsConfig(hash_threads=1, hash_queue=2))

    outcomes = await asyncio.gather(*(hasher.hash("correct horse 1") for _ in range(8)), return_exceptions=True)

    assert sum(isinstance(outcome, Unavailable) for outcome in outcomes) == 5
    assert await hasher.hash("correct horse 1")
    hasher.close()


async def test_hashing_leaves_the_event_loop_free(hasher: PasswordHasher) -> None:
    loop = asyncio.get_running_loop()
    hashing = asyncio.gather(*(hasher.hash("correct horse 1") for _ in range(4)))
    longest = 0.0
    while not hashing.done():
        before = loop.time()
        await asyncio.sleep(0)
        longest = max(longest, loop.time() - before)
        await asyncio.sleep(0.001)

    assert longest < 0.05
