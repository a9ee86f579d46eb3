"""From when to when something takes, on the clocks of where it begins and where it ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import time

#: What goes on past midnight is over by then; only journeys take longer.
LONGEST_NIGHT = timedelta(hours=12)
_NOON_DAY = date(2001, 1, 2)


def span(
    on: date, start: time, end: time | None, zone: str, end_zone: str = ""
) -> tuple[datetime, datetime | None]:
    """
    Return the moments at which something begins and ends.

    It ends the first time after its beginning that the clock there shows `end`: so a
    dinner may end after midnight, and a flight on another day or before it left.

    Args:
        zone: On whose clock it begins.
        end_zone: On whose clock it ends, if that is another.
    """
    starts_at = datetime.combine(on, start, tzinfo=ZoneInfo(zone))
    if end is None:
        return starts_at, None
    there = ZoneInfo(end_zone or zone)
    begins = starts_at.astimezone(UTC)
    candidates = (
        datetime.combine(on + timedelta(days=days), end, tzinfo=there)
        for days in range(-1, 3)
    )
    return starts_at, next(at for at in candidates if at.astimezone(UTC) >= begins)


def length(start: time, end: time) -> timedelta:
    """Return how long something takes that begins and ends on one clock."""
    starts_at, ends_at = span(_NOON_DAY, start, end, "UTC")
    return (ends_at or starts_at) - starts_at
