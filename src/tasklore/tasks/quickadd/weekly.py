"""Rules by weekday: "every mon, wed and fri", "Tuesdays and Thursdays", "every other Monday"."""

from dataclasses import replace

from .rule import WORKDAYS, Found, Rule
from .sentence import Sentence

WEEKDAY_SETS = {"workday": WORKDAYS, "weekend": (5, 6)}
_MOST_WEEKDAYS = 7


def weekly(days: tuple[int, ...], interval: int = 1) -> Rule:
    """Every week on these days."""
    return Rule("WEEKLY", interval, weekdays=tuple((0, day) for day in sorted(set(days))))


def one_weekday(s: Sentence, j: int) -> int | None:
    roles = s.x[j].roles
    day = roles.get("weekday")
    if day is None and roles.get("weekdays") in range(7):
        day = roles["weekdays"]
    return None if day is None else int(day)


def weekday_list(s: Sentence, i: int) -> tuple[int, tuple[int, ...]] | None:
    """(end, days) for "mon, wed and fri", "Mon/Wed/Fri", "Monday through Thursday"."""
    first = one_weekday(s, i)
    if first is None:
        return None
    days = [first]
    j = i + 1
    if s.is_sign(j, ".") and s.glued(j) and len(s.x[i].word) <= 4 and s.x[j + 1].kind in "wns":
        j += 1
    while len(days) < _MOST_WEEKDAYS:
        k = j
        if "to" in s.x[k].roles:
            last = one_weekday(s, k + 1)
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
            day = one_weekday(s, k)
            if day is None or len(s.x[i].word) > 5:
                break
        k = s.skip(s.skip(k, "every"), "article") if k > j else k
        day = one_weekday(s, k)
        if day is None:
            break
        days.append(day)
        j = k + 1
    return j, tuple(days)


def every_weekday(s: Sentence, i: int, interval: int) -> Found:
    listed = weekday_list(s, i)
    if listed is None:
        special = s.x[i].roles.get("weekdays")
        if special in WEEKDAY_SETS and interval == 1:
            return i + 1, weekly(WEEKDAY_SETS[special])
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


def plural_weekdays(s: Sentence, i: int, prep: str | None) -> Found:
    """ "Mondays", "on Tuesdays and Thursdays", "weekdays"."""
    special = s.x[i].roles["weekdays"]
    if special in WEEKDAY_SETS:
        return i + 1, replace(weekly(WEEKDAY_SETS[special]), loose=prep is None and s.language.code == "en")
    listed = weekday_list(s, i)
    if listed is None:
        return None
    loose = prep is None and len(listed[1]) == 1 and s.language.code == "en"
    return listed[0], replace(weekly(listed[1]), loose=loose)


def listed_weekdays(s: Sentence, i: int) -> Found:
    """ "Mon, Wed, Fri": several days can only be meant again and again; beside a time, or from three on."""
    found = weekday_list(s, i)
    if found is None or len(set(found[1])) < 2 or any("to" in piece.roles for piece in s.x[i : found[0]]):
        return None
    return found[0], replace(weekly(found[1]), loose=True)
