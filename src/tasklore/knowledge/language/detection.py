"""Which language a text is written in, from its script and the function words it uses."""

import re
from collections import Counter
from typing import Final

from tasklore.knowledge.language.stopwords import STOPWORDS
from tasklore.knowledge.language.words import UNKNOWN

_SAMPLE_CHARS: Final = 20_000
_WORD: Final = re.compile(r"[^\W\d_]+")
# A share of function words below this is chance: running text has 0.35 to 0.6.
_LEAST_SHARE: Final = 0.12
_LEAST_LEAD: Final = 1.05
_RUNNING_SHARE: Final = 0.25

# Languages that alone use their script here; the others are told apart by their words.
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)
_LANGUAGES_OF: Final[dict[str, tuple[str, ...]]] = {}
for _code, _words in STOPWORDS.items():
    for _word in _words:
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _code)


def detect(text: str, among: tuple[str, ...] = ()) -> str:
    """The language of a text as an ISO 639-1 code, or ``und`` when its words do not tell.

    ``among`` names the languages that are likelier, such as those of the documents a question is asked of:
    a tie goes to the first of them.
    """
    sample = text[:_SAMPLE_CHARS]
    words = [word.lower() for word in _WORD.findall(sample)]
    if not words:
        return UNKNOWN
    letters = sum(map(len, words))
    for code, script in _SCRIPTS:
        # Kana are a part of Japanese text only, so a tenth of them tells it from Chinese.
        if len(script.findall(sample)) >= letters * (0.1 if code == "ja" else 0.3):
            return code
    # Each function word votes once however often it comes: a list of places in Los Angeles is not Spanish.
    votes: Counter[str] = Counter()
    uses: Counter[str] = Counter()
    for word, count in Counter(words).items():
        languages = _LANGUAGES_OF.get(word, ())
        for code in languages:
            # A word of one language alone says more than one that eight languages share.
            votes[code] += 2 if len(languages) == 1 else 1
            uses[code] += count
    if not votes:
        return UNKNOWN
    ranked = sorted(votes, key=lambda code: (-votes[code], _rank(code, among)))
    best = ranked[0]
    if uses[best] < _LEAST_SHARE * len(words):
        return UNKNOWN
    rivals = [code for code in ranked[1:] if votes[code] * _LEAST_LEAD >= votes[best]]
    preferred = [code for code in among if code == best or code in rivals]
    return preferred[0] if preferred else best


def is_likely(text: str, language: str) -> bool:
    """Whether a text uses the function words of a language as running text does. Cheaper than to tell which it is."""
    known = STOPWORDS.get(language)
    words = _WORD.findall(text[:_SAMPLE_CHARS])
    return known is not None and sum(word.lower() in known for word in words) >= _RUNNING_SHARE * len(words)


def _rank(code: str, among: tuple[str, ...]) -> int:
    return among.index(code) if code in among else len(among)
