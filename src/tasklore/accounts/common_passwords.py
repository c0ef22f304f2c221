"""The passwords that everybody tries first."""

import sys
from functools import cache
from typing import Final

MOST: Final = 10_000
"""Ranks of the list that are refused; about a third of them have eight characters or more."""


def is_common(password: str) -> bool:
    """Whether a password is among the most common ones, in any mixture of capitals."""
    return password.lower() in _list()


@cache
def _list() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]

    ranked = list(FREQUENCY_LISTS["passwords"])[:MOST]
    # The package holds five further lists of words, 15 MB in all, that nobody asks for.
    sys.modules.pop("zxcvbn.frequency_lists", None)
    return frozenset(word for word in ranked if len(word) >= 8)
