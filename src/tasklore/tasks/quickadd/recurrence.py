"""Whatever repeats: a rhythm ("every 3 days"), and what it is refined by ("on Mon and Thu")."""

from dataclasses import replace

from .holidays import holiday_rule
from .lengths import unit_at
from .monthly import edge_of_every_month, every_ordinal, in_month, of_every_month
from .rule import FREQUENCIES, Found, Rule, rhythm
from .sentence import Sentence
from .times import read_time
from .weekly import WEEKDAY_SETS, every_weekday, listed_weekdays, one_weekday, plural_weekdays, weekday_list, weekly
from .yearly import every_date

_MOST = 999


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
        found = plural_weekdays(s, i, prep)
    elif "other" in roles and "weekdays" in s.x[i + 1].roles:
        found = _every_so_many(s, i + 1, 2)
    elif "weekday_set" in roles:
        found = i + 1, replace(weekly(roles["weekday_set"]), loose=True)
    elif "weekday" in roles:
        found = listed_weekdays(s, i)
    elif "ordinal" in roles or s.x[i].kind == "n" or "article" in roles or "bound" in roles:
        found = of_every_month(s, i) or _one_in(s, i)
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
    if unit not in FREQUENCIES or "after_completion" not in s.x[counted[0] + 1].roles:
        return None
    return counted[0] + 2, replace(rhythm(unit, counted[1]), from_completion=True)


def _after(s: Sentence, i: int) -> Found:
    """ "after 10 days": that long after each completion."""
    counted = s.count(i)
    if counted is None or counted[1] > _MOST:
        return None
    unit = unit_at(s, counted[0])
    if unit not in ("day", "week", "month", "year", "quarter", "fortnight"):
        return None
    return counted[0] + 1, replace(rhythm(unit, counted[1]), from_completion=True)


def _in_part(rule: Rule, part: str) -> Rule:
    return replace(rule, part=part)


def _every(s: Sentence, i: int) -> Found:
    """Behind the word for "every"."""
    here = s.x[i]
    if here.kind == "n" or "ordinal" in here.roles:
        found = every_ordinal(s, i) or every_date(s, i)
        if found is not None:
            return _refined(s, *found) if found[1].is_plain else found
    if "other" in here.roles:
        return _every_so_many(s, i + 1, 2)
    if "bound" in here.roles or "end_of" in here.roles:
        return edge_of_every_month(s, i)
    if "month" in here.roles:
        return every_date(s, i)
    if "weekday" in here.roles or "weekdays" in here.roles:
        return every_weekday(s, i, 1)
    if "weekday_set" in here.roles:
        return i + 1, weekly(here.roles["weekday_set"])
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
        rule = holiday_rule(here.roles["holiday"])
        return None if rule is None else (i + 1, rule)
    counted = s.count(i)
    if counted is not None and counted[1] <= _MOST:
        return _every_so_many(s, *counted)
    return None


def _every_so_many(s: Sentence, j: int, many: int) -> Found:
    if "weekday" in s.x[j].roles or ("weekdays" in s.x[j].roles and s.x[j].roles["weekdays"] in range(7)):
        return every_weekday(s, j, many)
    unit = unit_at(s, j)
    return None if unit is None else _every_unit(s, j, unit, many)


def _every_unit(s: Sentence, j: int, unit: str, many: int) -> Found:
    if unit in WEEKDAY_SETS:
        if unit == "workday" and many != 1:
            return None
        return _refined(s, j + 1, weekly(WEEKDAY_SETS[unit], many))
    if unit not in FREQUENCIES:
        # "every 30 minutes": no task repeats that often.
        return None
    rule = rhythm(unit, many)
    part = s.role(j + 1, "part")
    if rule.freq == "DAILY" and many == 1 and part is not None and s.language.code == "en":
        return None
    return _refined(s, j + 1, rule)


def _one_in(s: Sentence, i: int) -> Found:
    """French "un lundi sur deux", "une semaine sur deux"."""
    if s.language.code != "fr" or s.role(i, "cardinal") != 1:
        return None
    alternate = s.role(i + 2, "alternate")
    if alternate is None:
        return None
    weekday = one_weekday(s, i + 1)
    if weekday is not None:
        return i + 3, weekly((weekday,), alternate)
    unit = unit_at(s, i + 1)
    return (i + 3, rhythm(unit, alternate)) if unit in FREQUENCIES else None


def _refined(s: Sentence, j: int, rule: Rule) -> Found:
    """What may follow a rhythm: "on Mon and Thu", "on the 15th", "on 3 March", "in October"."""
    k = j + 1 if s.is_sign(j, ",") else j
    prep = s.role(k, "prep")
    if prep in ("on", "in", "at", "over", "by", "for"):
        k += 1
        if s.x[k].kind == "n" and prep in ("at", "by", "for") and s.ordinal(k) is None:
            # "monthly at 7"
            return j, rule
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
        listed = weekday_list(s, k)
        if listed is not None:
            return listed[0], replace(rule, weekdays=weekly(listed[1]).weekdays)
        if s.role(k, "weekdays") in WEEKDAY_SETS:
            return k + 1, replace(rule, weekdays=weekly(WEEKDAY_SETS[s.role(k, "weekdays")]).weekdays)
        return None
    if rule.freq == "MONTHLY":
        return in_month(s, k, rule) if pointed or s.ordinal(k) is not None else None
    if rule.freq == "YEARLY":
        found = every_date(s, k)
        if found is not None:
            if not pointed and not found[1].month_days:
                return None
            return found[0], replace(found[1], interval=rule.interval)
        nth = every_ordinal(s, k) if pointed else None
        if nth is not None and nth[1].freq == "YEARLY":
            return nth[0], replace(nth[1], interval=rule.interval)
    return None
