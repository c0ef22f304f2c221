"""A filter as a sentence: "Open tasks: (due today or overdue) and with priority 1."."""

import datetime as dt
from typing import Final

from .evaluate import BACKWARD
from .nodes import (
    AddedBy,
    And,
    Assigned,
    Dated,
    DateField,
    Done,
    Everything,
    Filter,
    Has,
    InProject,
    InSection,
    Labelled,
    Leaf,
    Node,
    Not,
    Or,
    Overdue,
    Priority,
    Recurring,
    Shared,
    SubTask,
    Text,
    speaks_of_completion,
)
from .pattern import Pattern
from .when import Coming, DateMath, Exact, Fixed, Period, Phrase, Relative, Timed, Weekday, When, Yearly
from .wording import Wording, wording_for

_MATH_UNITS: Final = {
    "s": "second",
    "m": "minute",
    "h": "hour",
    "d": "day",
    "w": "week",
    "M": "month",
    "y": "year",
}


def explain(filter_: Filter, locale: str = "en") -> str:
    """What the filter lists, in English, French, German or Spanish."""
    words = wording_for(locale)
    sentences = [_sentence(node, words) for node in filter_.lists]
    if len(sentences) == 1:
        return sentences[0]
    numbered = (f"{number}. {sentence}" for number, sentence in enumerate(sentences, 1))
    return " ".join((words.lists.format(n=len(sentences)), *numbered))


def _sentence(node: Node, words: Wording) -> str:
    subject = words.tasks if speaks_of_completion(node) else words.open_tasks
    if isinstance(node, Everything):
        return words.every.format(subject=subject[:1].lower() + subject[1:])
    # French puts a space before a colon.
    colon = "\u00a0:" if words.calendar.and_ == " et " else ":"
    return f"{subject}{colon} {_said(node, words)}."


def _said(node: Node, words: Wording) -> str:
    match node:
        case And(parts):
            return words.and_.join(_inside(part, words) for part in parts)
        case Or(parts):
            return words.or_.join(_inside(part, words) for part in parts)
        case Not(And() | Or() as part):
            return words.not_.format(_said(part, words))
        case Not(Dated() as part):
            return words.not_.format(_dated(part, words))
        case Not(Not(part)):
            return _said(part, words)
        case Not(And() | Or() | Dated()):
            raise AssertionError("unreachable")
        case Not(part):
            return _condition(part, words)[1]
        case Dated():
            return _dated(node, words)
        case _:
            return _condition(node, words)[0]


def _inside(node: Node, words: Wording) -> str:
    return f"({_said(node, words)})" if isinstance(node, And | Or) else _said(node, words)


def _condition(leaf: Leaf | And | Or | Not, words: Wording) -> tuple[str, str]:
    """The leaf in words, and its opposite."""
    name, value = _named(leaf, words)
    holds, fails = words.conditions[name]
    return holds.format(value), fails.format(value)


def _named(leaf: Leaf | And | Or | Not, words: Wording) -> tuple[str, str]:
    match leaf:
        case Everything():
            return "everything", ""
        case Done():
            return "done", ""
        case Overdue():
            return "overdue", ""
        case Recurring():
            return "recurring", ""
        case SubTask():
            return "subtask", ""
        case Shared():
            return "shared", ""
        case Priority(level):
            return "priority", str(level)
        case Has(what):
            return what, ""
        case Labelled(name):
            return ("any label", "") if name.is_anything else ("label", _quoted(name, words))
        case InSection(name):
            return ("any section", "") if name.is_anything else ("section", _quoted(name, words))
        case InProject(name, below):
            return "projects" if below else "project", _quoted(name, words)
        case Assigned(Pattern() as name):
            return "assigned", _quoted(name, words)
        case Assigned(to):
            return f"assigned {to}", ""
        case AddedBy(Pattern() as name):
            return "added", _quoted(name, words)
        case AddedBy(person):
            return f"added {person}", ""
        case Text("any", pattern):
            inner = pattern.pieces[1:-1] if pattern.pieces[0] == pattern.pieces[-1] == "" else pattern.pieces
            return "any text", _quoted(Pattern(inner or ("",)), words)
        case Text(column, pattern):
            return f"{column} text", _quoted(pattern, words)
        case _:
            raise AssertionError(f"not a leaf with a name: {leaf!r}")


def _quoted(pattern: Pattern, words: Wording) -> str:
    return words.quoted.format("*".join(pattern.pieces))


def _dated(leaf: Dated, words: Wording) -> str:
    on, bare = _when(leaf.when, leaf.field, words)
    compared = words.comparisons[leaf.comparison].format(on=on, bare=bare)
    said = words.fields[leaf.field].format(compared)
    for apart, together in words.contractions.items():
        said = said.replace(apart, together)
    return said


def _when(when: When, field: DateField, words: Wording) -> tuple[str, str]:
    """The date where something is, and beside "before" and the like."""
    match when:
        case Relative(amount, "day") if amount in words.words:
            return words.words[amount], words.words[amount]
        case Relative(amount, unit):
            start = words.now if unit in ("minute", "hour") else words.words[0]
            counted = _amount(abs(amount), unit, words)
            on = words.ago if amount < 0 else words.ahead
            return on.format(counted), _moved(start, amount, unit, words)
        case Coming(days, behind):
            counted = _amount(days, "day", words)
            said = (words.behind if behind or field in BACKWARD else words.coming).format(counted)
            return said, said
        case Weekday(weekday, side):
            name = words.calendar.weekdays[weekday]
            if side:
                return words.weekday_sides[side].format(name), words.weekday_sides[side].format(name)
            return words.on_weekday.format(name), words.bare_weekday.format(name)
        case Period(unit, shift):
            period = words.periods[unit, shift]
            return words.on_period.format(period), period
        case Fixed(day):
            date = _date(day, words)
            return words.on_date.format(date), words.bare_date.format(date)
        case Yearly(month, day):
            date = words.yearly.format(day=words.calendar.day_in_date(day), month=words.calendar.months[month - 1])
            return words.on_date.format(date), words.bare_date.format(date)
        case Timed(day, at):
            clock = at.isoformat("seconds" if at.second else "minutes")
            on, bare = _when(day, field, words)
            return words.at.format(day=on, time=clock), words.at.format(day=bare, time=clock)
        case Exact(at):
            said = f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
            return said, said
        case DateMath():
            said = _math(when, words)
            return said, said
        case Phrase(text):
            said = words.quoted.format(text)
            return said, said


def _math(when: DateMath, words: Wording) -> str:
    anchor = when.anchor
    said = words.now
    if isinstance(anchor, dt.datetime):
        said = f"{_date(anchor.date(), words)} {anchor:%H:%M}{' UTC' if anchor.tzinfo else ''}"
    elif anchor is not None:
        said = _date(anchor, words)
    for step in when.steps:
        if step.amount is None:
            said = words.start_of[step.unit].format(said)
        else:
            said = _moved(said, step.amount, _MATH_UNITS[step.unit], words)
    return said


def _moved(start: str, amount: int, unit: str, words: Wording) -> str:
    template = words.earlier if amount < 0 else words.later
    return template.format(from_=start, amount=_amount(abs(amount), unit, words))


def _amount(amount: int, unit: str, words: Wording) -> str:
    one, many = words.units[unit]
    return f"{amount} {one if amount == 1 else many}"


def _date(day: dt.date, words: Wording) -> str:
    calendar = words.calendar
    return calendar.full_date.format(
        day=calendar.day_in_date(day.day), month=calendar.months[day.month - 1], year=day.year
    )
