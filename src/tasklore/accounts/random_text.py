"""Random texts that cannot be guessed."""

import secrets
import string
from typing import Final

LETTERS: Final = string.ascii_letters
LETTERS_AND_DIGITS: Final = string.ascii_letters + string.digits


def random_text(length: int, alphabet: str = LETTERS_AND_DIGITS) -> str:
    """`length` characters; 32 letters and digits hold 190 bits."""
    return "".join(secrets.choice(alphabet) for _ in range(length))
