"""Rules: "every other Tuesday", "on the last day of every month", "weekly on Mon and Thu"."""

from dataclasses import replace

from .dates import read_day
from .rule import WORKDAYS, Rule
from .sentence import Sentence
from .times import read_time, unit_at

_FREQUENCIES = {
    "minute": ("MINUTELY", 1),
    "hour": ("HOURLY", 1),
    "halfhour": ("MINUTELY", 30),
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "fortnight": ("WEEKLY", 2),
    "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3),
    "halfyear": ("MONTHLY", 6),
    "year": ("YEARLY", 1),
}
_WEEKDAY_SETS = {"workday": WORKDAYS, "weekend": (5, 6)}
_MOST = 999
_MOST_WEEKDAYS = 7
_MOST_ORDINALS = 6

Found = tuple[int, Rule] | None


def weekly(days: tuple[int, ...], interval: int = 1) -> Rule:
    """Every week on these days."""
    return Rule("WEEKLY", interval, weekdays=tuple((0, day) for day in sorted(set(days))))


def read_rule(s: Sentence, i: int, prep: str | None) -> Found:
    """(end, rule) if a rule stands at `i`, behind the preposition `prep`."""
    roles = s.x[i].roles
    found: Found = None
    if "again" in roles:
        return read_rule(s, i + 1, prep) if "again" not in s.x[i + 1].roles else None
    if "every" in roles:
        found = _every(s, i + 1)
        if found is not None and roles["every"] == "completion":
            found = found[0], replace(found[1], from_completion=True)
    elif "once" in roles and "every" in s.x[i + 1].roles:
        found = _every(s, i + 2)
    elif "adverb" in roles:
        freq, interval = roles["adverb"]
        found = _refined(s, i + 1, Rule(freq, interval, loose=True))
    elif "adverb_part" in roles:
        found = i + 1, _in_part(Rule("DAILY", loose=True), roles["adverb_part"])
    elif "weekdays" in roles:
        found = _plural(s, i, prep)
    elif "other" in roles and "weekdays" in s.x[i + 1].roles:
        found = _every_so_many(s, i + 1, 2)
    elif "weekday" in roles:
        found = _listed(s, i)
    elif "ordinal" in roles or s.x[i].kind == "n" or "article" in roles or "day" in roles or "bound" in roles:
        found = _of_every_month(s, i) or _one_in(s, i)
    if found is None and prep == "after" and (s.x[i].kind == "n" or "cardinal" in roles or "article" in roles):
        found = _after(s, i)
    if found is None:
        found = _before_completion(s, i)
    if found is None:
        return None
    return _completed(s, *found)


def _completed(s: Sentence, j: int, rule: Rule) -> Found:
    if "after_completion" in s.x[j].roles:
        return j + 1, replace(rule, from_completion=True)
    return j, rule


def _before_completion(s: Sentence, i: int) -> Found:
    """ "3 months after completion": the words behind make it a rule."""
    counted = s.count(i)
    if counted is None:
        return None
    unit = unit_at(s, counted[0])
    if unit not in _FREQUENCIES or "after_completion" not in s.x[counted[0] + 1].roles:
        return None
    return counted[0] + 2, replace(_rhythm(unit, counted[1]), from_completion=True)


def _after(s: Sentence, i: int) -> Found:
    """ "after 10 days": that long after each completion."""
    counted = s.count(i)
    if counted is None or counted[1] > _MOST:
        return None
    unit = unit_at(s, counted[0])
    if unit not in ("day", "week", "month", "year", "quarter", "fortnight"):
        return None
    return counted[0] + 1, replace(_rhythm(unit, counted[1]), from_completion=True)


def _rhythm(unit: str, many: int) -> Rule:
    freq, size = _FREQUENCIES[unit]
    return Rule(freq, size * many)


def _in_part(rule: Rule, part: str) -> Rule:
    return replace(rule, part=part)


def _every(s: Sentence, i: int) -> Found:
    """Behind the word for "every"."""
    here = s.x[i]
    if here.kind == "n" or "ordinal" in here.roles:
        found = _every_ordinal(s, i) or _every_date(s, i)
        if found is not None:
            return found
    if "other" in here.roles:
        return _every_so_many(s, i + 1, 2)
    if "bound" in here.roles or "end_of" in here.roles:
        return _end_of_every(s, i)
    if "month" in here.roles:
        return _every_date(s, i)
    if "weekday" in here.roles or "weekdays" in here.roles:
        return _every_weekday(s, i, 1)
    if "part" in here.roles and not ("day" in here.roles and s.language.code == "de" and here.word != "morgen"):
        return i + 1, _in_part(Rule("DAILY"), here.roles["part"])
    if here.kind == "n" and read_time(s, i, None) is not None:
        # "every 9am": the time follows as a piece of its own.
        return i, Rule("DAILY")
    if "clock" in here.roles:
        return i + 1, Rule("DAILY", part="noon" if here.roles["clock"] else "midnight")
    unit = unit_at(s, i)
    if unit is not None:
        return _every_unit(s, i, unit, 1)
    if "holiday" in here.roles:
        month, day = here.roles["holiday"]
        return i + 1, Rule("YEARLY", months=(month,), month_days=(day,))
    counted = s.count(i)
    if counted is not None and counted[1] <= _MOST:
        return _every_so_many(s, *counted)
    return None


def _every_so_many(s: Sentence, j: int, many: int) -> Found:
    if "weekday" in s.x[j].roles or ("weekdays" in s.x[j].roles and s.x[j].roles["weekdays"] in range(7)):
        return _every_weekday(s, j, many)
    unit = unit_at(s, j)
    return None if unit is None else _every_unit(s, j, unit, many)


def _every_unit(s: Sentence, j: int, unit: str, many: int) -> Found:
    if unit in _WEEKDAY_SETS:
        if unit == "workday" and many != 1:
            return None
        return _refined(s, j + 1, weekly(_WEEKDAY_SETS[unit], many))
    rule = _rhythm(unit, many)
    part = s.role(j + 1, "part")
    if rule.freq == "DAILY" and many == 1 and part is not None and s.language.code == "en":
        return None
    return _refined(s, j + 1, rule)


def _one_weekday(s: Sentence, j: int) -> int | None:
    roles = s.x[j].roles
    day = roles.get("weekday")
    if day is None and roles.get("weekdays") in range(7):
        day = roles["weekdays"]
    return None if day is None else int(day)


def _weekday_list(s: Sentence, i: int) -> tuple[int, tuple[int, ...]] | None:
    """(end, days) for "mon, wed and fri", "Mon/Wed/Fri", "Monday through Thursday"."""
    first = _one_weekday(s, i)
    if first is None:
        return None
    days = [first]
    j = i + 1
    if s.is_sign(j, ".") and s.glued(j) and len(s.x[i].word) <= 4 and s.x[j + 1].kind in "wns":
        j += 1
    while len(days) < _MOST_WEEKDAYS:
        k = j
        if "to" in s.x[k].roles:
            last = _one_weekday(s, k + 1)
            if last is None:
                break
            days += [(days[-1] + n) % 7 for n in range(1, (last - days[-1]) % 7 + 1)]
            j = k + 2
            continue
        if s.is_sign(k, ",/+"):
            k += 1
        k = s.skip(k, "and")
        if k == j:
            # "every mon wed fri" without commas
            day = _one_weekday(s, k)
            if day is None or len(s.x[i].word) > 5:
                break
        k = s.skip(s.skip(k, "every"), "article") if k > j else k
        day = _one_weekday(s, k)
        if day is None:
            break
        days.append(day)
        j = k + 1
    return j, tuple(days)


def _every_weekday(s: Sentence, i: int, interval: int) -> Found:
    listed = _weekday_list(s, i)
    if listed is None:
        special = s.x[i].roles.get("weekdays")
        if special in _WEEKDAY_SETS and interval == 1:
            return i + 1, weekly(_WEEKDAY_SETS[special])
        return None
    alternate = s.role(listed[0], "alternate")
    if alternate is not None:
        return listed[0] + 1, weekly(listed[1], alternate)
    j = listed[0]
    if "of" in s.x[j].roles and "month" in s.x[j + 1].roles and interval == 1:
        pairs = weekly(listed[1]).weekdays
        return j + 2, Rule("YEARLY", months=(int(s.role(j + 1, "month")),), weekdays=pairs)
    if s.role(j, "of_month") is not None:
        j += 1
    return j, weekly(listed[1], interval)


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


def _every_ordinal(s: Sentence, i: int) -> Found:
    listed = _ordinal_list(s, i)
    if listed is None:
        return _every_bare_number(s, i)
    j, which, words = listed
    here = s.x[j]
    if "month" in here.roles or ("of" in here.roles and "month" in s.x[j + 1].roles):
        return None
    weekday = _one_weekday(s, j)
    if weekday is not None:
        return _nth_weekday(s, j, which, words)
    unit = unit_at(s, j)
    if unit == "workday":
        return _nth_workday(s, j + 1, which)
    if unit == "day" and (which[0] in (1, -1) or s.role(j + 1, "of_month") is not None):
        end, month = _of_which_month(s, j + 1)
        days = _in_order(which)
        if month is not None:
            return end, Rule("YEARLY", months=(month,), month_days=days)
        return end, Rule("MONTHLY", month_days=days)
    if unit in _FREQUENCIES and len(which) == 1 and which[0] > 1:
        return _refined(s, j + 1, _rhythm(unit, which[0]))
    if unit is not None or min(which) < 1 or (words and s.role(j, "of_month") is None):
        return None
    end = j + 1 if s.role(j, "of_month") is not None else _monthly_behind(s, j)
    return end, Rule("MONTHLY", month_days=_in_order(which))


def _in_order(days: list[int]) -> tuple[int, ...]:
    """Each once, those counted from the end last."""
    return tuple(sorted(set(days), key=lambda day: (day < 0, day)))


def _monthly_behind(s: Sentence, j: int) -> int:
    """Behind the "of the month", "each month" that may follow "every 15th"."""
    if "every" in s.x[j].roles and s.role(j + 1, "unit") == "month":
        return j + 2
    return j


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


def _nth_weekday(s: Sentence, j: int, which: list[int], words: bool) -> Found:
    weekday = _one_weekday(s, j)
    if weekday is None or max(which) > 5:
        return None
    # A German "jeden zweiten Donnerstag" is every other one; "jeden 2. Donnerstag" the second of the month.
    of_month = s.role(j + 1, "of_month") is not None
    if words and which == [2] and s.language.code == "de" and not of_month:
        return _every_weekday(s, j, 2)
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


def _every_date(s: Sentence, i: int) -> Found:
    """ "every 3 March", "every jan 1 and jul 1", "every October"."""
    dates: list[tuple[int, int]] = []
    j = i
    while True:
        found = read_day(s, j, "on")
        if found is None or found[1].month_day is None:
            break
        dates.append(found[1].month_day)
        j = found[0]
        k = s.skip(j + 1 if s.is_sign(j, ",") else j, "and")
        if k == j:
            break
        following = read_day(s, k, "on") if s.x[k].kind == "n" or "month" in s.x[k].roles else None
        if following is None or following[1].month_day is None:
            break
        j = k
    if dates:
        months = tuple(sorted({month for month, _ in dates}))
        days = tuple(sorted({day for _, day in dates}))
        if len(months) * len(days) != len(set(dates)):
            return None
        return j, Rule("YEARLY", months=months, month_days=days)
    months_only = []
    while (month := s.role(j, "month")) is not None:
        months_only.append(int(month))
        j += 1
        k = s.skip(j + 1 if s.is_sign(j, ",") else j, "and")
        if k == j or s.role(k, "month") is None:
            break
        j = k
    if not months_only:
        return None
    return j, Rule("YEARLY", months=tuple(sorted(months_only)))


def _end_of_every(s: Sentence, i: int) -> Found:
    """Behind "every" or "at the": "end of the month", "month end"."""
    if s.role(i, "end_of") == "month":
        return i + 1, Rule("MONTHLY", month_days=(-1,))
    if s.role(i, "end_of") == "quarter":
        return None
    edge = s.role(i, "bound")
    j = s.skip(i + 1, "article")
    if s.role(j, "unit") == "month":
        return j + 1, Rule("MONTHLY", month_days=({"start": 1, "mid": 15, "end": -1}[edge],))
    return None


def _plural(s: Sentence, i: int, prep: str | None) -> Found:
    """ "Mondays", "on Tuesdays and Thursdays", "weekdays"."""
    special = s.x[i].roles["weekdays"]
    if special in _WEEKDAY_SETS:
        return i + 1, replace(weekly(_WEEKDAY_SETS[special]), loose=prep is None and s.language.code == "en")
    listed = _weekday_list(s, i)
    if listed is None:
        return None
    loose = prep is None and len(listed[1]) == 1 and s.language.code == "en"
    return listed[0], replace(weekly(listed[1]), loose=loose)


def _listed(s: Sentence, i: int) -> Found:
    """ "Mon, Wed, Fri": several days can only be meant again and again; beside a time, or from three on."""
    found = _weekday_list(s, i)
    if found is None or len(set(found[1])) < 2 or any("to" in piece.roles for piece in s.x[i : found[0]]):
        return None
    return found[0], replace(weekly(found[1]), loose=True)


def _of_every_month(s: Sentence, i: int) -> Found:
    """ "the 1st of every month", "last day of each month", "first Monday of every month", "end of every month"."""
    i = s.skip(i, "article")
    if "bound" in s.x[i].roles:
        j = i + 1
        if "every" in s.x[j].roles and s.role(j + 1, "unit") == "month":
            return j + 2, Rule("MONTHLY", month_days=({"start": 1, "mid": 15, "end": -1}[s.role(i, "bound")],))
        if "every" in s.x[j].roles and s.role(j + 1, "unit") == "quarter":
            return None
        return None
    listed = _ordinal_list(s, i)
    if listed is None:
        number = s.number(i, 1, 31)
        if number is not None and s.role(i + 1, "of_month") == "every":
            return i + 2, Rule("MONTHLY", month_days=(number,))
        return None
    j, which, words = listed
    after = j
    weekday = _one_weekday(s, j)
    unit = unit_at(s, j)
    if weekday is not None or unit in ("day", "workday"):
        after = j + 1
    every = s.role(after, "of_month") == "every"
    spread = "every" in s.x[after].roles and s.role(after + 1, "unit") == "month"
    if not every and not spread:
        return None
    if weekday is not None:
        return _nth_weekday(s, j, which, words and False)
    if unit == "workday":
        return _nth_workday(s, j + 1, which)
    end = after + 1 if every else after + 2
    return end, Rule("MONTHLY", month_days=_in_order(which))


def _one_in(s: Sentence, i: int) -> Found:
    """French "un lundi sur deux", "une semaine sur deux"."""
    if s.language.code != "fr" or s.role(i, "cardinal") != 1:
        return None
    alternate = s.role(i + 2, "alternate")
    if alternate is None:
        return None
    weekday = _one_weekday(s, i + 1)
    if weekday is not None:
        return i + 3, weekly((weekday,), alternate)
    unit = unit_at(s, i + 1)
    return (i + 3, _rhythm(unit, alternate)) if unit in _FREQUENCIES else None


def _refined(s: Sentence, j: int, rule: Rule) -> Found:
    """What may follow a rhythm: "on Mon and Thu", "on the 15th", "on 3 March", "in October"."""
    k = j + 1 if s.is_sign(j, ",") else j
    prep = s.role(k, "prep")
    if prep in ("on", "in", "at", "over", "by", "for"):
        k += 1
        if s.x[k].word in ("the", "le", "el", "dem", "den"):
            k += 1
    elif "article" in s.x[k].roles and s.x[k].roles["article"] is True:
        k += 1
    elif k != j:
        return j, rule
    found = _refinement(s, k, rule, pointed=k > j)
    if found is None:
        return j, rule
    return found[0], replace(found[1], loose=False)


def _refinement(s: Sentence, k: int, rule: Rule, *, pointed: bool) -> Found:
    if rule.freq == "WEEKLY" and rule.is_plain:
        listed = _weekday_list(s, k)
        if listed is not None:
            return listed[0], replace(rule, weekdays=weekly(listed[1]).weekdays)
        if s.role(k, "weekdays") in _WEEKDAY_SETS:
            return k + 1, replace(rule, weekdays=weekly(_WEEKDAY_SETS[s.role(k, "weekdays")]).weekdays)
        return None
    if rule.freq == "MONTHLY":
        return _day_of_month(s, k, rule) if pointed or s.ordinal(k) is not None else None
    if rule.freq == "YEARLY":
        found = _every_date(s, k)
        if found is not None:
            if not pointed and not found[1].month_days:
                return None
            return found[0], replace(found[1], interval=rule.interval)
        nth = _every_ordinal(s, k) if pointed else None
        if nth is not None and nth[1].freq == "YEARLY":
            return nth[0], replace(nth[1], interval=rule.interval)
    return None


def _day_of_month(s: Sentence, k: int, rule: Rule) -> Found:
    if s.role(k, "bound") is not None or s.role(k, "end_of") is not None:
        found = _end_of_every(s, k)
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
    weekday = _one_weekday(s, j)
    if weekday is not None:
        if max(which) > 5:
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
