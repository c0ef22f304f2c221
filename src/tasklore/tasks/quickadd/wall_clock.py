"""The writer's wall clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def local(now: datetime, timezone: str) -> datetime:
    """`now` in the zone; in UTC if there is no such zone, since a parser must not fail on a setting."""
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return now.astimezone(UTC)
    return now.astimezone(zone)
