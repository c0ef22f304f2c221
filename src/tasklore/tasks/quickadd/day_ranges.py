"""From one day to another."""

from dataclasses import replace
from datetime import timedelta

from .absolute import behind_dot, next_such_date, read_year
from .dates import read_day
from .days import Day, Found
from .sentence import Sentence, add_months

# Words that join two days without a "from" before them.
_JOINERS = frozenset(("-", "–", "—", "to", "through", "thru", "bis", "à", "au", "a", "al"))


def read_day_range(s: Sentence, i: int, prep: str | None) -> Found:
    """(end, days) for "3–5 Dec", "Dec 3-5", "Mon-Wed", "from Monday to Wednesday", "3 Dec to 5 Dec"."""
    opened = prep in ("from", "between")
    short = _short_range(s, i, prep)
    if short is not None:
        return short
    left = read_day(s, i, "on" if opened else prep)
    if left is None or left[1].last is not None or left[1].moment is not None:
        return None
    j, first = left
    joined = "to" in s.x[j].roles or (prep == "between" and "and" in s.x[j].roles)
    if not joined:
        return None
    word = s.x[j].word
    if word.endswith(" las"):
        return None
    k = j + 1
    while "article" in s.x[k].roles:
        k += 1
    right = read_day(s, k, "on")
    if right is None or right[1].moment is not None:
        return None
    # "Monday until Friday 5pm", with a word that is as often a preposition, needs its "from".
    if "prep" in s.x[j].roles and not opened and word not in _JOINERS:
        return None
    end, last = right
    if (last.is_weekday and last.first < first.first) or (last.is_weekday and last.first == first.first):
        last = replace(last, first=last.first + timedelta(days=7))
    if last.first < first.first and last.month_day is not None and first.month_day is None:
        last = replace(last, first=add_months(last.first, 12))
    if first.is_weekday and last.is_weekday and last.first - first.first > timedelta(days=6):
        return None
    if last.first <= first.first and first.month_day is not None and last.month_day is not None:
        first = replace(first, first=add_months(first.first, -12)) if first.first > last.first else first
        if first.first < s.clock.today:
            last = replace(last, first=add_months(last.first, 12))
            first = replace(first, first=add_months(first.first, 12))
    if last.first <= first.first:
        return None
    only_weekdays = first.is_weekday and last.is_weekday
    return end, Day(first.first, last=last.first, is_weekday=only_weekdays, weak=first.weak and last.weak)


def _short_range(s: Sentence, i: int, prep: str | None) -> Found:
    """Where one month serves both ends: "3–5 Dec", "Dec 3-5", "Thursday 3 to Saturday 5 December"."""
    month = s.role(i, "month")
    if month is not None:
        j = behind_dot(s, i + 1)
        left = _plain_day(s, j)
        if left is None or "to" not in s.x[left[0]].roles:
            return None
        right = _plain_day(s, left[0] + 1)
        if right is None or right[1] <= left[1] or (not s.ends(right[0]) and read_year(s, right[0]) is None):
            return None
        if s.role(right[0], "month") is not None:
            return None
        return _both(s, right[0], month, left[1], right[1])
    k = i + 1 if "weekday" in s.x[i].roles else i
    left = _plain_day(s, k)
    if left is None:
        return None
    j = left[0]
    if "to" not in s.x[j].roles and not (prep == "between" and "and" in s.x[j].roles):
        return None
    j += 1
    if "weekday" in s.x[j].roles:
        j += 1
    right = _plain_day(s, j)
    if right is None or right[1] <= left[1]:
        return None
    j = s.skip(right[0], "of")
    month = s.role(j, "month")
    if month is None:
        return None
    return _both(s, behind_dot(s, j + 1), month, left[1], right[1])


def _plain_day(s: Sentence, i: int) -> tuple[int, int] | None:
    if s.x[i].word == "the" or s.x[i].word in ("den", "dem", "el", "le"):
        i += 1
    ordinal = s.ordinal(i)
    if ordinal is not None and s.x[i].kind == "n":
        return ordinal[0], ordinal[1]
    number = s.number(i, 1, 31)
    if number is None or s.x[i].end - s.x[i].start > 2:
        return None
    return i + 1, number


def _both(s: Sentence, j: int, month: int, first: int, last: int) -> Found:
    year = read_year(s, j)
    end = next_such_date(s, month, last, None if year is None else year[1])
    if end is None:
        return None
    return j if year is None else year[0], Day(end.replace(day=first), last=end)
