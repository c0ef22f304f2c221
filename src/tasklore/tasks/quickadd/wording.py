"""A moment in words, for a chip: the month by name, so that nobody has to guess what 3/4 was."""

from datetime import date

from .model import Moment
from .rule import DAY_NAMES, MONTH_NAMES


def meaning_of(due: Moment | None, start: Moment | None = None) -> str:
    """ "Fri 27 Nov 2026, 17:00", or both ends of a range."""
    if due is None:
        return "" if start is None else f"from {_said(start)}"
    if start is None:
        return _said(due)
    if start.date == due.date and start.time and due.time:
        return f"{_said(start)}–{due.time}"
    return f"{_said(start)} – {_said(due)}"


def _said(moment: Moment) -> str:
    day = date.fromisoformat(moment.date)
    text = f"{DAY_NAMES[day.weekday()][:3]} {day.day} {MONTH_NAMES[day.month - 1][:3]} {day.year}"
    if moment.time:
        text += f", {moment.time}"
    return text + (f" ({moment.timezone})" if moment.timezone else "")
