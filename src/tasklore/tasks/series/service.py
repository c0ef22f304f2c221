"""The dates of repeating tasks, whichever door asks for them."""

from collections.abc import Sequence

from tasklore.accounts.preferences import preferences_of
from tasklore.platform.unit import Record

from ..errors import NotRepeating
from ..recurrence import InvalidRecurrence, Recurrence, describe, move_all, occurrences, pinned
from ..repeating import due_columns, due_of, recurrence_of
from ..schemas import WhenRead
from ..service import Found, TaskService
from ..values import Due, local
from .schemas import Occurrences, RuleExplained


class SeriesService:
    """Repeating tasks of `tasks.owner`."""

    def __init__(self, tasks: TaskService) -> None:
        self.tasks = tasks

    async def reschedule(self, found: Found, to: Due, following: bool) -> Record:
        """Puts a task on another date. Of a repeating one only this date moves, or all that follow go along."""
        recurrence, due = recurrence_of(found.row), due_of(found.row)
        values: Record = due_columns(to)
        if following and recurrence is not None and due is not None:
            step = move_all(recurrence, due, to)
            values |= {"rrule": step.recurrence.rrule, "repeat_from": recurrence.basis, "repeat_anchor": None}
        return await self.tasks.patch(found.row["id"], values, found=found)

    async def occurrences(self, task_id: str, limit: int, locale: str | None) -> Occurrences:
        """The task's rule in words, and up to `limit` of its dates: the present one, then those of the schedule.

        Raises:
            NotRepeating: it has no rule.
        """
        row = await self.tasks.get(task_id)
        recurrence, due = recurrence_of(row), due_of(row)
        if recurrence is None or due is None:
            raise NotRepeating
        preferences = await preferences_of(self.tasks.unit, self.tasks.owner)
        scheduled = recurrence.anchor or due
        coming = occurrences(recurrence, scheduled, preferences.timezone, limit=limit + 1)
        later = [one for one in coming if one != scheduled]
        return Occurrences(words=describe(recurrence, locale or preferences.locale), items=_sent([due, *later][:limit]))

    async def explain(
        self, rrule: str, basis: str, start: Due | None, timezone: str | None, locale: str | None, limit: int
    ) -> RuleExplained:
        """A rule in words and its first dates; never raises for a rule that cannot be read."""
        preferences = await preferences_of(self.tasks.unit, self.tasks.owner)
        timezone = timezone or preferences.timezone
        start = start or Due(local(self.tasks.unit.now, timezone).date())
        try:
            recurrence = pinned(Recurrence.parse(rrule, basis), start)
        except InvalidRecurrence as error:
            return RuleExplained(ok=False, words=None, rrule=None, dates=[], error=error.message)
        return RuleExplained(
            ok=True,
            words=describe(recurrence, locale or preferences.locale),
            rrule=recurrence.rrule,
            dates=_sent(occurrences(recurrence, start, timezone, limit=limit)),
            error=None,
        )


def _sent(dates: Sequence[Due]) -> list[WhenRead]:
    return [
        WhenRead(
            date=due.date.isoformat(), time=f"{due.time:%H:%M}" if due.time is not None else None, timezone=due.timezone
        )
        for due in dates
    ]
