"""What the pieces of a line add up to: when it is due, when it starts, how it repeats."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from .chains import Atom
from .days import Day, shift
from .model import Moment, Recurrence, ReminderAt, ReminderBefore
from .rule import WORKDAYS, Rule
from .sentence import Clock, Sentence
from .times import DAY_MINUTES, Time, TimeRange

_SINGULAR = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}


@dataclass(slots=True)
class Facts:
    """The pieces by what they say."""

    day: Day | None = None
    time: Time | None = None
    times: TimeRange | None = None
    part: str | None = None
    rule: Rule | None = None
    begin: Day | None = None
    until: date | None = None
    count: int | None = None
    span: tuple[int, str] | None = None
    duration: int | None = None
    excepted: tuple[int, ...] = ()
    hint: str | None = None
    """"early" or "late", by what the title says happens: breakfast, dinner."""
    reminders: list[ReminderBefore | ReminderAt] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The facts worked out."""

    due: Moment | None = None
    start: Moment | None = None
    recurrence: Recurrence | None = None
    rule: Rule | None = None
    """What the recurrence says, for its words."""


def collide(facts: Facts, atoms: list[Atom]) -> bool:
    """Whether pieces say again what the facts say already."""
    for atom in atoms:
        value = atom.value
        if atom.kind == "day" and facts.day is not None:
            return True
        if isinstance(value, Day) and value.is_weekday and facts.rule is not None and not facts.rule.is_plain:
            return True
        if atom.kind in ("time", "times") and (facts.time is not None or facts.times is not None):
            return True
        if isinstance(value, Day) and value.moment is not None and facts.time is not None:
            return True
        if atom.kind in ("time", "times") and facts.day is not None and facts.day.moment is not None:
            return True
        if (atom.kind == "rule" and facts.rule is not None) or (atom.kind == "begin" and facts.begin is not None):
            return True
        if (atom.kind == "duration" and facts.duration is not None) or (atom.kind == "part" and facts.part):
            return True
    return False


def gather(s: Sentence, facts: Facts, atoms: list[Atom]) -> None:
    """Add the pieces to the facts."""
    for atom in atoms:
        value = atom.value
        if atom.kind == "day" and isinstance(value, Day):
            if facts.day is None or not value.filler:
                facts.day = value
            facts.part = facts.part or value.part
        elif atom.kind == "begin" and isinstance(value, Day):
            facts.begin = value
        elif atom.kind == "until" and isinstance(value, Day):
            facts.until = value.first
        elif isinstance(value, Time):
            # "by midnight on Friday" is the end of that Friday.
            closes = value.is_midnight and atom.prep in ("by", "before", "until")
            facts.time = replace(value, closes_day=True) if closes else value
        elif isinstance(value, TimeRange):
            facts.times = value
        elif isinstance(value, Rule):
            facts.rule = value
        elif atom.kind == "part" and isinstance(value, str):
            facts.part = value
        elif atom.kind == "count" and isinstance(value, int):
            facts.count = value
        elif atom.kind == "duration" and isinstance(value, int):
            facts.duration = value
        elif atom.kind == "span" and isinstance(value, tuple):
            facts.span = (int(value[0]), str(value[1]))
        elif atom.kind == "except" and isinstance(value, tuple):
            facts.excepted = tuple(int(day) for day in value)
        elif atom.kind == "reminder":
            facts.reminders.append(reminder(s, value))


def reminder(s: Sentence, value: object) -> ReminderBefore | ReminderAt:
    """A reminder from minutes, or from the pieces of a moment; a day without a time is reminded of in the morning."""
    if isinstance(value, int):
        return ReminderBefore(value)
    facts = Facts()
    assert isinstance(value, list)
    gather(s, facts, value)
    due = work_out(s.clock, facts).due
    assert due is not None
    if due.time is None:
        due = Moment(due.date, clock_text(s.clock.times.morning), due.timezone)
    return ReminderAt(due)


def clock_text(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def work_out(clock: Clock, facts: Facts) -> Outcome:
    """The moments and the rule that the facts mean, by the conventions of design §9."""
    if facts.rule is not None:
        return _repeating(clock, facts, facts.rule)
    if facts.day is None and facts.begin is None and facts.time is None and facts.times is None and not facts.part:
        return Outcome()
    if facts.day is not None and facts.day.moment is not None:
        moment = facts.day.moment
        return Outcome(due=Moment(moment.date().isoformat(), f"{moment:%H:%M}"))
    if facts.times is not None:
        return _between(clock, facts, facts.times)
    time = _time(clock, facts)
    if facts.day is None and facts.begin is not None:
        day = _settle(clock, facts.begin, time)
        return Outcome(start=_moment(day, time))
    if facts.day is not None and facts.day.last is not None:
        start: Moment | None = _moment(facts.day.first, None)
        return Outcome(due=_moment(facts.day.last, time), start=start)
    due = _moment(_settle(clock, facts.day, time), time)
    start = None if facts.begin is None else _moment(facts.begin.first, None)
    return Outcome(due=due, start=start)


def _moment(day: date, time: Time | None) -> Moment:
    if time is None:
        return Moment(day.isoformat())
    return Moment(day.isoformat(), clock_text(time.minutes), time.zone)


def _time(clock: Clock, facts: Facts) -> Time | None:
    """The time of day, with the part of the day that says which half it is in."""
    time = facts.time
    part = facts.part or (facts.rule.part if facts.rule else None)
    if time is not None:
        settled = time.in_half(part) if part else time.settled(facts.hint)
        is_over = facts.day is not None and facts.day.is_today and settled.minutes < clock.minutes
        if is_over and time.dial and time.spoken and not part and settled.minutes < DAY_MINUTES // 2:
            # "today at 8" in the afternoon is tonight.
            return replace(settled, minutes=settled.minutes + DAY_MINUTES // 2)
        return settled
    day = facts.day or facts.begin
    if day is not None and day.minutes is not None:
        return Time(day.minutes, zone=day.zone)
    if part:
        return Time(clock.times.of(part))
    return None


def _is_past(clock: Clock, day: date, time: Time | None) -> bool:
    """Whether the time of that day is over, in the zone it is given in."""
    if time is None:
        return False
    now = clock.now if time.zone is None else clock.now.astimezone(ZoneInfo(time.zone))
    return (day, time.minutes) < (now.date(), now.hour * 60 + now.minute)


def _settle(clock: Clock, day: Day | None, time: Time | None) -> date:
    """The day, moved on where it would lie behind."""
    if day is None:
        today = clock.today
        if time is not None and time.zone is not None:
            today = clock.now.astimezone(ZoneInfo(time.zone)).date()
        return today + timedelta(days=1) if _is_past(clock, today, time) else today
    if time is not None and time.is_midnight and day.first == clock.today and day.month_day is None:
        return day.first + timedelta(days=1)
    if time is not None and time.closes_day:
        return day.first + timedelta(days=1)
    if day.is_weekday and day.first == clock.today and _is_past(clock, day.first, time):
        return day.first + timedelta(days=7)
    return day.first


def _between(clock: Clock, facts: Facts, times: TimeRange) -> Outcome:
    first, last = times.first, times.last
    if facts.part and first.dial:
        first = first.in_half(facts.part)
    day = _settle(clock, facts.day or facts.begin, first)
    end = facts.day.last if facts.day is not None and facts.day.last is not None else day
    if end == day and last.minutes <= first.minutes:
        end = day + timedelta(days=1)
    return Outcome(due=_moment(end, last), start=_moment(day, first))


def _repeating(clock: Clock, facts: Facts, rule: Rule) -> Outcome:
    begin, until = facts.begin, facts.until
    day = facts.day
    if day is not None:
        merged = _merged(rule, day)
        if merged is not None:
            rule = merged
        elif day.last is not None and day.is_weekday and rule.is_plain:
            days = [(day.first + timedelta(days=n)).weekday() for n in range((day.last - day.first).days + 1)]
            rule = replace(rule, freq="WEEKLY", weekdays=tuple((0, n) for n in sorted(days)))
        elif day.last is not None:
            begin, until = day, day.last
        else:
            begin = day
    if facts.excepted:
        rule = _without(rule, facts.excepted)
    time = facts.times.first if facts.times is not None else _time(clock, facts)
    if time is not None and facts.times is not None and facts.part:
        time = time.in_half(facts.part)
    if rule.freq == "HOURLY" and time is None and (begin is None or begin.first == clock.today):
        first, time = _next_hour(clock)
    else:
        first = _first(clock, rule, begin, time)
    if until is not None:
        rule = rule.with_end(until=until)
    elif facts.count is not None:
        rule = rule.with_end(count=facts.count)
    elif facts.span is not None:
        rule = _lasting(rule, first, *facts.span)
    recurrence = Recurrence(rule.text(), "completion" if rule.from_completion else "schedule")
    if facts.times is not None:
        last = facts.times.last
        end = first + timedelta(days=1) if last.minutes <= facts.times.first.minutes else first
        return Outcome(_moment(end, last), _moment(first, time), recurrence, rule)
    return Outcome(_moment(first, time), None, recurrence, rule)


def _merged(rule: Rule, day: Day) -> Rule | None:
    """The rule with the day in it: "3 March, every year", "Monday, every 2 weeks"."""
    if not rule.is_plain or day.last is not None:
        return None
    if rule.freq == "YEARLY" and day.month_day is not None:
        return replace(rule, months=(day.month_day[0],), month_days=(day.month_day[1],))
    if rule.freq == "YEARLY" and day.month is not None:
        return replace(rule, months=(day.month,))
    if rule.freq == "MONTHLY" and day.day_of_month is not None:
        return replace(rule, month_days=(day.day_of_month,))
    if rule.freq == "MONTHLY" and day.nth is not None:
        return replace(rule, weekdays=(day.nth,))
    if rule.freq == "WEEKLY" and day.is_weekday:
        return replace(rule, weekdays=((0, day.first.weekday()),))
    return None


def _without(rule: Rule, days: tuple[int, ...]) -> Rule:
    held = [day for _, day in rule.weekdays] or list(range(7))
    left = tuple((0, day) for day in held if day not in days)
    if not left or rule.freq not in ("DAILY", "WEEKLY") or rule.interval != 1:
        return rule
    return replace(rule, freq="WEEKLY", weekdays=left)


def _first(clock: Clock, rule: Rule, begin: Day | None, time: Time | None) -> date:
    start = clock.today if begin is None else begin.first
    first = rule.first(start)
    if begin is None and _is_past(clock, first, time):
        first = rule.first(start + timedelta(days=1))
    return first


def _next_hour(clock: Clock) -> tuple[date, Time]:
    now = clock.now
    later = datetime(now.year, now.month, now.day, now.hour) + timedelta(hours=1)
    return later.date(), Time(later.hour * 60)


def _lasting(rule: Rule, first: date, many: int, unit: str) -> Rule:
    """ "for 6 weeks": so many times where the rule falls once in each of them, else until they are over."""
    once_each = rule.interval == 1 and (rule.is_plain or len(rule.weekdays or rule.month_days) == 1)
    if once_each and _SINGULAR.get(rule.freq) == unit:
        return rule.with_end(count=many)
    return rule.with_end(until=shift(first, many, unit) - timedelta(days=1))


def weekday_rule(day: Day) -> Rule | None:
    """Monday to Friday, with a time of day, is a rule rather than one long task."""
    if day.last is not None and day.is_weekday and (day.last - day.first).days == 4 and day.first.weekday() == 0:
        return Rule("WEEKLY", weekdays=tuple((0, n) for n in WORKDAYS))
    return None
