"""A line → a task: signs first, then dates, then what is left is the title."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from .chains import Chain, may_start, read_chain, read_reminder
from .context import trimmed
from .dates import Day
from .lexer import Opaque, lex
from .locales import is_month_first, language_of
from .meaning import Facts, Outcome, collide, gather, reminder, weekday_rule, work_out
from .model import DayTimes, Dialect, Known, Parsed, ReminderAt, ReminderBefore, Span, SpanKind
from .phrases import read_phrase
from .protection import Range, addresses, escapes, merged, quotations
from .rule import Rule
from .sentence import Clock, Sentence
from .sigils import Claim, Names, read_sigils
from .titles import title_without
from .wording import meaning_of
from .words import Language

_LONGEST_READ = 1000
"""Of a longer line only the first and the last half of this are read: titles are short, and so is the time spent."""


@dataclass(slots=True)
class Budget:
    """How many more places the grammar may try in this call. Counted, not timed: the same text, the same answer."""

    left: int = 600


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything that stays the same from line to line."""

    clock: Clock
    languages: tuple[Language, ...]
    dialect: Dialect
    names: Names
    budget: Budget


@dataclass(slots=True)
class _Line:
    """What has been found in a line so far."""

    text: str
    offset: int
    ignored: list[Range]
    spans: list[Span] = field(default_factory=list)
    removed: list[Range] = field(default_factory=list)
    taken: list[Range] = field(default_factory=list)

    def take(self, start: int, end: int, kind: SpanKind, meaning: str) -> None:
        span = Span(self.offset + start, self.offset + end, kind, self.text[start:end], meaning)
        self.spans.append(span)
        self.removed.append((start, end))


def read_line(reader: Reader, text: str, offset: int, ignored: list[Range]) -> Parsed:
    """The task in a line that begins at `offset` of the whole text; `ignored` is relative to the line."""
    line = _Line(text, offset, ignored)
    hidden = merged([*quotations(text), *addresses(text), *ignored])
    description, end = _description(line, hidden)
    if end < len(text):
        hidden = merged([*hidden, (end, len(text))])
    backslashes = escapes(text)
    deadline = _deadline(reader, line, hidden)
    claims = [] if reader.budget.left <= 0 else read_sigils(text, reader.dialect, reader.names, hidden)
    claims = [claim for claim in claims if not _overlaps(line.taken, claim.start, claim.end)]
    values = _take_claims(line, claims)
    facts, outcome = _take_dates(reader, line, hidden, backslashes)
    if deadline is None and outcome.due is None and outcome.start is None:
        pass
    line.spans.sort(key=lambda span: span.start)
    removed = [*line.removed, *((at, at + 1) for at in backslashes)]
    title = title_without(text[:], merged(removed))
    if not title:
        title = text.strip()
    return Parsed(
        title=title,
        due=outcome.due,
        start=outcome.start,
        deadline=deadline,
        duration_minutes=facts.duration,
        recurrence=outcome.recurrence,
        priority=values.priority,
        labels=values.labels,
        project=values.project,
        section=values.section,
        assignees=values.assignees,
        reminders=facts.reminders,
        description=description,
        spans=line.spans,
    )


def _overlaps(ranges: list[Range], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in ranges)


def _description(line: _Line, hidden: list[Range]) -> tuple[str | None, int]:
    """(what stands behind " // ", where the rest of the line ends)."""
    at = line.text.find(" // ")
    while at >= 0 and any(first <= at < last for first, last in hidden):
        at = line.text.find(" // ", at + 1)
    if at < 0:
        return None, len(line.text)
    words = line.text[at + 4 :].strip()
    if not words or not line.text[:at].strip():
        return None, len(line.text)
    line.take(at + 1, len(line.text), "description", words)
    line.taken.append((at + 1, len(line.text)))
    return words, at + 1


def _deadline(reader: Reader, line: _Line, hidden: list[Range]) -> str | None:
    """The date in braces."""
    opening = line.text.find("{")
    tries = 0
    while opening >= 0 and tries < 5:
        tries += 1
        closing = line.text.find("}", opening)
        if closing < 0:
            return None
        if not any(first < closing and opening < last for first, last in hidden) and closing - opening <= 80:
            for language in reader.languages:
                schedule = read_phrase(line.text[opening + 1 : closing], reader.clock, language)
                if schedule is not None and schedule.due is not None and schedule.recurrence is None:
                    line.take(opening, closing + 1, "deadline", f"deadline {meaning_of(schedule.due)}")
                    line.taken.append((opening, closing + 1))
                    return schedule.due.date
        opening = line.text.find("{", opening + 1)
    return None


@dataclass(slots=True)
class _Values:
    priority: int | None = None
    labels: list[str] = field(default_factory=list)
    project: str | None = None
    section: str | None = None
    assignees: list[str] = field(default_factory=list)


def _take_claims(line: _Line, claims: list[Claim]) -> _Values:
    """One project, one section, one priority: the first; any number of labels and people, each once."""
    values = _Values()
    for claim in claims:
        if claim.kind == "label":
            if claim.name not in values.labels:
                values.labels.append(claim.name)
        elif claim.kind == "assignee":
            if claim.name not in values.assignees:
                values.assignees.append(claim.name)
        elif claim.kind == "project":
            if values.project is not None:
                continue
            values.project = claim.name
        elif claim.kind == "section":
            if values.section is not None:
                continue
            values.section = claim.name.lstrip("/")
        else:
            if values.priority is not None:
                continue
            values.priority = claim.number
        meaning = f"priority {claim.number}" if claim.kind == "priority" else f"{claim.kind} {claim.name}"
        line.take(claim.start, claim.end, claim.kind, meaning)
        line.taken.append((claim.start, claim.end))
    return values


def _take_dates(
    reader: Reader, line: _Line, hidden: list[Range], backslashes: list[int]
) -> tuple[Facts, Outcome]:
    """Dates in the writer's language, or in English (without its short words) if that accounts for more."""
    best: _Found = Facts(), Outcome(), []
    covered = 0
    for language in reader.languages:
        try:
            found = _dates_in(reader, line, hidden, backslashes, language)
        except (OverflowError, ValueError):
            # A date beyond the calendar (the year 9999) is left in the title.
            break
        size = 0 if found is None else sum(end - start for start, end, _, _ in found[2])
        if found is not None and size > covered:
            best, covered = found, size
    for start, end, kind, meaning in best[2]:
        line.take(start, end, kind, meaning)
    return best[0], best[1]


_Found = tuple[Facts, Outcome, list[tuple[int, int, SpanKind, str]]]


def _dates_in(
    reader: Reader, line: _Line, hidden: list[Range], backslashes: list[int], language: Language
) -> _Found | None:
    opaque = _opaque(line, hidden, backslashes)
    sentence = Sentence(lex(line.text, language.lexicon, opaque), language, reader.clock)
    if language is not reader.languages[0]:
        for piece in sentence.x:
            if piece.word in language.abbreviated and not piece.gap is None:
                piece.roles = {role: value for role, value in piece.roles.items() if role in _SAFE_ROLES}
    chains, marked = _chains(sentence, reader.budget)
    facts = Facts()
    kept: list[Chain] = []
    for chain in sorted(chains, key=lambda found: _rank(sentence, found), reverse=True):
        if not collide(facts, chain.atoms):
            gather(sentence, facts, chain.atoms)
            kept.append(chain)
    for chain in kept:
        _make_rule(facts, chain)
    for _, _, value in marked:
        facts.reminders.append(reminder(sentence, value))
    if not kept and not marked:
        return None
    outcome = work_out(reader.clock, facts)
    spans = [span for chain in kept for span in _chain_spans(sentence, chain, facts, outcome)]
    for (start, end, _), said in zip(marked, facts.reminders[len(facts.reminders) - len(marked) :], strict=True):
        spans.append((sentence.x[start].start, sentence.x[end - 1].end, "reminder", _reminder_words(said)))
    return facts, outcome, spans


_SAFE_ROLES = frozenset(("prep", "article", "and", "to", "of", "meridiem", "in_part", "zone_word"))


def _opaque(line: _Line, hidden: list[Range], backslashes: list[int]) -> list[Opaque]:
    taken = merged(line.taken)
    stretches = [Opaque(start, end, True) for start, end in taken]
    for start, end in merged([*hidden, *((at, at + 1) for at in backslashes)]):
        if not _overlaps(taken, start, end):
            stretches.append(Opaque(start, end, False))
    if len(line.text) > _LONGEST_READ:
        half = _LONGEST_READ // 2
        first = line.text.rfind(" ", half - 80, half)
        last = line.text.find(" ", len(line.text) - half, len(line.text) - half + 80)
        first, last = max(first, half - 80), last if last > 0 else len(line.text) - half
        stretches = [stretch for stretch in stretches if stretch.end <= first or stretch.start >= last]
        stretches.append(Opaque(first, last, False))
    return sorted(stretches, key=lambda stretch: stretch.start)


def _chains(s: Sentence, budget: Budget) -> tuple[list[Chain], list[tuple[int, int, object]]]:
    """The chains of a line that are meant as dates, and the reminders marked with "!"."""
    found: list[Chain] = []
    marked: list[tuple[int, int, object]] = []
    i = 0
    while s.x[i].kind != "e" and budget.left > 0:
        here = s.x[i]
        if here.word == "!" and here.gap and here.kind == "s" and not s.x[i + 1].gap:
            budget.left -= 1
            told = read_reminder(s, i + 1, marked=True)
            if told is not None and s.ends(told[0]):
                marked.append((i, told[0], told[1]))
                i = told[0]
                continue
        if not may_start(s, i):
            i += 1
            continue
        budget.left -= 1
        chain = read_chain(s, i)
        if chain is None:
            i += 1
            continue
        escaped = i > 0 and s.x[i - 1].kind == "x" and s.x[i - 1].text == "\\"
        meant = None if escaped else trimmed(s, chain)
        if meant is not None:
            found.append(meant)
        i = chain.end
    return found, marked


def _rank(s: Sentence, chain: Chain) -> tuple[bool, bool, bool, int]:
    """Which chain wins where two say the same thing: the one with a rule, the one at an edge, the later one."""
    at_end = s.x[chain.end].kind in "eb"
    anchored = chain.atoms[0].prep is not None
    return chain.has("rule"), at_end, anchored, chain.start


def _make_rule(facts: Facts, chain: Chain) -> None:
    """Monday to Friday at a time of day repeats."""
    if facts.rule is not None or facts.day is None or facts.time is None:
        return
    for atom in chain.atoms:
        if atom.kind == "day" and isinstance(atom.value, Day) and atom.value is facts.day:
            rule = weekday_rule(atom.value)
            if rule is not None:
                facts.rule, facts.day = rule, None
                atom.kind, atom.value = "rule", rule
                return


def _chain_spans(
    s: Sentence, chain: Chain, facts: Facts, outcome: Outcome
) -> list[tuple[int, int, SpanKind, str]]:
    """Pieces of one kind that touch make one span."""
    groups: list[tuple[int, int, SpanKind]] = []
    for atom in chain.atoms:
        kind: SpanKind = "due"
        if atom.kind in ("rule", "until", "count", "span", "except") or (atom.kind == "begin" and facts.rule):
            kind = "recurrence"
        elif atom.kind == "duration":
            kind = "duration"
        elif atom.kind == "reminder":
            kind = "reminder"
        elif outcome.due is None:
            kind = "start"
        if groups and groups[-1][2] == kind:
            groups[-1] = (groups[-1][0], atom.end, kind)
        else:
            groups.append((atom.start, atom.end, kind))
    told = iter(facts.reminders)
    spans: list[tuple[int, int, SpanKind, str]] = []
    for start, end, kind in groups:
        if kind == "recurrence" and facts.rule is not None:
            meaning = _rule_words(facts.rule, outcome)
        elif kind == "duration":
            meaning = f"{facts.duration} minutes"
        elif kind == "reminder":
            meaning = _reminder_words(next(told))
        else:
            meaning = meaning_of(outcome.due, outcome.start)
        spans.append((s.x[start].start, s.x[end - 1].end, kind, meaning))
    return spans


def _rule_words(rule: Rule, outcome: Outcome) -> str:
    return rule.words()


def _reminder_words(said: ReminderBefore | ReminderAt) -> str:
    if isinstance(said, ReminderBefore):
        return f"reminder {said.minutes_before} minutes before"
    return f"reminder {meaning_of(said.at)}"


def make_reader(
    now: datetime, locale: str, dialect: Dialect, known: Known | None, times: DayTimes | None
) -> Reader:
    """The reader for a call; `now` is wall time."""
    clock = Clock(now, times or DayTimes(), is_month_first(locale))
    language = language_of(locale)
    english = language_of("en")
    languages = (language,) if language is english else (language, english)
    return Reader(clock, languages, dialect, Names(known), Budget())


def read_lines(reader: Reader, text: str, ignored: Sequence[Range]) -> list[Parsed]:
    """A task for each line that is not empty."""
    tasks: list[Parsed] = []
    parents: list[tuple[int, int]] = []
    offset = 0
    lines = text.split("\n")
    several = len(lines) > 1
    for raw in lines:
        body = raw.strip()
        if body:
            width = len((raw[: len(raw) - len(raw.lstrip())]).expandtabs(4))
            begin = raw.find(body)
            bullet = _bullet(body) if several else 0
            start = offset + begin + bullet
            inner = [(max(first - start, 0), last - start) for first, last in ignored if last > start]
            inner = [(first, last) for first, last in inner if first < last and first < len(body) - bullet]
            task = read_line(reader, body[bullet:], start, inner)
            while parents and parents[-1][0] >= width:
                parents.pop()
            parent = parents[-1][1] if parents else None
            if parent is not None:
                import msgspec

                task = msgspec.structs.replace(task, indent=len(parents), parent=parent)
            parents.append((width, len(tasks)))
            tasks.append(task)
        offset += len(raw) + 1
    return tasks


def _bullet(body: str) -> int:
    """How much of a pasted list's line is its mark: "- ", "* ", "- [ ] "."""
    for mark in ("- [ ] ", "* [ ] ", "- ", "* ", "• ", "– "):
        if body.startswith(mark) and len(body) > len(mark):
            return len(mark)
    return 0
