"""Texts nobody would type: the parser may not raise, lose an offset or take long.

`python -m bench.language fuzz [seconds]` prints how many texts were tried and the slowest of them.
"""

import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tasklore.tasks.quickadd import Parsed, parse

from .case_files import load

LIMIT_200_MS = 2.0
LIMIT_10000_MS = 20.0
_LOCALES = ("en-US", "en-GB", "fr-FR", "de-DE", "es-ES", "xx")
_ZONES = ("UTC", "Europe/Paris", "America/New_York", "Pacific/Apia", "No/Where")
_DIALECTS = ("todoist", "vikunja")
_ODD = (
    "", " ", "\n", "\t", "\r\n", "\u00a0", "\u2003", "\u200b", "\ufeff", "\u0301", "é", "İ", "ß", "ﬁ", "٣", "²", "½", "🎉", "👩‍👩‍👧",
    "!", "!!", "!!1", "#", "@", "+", "/", "*", "//", " // ", "{", "}", "{}", "(", ")", "[", "]", '"', "'", "“", "”", "`", "\\",
    "-", "–", ":", ";", ",", ".", "…", "%", "$", "0", "00", "99", "31", "2026", "9999", "99999999999999999999",
)  # fmt: skip
_REPEATED = (
    "tomorrow ", "every mon, wed and fri at 18:30 ", "1 ", "p1 ", "@a ", "#a/b ", "(", '"a ', "'", "{1 ", "\\a ", "1:1 ", "1/2/", "1h",
    "from 3 to 5 ", "every ", "every!", "the the ", "a\n", "tomorrow at 9am\n", "in a ", "!1 min before ", "remind me ", "1,", "mon,",
    "http://", "a@b ", "é", "👩‍👩‍👧", "1 hour and ", "twenty ", "half past ", "first ", "1st and ", "next ", " // ", "until ", "jan 1 and ",
    "3 dec - ", "\u0301", "“a", "a week from ", "of every month ", "every 2 weeks on ", "2026-12-03", "end of the ", "and ", "- ", "#",
)  # fmt: skip


@dataclass(slots=True)
class Tally:
    """What a run has seen."""

    texts: int = 0
    slowest_200_ms: float = 0.0
    slowest_200: str = ""
    slowest_10000_ms: float = 0.0
    slowest_10000: str = ""


def check(text: str, found: list[Parsed], now: datetime) -> None:
    """What must hold of every answer."""
    for task in found:
        assert task.title.strip(), text
        for span in task.spans:
            assert text[span.start : span.end] == span.text, text
        assert task.parent is None or 0 <= task.parent < len(found), text
        if task.due is not None:
            assert len(task.due.date) == 10, text
    assert now.tzinfo is not None


def run(seconds: float = 20.0, seed: int = 1) -> Tally:
    """Random texts for so long, then every repetition at both sizes."""
    chance = random.Random(seed)
    words = sorted({word for case in load() for word in case.text.split()})
    tally = Tally()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pieces = [chance.choice(words if chance.random() < 0.8 else _ODD) for _ in range(chance.randint(1, 30))]
        text = chance.choice((" ", " ", " ", "", "\n  ")).join(pieces)
        now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randint(0, 3_000_000))
        found = parse(
            text,
            now=now,
            timezone=chance.choice(_ZONES),
            locale=chance.choice(_LOCALES),
            dialect=chance.choice(_DIALECTS),  # type: ignore[arg-type]
            ignore=[(chance.randint(-5, 60), chance.randint(-5, 60))] if chance.random() < 0.2 else (),
        )
        check(text, found, now)
        tally.texts += 1
    _time_repetitions(tally)
    return tally


def _time_repetitions(tally: Tally) -> None:
    now = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)
    for piece in _REPEATED:
        for size in (200, 10_000):
            text = (piece * (size // len(piece) + 1))[:size]
            for locale in ("en-US", "de-DE"):
                took = _best_ms(text, now, locale)
                tally.texts += 1
                if size == 200 and took > tally.slowest_200_ms:
                    tally.slowest_200_ms, tally.slowest_200 = took, piece
                if size == 10_000 and took > tally.slowest_10000_ms:
                    tally.slowest_10000_ms, tally.slowest_10000 = took, piece


def _best_ms(text: str, now: datetime, locale: str) -> float:
    """Processor time, the best of seven: the machine does other work too."""
    best = float("inf")
    for _ in range(7):
        begin = time.thread_time()
        found = parse(text, now=now, locale=locale)
        best = min(best, time.thread_time() - begin)
    check(text, found, now)
    return best * 1000


def main(seconds: float) -> int:
    """Print the tally; 1 if a limit is broken."""
    tally = run(seconds)
    print(f"{tally.texts} texts, none raised")
    print(
        f"slowest of 200 characters: {tally.slowest_200_ms:.2f} ms of {LIMIT_200_MS:.0f} ({tally.slowest_200!r} repeated)"
    )
    print(
        f"slowest of 10,000: {tally.slowest_10000_ms:.2f} ms of {LIMIT_10000_MS:.0f} ({tally.slowest_10000!r} repeated)"
    )
    return int(tally.slowest_200_ms > LIMIT_200_MS or tally.slowest_10000_ms > LIMIT_10000_MS)
