"""Rules by the day of the month: "every 15th and 30th", "every last Friday", "the 1st of every month"."""

from dataclasses import replace

from .lengths import unit_at
from .rule import FREQUENCIES, WORKDAYS, Found, Rule, rhythm
from .sentence import Sentence
from .weekly import every_weekday, one_weekday

_MOST_ORDINALS = 6
_MOST_WEEKS = 5


def _ordinal_list(s: Sentence, i: int) -> tuple[int, list[int], bool] | None:
    """(end, which ones, whether all are written as words) for "1st and 3rd", "2, 12 and 22"."""
    which: list[int] = []
    words = True
    j = i
    while len(which) < _MOST_ORDINALS:
        k = s.skip(j, "article") if which else j
        found = s.ordinal(k)
        if found is None:
            break
        which.append(found[1])
        words = words and found[2]
        j = found[0]
        k = j + 1 if s.is_sign(j, ",/+") else j
        k = s.skip(k, "and")
        if k == j or s.ordinal(s.skip(k, "article")) is None:
            break
        j = k
    return (j, which, words) if which else None


def _in_order(days: list[int]) -> tuple[int, ...]:
    """Each once, those counted from the end last."""
    return tuple(sorted(set(days), key=lambda day: (day < 0, day)))


def every_ordinal(s: Sentence, i: int) -> Found:
    listed = _ordinal_list(s, i)
    if listed is None:
        return _every_bare_number(s, i)
    j, which, words = listed
    here = s.x[j]
    if "month" in here.roles or ("of" in here.roles and "month" in s.x[j + 1].roles):
        return None
    weekday = one_weekday(s, j)
    if weekday is not None:
        # A German "jeden zweiten Donnerstag" is every other one, "jeden 2. Donnerstag" the second of the month.
        if words and which == [2] and s.language.code == "de" and "of_month" not in s.x[j + 1].roles:
            return every_weekday(s, j, 2)
        return _nth_weekday(s, j, which)
    unit = unit_at(s, j)
    if unit == "workday":
        return _nth_workday(s, j + 1, which)
    if unit == "day" and (which[0] in (1, -1) or s.role(j + 1, "of_month") is not None):
        end, month = _of_which_month(s, j + 1)
        days = _in_order(which)
        if month is not None:
            return end, Rule("YEARLY", months=(month,), month_days=days)
        return end, Rule("MONTHLY", month_days=days)
    if unit in FREQUENCIES and len(which) == 1 and which[0] > 1:
        return j + 1, rhythm(unit, which[0])
    # "jeden Ersten": the noun is a day, "jeden ersten" waits for one.
    is_noun = s.language.code == "de" and s.x[j - 1].text[:1].isupper()
    of_month = "of_month" in here.roles
    if unit is not None or min(which) < 1 or (words and not of_month and not is_noun):
        return None
    end = j + 1 if s.role(j, "of_month") is not None else _monthly_behind(s, j)
    return end, Rule("MONTHLY", month_days=_in_order(which))


def _every_bare_number(s: Sentence, i: int) -> Found:
    """ "every 27", "every 2, 15, 27", "tous les 15 du mois"."""
    days = []
    j = i
    while (number := s.number(j, 1, 31)) is not None and s.x[j].end - s.x[j].start <= 2:
        days.append(number)
        j += 1
        k = s.skip(j + 1 if s.is_sign(j, ",") else j, "and")
        if k == j or s.number(k, 1, 31) is None:
            break
        j = k
    if not days:
        return None
    if s.role(j, "of_month") is not None:
        return j + 1, Rule("MONTHLY", month_days=tuple(sorted(set(days))))
    here = s.x[j]
    stands_alone = here.kind in "be" or (here.kind == "s" and here.word in ",;)") or s.role(j, "prep") == "at"
    if stands_alone and not here.roles.get("unit"):
        return j, Rule("MONTHLY", month_days=tuple(sorted(set(days))))
    return None


def _monthly_behind(s: Sentence, j: int) -> int:
    """Behind the "of the month", "each month" that may follow "every 15th"."""
    return j + 2 if _is_every_month(s, j) else j


def _of_which_month(s: Sentence, j: int) -> tuple[int, int | None]:
    """(end, month) behind "the first Monday": "of the month", "in September", or nothing."""
    if s.role(j, "of_month") is not None:
        return j + 1, None
    if "of" in s.x[j].roles or s.role(j, "prep") == "in":
        k = s.skip(j + 1, "every")
        month = s.role(k, "month")
        if month is not None:
            return k + 1, int(month)
    return _monthly_behind(s, j), None


def _nth_weekday(s: Sentence, j: int, which: list[int]) -> Found:
    weekday = one_weekday(s, j)
    if weekday is None or max(which) > _MOST_WEEKS:
        return None
    pairs = tuple((n, weekday) for n in which)
    end, month = _of_which_month(s, j + 1)
    if month is not None:
        return end, Rule("YEARLY", months=(month,), weekdays=pairs)
    return end, Rule("MONTHLY", weekdays=pairs)


def _nth_workday(s: Sentence, j: int, which: list[int]) -> Found:
    if len(which) != 1:
        return None
    end, month = _of_which_month(s, j)
    pairs = tuple((0, day) for day in WORKDAYS)
    if month is not None:
        return end, Rule("YEARLY", months=(month,), weekdays=pairs, position=which[0])
    return end, Rule("MONTHLY", weekdays=pairs, position=which[0])


def edge_of_every_month(s: Sentence, i: int) -> Found:
    """Behind "every" or "at the": "end of the month", "month end"."""
    if s.role(i, "end_of") == "month":
        return i + 1, Rule("MONTHLY", month_days=(-1,))
    day = _DAY_OF_EDGE.get(s.role(i, "bound"))
    j = s.skip(i + 1, "article")
    return None if day is None or s.role(j, "unit") != "month" else (j + 1, Rule("MONTHLY", month_days=(day,)))


_DAY_OF_EDGE = {"start": 1, "mid": 15, "end": -1}


def of_every_month(s: Sentence, i: int) -> Found:
    """ "the 1st of every month", "last day of each month", "first Monday of every month", "end of every month"."""
    i = s.skip(i, "article")
    edge = s.role(i, "bound")
    if edge is not None:
        return (i + 3, Rule("MONTHLY", month_days=(_DAY_OF_EDGE[edge],))) if _is_every_month(s, i + 1) else None
    listed = _ordinal_list(s, i)
    if listed is None:
        number = s.number(i, 1, 31)
        is_rule = number is not None and s.role(i + 1, "of_month") == "every"
        return (i + 2, Rule("MONTHLY", month_days=(number or 0,))) if is_rule else None
    j, which, _ = listed
    weekday, unit = one_weekday(s, j), unit_at(s, j)
    behind = j + 1 if weekday is not None or unit in ("day", "workday") else j
    in_one_word = s.role(behind, "of_month") == "every"
    if not in_one_word and not _is_every_month(s, behind):
        return None
    if weekday is not None:
        return _nth_weekday(s, j, which)
    if unit == "workday":
        return _nth_workday(s, j + 1, which)
    return behind + (1 if in_one_word else 2), Rule("MONTHLY", month_days=_in_order(which))


def _is_every_month(s: Sentence, j: int) -> bool:
    return "every" in s.x[j].roles and s.role(j + 1, "unit") == "month"


def in_month(s: Sentence, k: int, rule: Rule) -> Found:
    """The monthly rule with the days that stand at `k`: "the 15th", "first Monday", "last workday", "last day"."""
    if s.role(k, "bound") is not None or s.role(k, "end_of") is not None:
        found = edge_of_every_month(s, k)
        return None if found is None else (found[0], replace(rule, month_days=found[1].month_days))
    listed = _ordinal_list(s, k)
    if listed is None:
        number = s.number(k, 1, 31)
        behind = s.x[k + 1]
        is_other = not {"unit", "meridiem", "oclock"}.isdisjoint(behind.roles) or behind.word in ("h", ":", ".")
        if number is None or is_other or not s.ends(k + 1):
            return None
        return k + 1, replace(rule, month_days=(number,))
    j, which, _ = listed
    if "month" in s.x[s.skip(j, "of")].roles:
        # "every month until the 31st of March"
        return None
    weekday = one_weekday(s, j)
    if weekday is not None:
        if max(which) > _MOST_WEEKS:
            return None
        return s.skip(j + 1, "of_month"), replace(rule, weekdays=tuple((n, weekday) for n in which))
    unit = unit_at(s, j)
    if unit == "workday" and len(which) == 1:
        pairs = tuple((0, day) for day in WORKDAYS)
        return s.skip(j + 1, "of_month"), replace(rule, weekdays=pairs, position=which[0])
    if unit == "day":
        return s.skip(j + 1, "of_month"), replace(rule, month_days=_in_order(which))
    if unit is not None or min(which) < 1:
        return None
    return s.skip(j, "of_month"), replace(rule, month_days=_in_order(which))
