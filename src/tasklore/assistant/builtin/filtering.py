"""From how people name a kind of task to a filter: "overdue tasks in Work" → `overdue & #Work`."""

import datetime as dt
import re
from typing import Final

from .commands import Wanted
from .surroundings import Surroundings

_SPECIAL: Final = re.compile(r"([&|!(),\\\"'*#@/])")
_CLOSING_WORDS: Final = r"(?:tasks?|to-?dos?|things?|items?|stuff|ones|work|reminders?|entries)"
_FILLER: Final = re.compile(
    rf"\b(?:{_CLOSING_WORDS}|all|any|anything|everything|my|the|me|i|have|do|to|that|which|are|is|of|for|on|in|due|there|"
    r"with|a|list|lists|left|still|open|remaining|pending|outstanding|else|and|left to do|coming|up|scheduled|planned|set|"
    r"project|currently|right|now|please|am|be|done|get|got|see|today's|upcoming|active|plate|agenda|schedule|calendar|"
    r"what|what's|whats|did|show|tell|at|it|need|needs|should|must|yet|by|or|so|far|many|from|total|altogether|overall|happening|going|free|busy|week|day|look)\b",
    re.IGNORECASE,
)
_PRIORITY: Final = re.compile(
    r"\b(?:p([1-4])|priority(?: level| number)? ?(?:of |is |= ?)?([1-4])|(top|highest|high|urgent|important|medium|low)(?:est)?"
    r"[- ]?(?:priority|prio)?)\b(?: priority)?",
    re.IGNORECASE,
)
LEVELS: Final = {"top": 1, "highest": 1, "high": 1, "urgent": 1, "important": 1, "critical": 1, "medium": 2, "normal": 3, "low": 4,
                 "lowest": 4, "none": 4, "no": 4}  # fmt: skip
_LABEL: Final = re.compile(
    r"(?:(?:with|having) (?:the )?(?:label|tag)s?|labell?ed(?: as| with)?|tagged(?: as| with)?|label|tag)\s+[@#]?([\w-]+)|@([\w-]+)",
    re.IGNORECASE,
)
_TEXT: Final = re.compile(
    r"\b(?:about|mention(?:s|ing)?|contain(?:s|ing)?|regarding|related to|concerning|matching|with the words?|called|named)\s+(.+)$",
    re.IGNORECASE,
)
_DONE: Final = re.compile(
    r"\b(?:completed?|finish(?:ed)?|done|closed|ticked off|checked off|accomplished|achieved)\b", re.IGNORECASE
)
_WITHIN: Final = re.compile(
    r"\b(?:in|on|under|from|inside|within|of|for)\s+(?:the |my |project )*([^,?]+)$", re.IGNORECASE
)
_NO_DATE: Final = re.compile(
    r"\b(?:no|without(?: a| any)?|lacking a|not having a)\s+(?:due )?(?:date|deadline)s?\b|\bundated\b|\bunscheduled\b|"
    r"\b(?:have|has) no (?:due )?date\b",
    re.IGNORECASE,
)
_SPANS: Final = re.compile(
    r"\b(?P<overdue>overdue|late|past due|behind(?: on)?|missed)\b|"
    r"\b(?P<next7>(?:in |over |within )?(?:the )?(?:next|coming) (?:7|seven) days)\b|"
    r"\b(?P<nextn>(?:in |over |within )?(?:the )?(?:next|coming) (?P<n>\d{1,3}) days)\b|"
    r"\b(?P<thisweek>this week|the week|my week|week's)\b|\b(?P<nextweek>next week)\b|"
    r"\b(?P<thismonth>this month)\b|\b(?P<nextmonth>next month)\b|\b(?P<weekend>(?:this |the |on the )?weekend)\b|"
    r"\b(?P<lastweek>last week)\b",
    re.IGNORECASE,
)
_RECURRING: Final = re.compile(r"\b(?:recurring|repeating|repeat(?:s|ed)?)\b", re.IGNORECASE)
_HASH: Final = re.compile(r"#([\w-]+(?: [\w-]+)*)")


def escaped(name: str) -> str:
    """A name as the filter language takes it."""
    return _SPECIAL.sub(r"\\\1", name)


def wanted_by(phrase: str, around: Surroundings) -> Wanted | None:
    """The filter that a phrase names; None when it holds words that mean nothing here."""
    text = f" {phrase.strip(' .,!?:;')} "
    terms: list[str] = []
    said: list[str] = []

    found = _TEXT.search(text)
    words = ""
    if found is not None:
        words = re.sub(r"^(?:the|a|an|my)\s+", "", found[1].strip(" ?.\"'“”"), flags=re.IGNORECASE)
        text = text[: found.start()]
        said.append(f"about “{words}”")
    text = _take_project(text, around, terms, said)
    text = _take(_LABEL, text, lambda m: _label(m, terms, said))
    text = _take(_NO_DATE, text, lambda m: _plain(terms, said, "no date", "without a date"))
    text = _take(_RECURRING, text, lambda m: _plain(terms, said, "recurring", "recurring"))
    done = _DONE.search(text) is not None and not re.search(
        r"\b(?:be|get|to be|not|need) (?:done|completed?|finish(?:ed)?)\b", text
    )
    if done:
        text = _DONE.sub(" ", text)
    text = _take(_PRIORITY, text, lambda m: _priority(m, terms, said))
    field = "completed" if done else "due"
    text = _take_dates(text, around, field, terms, said)
    if done and not any(term.startswith("completed") for term in terms):
        terms.append("done")
    if done:
        said.insert(0, "completed")
    text = re.sub(r"[’']s\b", " ", text)
    left = _FILLER.sub(" ", text).strip(" ,?.'’-")
    if left and not words:
        left = " ".join(left.split())
        project = around.project(left)
        if project is None:
            return None
        terms.append(f"#{escaped(project)}")
        said.append(f"in {project}")
    return Wanted(" & ".join(terms), words, " ".join(said))


def _take(pattern: re.Pattern[str], text: str, note: object) -> str:
    def replace(match: re.Match[str]) -> str:
        return " " if note(match) is not False else match[0]  # type: ignore[operator]

    return pattern.sub(replace, text)


def _plain(terms: list[str], said: list[str], term: str, words: str) -> None:
    terms.append(term)
    said.append(words)


def _label(match: re.Match[str], terms: list[str], said: list[str]) -> None:
    name = match[1] or match[2]
    _plain(terms, said, f"@{escaped(name)}", f"labelled {name}")


def _priority(match: re.Match[str], terms: list[str], said: list[str]) -> None:
    digit = match[1] or match[2]
    level = int(digit) if digit else LEVELS[match[3].lower()]
    _plain(terms, said, f"p{level}", f"with priority {level}")


def _take_project(text: str, around: Surroundings, terms: list[str], said: list[str]) -> str:
    for name in sorted(around.projects, key=len, reverse=True):
        pattern = re.compile(
            rf"(?:\b(?:in|on|under|from|inside|within|of|for)\s+(?:the |my |project )*|#|\b(?:my|the|all)\s+)?"
            rf"\b{re.escape(name)}\b(?:\s+(?:project|list))?",
            re.IGNORECASE,
        )
        found = pattern.search(text)
        if found is not None:
            _plain(terms, said, f"#{escaped(name)}", f"in {name}")
            return text[: found.start()] + " " + text[found.end() :]
    return text


def _take_dates(text: str, around: Surroundings, field: str, terms: list[str], said: list[str]) -> str:
    def note(match: re.Match[str]) -> bool:
        span = _span(match, around)
        if span is None:
            if match["overdue"]:
                _plain(terms, said, "overdue", "overdue")
            return True
        first, last, words = span
        terms.append(_between(field, first, last))
        said.append(words)
        return True

    text = _take(_SPANS, text, note)
    day = _single_day(text, around)
    if day is None:
        return text
    text, date, words = day
    side = _SIDE.search(text)
    if side is None:
        terms.append(_between(field, date, date))
        said.append(words)
        return text.replace(_HERE, " ")
    word = side[1].lower()
    later = word in ("after", "since")
    if word in ("by", "until", "till"):
        date += dt.timedelta(days=1)
    elif word == "since":
        date -= dt.timedelta(days=1)
    terms.append(f"{field} {'after' if later else 'before'}: {date.isoformat()}")
    said.append(f"{word} {words.removeprefix('on ')}")
    return f"{text[: side.start()]} {text[side.end() :]}"


def _between(field: str, first: dt.date, last: dt.date) -> str:
    if first == last:
        return f"{field}: {first.isoformat()}"
    before, after = last + dt.timedelta(days=1), first - dt.timedelta(days=1)
    return f"{field} after: {after.isoformat()} & {field} before: {before.isoformat()}"


def _span(match: re.Match[str], around: Surroundings) -> tuple[dt.date, dt.date, str] | None:
    today = around.today
    monday = today - dt.timedelta(days=(today.isoweekday() - around.preferences.week_start) % 7)
    day = dt.timedelta(days=1)
    month = today.replace(day=1)
    following = (month + 31 * day).replace(day=1)
    if match["next7"]:
        return today, today + 6 * day, "in the next 7 days"
    if match["nextn"]:
        return today, today + (int(match["n"]) - 1) * day, f"in the next {match['n']} days"
    if match["thisweek"]:
        return monday, monday + 6 * day, "this week"
    if match["nextweek"]:
        return monday + 7 * day, monday + 13 * day, "next week"
    if match["lastweek"]:
        return monday - 7 * day, monday - day, "last week"
    if match["weekend"]:
        saturday = today + ((6 - today.isoweekday()) % 7) * day
        return saturday, saturday + day, "at the weekend"
    if match["thismonth"]:
        return month, following - day, "this month"
    if match["nextmonth"]:
        return following, (following + 31 * day).replace(day=1) - day, "next month"
    return None


_DAY: Final = re.compile(
    r"\b(?:today|tonight|tomorrow|yesterday|(?:(?:next|this|coming) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"(?: (?:the )?\d{1,2}(?:st|nd|rd|th))?|(?:the )?\d{1,2}(?:st|nd|rd|th)(?: of \w+)?|\d{4}-\d\d-\d\d|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?|"
    r"\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*(?: \d{4})?)\b",
    re.IGNORECASE,
)


_HERE: Final = "\x01"
"""Where a day stood in the text."""

_SIDE: Final = re.compile(rf"\b(before|after|by|until|till|since)\s+(?:the\s+)?{_HERE}", re.IGNORECASE)


def _single_day(text: str, around: Surroundings) -> tuple[str, dt.date, str] | None:
    found = _DAY.search(text)
    if found is None:
        return None
    phrase = found[0]
    numbered = re.search(r"\d{1,2}(?:st|nd|rd|th)$", phrase)
    moment = around.moment("today" if phrase.lower() == "tonight" else phrase)
    if moment is None and numbered is not None:
        moment = around.moment(f"the {numbered[0]}")
    if moment is None:
        return None
    date = dt.date.fromisoformat(moment.date)
    words = (
        phrase.lower() if phrase.lower() in ("today", "tomorrow", "yesterday") else f"on {date:%A} {date.day} {date:%B}"
    )
    return text[: found.start()] + _HERE + text[found.end() :], date, words
