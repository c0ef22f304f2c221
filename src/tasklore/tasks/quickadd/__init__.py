"""Quick add: a line as people type it, understood.

    "Pay rent every 1st at 9am #Home @money p1"
        → title "Pay rent", due the 1st at 09:00, FREQ=MONTHLY;BYMONTHDAY=1, project, label, priority

    lines ── grammar ─┬─ protection, sigils      what is a sign, what may not be looked into
                      ├─ phrases                 the deadline in braces
                      └─ dating ─┬─ lexer        words with the roles they can play: locales/, words
                                 ├─ chains       pieces side by side: dates, times, recurrence …
                                 ├─ context      whether a chain is meant as a date, by where it stands
                                 └─ meaning      what the pieces add up to

Pure and without I/O. `docs/reference/quickadd.md` holds the grammar and every convention.
"""

from collections.abc import Sequence
from datetime import datetime

from .grammar import Budget, Reader
from .lines import read_lines
from .locales import is_month_first, languages_of
from .model import (
    DayTimes,
    Dialect,
    Known,
    Moment,
    Parsed,
    Recurrence,
    ReminderAt,
    ReminderBefore,
    Schedule,
    Span,
)
from .phrases import parse_date_phrase, parse_recurrence_phrase
from .sentence import Clock
from .sigils import Names
from .wall_clock import local

__all__ = [
    "DayTimes",
    "Dialect",
    "Known",
    "Moment",
    "Parsed",
    "Recurrence",
    "ReminderAt",
    "ReminderBefore",
    "Schedule",
    "Span",
    "parse",
    "parse_date_phrase",
    "parse_recurrence_phrase",
]


def parse(
    text: str,
    *,
    now: datetime,
    timezone: str = "UTC",
    locale: str = "en-US",
    dialect: Dialect = "todoist",
    ignore: Sequence[Span | tuple[int, int]] = (),
    known: Known | None = None,
    times: DayTimes | None = None,
) -> list[Parsed]:
    """The tasks in a text, one for each line that is not empty; indented lines name their parent.

    `now` is aware; dates are those of `timezone` (IANA). Offsets are code points into the whole `text`. What stands
    in `ignore`, spans of an earlier answer or pairs of offsets, is left in the title. Never raises; the work is
    bounded, so that 10,000 characters take as many milliseconds at most.
    """
    clock = Clock(local(now, timezone), times or DayTimes(), is_month_first(locale))
    reader = Reader(clock, languages_of(locale), dialect, Names(known), Budget())
    ignored = [(span.start, span.end) if isinstance(span, Span) else (span[0], span[1]) for span in ignore]
    return read_lines(reader, text, ignored)
