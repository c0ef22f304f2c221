"""A Friday afternoon in November, and a line read then."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tasklore.tasks.quickadd import Moment, Parsed, parse

FRIDAY = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)

Read = Callable[..., Parsed]


@pytest.fixture
def read() -> Read:
    """Reads one line: `read("Call Ann tomorrow", locale="en-GB")`."""

    def one(text: str, **options: Any) -> Parsed:
        tasks = parse(text, **{"now": FRIDAY, **options})
        assert len(tasks) == 1
        return tasks[0]

    return one


def at(date: str, time: str | None = None, timezone: str | None = None) -> Moment:
    """A moment, for comparing."""
    return Moment(date, time, timezone)
