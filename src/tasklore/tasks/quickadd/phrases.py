"""A whole text as a date or as a rule, for callers who know that it is one: a deadline in braces, a CSV column."""

from datetime import datetime

from .chains import read_chain
from .lexer import lex
from .locales import is_month_first, languages_of
from .meaning import Facts, collide, gather, work_out
from .model import DayTimes, Moment, Schedule
from .sentence import Clock, Sentence
from .wall_clock import local
from .words import Language


def parse_date_phrase(
    text: str, now: datetime, timezone: str = "UTC", locale: str = "en-US", times: DayTimes | None = None
) -> Moment | None:
    """When the whole text, taken as a date, is due; None if it is none or if it repeats.

    `now` is aware. Reads what a title could not hold safely as well: "yesterday", "3 days ago", "March".
    """
    schedule = _parse(text, now, timezone, locale, times)
    if schedule is None or schedule.recurrence is not None:
        return None
    return schedule.due or schedule.start


def parse_recurrence_phrase(
    text: str, now: datetime, timezone: str = "UTC", locale: str = "en-US", times: DayTimes | None = None
) -> Schedule | None:
    """The rule that the whole text states, with its first moment in `due`; None if it states none."""
    schedule = _parse(text, now, timezone, locale, times)
    return None if schedule is None or schedule.recurrence is None else schedule


def _parse(text: str, now: datetime, timezone: str, locale: str, times: DayTimes | None) -> Schedule | None:
    if len(text) > 200:
        return None
    clock = Clock(local(now, timezone), times or DayTimes(), is_month_first(locale))
    for language in languages_of(locale):
        try:
            schedule = read_phrase(text, clock, language)
        except (OverflowError, ValueError):
            # A date beyond the year 9999.
            return None
        if schedule is not None:
            return schedule
    return None


def read_phrase(text: str, clock: Clock, language: Language) -> Schedule | None:
    """The schedule that the whole text states in this language."""
    sentence = Sentence(lex(text.strip(" .!"), language.lexicon), language, clock, lenient=True)
    facts = Facts()
    at = 0
    while sentence.x[at].kind != "e":
        chain = read_chain(sentence, at)
        if chain is None or collide(facts, chain.atoms):
            return None
        gather(sentence, facts, chain.atoms)
        at = chain.end
        if sentence.is_sign(at, ",;"):
            at += 1
    if at == 0:
        return None
    outcome = work_out(clock, facts)
    return Schedule(outcome.due, outcome.start, facts.duration, outcome.recurrence)
