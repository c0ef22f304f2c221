"""Dates compared with days or with a moment, in SQL, as `evaluate.py` compares them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, Protocol

from sqlalchemy import ColumnElement, Text, and_, not_, or_
from sqlalchemy.types import TypeEngine

from tasklore.platform.db.types import Instant

from ..values import local, moment
from .evaluate import Context
from .nodes import Comparison
from .when import Days

Value = Callable[[Context], Any]
Moment = Callable[[Context], Days | datetime]

_EARLIEST: Final = datetime(1000, 1, 1, tzinfo=UTC)
"""Before it, the text of an instant on SQLite would not have its fixed width."""
_LATEST: Final = datetime.max.replace(tzinfo=UTC)


class Bind(Protocol):
    """Makes an argument whose value is worked out at the call."""

    def __call__(self, value: Value, type_: TypeEngine[Any]) -> ColumnElement[Any]: ...


class DateConditions:
    """Conditions on a column against one value; `is_days` says which of the two it is."""

    def __init__(self, bind: Bind, value: Moment, is_days: bool) -> None:
        self._bind = bind
        self._value = value
        self._is_days = is_days

    def instant(self, column: ColumnElement[Any], comparison: Comparison) -> ColumnElement[bool]:
        """Of a column that holds moments."""
        if self._is_days:
            return self._instant_in_days(column, comparison)
        bound = self._bind(lambda context: _bounded(self._moment(context)), Instant())
        match comparison:
            case "on":
                return column == bound
            case "before":
                return column < bound
            case "after":
                return column > bound
            case "until":
                return column <= bound
            case "from":
                return column >= bound

    def wall(
        self, day: ColumnElement[Any], at: ColumnElement[Any] | None, comparison: Comparison
    ) -> ColumnElement[bool]:
        """Of a column that holds days, and one that holds times of day or nothing."""
        if self._is_days:
            return self._day_in_days(day, comparison)
        match comparison:
            case "on":
                return and_(self._is_until(day, at), not_(self._is_before(day, at)))
            case "before":
                return self._is_before(day, at)
            case "after":
                return not_(self._is_until(day, at))
            case "until":
                return self._is_until(day, at)
            case "from":
                return not_(self._is_before(day, at))

    def _instant_in_days(self, column: ColumnElement[Any], comparison: Comparison) -> ColumnElement[bool]:
        start, end = self._bind(self._start, Instant()), self._bind(self._end, Instant())
        match comparison:
            case "on":
                return and_(column >= start, column < end)
            case "before":
                return column < start
            case "after":
                return column >= end
            case "until":
                return column < end
            case "from":
                return column >= start

    def _day_in_days(self, day: ColumnElement[Any], comparison: Comparison) -> ColumnElement[bool]:
        first = self._bind(lambda context: self._days(context).first.isoformat(), Text())
        last = self._bind(lambda context: self._days(context).last.isoformat(), Text())
        match comparison:
            case "on":
                return and_(day >= first, day <= last)
            case "before":
                return day < first
            case "after":
                return day > last
            case "until":
                return day <= last
            case "from":
                return day >= first

    def _is_before(self, day: ColumnElement[Any], at: ColumnElement[Any] | None) -> ColumnElement[bool]:
        that_day, that_time = self._wall_day_and_time()
        if at is None:
            return day < that_day
        return or_(day < that_day, and_(at.is_not(None), day == that_day, at < that_time))

    def _is_until(self, day: ColumnElement[Any], at: ColumnElement[Any] | None) -> ColumnElement[bool]:
        whole = day <= self._bind(self._last_day, Text())
        if at is None:
            return whole
        that_day, that_time = self._wall_day_and_time()
        timed = or_(day < that_day, and_(day == that_day, at <= that_time))
        return or_(and_(at.is_(None), whole), and_(at.is_not(None), timed))

    def _wall_day_and_time(self) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        that_day = self._bind(lambda context: self._wall(context).date().isoformat(), Text())
        return that_day, self._bind(lambda context: _time_text(self._wall(context)), Text())

    def _last_day(self, context: Context) -> str:
        """The last day without a time that is not after the moment: its own only at midnight."""
        wall = self._wall(context)
        is_own = wall.time() == time.min or wall.date() == date.min
        return (wall.date() if is_own else wall.date() - timedelta(days=1)).isoformat()

    def _start(self, context: Context) -> datetime:
        return _bounded(moment(self._days(context).first, time.min, context.timezone))

    def _end(self, context: Context) -> datetime:
        last = self._days(context).last
        if last == date.max:
            return _LATEST
        return _bounded(moment(last + timedelta(days=1), time.min, context.timezone))

    def _days(self, context: Context) -> Days:
        value = self._value(context)
        assert isinstance(value, Days)
        return value

    def _moment(self, context: Context) -> datetime:
        value = self._value(context)
        assert isinstance(value, datetime)
        return value

    def _wall(self, context: Context) -> datetime:
        return local(self._moment(context), context.timezone)


def _bounded(instant: datetime) -> datetime:
    return max(instant.astimezone(UTC), _EARLIEST)


def _time_text(wall: datetime) -> str:
    """As times are stored, HH:MM; a moment beyond the minute sorts after it and before the next."""
    return wall.strftime("%H:%M" if (wall.second, wall.microsecond) == (0, 0) else "%H:%M:%S.%f")
