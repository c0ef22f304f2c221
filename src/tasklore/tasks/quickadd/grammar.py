"""A line → a task: signs first, then dates, and what is left is the title.

"Pay rent every 1st at 9am #Home @money p1"
 ─────────                                   title
           ───────── ──────                  recurrence, due
                            ───── ────── ──  project, label, priority
"""

import re
from dataclasses import dataclass, field

from .dating import Dated, date_line
from .model import Dialect, Parsed, Span, SpanKind
from .phrases import read_phrase
from .protection import Range, addresses, escapes, merged, quotations
from .sentence import Clock
from .sigils import Claim, Names, read_sigils
from .titles import title_without
from .wording import meaning_of
from .words import Language

_LONGEST_READ = 1000
"""Of a longer line only the first and the last half of this are read: titles are short, and so is the time spent."""
_GAP = " \N{OBJECT REPLACEMENT CHARACTER} "
_SIGNS = re.compile(r"[@#+*/!{\"“„«‹`‘'「\\]|www\.|(?<![^\s(])[pP][1-4]\b")
"""What a line must hold for anything but a date to be found in it."""
_MOST_BRACES = 5
_LONGEST_DEADLINE = 80


@dataclass(slots=True)
class Budget:
    """How many more places the grammar may try in this call. Counted, not timed: the same text, the same answer."""

    left: int = 250


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything that stays the same from line to line."""

    clock: Clock
    languages: tuple[Language, ...]
    """The writer's, then English."""
    dialect: Dialect
    names: Names
    budget: Budget


@dataclass(slots=True)
class _Found:
    """What has been taken out of a line so far."""

    text: str
    spans: list[tuple[int, int, SpanKind, str]] = field(default_factory=list)
    priority: int | None = None
    labels: list[str] = field(default_factory=list)
    project: str | None = None
    section: str | None = None
    assignees: list[str] = field(default_factory=list)
    deadline: str | None = None

    def covers(self, start: int, end: int) -> bool:
        return any(first < end and start < last for first, last, _, _ in self.spans)


def read_line(reader: Reader, text: str, offset: int, ignored: list[Range]) -> Parsed:
    """The task in a line that begins at `offset` of the whole text; `ignored` counts from the line's beginning."""
    reader.budget.left -= 1
    title_end, description = _description(text, ignored)
    body = text[:title_end]
    cut = _cut(body)
    view = body if cut is None else body[: cut[0]] + _GAP + body[cut[1] :]
    if cut is not None:
        ignored = [*_shortened(ignored, cut), (cut[0], cut[0] + len(_GAP))]
    found, backslashes, dated = _read(reader, view, ignored)
    removed = [(start, end) for start, end, _, _ in found.spans]
    removed += [(at, at + 1) for at in backslashes]
    spans = found.spans
    if cut is not None:
        shift = cut[1] - cut[0] - len(_GAP)
        removed = [_moved(span, cut[0], shift) for span in removed]
        spans = [(*_moved((start, end), cut[0], shift), kind, said) for start, end, kind, said in spans]
    if description is not None:
        spans.append((title_end, len(text), "description", description))
    spans.sort()
    title = title_without(body, merged(removed)) if removed else body.strip()
    outcome, facts = dated.outcome, dated.facts
    return Parsed(
        title=title or text.strip(),
        due=outcome.due,
        start=outcome.start,
        deadline=found.deadline,
        duration_minutes=facts.duration,
        recurrence=outcome.recurrence,
        priority=found.priority,
        labels=found.labels,
        project=found.project,
        section=found.section,
        assignees=found.assignees,
        reminders=facts.reminders,
        description=description,
        spans=[Span(offset + start, offset + end, kind, text[start:end], said) for start, end, kind, said in spans],
    )


def _description(text: str, ignored: list[Range]) -> tuple[int, str | None]:
    """(where the description's sign stands, the words behind " // "); a quotation may hold the sign."""
    at = text.find(" // ")
    if at <= 0 or not text[:at].strip() or not text[at + 4 :].strip():
        return len(text), None
    if at < _LONGEST_READ:
        hidden = [*quotations(text[:_LONGEST_READ]), *ignored]
        if any(start <= at + 1 < end for start, end in hidden):
            return len(text), None
    return at + 1, text[at + 4 :].strip()


def _cut(text: str) -> Range | None:
    """The middle of a long line, from one blank to another where there are some near."""
    if len(text) <= _LONGEST_READ:
        return None
    half = _LONGEST_READ // 2
    first = text.rfind(" ", half - 100, half)
    last = text.find(" ", len(text) - half, len(text) - half + 100)
    return (first if first > 0 else half), (last if last > 0 else len(text) - half)


def _shortened(ranges: list[Range], cut: Range) -> list[Range]:
    shift = cut[1] - cut[0] - len(_GAP)
    short = []
    for start, end in ranges:
        if start < cut[0]:
            short.append((start, min(end, cut[0])))
        if end > cut[1]:
            short.append((max(start, cut[1]) - shift, end - shift))
    return short


def _moved(span: Range, from_: int, shift: int) -> Range:
    return (span[0] + shift, span[1] + shift) if span[0] >= from_ else span


def _read(reader: Reader, view: str, ignored: list[Range]) -> tuple[_Found, list[int], Dated]:
    found = _Found(view)
    hidden = merged(ignored) if ignored else ignored
    backslashes: list[int] = []
    if _SIGNS.search(view) is not None:
        hidden = merged([*quotations(view), *addresses(view), *ignored])
        backslashes = escapes(view)
        _take_deadline(reader, found, hidden)
        for claim in read_sigils(view, reader.dialect, reader.names, hidden, reader.languages[0].openers):
            if not found.covers(claim.start, claim.end):
                _take_claim(found, claim)
    taken = [(start, end) for start, end, _, _ in found.spans]
    dated = date_line(view, hidden, taken, backslashes, reader.clock, reader.languages, reader.budget)
    found.spans += dated.spans
    return found, backslashes, dated


def _take_deadline(reader: Reader, found: _Found, hidden: list[Range]) -> None:
    """The first pair of braces that holds a date."""
    opening = found.text.find("{")
    for _ in range(_MOST_BRACES):
        closing = found.text.find("}", opening)
        if opening < 0 or closing < 0:
            return
        inner = found.text[opening + 1 : closing]
        is_hidden = any(start < closing and opening < end for start, end in hidden)
        if not is_hidden and len(inner) <= _LONGEST_DEADLINE:
            for language in reader.languages:
                schedule = read_phrase(inner, reader.clock, language)
                if schedule is not None and schedule.due is not None and schedule.recurrence is None:
                    found.deadline = schedule.due.date
                    said = f"deadline {meaning_of(schedule.due)}"
                    found.spans.append((opening, closing + 1, "deadline", said))
                    return
        opening = found.text.find("{", opening + 1)


def _take_claim(found: _Found, claim: Claim) -> None:
    """One project, one section, one priority: the first of each. Any number of labels and people, each once."""
    if claim.kind == "label":
        if claim.name not in found.labels:
            found.labels.append(claim.name)
    elif claim.kind == "assignee":
        if claim.name not in found.assignees:
            found.assignees.append(claim.name)
    elif claim.kind == "project":
        if found.project is not None:
            return
        found.project = claim.name
    elif claim.kind == "section":
        if found.section is not None:
            return
        found.section = claim.name
    else:
        if found.priority is not None:
            return
        found.priority = claim.number
    said = f"priority {claim.number}" if claim.kind == "priority" else f"{claim.kind} {claim.name}"
    found.spans.append((claim.start, claim.end, claim.kind, said))
