"""The languages of quick add."""

from ..words import Language
from .de import GERMAN
from .en import ENGLISH
from .es import SPANISH
from .fr import FRENCH

_LANGUAGES = {language.code: language for language in (ENGLISH, FRENCH, GERMAN, SPANISH)}


def language_of(locale: str) -> Language:
    """The language of a locale such as "fr-CH"; English where we speak no other."""
    return _LANGUAGES.get(locale[:2].lower(), ENGLISH)


def is_month_first(locale: str) -> bool:
    """Whether 3/4 is the fourth of March: in en-US only."""
    return locale.replace("_", "-").lower() == "en-us"
