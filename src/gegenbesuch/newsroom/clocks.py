"""From what stands on a clock to the moment that is meant, over changes of clocks too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

Which = Literal["", "first", "second"]


class SkippedError(ValueError):
    """The clocks jump over this time; `next_at` is what they show after it."""

    def __init__(self, next_at: datetime) -> None:
        super().__init__("This time is skipped.")
        self.next_at = next_at


class DoubledError(ValueError):
    """The clocks show this time twice; `both` are the two moments."""

    def __init__(self, both: tuple[datetime, datetime]) -> None:
        super().__init__("This time comes twice.")
        self.both = both


def moment_of(day: date, clock: time, zone: str, which: Which = "") -> datetime:
    """
    Return the moment at which the clocks of a zone show this time.

    Args:
        which: Of the two moments at which clocks that are set back show it.

    Raises:
        SkippedError: Clocks that are set forward never show it.
        DoubledError: They show it twice, and `which` does not say which is meant.
    """
    place = ZoneInfo(zone)
    local = datetime.combine(day, clock, tzinfo=place)
    first, second = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    if second < first:  # before the gap the later offset does not hold yet
        raise SkippedError(first.astimezone(place))
    if not which:
        raise DoubledError((first.astimezone(place), second.astimezone(place)))
    return second if which == "second" else first
