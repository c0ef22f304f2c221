"""The languages of quick add."""

from ..words import Language
from .de import GERMAN
from .en import ENGLISH
from .es import SPANISH
from .fr import FRENCH

_LANGUAGES = {language.code: language for language in (ENGLISH, FRENCH, GERMAN, SPANISH)}


def languages_of(locale: str) -> tuple[Language, ...]:
    """The language of a locale such as "fr-CH", then English; English alone where we speak no other."""
    language = _LANGUAGES.get(locale[:2].lower(), ENGLISH)
    return (language,) if language is ENGLISH else (language, ENGLISH)


def is_month_first(locale: str) -> bool:
    """Whether 3/4 is the fourth of March: in en-US only."""
    return locale.replace("_", "-").lower() == "en-us"
