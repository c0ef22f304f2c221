"""A rule in words: "every 2 weeks on Monday and Thursday, until 31 January 2027"."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from .rule import Rule
from .series import Recurrence
from .wording import Wording, wording_for

_WORKDAYS: Final = tuple((0, weekday) for weekday in range(5))
_ANY_DAY: Final = tuple((0, weekday) for weekday in range(7))


def describe(recurrence: Recurrence, locale: str = "en") -> str:
    """The rule in English, French, German or Spanish, without a capital or a full stop.

    It says all that the rule says, except for the time of a task and the start of the week.
    """
    words = wording_for(locale)
    rule = recurrence.rule
    said = _pattern(rule, words)
    if rule.by_hour or rule.by_minute:
        said.append(words.at.format(times=_listed(_times(rule), ", ", words.and_)))
    bounds = []
    if rule.until is not None:
        bounds.append(words.until.format(date=_full_date(rule.until, words)))
    if rule.count is not None:
        bounds.append(words.once if rule.count == 1 else words.times.format(n=rule.count))
    if recurrence.basis == "completion":
        bounds.append(words.completion)
    return ", ".join([" ".join(said), *bounds])


def _pattern(rule: Rule, words: Wording) -> list[str]:
    every = words.every[rule.freq] if rule.interval == 1 else words.every_n[rule.freq].format(n=rule.interval)
    said = [every]
    if rule.freq in ("WEEKLY", "DAILY", "HOURLY"):
        if rule.freq == "WEEKLY" and rule.interval == 1 and rule.by_day:
            said = [_each_week(rule.by_day, words)]
        elif rule.by_day:
            said.append(_on_weekdays(rule.by_day, words))
        if rule.by_month_day:
            said.extend(_on_month_days(rule, words))
    elif rule.by_day and rule.by_month_day:
        dates = _listed([_month_day(day, words) for day in rule.by_month_day], ", ", words.and_)
        days = _listed([_weekday(day, words) for day in rule.by_day], ", ", words.and_)
        said.append(words.weekday_and_day.format(days=days, dates=dates))
    elif rule.by_day:
        chosen = _chosen_by_position(rule, words)
        if chosen is not None:
            return [every, chosen, *_scope(rule, words)]
        said.append(words.on + _listed([_weekday(day, words) for day in rule.by_day], words.on_comma, words.on_joint))
    elif rule.by_month_day and rule.freq == "YEARLY" and _is_one_date(rule):
        day, month = words.day_in_date(rule.by_month_day[0]), words.months[rule.by_month[0] - 1]
        return [every, words.date.format(day=day, month=month), *_positions(rule, words)]
    elif rule.by_month_day:
        said.extend(_on_month_days(rule, words))
    if rule.by_year_day:
        said.append(words.year_day.format(days=_listed(list(map(str, rule.by_year_day)), ", ", words.and_)))
    if rule.by_week:
        said.append(words.in_weeks.format(weeks=_listed(list(map(str, rule.by_week)), ", ", words.and_)))
    return [*said, *_scope(rule, words), *_positions(rule, words)]


def _each_week(days: Sequence[tuple[int, int]], words: Wording) -> str:
    if tuple(days) == _WORKDAYS:
        return words.workdays
    return words.every_weekday.format(days=_listed([words.weekdays[day] for _, day in days], ", ", words.and_))


def _on_weekdays(days: Sequence[tuple[int, int]], words: Wording) -> str:
    if tuple(days) == _WORKDAYS:
        return words.workdays_only
    return words.on_weekdays.format(
        days=_listed([words.weekdays[day] for _, day in days], words.weekday_comma, words.weekday_joint)
    )


def _on_month_days(rule: Rule, words: Wording) -> list[str]:
    days = [_month_day(day, words) for day in rule.by_month_day]
    said = [words.on + _listed(days, words.on_comma, words.on_joint)]
    if max(rule.by_month_day) > 28:
        said.append(words.shorter_months)
    return said


def _chosen_by_position(rule: Rule, words: Wording) -> str | None:
    """The first or last weekday or workday, which rules spell as a set of weekdays and a position."""
    if len(rule.by_position) != 1 or any(n for n, _ in rule.by_day):
        return None
    (position,) = rule.by_position
    if len(rule.by_day) == 1:
        return words.on + _weekday((position, rule.by_day[0][1]), words)
    if rule.by_day == _WORKDAYS:
        return words.on + _nth(position, words.workday, words)
    if rule.by_day == _ANY_DAY and rule.freq == "MONTHLY":
        return words.on + _month_day(position, words)
    return None


def _is_one_date(rule: Rule) -> bool:
    return len(rule.by_month) == 1 and len(rule.by_month_day) == 1 and rule.by_month_day[0] > 0


def _scope(rule: Rule, words: Wording) -> list[str]:
    """Of which months, or of the year where weekdays are numbered through it."""
    if rule.by_month:
        months = [words.months[month - 1] for month in rule.by_month]
        return [words.in_months.format(months=_listed(months, ", ", words.and_))]
    numbered = any(n for n, _ in rule.by_day) or (rule.by_day and rule.by_position)
    return [words.of_year] if rule.freq == "YEARLY" and numbered else []


def _positions(rule: Rule, words: Wording) -> list[str]:
    if not rule.by_position:
        return []
    positions = [words.position.get(n) or f"{n}." for n in rule.by_position]
    return [f"({words.chosen.format(positions=_listed(positions, ', ', words.and_))})"]


def _month_day(day: int, words: Wording) -> str:
    if day == -1:
        return words.last_day
    return words.ordinal(day) if day > 0 else words.nth_last_day.format(nth=words.nth(-day))


def _weekday(day: tuple[int, int], words: Wording) -> str:
    n, weekday = day
    return words.weekdays[weekday] if n == 0 else _nth(n, words.weekdays[weekday], words)


def _nth(n: int, noun: str, words: Wording) -> str:
    if n in words.position:
        return words.nth_weekday.format(nth=words.position[n], weekday=noun)
    pattern = words.nth_weekday if n > 0 else words.nth_weekday_from_end
    return pattern.format(nth=words.nth(abs(n)), weekday=noun)


def _times(rule: Rule) -> list[str]:
    if not rule.by_hour:
        return [f":{minute:02}" for minute in rule.by_minute]
    return [f"{hour}:{minute:02}" for hour in rule.by_hour for minute in rule.by_minute or (0,)]


def _full_date(day: date, words: Wording) -> str:
    return words.full_date.format(day=words.day_in_date(day.day), month=words.months[day.month - 1], year=day.year)


def _listed(items: Sequence[str], comma: str, last: str) -> str:
    return items[0] if len(items) == 1 else comma.join(items[:-1]) + last + items[-1]
