"""Times of day."""

from dataclasses import dataclass, replace

from .sentence import Sentence
from .zones import read_zone

DAY_MINUTES = 24 * 60
_HALF_DAY = 12 * 60
_LAST_HOUR_AFTERNOON = 6
"""A bare hour up to here is in the afternoon: nobody is called "at 3" in the night."""
_FIRST_BARE_H = 7
"""From here on a bare "18h" is a time; "2h" is as likely a length."""


@dataclass(frozen=True, slots=True)
class Time:
    """Minutes after midnight. On the `dial` if it does not say which half of the day it is in."""

    minutes: int
    dial: bool = False
    spoken: bool = False
    """Said with a bare hour or in words, without a clock's colon."""
    zone: str | None = None
    is_midnight: bool = False
    closes_day: bool = False
    """The midnight at the end of its day, not the one it begins with."""

    def in_half(self, part: str) -> "Time":
        """Read with a part of the day: eight in the evening is 20:00."""
        if not self.dial:
            return self
        minutes = self.minutes % _HALF_DAY if part == "morning" else self.minutes
        if (part in ("afternoon", "evening") and minutes < _HALF_DAY) or (
            part == "night" and 5 * 60 <= minutes < _HALF_DAY
        ):
            minutes += _HALF_DAY
        elif part == "night" and minutes >= _HALF_DAY and minutes < 13 * 60:
            minutes -= _HALF_DAY
        return replace(self, minutes=minutes, dial=False)

    def settled(self, hint: str | None = None) -> "Time":
        """With the half of the day that is meant where nothing says so but perhaps what happens then: "early" or
        "late"."""
        if not (self.dial and self.spoken) or hint == "early":
            return replace(self, dial=False)
        if self.minutes < (_LAST_HOUR_AFTERNOON + 1) * 60 or (hint == "late" and self.minutes < _HALF_DAY):
            return replace(self, minutes=self.minutes + _HALF_DAY, dial=False)
        return replace(self, dial=False)


@dataclass(frozen=True, slots=True)
class TimeRange:
    """From one time of day to another."""

    first: Time
    last: Time
    loose: bool
    """Bare numbers only: "from 9 to 5" counts beside a day."""


def _hour(s: Sentence, i: int) -> tuple[int, int] | None:
    """(end, hour on the dial) for "8" or "eight"."""
    hour = s.number(i, 1, 12)
    if hour is None:
        hour = s.role(i, "cardinal")
    return (i + 1, hour) if hour is not None and 1 <= hour <= 12 else None


def _suffixed(s: Sentence, j: int, minutes: int, *, dial: bool, spoken: bool) -> tuple[int, Time]:
    """What may follow the figures: am/pm, o'clock, "y media", a zone."""
    shift = s.role(j, "shift_after")
    if shift is not None:
        minutes = (minutes + shift) % DAY_MINUTES
        j += 1
    if "oclock" in s.x[j].roles and s.x[j].word != "h":
        j += 1
        more = s.number(j, 0, 59) if s.language.code in ("de", "fr") and minutes % 60 == 0 else None
        if more is not None and s.ends(j + 1) and s.x[j].end - s.x[j].start == 2:
            minutes += more
            j += 1
        shift = s.role(j, "shift_after")
        if shift is not None:
            minutes = (minutes + shift) % DAY_MINUTES
            j += 1
    half = s.role(j, "meridiem")
    if half is not None and minutes < 13 * 60:
        minutes = minutes % _HALF_DAY + half * 60
        j += 1
        dial = spoken = False
    end, zone = read_zone(s, j)
    return end, Time(minutes, dial=dial, spoken=spoken, zone=zone)


def read_time(s: Sentence, i: int, prep: str | None, *, beside_day: bool = False) -> tuple[int, Time] | None:
    """(end, time) if a time of day stands at `i`, behind the preposition `prep`.

    Beside a day "10.15" and "at 19" are times too.
    """
    here = s.x[i]
    if here.kind == "n":
        return _figures(s, i, prep, beside_day=beside_day)
    if here.kind != "w" or not here.roles:
        return None
    quarter = i + 1 if here.roles.get("article") == "a" else i
    if s.language.code == "en" and s.x[quarter].word == "quarter":
        return _past(s, quarter, 15, prep)
    clock = here.roles.get("clock")
    if clock is not None:
        end, zone = read_zone(s, i + 1)
        return end, Time(clock, zone=zone, is_midnight=clock == 0)
    return _spoken(s, i, prep)


def _figures(s: Sentence, i: int, prep: str | None, *, beside_day: bool) -> tuple[int, Time] | None:
    here, behind = s.x[i], s.x[i + 1]
    if here.end - here.start > 4:
        return None
    hour = s.number(i, 0, 23)
    if hour is None or here.end - here.start > 2:
        return _military(s, i, is_said=prep == "at" and beside_day)
    if behind.word == ":" and not behind.gap and s.glued(i + 2):
        minute = s.number(i + 2, 0, 59)
        if minute is None or s.x[i + 2].end - s.x[i + 2].start != 2:
            return None
        j = i + 3
        if s.x[j].word == ":" and s.number(j + 1, 0, 59) is not None:
            j += 2
        if s.x[j].word == "h" and s.glued(j):
            j += 1
        on_dial = (here.end - here.start == 1 and hour >= 1) or hour in (10, 11, 12)
        return _suffixed(s, j, hour * 60 + minute, dial=on_dial, spoken=False)
    if behind.word == "." and not behind.gap:
        return _dotted(s, i, hour, is_said=prep == "at" or beside_day)
    if (behind.word == "h" and not behind.gap) or (behind.word == "h" and s.language.code == "fr"):
        minute = s.number(i + 2, 0, 59)
        close = minute is not None and (s.glued(i + 2) or (behind.gap and s.x[i + 2].end - s.x[i + 2].start == 2))
        if minute is not None and close and s.x[i + 2].end - s.x[i + 2].start == 2:
            return _suffixed(s, i + 3, hour * 60 + minute, dial=False, spoken=False)
        if prep is None and hour < _FIRST_BARE_H and not s.lenient:
            return None
        return _suffixed(s, i + 2, hour * 60, dial=False, spoken=False)
    if "meridiem" in behind.roles:
        if not 1 <= hour <= 12:
            return None
        return _suffixed(s, i + 1, hour * 60, dial=True, spoken=True)
    if "oclock" in behind.roles:
        return _suffixed(s, i + 1, hour * 60, dial=1 <= hour <= 12, spoken=s.language.code == "en")
    minutes_past = _past(s, i, hour, prep)
    if minutes_past is not None:
        return minutes_past
    is_range = behind.word in ("-", "–", "—") and not behind.gap
    if hour > 0 and not is_range and (prep == "at" or s.role(i + 1, "shift_after") is not None):
        in_words = s.language.code != "en" or s.lenient or beside_day
        if hour > 12 and not in_words:
            return None
        return _suffixed(s, i + 1, hour * 60, dial=1 <= hour <= 12, spoken=True)
    return None


def _past(s: Sentence, i: int, minutes: int, prep: str | None) -> tuple[int, Time] | None:
    """ "twenty past 8", "10 minutes to 9"; without "minutes", "five to nine" needs its "at"."""
    named = s.role(i + 1, "unit") == "minute" or s.x[i].word == "quarter"
    j = i + 2 if s.role(i + 1, "unit") == "minute" else i + 1
    past = s.role(j, "minutes_past")
    if past is None or minutes >= 60 or not (named or minutes in (5, 10, 15, 20, 25)):
        return None
    full = _hour(s, j + 1)
    if full is None or not (named or prep == "at" or past == 1):
        return None
    return _suffixed(s, full[0], (full[1] * 60 + past * minutes) % DAY_MINUTES, dial=True, spoken=True)


def _dotted(s: Sentence, i: int, hour: int, *, is_said: bool) -> tuple[int, Time] | None:
    """ "17.30" beside what says that it is a time: "at", "pm", "Uhr"."""
    minute = s.number(i + 2, 0, 59)
    if minute is None or s.x[i + 2].gap or s.x[i + 2].end - s.x[i + 2].start != 2:
        return None
    after = s.x[i + 3]
    if is_said or "meridiem" in after.roles or "oclock" in after.roles:
        return _suffixed(s, i + 3, hour * 60 + minute, dial=hour <= 12, spoken=False)
    return None


def _military(s: Sentence, i: int, *, is_said: bool) -> tuple[int, Time] | None:
    """ "1830h"; beside a day also "at 1830"."""
    here = s.x[i]
    if 100 <= here.value <= 1259 and "meridiem" in s.x[i + 1].roles:
        # "530pm"
        hour, minute = divmod(here.value, 100)
        return _suffixed(s, i + 1, hour * 60 + minute, dial=True, spoken=False) if minute < 60 else None
    named = s.x[i + 1].word in ("hrs", "hours", "h")
    if here.end - here.start == 4 and (named or is_said) and here.value < 2400:
        hour, minute = divmod(here.value, 100)
        if minute < 60:
            end, zone = read_zone(s, i + 2 if named else i + 1)
            return end, Time(hour * 60 + minute, zone=zone)
    return None


def _spoken(s: Sentence, i: int, prep: str | None) -> tuple[int, Time] | None:
    roles = s.x[i].roles
    shift = roles.get("shift")
    if shift is not None:
        full = _hour(s, i + 1)
        said = s.x[i].word
        if full is None or (said == "half" and prep != "at") or (said == "halb" and prep is None and not s.lenient):
            return None
        return _suffixed(s, full[0], (full[1] * 60 + shift) % DAY_MINUTES, dial=True, spoken=True)
    hour = roles.get("cardinal")
    if hour is None or (roles.get("article") == "a" and s.language.code == "en"):
        return None
    minutes_past = _past(s, i, hour, prep)
    if minutes_past is not None:
        return minutes_past
    if not 1 <= hour <= 12:
        return None
    if prep == "at":
        more = s.role(i + 1, "cardinal")
        if more is not None and more in (10, 15, 20, 30, 40, 45, 50):
            return _suffixed(s, i + 2, hour * 60 + more, dial=True, spoken=True)
        return _suffixed(s, i + 1, hour * 60, dial=True, spoken=True)
    if "meridiem" in s.x[i + 1].roles or "oclock" in s.x[i + 1].roles:
        return _suffixed(s, i + 1, hour * 60, dial=True, spoken=True)
    return None


def read_time_range(s: Sentence, i: int, prep: str | None) -> tuple[int, TimeRange] | None:
    """(end, range) for "3-5pm", "14:00 to 15:30", "between 10 and 12", "von 15 bis 17 Uhr"."""
    opened = prep in ("from", "between")
    left = read_time(s, i, "at" if opened else None)
    bare = left is None
    if left is None:
        hour = s.number(i, 0, 23)
        if hour is None:
            return None
        left = i + 1, Time(hour * 60, dial=1 <= hour <= 12, spoken=True)
    j, first = left
    if "to" not in s.x[j].roles and not ("and" in s.x[j].roles and prep == "between"):
        return None
    j += 1
    if s.role(j, "prep") == "at" or "article" in s.x[j].roles:
        j += 1
    right = read_time(s, j, "at" if opened or not bare else None)
    if right is None:
        return None
    end, last = right
    if "month" in s.x[end].roles:
        # "9:00 to 4 December": the second number is a day.
        return None
    loose = first.spoken and last.spoken
    if bare and loose and not opened:
        return None
    return end, TimeRange(*_agreed(first, last), loose=loose)


def _agreed(first: Time, last: Time) -> tuple[Time, Time]:
    """Both ends in the half of the day that one of them names: "3-5pm", "11-1pm", "from 9 to 5"."""
    if first.dial and not last.dial:
        later = first.minutes + _HALF_DAY
        minutes = later if first.minutes < _HALF_DAY and later < last.minutes else first.minutes
        first = replace(first, minutes=minutes, dial=False)
    elif last.dial and not first.dial:
        minutes = last.minutes
        if minutes < first.minutes and minutes < _HALF_DAY:
            minutes += _HALF_DAY
        last = replace(last, minutes=minutes, dial=False)
    elif first.dial and last.dial:
        first = first.settled()
        minutes = last.minutes
        if minutes <= first.minutes and minutes < _HALF_DAY:
            minutes += _HALF_DAY
        last = replace(last, minutes=minutes, dial=False)
    zone = last.zone or first.zone
    return replace(first, zone=zone), replace(last, zone=zone)
